"""A result has one digest, in whatever order its rows come."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.rdf.result_lines import hash_lines, write_lines

A, B = ox.Literal("a"), ox.NamedNode("urn:b")


Row = tuple[ox.Literal | ox.NamedNode | ox.BlankNode | None, ...]


def digest(*rows: Row) -> str:
    return hash_lines(write_lines(["x", "y"], rows))


def test_the_order_of_rows_makes_no_difference() -> None:
    assert digest((A, B), (B, None)) == digest((B, None), (A, B))


def test_columns_values_and_duplicates_do() -> None:
    rows: list[Row] = [(A, B), (B, A)]
    assert digest(*rows) != digest(*rows, (A, B))
    assert digest((A, None)) != digest((None, A))
    assert digest(*rows) != hash_lines(write_lines(["y", "x"], rows))
    assert digest((A, None)) != digest((ox.Literal("a", language="en"), None))


def test_names_of_blank_nodes_make_none_and_which_is_which_does() -> None:
    one, two, three = (ox.BlankNode(name) for name in ("one", "two", "three"))
    assert digest((A, one), (B, two)) == digest((B, one), (A, three))
    assert digest((A, one), (B, one)) != digest((A, one), (B, two))


def test_what_only_looks_like_a_blank_node_stays() -> None:
    text = ox.Literal('say "_:b7" <_:b8>')
    assert str(text).encode() in write_lines(["x", "y"], [(text, ox.BlankNode("b9"))])


def test_a_line_is_a_row_whatever_is_in_it() -> None:
    lines = write_lines(["x"], [(ox.Literal("a\nb\tc\r"),)])
    assert lines == b'?x\n"a\\nb\\tc\\r"\n' or lines.count(b"\n") == 2
