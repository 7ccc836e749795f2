import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import GRAPH, ONTOLOGY
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.graph_page import SHEETS, TRIPLES, draw_graph, pick_slice
from azru_kg.server.pages.subject_tables import OBJECTS

NAME = ox.NamedNode("urn:name")


def make_triples(number: int) -> list[ox.Triple]:
    return [
        ox.Triple(ox.NamedNode(f"urn:{n:05}"), NAME, ox.Literal(f"no {n}")) for n in range(number)
    ]


def test_the_pages_of_a_graph_have_every_subject_once() -> None:
    triples = make_triples(2 * SHEETS + 1)
    parts = [pick_slice(f"{GRAPH}entities", triples, page) for page in (1, 2, 3)]
    shown = [part.shown for part in parts if part is not None]
    assert [len(part) for part in shown] == [SHEETS, SHEETS, 1]
    assert {triple for part in shown for triple in part} == set(triples)


@pytest.mark.parametrize("page", [0, 3, 999_999])
def test_a_page_that_a_graph_does_not_have_is_none(page: int) -> None:
    assert pick_slice(f"{GRAPH}entities", make_triples(SHEETS + 1), page) is None


def test_the_ontology_is_one_page_because_fragments_lead_into_it() -> None:
    part = pick_slice(ONTOLOGY, make_triples(SHEETS + 1), 1)
    assert part is not None
    assert (part.pages, len(part.shown)) == (1, SHEETS + 1)


def test_a_page_tells_the_counts_of_the_whole_graph() -> None:
    part = pick_slice(f"{GRAPH}entities", make_triples(SHEETS + 1), 2)
    assert part is not None
    assert (part.triples, part.things) == (SHEETS + 1, SHEETS + 1)
    assert len(draw_graph(part, [], Links("")).sheets) == 1


def test_a_page_has_so_many_triples_and_counts_the_others() -> None:
    triples = [
        ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(f"urn:p{n}"), ox.Literal("o"))
        for n in range(TRIPLES + 7)
    ]
    part = pick_slice(f"{GRAPH}entities", triples, 1)
    assert part is not None
    assert (len(part.shown), part.cut, part.triples) == (TRIPLES, 7, TRIPLES + 7)


def test_a_row_shows_so_many_objects_and_counts_the_others() -> None:
    subject = ox.NamedNode("urn:s")
    triples = [ox.Triple(subject, NAME, ox.Literal(str(n))) for n in range(OBJECTS + 7)]
    part = pick_slice(f"{GRAPH}metadata", triples, 1)
    assert part is not None
    ((_, sheet),) = draw_graph(part, [], Links("")).sheets
    assert (len(sheet.rows[0].objects), sheet.rows[0].more) == (OBJECTS, 7)
