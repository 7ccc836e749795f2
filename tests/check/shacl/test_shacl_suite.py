"""The SHACL test suite of the W3C: the screen changes nothing, and pySHACL says what is expected.

The suite is not part of this project: it is found through AZRU_SUITES.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Namespace
from rdflib.term import Node
from tests.support.sampling import sample_daily

from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import Engine, judge_data, read_data
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import DataFile

SUITES = os.environ.get("AZRU_SUITES", "")
SUITE = Path(SUITES) / "shacl"
FILES = sorted(path for path in SUITE.rglob("*.ttl")) if SUITES and SUITE.is_dir() else []
pytestmark = pytest.mark.skipif(
    not FILES, reason="the SHACL test suite is not here: AZRU_SUITES names no folder with shacl/"
)

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
ABOUT = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape)
# $shapesGraph is not supported, as SHACL allows (5.3.1), and the shape is refused.
EXCEPTIONS = {"sparql/pre-binding/shapesGraph-001.ttl"}

Report = tuple[bool, Counter[tuple[str, ...]]] | str


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite: the files that it takes, and the report that is expected."""

    name: str
    data: Path
    shapes: Path
    expected: Report


def _read_cases() -> list[Case]:
    return [case for path in FILES for case in _read_file(path)]


def _read_file(path: Path) -> list[Case]:
    graph = reading.read([DataFile(path)])
    return [_read_case(path, graph, test) for test in graph.subjects(RDF.type, SHT.Validate)]


def _read_case(path: Path, graph: Graph, test: Node) -> Case:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    files = [graph.value(action, one) for one in (SHT.dataGraph, SHT.shapesGraph)]
    data, shapes = (Path(str(file).removeprefix("file://")) for file in files)
    expected: Report = "failure"
    if isinstance(result, BNode):
        expected = _read_report(graph, result)
    return Case(path.relative_to(SUITE).as_posix(), data, shapes, expected)


def _read_report(graph: Graph, report: Node) -> Report:
    conforms = str(graph.value(report, SH.conforms)) == "true"
    return conforms, Counter(_tell(graph, result) for result in graph.objects(report, SH.result))


def _tell(graph: Graph, result: Node) -> tuple[str, ...]:
    """Return what the suite says of a result, blank nodes without the names that they have."""
    values = [graph.value(result, predicate) for predicate in ABOUT]
    return tuple("_:" if isinstance(value, BNode) else repr(value) for value in values)


CASES = _read_cases()


def _judge(case: Case, engine: Engine) -> tuple[Report, object]:
    """Return the report of an engine, and its findings."""
    try:
        verdict = judge_data(
            read_data([DataFile(case.data)], engine), read_shapes([DataFile(case.shapes)])
        )
    except AzruError as error:
        return "failure", str(error)
    (report,) = verdict.results.subjects(RDF.type, SH.ValidationReport)
    told = [(one.order, one.focus, one.value, one.shape) for one in verdict.findings]
    return _read_report(verdict.results, report), told


@pytest.mark.parametrize("case", sample_daily(CASES, 6), ids=[case.name for case in CASES])
def test_the_screen_changes_nothing(case: Case) -> None:
    screened = _judge(case, "screened")
    assert screened == _judge(case, "full")
    assert (screened[0] == case.expected) is (case.name not in EXCEPTIONS)


@pytest.mark.long
def test_reports_are_those_expected_but_for_known_exceptions() -> None:
    different = {case.name for case in CASES if _judge(case, "screened")[0] != case.expected}
    print(f"{len(CASES) - len(different)} of {len(CASES)} reports are those expected")
    assert different == EXCEPTIONS
