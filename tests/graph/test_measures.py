from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import read_files
from azru_kg.graph.measures import (
    DIMENSIONS,
    FINDINGS,
    METRICS,
    SPEAKERS,
    Quality,
    add_findings,
    list_queries,
    measure,
)
from azru_kg.graph.readings import BLIND, READINGS
from azru_kg.rdf.prefixes import GRAPH, ONTOLOGY, PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SAME = (
    "a azru:Figure ; azru:indicator indicator:trade ; azru:between country:AZ , country:RU ;"
    " sdmx-attribute:unitMeasure unit:USD ; azru:kind code:level"
)
ONE = """
claim:a {same} ; sdmx-dimension:refPeriod period:2018 ; sdmx-measure:obsValue 2.50 ;
  azru:notStated prov:wasAttributedTo , azru:baseline ; azru:inferred azru:kind ;
  prov:wasDerivedFrom quote:a , quote:b .
claim:t a azru:Tenure ; azru:notStated org:member ; prov:wasDerivedFrom source:one .
"""
TWO = """
claim:b {same} ; sdmx-dimension:refPeriod period:2018 ; sdmx-measure:obsValue {value} ;
  {more} prov:wasDerivedFrom source:two .
claim:t a azru:Tenure ; azru:notStated org:member ; prov:wasDerivedFrom source:two .
"""


def make(folder: Path, two: str) -> Quality:
    path = folder / "data.trig"
    classes = "azru:Figure rdfs:subClassOf azru:Claim . azru:Tenure rdfs:subClassOf azru:Claim ."
    path.write_text(
        f"{HEAD}graph:ontology {{ {classes} }} graph:one {{ {ONE.format(same=SAME)} }}"
        f" graph:two {{ {two} }}",
        encoding="utf-8",
    )
    store = read_files([path]).store()
    rows = {}
    for name, query in list_queries().items():
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        rows[name] = [tuple(solution) for solution in solutions]
    return measure(rows)


def write_two(value: str = "2.6", more: str = "", same: str = SAME) -> str:
    return TWO.format(same=same, value=value, more=more)


def test_claims_are_counted_by_source_with_their_evidence_and_marks(tmp_path: Path) -> None:
    quality = make(tmp_path, write_two("2.50"))
    assert quality.by_graph == {
        f"{GRAPH}one": {
            "claims": 2,
            "span-evidence": 1,
            "document-evidence": 1,
            "open-slots": 3,
            "inferred-slots": 1,
            "speaker-silent": 1,
            "speaker-untold": 1,
        },
        f"{GRAPH}two": {
            "claims": 2,
            "document-evidence": 2,
            "open-slots": 1,
            "speaker-untold": 2,
        },
    }


def test_a_claim_of_two_sources_is_one_claim_of_its_kind(tmp_path: Path) -> None:
    quality = make(tmp_path, write_two("2.50"))
    assert quality.by_class[f"{ONTOLOGY}#Tenure"] == {
        "claims": 1,
        "document-evidence": 1,
        "open-slots": 1,
        "speaker-untold": 2,
    }


@pytest.mark.parametrize(
    ("said", "metric"),
    [
        ("prov:wasAttributedTo person:a ; azru:voice code:indirect ;", "speaker-named"),
        ('azru:unnamedSpeaker "Local media" ;', "speaker-unnamed"),
        ("azru:voice code:narration ;", "speaker-narration"),
        ("azru:voice code:document ;", "speaker-narration"),
        ("azru:notStated prov:wasAttributedTo ; azru:voice code:direct ;", "speaker-silent"),
        ("azru:voice code:direct ;", "speaker-untold"),
    ],
)
def test_who_speaks_is_told_by_the_graph_of_each_document(
    tmp_path: Path, said: str, metric: str
) -> None:
    counts = make(tmp_path, write_two(more=said).partition("claim:t")[0]).by_graph[f"{GRAPH}two"]
    assert {name for name in counts if name.startswith("speaker")} == {metric}


def test_a_claim_that_two_documents_credit_to_different_speakers_counts_for_both(
    tmp_path: Path,
) -> None:
    two = write_two(more="azru:voice code:narration ;").replace("claim:b", "claim:a")
    counts = make(tmp_path, two).by_class[f"{ONTOLOGY}#Figure"]
    assert (counts["speaker-silent"], counts["speaker-narration"]) == (1, 1)


def test_marks_are_counted_by_their_property(tmp_path: Path) -> None:
    counts = make(tmp_path, write_two()).by_property
    assert counts[f"{ONTOLOGY}#kind"] == {"inferred-slots": 1}
    assert counts[f"{ONTOLOGY}#baseline"] == {"open-slots": 1}


def test_figures_of_the_same_with_other_values_conflict_in_each_source(tmp_path: Path) -> None:
    quality = make(tmp_path, write_two("2.6"))
    assert quality.by_class[f"{ONTOLOGY}#Figure"]["conflicts"] == 2
    assert [counts["conflicts"] for counts in quality.by_graph.values()] == [1, 1]


@pytest.mark.parametrize(
    "two",
    [
        write_two("2.5"),
        write_two(same=SAME.replace("code:level", "code:share")),
        write_two(same=SAME.replace("unit:USD", "unit:TONNE")),
        write_two(same=SAME.replace(" , country:RU", "")),
        write_two(more="azru:flow code:export ;"),
        write_two(more="schema:about corridor:north-south ;"),
        write_two(more="azru:rank code:alternative ;"),
        write_two().replace("period:2018", "period:2019"),
        write_two().replace("sdmx-dimension:refPeriod period:2018 ;", ""),
    ],
    ids=[
        "value",
        "kind",
        "unit",
        "sides",
        "dimension",
        "subject",
        "reading",
        "period",
        "no period",
    ],
)
def test_figures_that_are_not_of_the_same_do_not_conflict(tmp_path: Path, two: str) -> None:
    quality = make(tmp_path, two)
    assert "conflicts" not in quality.by_class[f"{ONTOLOGY}#Figure"]


def test_a_claim_of_two_sources_is_one_of_the_dataset(tmp_path: Path) -> None:
    assert make(tmp_path, write_two("2.6")).total == {
        "claims": 3,
        "span-evidence": 1,
        "document-evidence": 2,
        "open-slots": 3,
        "inferred-slots": 1,
        "speaker-silent": 1,
        "speaker-untold": 3,
        "conflicts": 2,
    }


def test_findings_join_the_measures_of_the_dataset_and_of_sources(tmp_path: Path) -> None:
    measured = make(tmp_path, write_two("2.50"))
    graphs = {f"{GRAPH}two": {"warnings": 1}, f"{GRAPH}three": {"infos": 1}}
    quality = add_findings(measured, {"warnings": 2, "infos": 1}, graphs)
    assert (measured.judged, quality.judged) == (False, True)
    assert quality.total == {**measured.total, "warnings": 2, "infos": 1}
    assert quality.by_graph[f"{GRAPH}one"] == measured.by_graph[f"{GRAPH}one"]
    assert quality.by_graph[f"{GRAPH}two"] == {**measured.by_graph[f"{GRAPH}two"], "warnings": 1}
    assert quality.by_graph[f"{GRAPH}three"] == {"infos": 1}


def test_each_metric_is_of_a_known_dimension() -> None:
    metrics = {**METRICS, **SPEAKERS, **FINDINGS, **READINGS, **BLIND}
    assert {dimension for dimension, _, _ in metrics.values()} == set(DIMENSIONS)
