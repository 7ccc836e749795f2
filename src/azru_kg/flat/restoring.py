"""Makes the statements of the graph out of the rows of flat tables again, and tells what is lost.

The graphs of sources are restored whole: claims, passages, facts. Of documents it is what the
default graph says, for the editors add to what a document says of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.flat.collection import Ask
from azru_kg.flat.csv_file import spell_number
from azru_kg.flat.flat_table import FlatColumn, FlatTable
from azru_kg.flat.statement_tables import STATEMENTS
from azru_kg.flat.thing_tables import EVIDENCE_TABLES, FACTS, QUOTES, SOURCES
from azru_kg.rdf.oxigraph_terms import Term, named
from azru_kg.rdf.prefixes import GRAPH, IDENTITY, expand

RESTORED: tuple[FlatTable, ...] = (*STATEMENTS, *EVIDENCE_TABLES)
"""The tables out of which the graphs of sources can be made again."""

Record = Mapping[str, Any]
"""A row by the names of its columns, from whichever file it was read."""

_SAID = """SELECT ?s ?p ?o ?graph WHERE {
  GRAPH ?graph { ?source a azru:Source . ?s ?p ?o } FILTER NOT EXISTS { ?s a azru:Source }
}"""
_OF_SOURCES = "SELECT ?s ?p ?o WHERE { ?s a azru:Source ; ?p ?o }"
_YEARS = f"{IDENTITY}code/calendar-year"
_VALUE = "sdmx-measure:obsValue"
_LITERALS = {"date": "xsd:date", "number": "xsd:decimal", "integer": "xsd:integer"}
_SHOWN = 3


def restore(table: FlatTable, records: Iterable[Record]) -> Iterator[ox.Quad]:
    """Yield what the rows of one of the `RESTORED` tables state, in the graphs of its sources.

    Sources themselves are stated in the default graph. Numbers have the spelling of the rows.
    """
    if table is FACTS:
        yield from map(_restore_fact, records)
        return
    stated = [(column, named(column.term)) for column in table.columns if column.stated]
    for record in records:
        graph = ox.DefaultGraph() if table is SOURCES else _find_graph(record["source"])
        subject = ox.NamedNode(record[table.columns[0].name])
        if table.by_source:
            yield ox.Quad(subject, named("a"), named(table.kind), graph)
        if table is QUOTES:
            yield from _restore_selectors(subject, record, graph)
        for column, property_ in stated:
            value = record[column.name]
            if value is not None and value != "":
                for term in _read_cell(table, column, record):
                    yield ox.Quad(subject, property_, term, graph)


def prove(tables: Mapping[str, Sequence[Record]], ask: Ask) -> None:
    """Raise DataError where the `RESTORED` tables, by name, say other than their graph."""
    restored = {quad for table in RESTORED for quad in restore(table, tables[table.name])}
    meant = {
        ox.Quad(*row)  # type: ignore[arg-type]
        for query in (_SAID, _OF_SOURCES)
        for row in ask(query)
    }
    lost, made_up = _normalise(meant - restored), _normalise(restored - meant)
    for told, quads in (("lose", lost - made_up), ("make up", made_up - lost)):
        if quads:
            shown = "; ".join(sorted(map(str, quads))[:_SHOWN])
            reason = f"they {told} {len(quads)} statements, such as {shown}. Mend their columns"
            raise DataError("the flat tables", reason)


def _normalise(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return quads as a store has them, which knows that 2.50 and 2.5 are one number."""
    store = ox.Store()
    store.bulk_extend(quads)
    return set(store)


def _read_cell(table: FlatTable, column: FlatColumn, record: Record) -> Iterator[Term]:
    value = record[column.name]
    values = value if isinstance(value, list | tuple) else (value,)
    language = record.get(column.language, column.language)
    for each in values:
        if each is None or each == "":
            continue
        if column.type == "thing":
            yield ox.NamedNode(each)
        elif column.type == "slot":
            yield _find_slot(table, each)
        elif column.type == "text":
            yield ox.Literal(each, language=language) if language else ox.Literal(each)
        else:
            year = column.term == _VALUE and record["kind"] == _YEARS
            datatype = "xsd:gYear" if year else _LITERALS[column.type]
            text = spell_number(Decimal(str(each))) if column.type == "number" else str(each)
            yield ox.Literal(text, datatype=named(datatype))


def _find_slot(table: FlatTable, name: str) -> ox.NamedNode:
    terms = (column.term for column in table.columns if column.stated and column.name == name)
    return named(next(terms, name))


def _restore_selectors(
    quote: ox.NamedNode, record: Record, graph: ox.NamedNode | ox.DefaultGraph
) -> Iterator[ox.Quad]:
    parts = {
        "text": ("oa:TextQuoteSelector", {"oa:exact": ox.Literal(record["words"])}),
        "position": (
            "oa:TextPositionSelector",
            {
                f"oa:{end}": ox.Literal(str(record[end]), datatype=named("xsd:integer"))
                for end in ("start", "end")
            },
        ),
    }
    for part, (kind, facts) in parts.items():
        if part == "position" and record["start"] in (None, ""):
            continue
        selector = ox.NamedNode(f"{quote.value}#{part}")
        yield ox.Quad(quote, named("oa:hasSelector"), selector, graph)
        yield ox.Quad(selector, named("a"), named(kind), graph)
        for term, value in facts.items():
            yield ox.Quad(selector, named(term), value, graph)


def _restore_fact(record: Record) -> ox.Quad:
    value: Term = ox.NamedNode(record["value"]) if not record["datatype"] else _read_literal(record)
    subject, property_ = ox.NamedNode(record["thing"]), ox.NamedNode(record["property"])
    return ox.Quad(subject, property_, value, _find_graph(record["source"]))


def _read_literal(record: Record) -> ox.Literal:
    if record["language"]:
        return ox.Literal(record["value"], language=record["language"])
    return ox.Literal(record["value"], datatype=ox.NamedNode(expand(record["datatype"])))


def _find_graph(source: str) -> ox.NamedNode:
    return ox.NamedNode(f"{GRAPH}{source.removeprefix(f'{IDENTITY}source/')}")
