from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.examine import examine
from azru_kg.errors import DataError
from azru_kg.graph.inputs import find_inputs
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in

Write = Callable[[str, str], Path]
SHAPE = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ;
  sh:property [ sh:path ex:p ; sh:minCount 2 ; sh:severity sh:Warning ] ."""
MISSPELT = """PREFIX azru: <https://w3id.org/azru-kg/ontology#>
PREFIX source: <https://w3id.org/azru-kg/id/source/>
source:mine a azru:Sorce .
"""


@pytest.mark.long
def test_the_built_in_graph_passes() -> None:
    outcome = examine(fail_on="violation")
    assert outcome.passes
    assert outcome.verdict.triples > 1000
    assert all(isinstance(path, Path) for path in outcome.files)


def test_what_is_done_is_told_as_it_is_done(turtle: Write) -> None:
    shapes, told = turtle("s.ttl", SHAPE), list[str]()
    outcome = examine([turtle("d.ttl", "ex:a ex:p 1 .")], shapes=[shapes], progress=told.append)
    assert (outcome.passes, len(outcome.findings)) == (True, 1)
    by_shape = "Judging by http://example.org/S"
    assert told == ["Judging the data", by_shape, "Looking for places and fixes"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.ttl"):
        examine([tmp_path / "none.ttl"])


def test_files_are_judged_beside_the_built_in_ones_that_they_do_not_stand_in_for() -> None:
    home = built_in()
    people = home.graph / "entities" / "people.ttl"
    inputs = find_inputs([people], [], home)
    assert [file.path for file in inputs.judged] == [people]
    assert people not in [file.path for file in inputs.beside]
    assert home.graph / "metadata.ttl" in [file.path for file in inputs.beside]
    assert {file.graph for file in inputs.shapes} == {SHAPES_GRAPH}


def test_shapes_of_ones_own_see_nothing_beside_the_files(turtle: Write) -> None:
    shapes, data = turtle("s.ttl", SHAPE), turtle("d.ttl", "ex:a ex:p 1 .")
    inputs = find_inputs([data], [shapes], built_in())
    assert inputs.beside == ()
    assert [file.path for file in inputs.shapes] == [shapes]


@pytest.mark.usefixtures("beside_founding")
@pytest.mark.parametrize(
    ("ours", "lint", "found"),
    [(True, None, True), (True, False, False), (False, None, False), (False, True, True)],
)
def test_a_misspelt_class_is_found_by_the_projects_own_shapes_unless_it_is_told_otherwise(
    turtle: Write, tmp_path: Path, ours: bool, lint: bool | None, found: bool
) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(MISSPELT)
    shapes = [] if ours else [turtle("s.ttl", SHAPE)]
    outcome = examine([file], shapes=shapes, lint=lint)
    assert ("unknown-own-term" in {finding.label for finding in outcome.findings}) is found


def test_files_of_the_project_are_linted_by_whatever_shapes(
    turtle: Write, beside_founding: Layout
) -> None:
    told = list[str]()
    files = [beside_founding.graph / "entities" / "people.ttl"]
    examine(files, shapes=[turtle("s.ttl", SHAPE)], progress=told.append)
    assert "Linting" in told
