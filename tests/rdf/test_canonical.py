from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from azru_kg.rdf.canonical import CanonicalLines

GRAPH = "https://example.org/g"
TRICKY = (
    '<urn:s> <urn:p> "a\\nb\\t\\"\\\\ _:x \\u0001 é\\u2028"@az .\n'
    '<urn:s> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
)


def parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def judge(quads: Sequence[ox.Quad]) -> bytes:
    """Return what the algorithm makes of all quads, those without blank nodes too."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        TRICKY,
        TRICKY + TRICKY,
        f"{TRICKY}_:a <urn:p> _:b .\n_:b <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> _:a .\n",
        "<urn:s> <urn:p> <urn:o> _:g .\n<urn:s> <urn:p> <urn:o> <urn:g> .\n",
    ],
)
def test_lines_are_those_of_the_algorithm(text: str) -> None:
    lines = CanonicalLines()
    lines.add(parse(text))
    assert lines.join() == judge(parse(text))


def test_blank_nodes_that_come_apart_are_named_together() -> None:
    quads = parse("_:a <urn:p> _:b .\n_:b <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:o> .\n")
    lines = CanonicalLines()
    for quad in quads:
        lines.add([quad])
    assert lines.join() == judge(quads)


@pytest.mark.parametrize("text", [TRICKY, f"{TRICKY}_:a <urn:p> _:b .\n<urn:s> <urn:p> _:a .\n"])
def test_triples_of_a_graph_are_written_as_its_quads(text: str) -> None:
    lines = CanonicalLines()
    lines.add_triples(parse(text), GRAPH)
    graph = ox.NamedNode(GRAPH)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parse(text)]
    assert lines.join() == judge(quads)
