"""A and the difference are B, by digest: for random releases, and nothing else is taken."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.difference.making import differ, make

from azru_kg.difference.compared_side import make_side_of_lines
from azru_kg.difference.comparing import compare
from azru_kg.difference.rdf_patch import apply_patch, write_patch
from azru_kg.errors import DataError
from azru_kg.graph.dataset import canonical
from azru_kg.rdf.prefixes import GRAPH

GRAPHS = [ox.NamedNode(f"{GRAPH}{name}") for name in ("entities", "ontology", "shapes", "a", "b")]
THINGS = [ox.NamedNode(f"urn:{name}") for name in "abc"]
BLANKS = [ox.BlankNode(name) for name in ("x", "y", "z")]
LITERALS = [
    ox.Literal('a "\\\n_:x <urn:a> <urn:b> . \u2028\x1b'),
    ox.Literal("ə", language="az"),
    ox.Literal("2.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
]
QUAD = st.builds(
    ox.Quad,
    st.sampled_from([*THINGS, *BLANKS]),
    st.sampled_from(THINGS),
    st.sampled_from([*THINGS, *BLANKS, *LITERALS]),
    st.sampled_from([*GRAPHS, ox.DefaultGraph()]),
)
QUADS = st.lists(QUAD, max_size=12)
OLD = "graph:one { claim:a azru:asOf 1 }"
NEW = "graph:one { claim:a azru:asOf 2 }"


@pytest.fixture
def patch(tmp_path: Path) -> Path:
    path = tmp_path / "patch"
    path.write_text("".join(write_patch(differ(OLD, NEW))), encoding="utf-8")
    return path


@given(QUADS, QUADS, QUADS)
def test_a_and_the_difference_are_b(
    tmp_path_factory: pytest.TempPathFactory,
    shared: list[ox.Quad],
    first: list[ox.Quad],
    second: list[ox.Quad],
) -> None:
    old, new = (
        make_side_of_lines(name, canonical([*shared, *own]))
        for name, own in (("A", first), ("B", second))
    )
    path = tmp_path_factory.getbasetemp() / "random.rdfp"
    difference = compare(old, new)
    path.write_text("".join(write_patch(difference)), encoding="utf-8")
    made = apply_patch(old, path)
    assert made == canonical([*shared, *second])
    assert hashlib.sha256(made).hexdigest() == new.digest
    assert bool(difference.changes) == (old.digest != new.digest)


def test_a_patch_says_why(patch: Path) -> None:
    lines = patch.read_text("utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["H", "H", "TX", "#", "D", "A", "TC"]
    assert "# correction" in lines


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("TC .\n", "", "not whole"),
        ("H to", "H next", "no patch of a release"),
        ("TX .", "PA x <urn:x> .", "no line of a patch"),
        ("> .\nTC", "> . oops\nTC", "no N-Quads"),
        ('"2"', '"3"', "does not make the release that it names"),
        ("D <https://w3id.org/azru-kg/id/claim/a", "D <urn:b", "deletes what is not there"),
        ('H from "sha256:', 'H from "sha256:0', "no patch of a release"),
    ],
)
def test_what_is_no_whole_patch_is_refused(patch: Path, old: str, new: str, reason: str) -> None:
    text = patch.read_text("utf-8")
    assert old in text
    patch.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        apply_patch(make(OLD), patch)


def test_a_patch_fits_one_release_only(patch: Path) -> None:
    with pytest.raises(DataError, match="Give the release that it was made from"):
        apply_patch(make(NEW), patch)
