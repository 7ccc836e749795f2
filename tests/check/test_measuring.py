"""The measurements of a graph name the findings of SHACL, and do not count themselves."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.finding import SEVERITIES
from azru_kg.check.measuring import measure_layout, write_quality
from azru_kg.check.shacl.judge import check_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.prefixes import GRAPH

pytestmark = pytest.mark.long

SOURCE = "newsaz-2024-01-22-roadmap"
FIGURE = "\n<https://w3id.org/azru-kg/id/claim/a> a <https://w3id.org/azru-kg/ontology#Figure> .\n"
PERSON = (
    "\n<https://w3id.org/azru-kg/id/person/nobody-known> a <http://xmlns.com/foaf/0.1/Person> .\n"
)


@pytest.fixture
def copy(founding: Layout, tmp_path: Path) -> Layout:
    """A checkout of the founding documents that may be written."""
    shutil.copytree(founding.graph, tmp_path / "graph")
    return Layout(founding.root, tmp_path / "graph")


def test_the_findings_are_those_of_a_validation() -> None:
    compare_findings(built_in())


def test_the_findings_of_a_small_graph_are_those_of_a_validation(copy: Layout) -> None:
    spoil(copy.graph / "sources" / f"{SOURCE}.ttl", lambda text: text + FIGURE)
    assert compare_findings(copy)["violations"]


def test_findings_of_a_source_count_for_its_graph_and_others_for_the_dataset(
    copy: Layout,
) -> None:
    before = measure_layout(copy)
    spoil(copy.graph / "sources" / f"{SOURCE}.ttl", lambda text: text + FIGURE)
    spoil(copy.graph / "entities" / "people.ttl", lambda text: text + PERSON)
    after = measure_layout(copy)
    gained = count_violations(after.total) - count_violations(before.total)
    of_source = count_violations(after.by_graph[f"{GRAPH}{SOURCE}"])
    assert of_source > count_violations(before.by_graph[f"{GRAPH}{SOURCE}"])
    assert gained > of_source


def test_the_measurements_are_not_measured(copy: Layout) -> None:
    found = measure_layout(copy)
    copy.quality.write_text(write_quality(found), encoding="utf-8")
    assert measure_layout(copy) == found
    copy.quality.write_text(FIGURE, encoding="utf-8")
    assert measure_layout(copy) == found


def spoil(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def count_violations(counts: object) -> int:
    return counts.get("violations", 0) if isinstance(counts, dict) else 0


def compare_findings(layout: Layout) -> dict[str, int]:
    """See that a validation finds as many of each severity as are measured; return how many."""
    found, verdict = measure_layout(layout), check_layout(layout)
    counts = {f"{severity}s": verdict.count(severity) for severity in SEVERITIES}
    assert {name: found.total.get(name, 0) for name in counts} == counts
    assert found.judged
    return counts
