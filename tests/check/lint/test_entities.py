"""Marks are judged within one graph; a claim may have its block in the file of each source."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.lint.run import check
from azru_kg.check.shacl.judge import check_files
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

Write = Callable[[str, str], DataFile]

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SILENT = "agreement:roadmap-2024-2026 azru:notStated dcterms:valid ."
STATED = 'agreement:roadmap-2024-2026 dcterms:valid "2024-01-22"^^xsd:date .'
CLAIM = """
source:{slug} a azru:Source ; dcterms:title "Report"@en ; dcterms:publisher organisation:news-az ;
  foaf:page <https://example.org/{slug}> ; schema:inLanguage "en" ;
  azru:notStated schema:datePublished .
claim:twice a azru:Figure ; rdfs:label "Trade of one year"@en ;
  azru:between country:AZ , country:RU ;
  azru:dateWithin period:2023 ; azru:notStated azru:asOf , prov:wasAttributedTo ;
  azru:indicator indicator:trade ; azru:kind code:level ; azru:bound code:as-stated ;
  azru:rank code:preferred ; sdmx-attribute:unitMeasure unit:CCY_USD ;
  sdmx-dimension:refPeriod period:2023 ; sdmx-measure:obsValue 4300000000.0 ;
  prov:wasDerivedFrom source:{slug} .
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes Turtle with all prefixes declared."""

    def create(name: str, body: str) -> DataFile:
        path = tmp_path / name
        path.write_text(f"{HEAD}{body}\n", encoding="utf-8")
        return DataFile(path)

    return create


def test_a_file_may_state_what_another_one_leaves_open(write: Write) -> None:
    assert check([write("a.ttl", SILENT), write("b.ttl", STATED)]) == []


def test_a_file_may_not_state_what_it_leaves_open(write: Write) -> None:
    (finding,) = check([write("a.ttl", f"{SILENT} {STATED}")])
    assert (finding.label, finding.severity) == ("stated-silence", "violation")


@pytest.mark.long
def test_a_graph_of_several_files_may_not_state_what_it_leaves_open(
    tmp_path: Path, founding: Layout
) -> None:
    for part in ("graph", "ontology", "queries", "shapes"):
        shutil.copytree(founding.root / part, tmp_path / part)
    entities = tmp_path / "graph" / "entities"
    before = check(Layout(tmp_path))
    entities.joinpath("silent.ttl").write_text(f"{HEAD}{SILENT}\n", encoding="utf-8")
    entities.joinpath("stated.ttl").write_text(f"{HEAD}{STATED}\n", encoding="utf-8")
    after = {one.label for one in check(Layout(tmp_path))} - {one.label for one in before}
    assert after == {"stated-silence"}


@pytest.mark.long
def test_a_claim_of_two_sources_stands_in_the_file_of_each(write: Write) -> None:
    files = [write(f"{slug}.ttl", CLAIM.format(slug=slug)) for slug in ("one", "two")]
    assert check(files) == []
    assert check_files([file.path for file in files]).findings == ()


def test_concepts_of_a_list_may_wait_for_their_first_use(write: Write) -> None:
    body = """commodity:tea a azru:Commodity ; skos:prefLabel "tea"@en ; skos:definition "Tea."@en ;
      skos:broader commodity:plants ; skos:inScheme code:commodity .
      commodity:plants a azru:Commodity ; skos:prefLabel "plants"@en ;
      skos:definition "What grows."@en ; skos:inScheme code:commodity ."""
    assert check([write("a.ttl", body)]) == []
    (finding,) = check([write("a.ttl", body.replace("; skos:inScheme code:commodity", "", 1))])
    assert finding.label == "unmentioned-thing"
