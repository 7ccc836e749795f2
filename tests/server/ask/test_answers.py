import asyncio
from collections.abc import AsyncIterator

import pyoxigraph as ox
import pytest

from azru_kg.engine.protocol import Answer
from azru_kg.errors import NotAcceptable
from azru_kg.server.ask.answers import (
    BYTES,
    CELLS,
    CHARACTERS,
    COLUMNS,
    LONGEST,
    ROWS,
    Excerpt,
    read_boolean,
    read_excerpt,
    read_solutions,
    read_triples,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS: list[ox.NamedNode | ox.Literal | ox.Triple] = [
    ox.NamedNode("http://example.org/a?b=c#d"),
    ox.Literal("tab\tline\nreturn\rquote\"apostrophe'backslash\\ \u2028\x85\x0b<<( )>>"),
    ox.Literal(""),
    ox.Literal("Azərbaycan", language="az"),
    ox.Literal("4300000000.5", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("87", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal("2024-01-22", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Triple(ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.Literal("d\te")),
]


def make_store(count: int = 0) -> ox.Store:
    store = ox.Store()
    for number, term in enumerate([*TERMS, *(ox.Literal(str(n)) for n in range(count))]):
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), term))
    return store


def write_tsv(store: ox.Store, query: str = "SELECT ?s ?o ?none { ?s ?p ?o }") -> bytes:
    results = store.query(query)
    assert not isinstance(results, ox.QueryTriples)
    return results.serialize(format=ox.QueryResultsFormat.TSV) or b""


def write_triples(store: ox.Store) -> bytes:
    graph = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, ox.QueryTriples)
    return graph.serialize(format=ox.RdfFormat.N_TRIPLES) or b""


def excerpt_of(data: bytes, size: int = 10_000) -> Excerpt:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), size):
            yield data[start : start + size]

    return asyncio.run(read_excerpt(Answer("solutions", "text/tab-separated-values", chunks())))


def test_a_short_answer_is_read_whole_with_every_term() -> None:
    store = make_store()
    solutions = read_solutions(excerpt_of(write_tsv(store), size=7))
    assert solutions.variables == ("s", "o", "none")
    assert {row[1] for row in solutions.rows} == set(TERMS)
    assert {row[2] for row in solutions.rows} == {None}
    assert solutions.total == len(TERMS)
    graph = read_triples(excerpt_of(write_triples(store), size=7))
    assert {triple.object for triple in graph.triples} == set(TERMS)
    assert graph.total == len(TERMS)


def test_an_answer_of_no_columns_keeps_its_rows() -> None:
    assert read_solutions(excerpt_of(write_tsv(ox.Store(), "SELECT * {}"))).rows == ((),)
    assert read_solutions(excerpt_of(write_tsv(ox.Store(), "SELECT ?x {}"))).rows == ((None,),)
    nothing = read_solutions(excerpt_of(write_tsv(ox.Store(), "SELECT ?x { ?x ?y ?z }")))
    assert (nothing.rows, nothing.total) == ((), 0)


def test_a_boolean_is_read() -> None:
    assert read_boolean(excerpt_of(write_tsv(ox.Store(), "ASK {}")))
    assert not read_boolean(excerpt_of(write_tsv(ox.Store(), "ASK { ?s ?p ?o }")))


def test_more_rows_than_a_page_shows_are_counted() -> None:
    store = make_store(ROWS)
    solutions = read_solutions(excerpt_of(write_tsv(store)))
    assert (len(solutions.rows), solutions.total) == (ROWS, ROWS + len(TERMS))
    graph = read_triples(excerpt_of(write_triples(store)))
    assert (len(graph.triples), graph.total) == (ROWS, ROWS + len(TERMS))


def test_a_table_has_so_many_columns_and_values_and_counts_the_others() -> None:
    names = "\t".join(f"?v{number}" for number in range(2000))
    lines = ("\t".join(["1"] * 2000) + "\n") * 500
    solutions = read_solutions(excerpt_of(f"{names}\n{lines}".encode()))
    assert solutions.variables == tuple(f"v{number}" for number in range(COLUMNS))
    assert {len(row) for row in solutions.rows} == {COLUMNS}
    assert len(solutions.rows) * COLUMNS == CELLS
    assert (solutions.total, solutions.more_columns) == (500, 2000 - COLUMNS)


def test_rows_of_long_values_are_fewer() -> None:
    long = "x" * 7000
    texts = "".join(f'"{long}"\n' for _ in range(400))
    solutions = read_solutions(excerpt_of(f"?text\n{texts}".encode()))
    assert (len(solutions.rows), solutions.total) == (CHARACTERS // LONGEST, 400)
    names = "".join(f"<urn:{number}:{long}> <urn:p> <urn:o> .\n" for number in range(400))
    graph = read_triples(excerpt_of(names.encode()))
    assert graph.total == 400
    assert 0 < len(graph.triples) <= CHARACTERS // 7000


def test_one_row_is_shown_however_long_it_is() -> None:
    assert len(read_solutions(excerpt_of(f"?iri\n<urn:{'x' * CHARACTERS}>\n".encode())).rows) == 1


def test_an_answer_that_is_cut_says_so_and_has_no_half_row() -> None:
    long = "x" * 100_000
    lines = b"".join(b'<urn:%d>\t"%s"\n' % (n, long.encode()) for n in range(100))
    excerpt = excerpt_of(b"?s\t?o\n" + lines)
    solutions = read_solutions(excerpt)
    assert not excerpt.whole
    assert len(excerpt.data) <= BYTES
    assert solutions.total is None
    assert len(solutions.rows) == BYTES // 100_011
    triples = b"".join(b'<urn:%d> <urn:p> "%s" .\n' % (n, long.encode()) for n in range(100))
    graph = read_triples(excerpt_of(triples))
    assert graph.total is None
    assert {len(str(triple.object)) for triple in graph.triples} == {100_002}


def test_the_rest_of_a_long_answer_is_not_read() -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"?s\n" * 1024

    excerpt = asyncio.run(read_excerpt(Answer("solutions", "", chunks())))
    assert not excerpt.whole
    assert read == BYTES // (3 * 1024) + 1


def test_triples_nested_deeper_than_a_parser_survives_are_not_parsed() -> None:
    term = "<<( <a:b> <a:c> " * 5000 + "<a:d>" + " )>>" * 5000
    for text in (f"?o\n{term}\n", f"<a:b> <a:c> {term} .\n"):
        with pytest.raises(NotAcceptable, match="nested too deep"):
            excerpt_of(text.encode())
