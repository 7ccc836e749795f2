"""No mistake in what the founding documents say goes unnoticed.

`mutants.toml` holds the mistakes. To judge the graph once for each would take minutes, so as many
as do not meet are made in one copy of it, which is judged as a whole by all shapes. Mutants do not
meet where no node lies within the reach of both: a node whose verdict could depend on either. A
finding then belongs to the mutant within whose reach its focus lies.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from azru_kg.check.finding import Finding
from azru_kg.check.report.text import describe
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import Verdict, judge
from azru_kg.check.shacl.shapes import Shapes
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

TABLE = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text(encoding="utf-8"))
SAYINGS = [entry["says"] for entry in TABLE["mutant"]]
# Its verdict depends on what else the graph says: on another reading of the same quote.
ENTANGLED = "Both readings of the same words are preferred."
NAME = re.compile(r"\b([a-z][a-z-]*):([\w-]+)")
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SHAPE, DERIVED = PREFIXES["azru-sh"], URIRef(f"{PREFIXES['prov']}wasDerivedFrom")


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """A mistake: what it takes away, what it puts in, and how far it can be noticed."""

    shape: URIRef
    minus: Graph
    plus: Graph
    reach: frozenset[Node]


@dataclass(frozen=True, slots=True)
class Catch:
    """The violations within the reach of a mutant, and the verdict that they are part of."""

    violations: list[Finding]
    verdict: Verdict


@pytest.fixture(scope="session")
def mutants(
    founding_data: Graph,
    shapes: Graph,
    targeted: set[Node],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Mutant]:
    folder = tmp_path_factory.mktemp("mutants")

    def read(turtle: str) -> Graph:
        path = folder / "triples.ttl"
        path.write_text(f"{HEAD}{turtle}", encoding="utf-8")
        return reading.read([DataFile(path)])

    changes = [
        (entry, read(entry.get("minus", "")), read(entry.get("plus", "")))
        for entry in TABLE["mutant"]
    ]
    ever = _mutate(founding_data, [(Graph(), plus) for _, _, plus in changes])
    far, inverse = _find_far(shapes, targeted), set(shapes.objects(None, SH.inversePath))
    return {
        entry["says"]: Mutant(
            shape=URIRef(f"{SHAPE}{entry['shape']}"),
            minus=minus,
            plus=plus,
            reach=_find_reach(ever, minus + plus, far, inverse),
        )
        for entry, minus, plus in changes
    }


@pytest.fixture(scope="session")
def catches(
    mutants: Mapping[str, Mutant], founding_data: Graph, all_shapes: Shapes
) -> Mapping[str, Catch]:
    """Return what is found of each mutant; fail where a violation is in the reach of none."""
    found = {}
    for batch in _pack(mutants):
        made = [(mutants[says].minus, mutants[says].plus) for says in batch]
        verdict = judge(_mutate(founding_data, made), all_shapes)
        for says in batch:
            own = [one for one in _pick(verdict) if one.focus in mutants[says].reach]
            found[says] = Catch(own, verdict)
        attributed = [one for says in batch for one in found[says].violations]
        assert [one for one in _pick(verdict) if one not in attributed] == []
    return found


def test_the_founding_documents_conform(founding_data: Graph, all_shapes: Shapes) -> None:
    assert _pick(judge(founding_data, all_shapes)) == []


def test_sentences_differ() -> None:
    assert len(set(SAYINGS)) == len(SAYINGS)


@pytest.mark.parametrize("says", SAYINGS)
def test_a_mutant_takes_away_what_is_there_and_puts_in_what_is_not(
    says: str, mutants: Mapping[str, Mutant], founding_data: Graph
) -> None:
    mutant = mutants[says]
    assert len(mutant.minus) + len(mutant.plus)
    assert [triple for triple in mutant.minus if triple not in founding_data] == []
    assert [triple for triple in mutant.plus if triple in founding_data] == []


@pytest.mark.parametrize("says", SAYINGS)
def test_a_mutant_is_caught_as_a_violation_by_the_shape_meant(
    says: str, mutants: Mapping[str, Mutant], catches: Mapping[str, Catch]
) -> None:
    results = catches[says].verdict.results
    causes = {
        results.value(finding.node, SH.sourceConstraint) or URIRef(finding.shape)
        for finding in catches[says].violations
    }
    assert mutants[says].shape in causes


@pytest.mark.timeout(600)
def test_plain_pyshacl_finds_the_same_mutants(
    mutants: Mapping[str, Mutant],
    catches: Mapping[str, Catch],
    founding_data: Graph,
    all_shapes: Shapes,
) -> None:
    for batch in _pack(mutants):
        made = [(mutants[says].minus, mutants[says].plus) for says in batch]
        full = judge(_mutate(founding_data, made), all_shapes, engine="full")
        screened = catches[batch[0]].verdict
        assert list(map(describe, full.findings)) == list(map(describe, screened.findings))


def test_a_mutant_alone_has_the_same_violations(
    mutants: Mapping[str, Mutant],
    catches: Mapping[str, Catch],
    founding_data: Graph,
    all_shapes: Shapes,
) -> None:
    made = [(mutants[ENTANGLED].minus, mutants[ENTANGLED].plus)]
    alone = _pick(judge(_mutate(founding_data, made), all_shapes))
    assert list(map(describe, alone)) == list(map(describe, catches[ENTANGLED].violations))


def _pick(verdict: Verdict) -> list[Finding]:
    """Return the violations of a verdict."""
    return [finding for finding in verdict.findings if finding.severity == "violation"]


def _find_far(shapes: Graph, targeted: set[Node]) -> set[Node]:
    """Return the predicates that shapes look at beyond their focus: at a value, or at a rival."""
    parts = {part for shape in targeted for part in shapes.objects(shape, SH.property)}
    far: set[Node] = {RDF.type, *shapes.objects(None, SH.inversePath)}
    for shape, path in shapes.subject_objects(SH.path):
        if (path, RDF.first, None) in shapes:
            far |= set(Collection(shapes, path))
        elif shape not in parts:
            far.add(path)
    for query in shapes.objects(None, SH.select):
        far |= {URIRef(PREFIXES[prefix] + local) for prefix, local in NAME.findall(str(query))}
    return far


def _find_reach(ever: Graph, changes: Graph, far: set[Node], inverse: set[Node]) -> frozenset[Node]:
    """Return the nodes whose verdict may depend on a change, in a graph of all that ever is.

    They are its subject; and, where a shape may look at it from elsewhere, also what points at the
    subject, what the subject points at by an inverse path, and what shares its evidence.
    """
    reach = set(changes.subjects())
    for node in {subject for subject, predicate, _ in changes if predicate in far}:
        reach |= set(ever.subjects(None, node))
        reach |= {value for step in inverse for value in ever.objects(node, URIRef(str(step)))}
        for evidence in ever.objects(node, DERIVED):
            reach |= set(ever.subjects(DERIVED, evidence))
    return frozenset(reach)


def _pack(mutants: Mapping[str, Mutant]) -> list[list[str]]:
    """Return the mutants in a few batches: those that meet most others first, each where it can."""
    meetings = {
        says: {other for other in mutants if not mutant.reach.isdisjoint(mutants[other].reach)}
        for says, mutant in mutants.items()
    }
    batches: list[list[str]] = []
    for says in sorted(mutants, key=lambda one: (-len(meetings[one]), one)):
        for batch in batches:
            if meetings[says].isdisjoint(batch):
                batch.append(says)
                break
        else:
            batches.append([says])
    return batches


def _mutate(data: Graph, changes: list[tuple[Graph, Graph]]) -> Graph:
    mutated = Graph(bind_namespaces="none")
    mutated += data
    for minus, plus in changes:
        mutated -= minus
        mutated += plus
    return mutated
