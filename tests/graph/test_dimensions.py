from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import DataFile, Dataset
from azru_kg.graph.dimensions import PERIOD, list_dimensions
from azru_kg.graph.indexing import read_statements
from azru_kg.graph.layout import built_in
from azru_kg.graph.measures import find_conflicts, list_queries
from azru_kg.identity.twins import find_twins
from azru_kg.rdf.prefixes import PREFIXES, expand, shorten
from azru_kg.rdf.statements import Statements

HOME = built_in()
QUERY = (HOME.queries / "figures-that-contradict.rq").read_text(encoding="utf-8")
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
BOUND = 'code:as-stated skos:prefLabel "as stated"@en .'
NAMES = sorted(map(shorten, list_dimensions()))
TOLERANT = {"azru:baseline": "twins", "azru:variable": "contradict"}
"""Dimensions that may be left out where one of the three looks, which says so there."""


def _write(name: str, value: str, said: dict[str, str]) -> str:
    dimensions = " ; ".join(f"{key} {text}" for key, text in said.items())
    return f"""claim:{name} a azru:Figure ; rdfs:label "{name}"@en ; {dimensions} ;
      sdmx-attribute:unitMeasure unit:TONNE ; sdmx-measure:obsValue {value} ;
      azru:rank code:preferred ; azru:bound code:as-stated ."""


def _find_same(folder: Path, other: dict[str, str]) -> Iterator[str]:
    """Yield who of the three takes two figures for the same, or of the same, when one differs."""
    said = {name: f"<urn:{name}>" for name in NAMES} | {"azru:kind": "code:level"}
    data, twins = folder / "data.ttl", folder / "twins.ttl"
    for path, value in ((data, "2.0"), (twins, "1.0")):
        figures = [_write("a", "1.0", said), _write("b", value, said | other)]
        path.write_text("\n".join([HEAD, BOUND, *figures]), encoding="utf-8")
    ontology = [DataFile(path) for path in HOME.ontology.glob("*.ttl")]
    store = Dataset((DataFile(data), *ontology), version="").store()
    rows = store.query(list_queries()["figures"])
    assert isinstance(rows, ox.QuerySolutions)
    if find_conflicts(map(tuple, rows)):
        yield "measures"
    answer = store.query(QUERY)
    assert isinstance(answer, ox.QuerySolutions)
    if list(answer):
        yield "contradict"
    if find_twins(Statements(read_statements([DataFile(twins)]))):
        yield "twins"


def test_figures_that_agree_in_all_dimensions_are_the_same_to_all_three(tmp_path: Path) -> None:
    assert list(_find_same(tmp_path, {})) == ["measures", "contradict", "twins"]


@pytest.mark.parametrize("name", NAMES)
def test_figures_that_differ_in_a_dimension_are_the_same_to_none(tmp_path: Path, name: str) -> None:
    expected = [TOLERANT[name]] if name in TOLERANT else []
    other = {name: "code:multiple" if name == "azru:kind" else "<urn:other>"}
    assert list(_find_same(tmp_path, other)) == expected


def test_the_ontology_says_what_the_dimensions_are(tmp_path: Path) -> None:
    assert PERIOD in list_dimensions()
    assert expand("sdmx-attribute:unitMeasure") not in list_dimensions()
    assert {name.partition(":")[0] for name in NAMES} == {"azru", "schema", "sdmx-dimension"}
