"""Each shape lets its valid fixture pass, and it alone catches its invalid ones.

`valid/<Shape>.ttl` keeps to a node shape that has a target. `invalid/<Shape>-<problem>.ttl` breaks
it: the name begins with that of the node shape, the property shape or the query that is meant, and
the first line tells a part of the message.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH, Graph
from rdflib.term import Node
from tests.support.sampling import sample_daily

from azru_kg.check.finding import Finding
from azru_kg.check.report.text import describe
from azru_kg.check.shacl.judge import Verdict, check_files
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

FindFocus = Callable[[Node, Graph], set[Node]]
Fixtures = Mapping[str, Graph]
Findings = Mapping[str, list[Finding]]

HERE = Path(__file__).parent
VALID = sorted(f"valid/{path.name}" for path in HERE.glob("valid/*.ttl"))
INVALID = sorted(f"invalid/{path.name}" for path in HERE.glob("invalid/*.ttl"))
# Its verdict depends on what else the graph says: on who takes part in the meeting.
ENTANGLED = "invalid/Meeting-of-one-side-only.ttl"

SHAPE, SHACL = rdflib.Namespace(PREFIXES["azru-sh"]), PREFIXES["sh"]
EXPECTATION = re.compile(r"# expect: (.+)\n")
MESSAGE = re.compile(r"\S.*\. Fix: \S.*\.")
# What is said of a shape without being a constraint. Every other sh: predicate is one, and is
# checked by a component of its name: sh:minCount by sh:MinCountConstraintComponent.
SAID = {
    *(SH.targetClass, SH.targetSubjectsOf, SH.path, SH.property, SH.message, SH.severity),
    *(SH.ignoredProperties, SH.qualifiedValueShape, SH.sparql),
}


@pytest.fixture(scope="session")
def parts(shapes: Graph, targeted: set[Node]) -> Mapping[str, tuple[Node, Node]]:
    """Return what can catch a fixture, by name: a shape or query, and the node shape it is of."""
    found = {str(shape).removeprefix(SHAPE): (shape, shape) for shape in targeted}
    for shape in targeted:
        for part in [*shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]:
            found[str(part).removeprefix(SHAPE)] = (part, shape)
    return found


@pytest.fixture(scope="session")
def findings(verdict: Verdict, fixtures: Fixtures) -> Findings:
    """Return the findings of each fixture."""
    owners = {subject: name for name, graph in fixtures.items() for subject in graph.subjects()}
    sorted_out: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        sorted_out[owners.get(finding.focus, "no fixture")].append(finding)
    return sorted_out


def test_every_shape_with_a_target_has_a_valid_and_an_invalid_fixture(
    targeted: set[Node], parts: Mapping[str, tuple[Node, Node]]
) -> None:
    assert {Path(fixture).stem for fixture in VALID} == {
        str(shape).removeprefix(SHAPE) for shape in targeted
    }
    assert {parts[_find_name(fixture, parts)][1] for fixture in INVALID} == targeted


def test_no_two_fixtures_describe_the_same_thing(fixtures: Fixtures, whole_store: ox.Store) -> None:
    described = Counter(node for graph in fixtures.values() for node in set(graph.subjects()))
    assert [node for node, count in described.items() if count > 1] == []
    named = [ox.NamedNode(node) for node in described if isinstance(node, rdflib.URIRef)]
    assert len(named) >= len(INVALID)
    assert [name for name in named if any(whole_store.quads_for_pattern(name, None, None))] == []


def test_all_findings_are_about_what_the_fixtures_describe(findings: Findings) -> None:
    assert findings["no fixture"] == []


@pytest.mark.parametrize("fixture", sample_daily(VALID, 3))
def test_a_valid_fixture_falls_under_its_shape_and_has_no_findings(
    fixture: str, fixtures: Fixtures, findings: Findings, find_focus: FindFocus
) -> None:
    assert find_focus(SHAPE[Path(fixture).stem], fixtures[fixture])
    assert findings[fixture] == []


@pytest.mark.parametrize("fixture", sample_daily(INVALID, 6))
def test_an_invalid_fixture_is_caught_by_the_shape_meant_and_no_other(
    fixture: str,
    findings: Findings,
    verdict: Verdict,
    parts: Mapping[str, tuple[Node, Node]],
) -> None:
    part, shape = parts[_find_name(fixture, parts)]
    causes = {_find_cause(finding, verdict) for finding in findings[fixture]}
    assert part in causes
    assert causes <= {cause for cause, owner in parts.values() if owner == shape}


@pytest.mark.parametrize("fixture", sample_daily(INVALID, 6))
def test_the_message_says_what_is_wrong_and_how_to_fix_it(
    fixture: str, findings: Findings, verdict: Verdict, parts: Mapping[str, tuple[Node, Node]]
) -> None:
    expectation = EXPECTATION.match((HERE / fixture).read_text(encoding="utf-8"))
    assert expectation, "the first line is not # expect: and a part of the message"
    part, _ = parts[_find_name(fixture, parts)]
    for finding in findings[fixture]:
        assert MESSAGE.fullmatch(finding.message)
        if _find_cause(finding, verdict) == part:
            assert expectation[1] in finding.message


def test_every_constraint_of_every_shape_catches_some_fixture(
    shapes: Graph,
    findings: Findings,
    verdict: Verdict,
    parts: Mapping[str, tuple[Node, Node]],
) -> None:
    caught = {
        (_find_cause(finding, verdict), finding.component)
        for fixture in INVALID
        for finding in findings[fixture]
    }
    wanted = {
        (part, component)
        for part, _ in parts.values()
        for component in _find_components(shapes, part)
    }
    assert wanted - caught == set()


@pytest.mark.long
def test_beside_the_whole_graph_the_same_is_found(verdict: Verdict) -> None:
    whole = check_files([HERE / "valid", HERE / "invalid"])
    assert list(map(describe, whole.findings)) == list(map(describe, verdict.findings))


@pytest.mark.long
def test_plain_pyshacl_finds_the_same_in_all_fixtures(founding: Layout) -> None:
    """Beside the founding documents: plain pySHACL would take minutes beside more."""
    paths = [HERE / "valid", HERE / "invalid"]
    screened = check_files(paths, layout=founding)
    full = check_files(paths, layout=founding, engine="full")
    assert len(full.findings) >= len(INVALID)
    assert list(map(describe, full.findings)) == list(map(describe, screened.findings))
    assert full.triples == screened.triples


@pytest.mark.long
def test_a_fixture_judged_alone_has_the_same_findings(findings: Findings, sample: Layout) -> None:
    alone = check_files([HERE / ENTANGLED], layout=sample)
    assert list(map(describe, alone.findings)) == list(map(describe, findings[ENTANGLED]))


def _find_name(fixture: str, parts: Mapping[str, tuple[Node, Node]]) -> str:
    """Return the longest name of a part that the name of the fixture begins with."""
    stem = Path(fixture).stem
    fitting = [name for name in parts if stem.startswith(f"{name}-")]
    assert fitting, f"{fixture} begins with the name of no shape"
    return max(fitting, key=len)


def _find_cause(finding: Finding, verdict: Verdict) -> Node:
    """Return the shape of a finding, or its query."""
    query = verdict.results.value(finding.node, SH.sourceConstraint)
    return query or rdflib.URIRef(finding.shape)


def _find_components(shapes: Graph, part: Node) -> set[str]:
    if (part, RDF.type, SH.SPARQLConstraint) in shapes:
        return {str(SH.SPARQLConstraintComponent)}
    names = [
        str(predicate).removeprefix(SHACL)
        for predicate in shapes.predicates(part)
        if str(predicate).startswith(SHACL) and predicate not in SAID
    ]
    return {f"{SHACL}{name[0].upper()}{name[1:]}ConstraintComponent" for name in names}
