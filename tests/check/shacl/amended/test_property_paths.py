"""Property paths lead where SPARQL says that they do (SHACL 2.3.1), whichever engine judges.

pySHACL takes the steps of an inverted sequence in their order instead of from its end, so that the
reference is Oxigraph, which is asked the same path as SPARQL writes it.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from azru_kg.check.finding import Finding
from azru_kg.check.shacl.judge import Engine, judge_data, read_data
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.graph.dataset import DataFile

HEAD = """\
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
DATA = f"""{HEAD}
ex:a ex:p ex:b . ex:b ex:q ex:c , ex:d . ex:c ex:p ex:d ; ex:r ex:a . ex:d ex:q ex:e ; ex:r ex:d .
ex:e ex:p ex:a ; ex:q ex:b . ex:f ex:q ex:g . ex:g ex:p ex:h . ex:h ex:r ex:f .
"""
FOCI = tuple(f"ex:{name}" for name in "abcdefgh")
ENGINES: tuple[Engine, ...] = ("screened", "full")

Twins = tuple[str, str]
"""A path as SHACL writes it, and as SPARQL does."""

P, Q, R = (("ex:p", "ex:p"), ("ex:q", "ex:q"), ("ex:r", "ex:r"))


def _invert(path: Twins) -> Twins:
    return f"[ sh:inversePath {path[0]} ]", f"(^{path[1]})"


def _chain(*paths: Twins) -> Twins:
    return f"( {' '.join(p[0] for p in paths)} )", f"({'/'.join(p[1] for p in paths)})"


def _choose(*paths: Twins) -> Twins:
    parts = " ".join(path[0] for path in paths)
    return f"[ sh:alternativePath ( {parts} ) ]", f"({'|'.join(path[1] for path in paths)})"


def _star(path: Twins) -> Twins:
    return f"[ sh:zeroOrMorePath {path[0]} ]", f"({path[1]}*)"


def _plus(path: Twins) -> Twins:
    return f"[ sh:oneOrMorePath {path[0]} ]", f"({path[1]}+)"


def _perhaps(path: Twins) -> Twins:
    return f"[ sh:zeroOrOnePath {path[0]} ]", f"({path[1]}?)"


PATHS = {
    "an inverted step": _invert(P),
    "an inverted sequence": _invert(_chain(P, Q)),
    "an inverted sequence of three": _invert(_chain(P, Q, R)),
    "an inverted sequence of inverses": _invert(_chain(_invert(P), _invert(Q))),
    "an inverted sequence of an inverse": _invert(_chain(P, _invert(Q))),
    "a sequence of inverses": _chain(_invert(P), _invert(Q)),
    "a sequence twice inverted": _invert(_invert(_chain(P, Q))),
    "a sequence inverted three times": _invert(_invert(_invert(_chain(P, Q)))),
    "an inverted choice": _invert(_choose(P, Q)),
    "an inverted choice of sequences": _invert(_choose(_chain(P, Q), _chain(Q, R))),
    "an inverted sequence of choices": _invert(_chain(_choose(P, Q), R)),
    "an inverted sequence of sequences": _invert(_chain(_chain(P, Q), R)),
    "a sequence that ends with an inverted one": _chain(P, _invert(_chain(Q, R))),
    "an inverted repetition": _invert(_star(P)),
    "an inverted repetition of a sequence": _invert(_star(_chain(P, Q))),
    "a repeated inverted sequence": _plus(_invert(_chain(P, Q))),
    "an inverted sequence of repetitions": _invert(_chain(_star(P), Q)),
    "an inverted sequence that may be left out": _invert(_perhaps(_chain(P, Q))),
    "a repetition repeated": _star(_plus(P)),
    "a repetition that may be left out": _perhaps(_plus(_chain(P, Q))),
}
RANDOM = st.recursive(
    st.sampled_from((P, Q, R)),
    lambda parts: (
        st.builds(_invert, parts)
        | st.builds(_chain, parts, parts)
        | st.builds(_choose, parts, parts)
        | st.builds(_star, parts)
        | st.builds(_plus, parts)
        | st.builds(_perhaps, parts)
    ),
    max_leaves=4,
)


def _ask_oxigraph(path: str) -> set[tuple[str, str]]:
    """Return which nodes the path leads to from which."""
    store = ox.Store()
    store.load(DATA, ox.RdfFormat.TURTLE)
    solutions = store.query(
        f"SELECT ?from ?to {{ VALUES ?from {{ {' '.join(FOCI)} }} ?from {path} ?to }}",
        prefixes={"ex": "http://example.org/"},
    )
    assert isinstance(solutions, ox.QuerySolutions)
    return {(str(row["from"]), str(row["to"])) for row in solutions}


def _ask_us(folder: Path, shape: str, engine: Engine = "screened") -> set[tuple[str, str]]:
    """Return the foci and values of a shape of which every value is a result."""
    findings = _judge(folder, shape, engine)
    return {(f"<{found.focus}>", f"<{found.value}>") for found in findings}


def _judge(folder: Path, shape: str, engine: Engine) -> tuple[Finding, ...]:
    (folder / "data.ttl").write_text(DATA)
    (folder / "shapes.ttl").write_text(
        f"{HEAD} ex:S a sh:PropertyShape ; sh:targetNode {' , '.join(FOCI)} ; {shape} ."
    )
    return judge_data(
        read_data([DataFile(folder / "data.ttl")], engine),
        read_shapes([DataFile(folder / "shapes.ttl")]),
    ).findings


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_leads_where_sparql_says(tmp_path: Path, path: Twins, engine: Engine) -> None:
    expected = _ask_oxigraph(path[1])
    assert expected, "the case would find nothing"
    assert _ask_us(tmp_path, f"sh:path {path[0]} ; sh:nodeKind sh:Literal", engine) == expected


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_query_of_a_shape_is_given_the_same_path(tmp_path: Path, path: Twins) -> None:
    query = "SELECT DISTINCT $this ?value { $this $PATH ?value }"
    shape = f'sh:path {path[0]} ; sh:sparql [ sh:select "{query}" ]'
    assert _ask_us(tmp_path, shape) == _ask_oxigraph(path[1])


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_finding_spells_the_path_as_sparql_reads_it(tmp_path: Path, path: Twins) -> None:
    findings = _judge(tmp_path, f"sh:path {path[0]} ; sh:nodeKind sh:Literal", "screened")
    (spelt,) = {found.path for found in findings}
    assert _ask_oxigraph(f"({spelt})") == _ask_oxigraph(path[1])


@pytest.mark.long
@given(path=RANDOM)
@example(path=_invert(_chain(_invert(_chain(P, Q)), R)))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_paths_lead_where_sparql_says(tmp_path: Path, path: Twins) -> None:
    expected = _ask_oxigraph(path[1])
    for engine in ENGINES:
        found = _ask_us(tmp_path, f"sh:path {path[0]} ; sh:nodeKind sh:Literal", engine)
        assert found == expected
