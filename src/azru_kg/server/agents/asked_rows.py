"""Answers a query for an agent: all of its rows, each with the documents behind it, or an error."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from pydantic import BaseModel, Field

from azru_kg.engine.protocol import Request
from azru_kg.engine.sourced import MEDIA_TYPE
from azru_kg.errors import AnswerTooLarge
from azru_kg.query.outline import Form
from azru_kg.query.query import Query, read_query
from azru_kg.query.units import read_word, split_units
from azru_kg.rdf.formats import N_TRIPLES, TSV
from azru_kg.rdf.prefixes import shorten
from azru_kg.server.agents.documents_alone import AskedGraphs
from azru_kg.server.agents.envelope import Told, name_rows
from azru_kg.server.agents.rests_on import RestsOn, tell_provenance
from azru_kg.server.agents.row_sources import (
    MEANING,
    ToldDocument,
    find_row_sources,
    tell_documents,
)
from azru_kg.server.agents.told_terms import ToldTerm, tell_names, tell_term
from azru_kg.server.ask.answers import (
    ROWS,
    Excerpt,
    Solutions,
    read_boolean,
    read_excerpt,
    read_solutions,
    read_sourced,
    read_triples,
)
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.labels import find_labels
from azru_kg.server.pages.cells import find_iris
from azru_kg.server.pages.reuse.documents_behind import Row

_TRIPLE: Final = ("subject", "predicate", "object")


class ToldRow(BaseModel):
    """A solution: its values by column; what is not bound is left out."""

    values: dict[str, ToldTerm]
    rests_on: RestsOn | None = Field(default=None, description="Exactly what suffices for it")
    sources: list[str] | None = Field(
        default=None, description="The documents behind it: `documents`"
    )


class QueryRows(BaseModel):
    """What a query found. A graph has its triples as rows of three columns."""

    form: Literal["solutions", "boolean", "graph"]
    boolean: bool | None = Field(default=None, description="The answer of ASK")
    columns: list[str]
    rows: list[ToldRow]
    names: dict[str, str] = Field(description="What the things in the rows are called")
    documents: dict[str, ToldDocument] = Field(description="The documents behind the rows")
    sources_mean: str = Field(default=MEANING, description="What `sources` and `documents` are")
    hints: list[str] = Field(description="Names in the query that the data do not have")


async def ask_rows(
    text: str, graphs: AskedGraphs, visit: Visit, *, sources: bool, provenance: bool = False
) -> Told:
    """Return the answer to a query; raise AnswerTooLarge for one of too many rows.

    Raises as the engine does, and QueryError for what is no query. `graphs` are those that it sees;
    with `provenance` each row has what it rests on.
    """
    query = await visit.run(read_query, text)
    request = Request(
        query,
        results=MEDIA_TYPE if provenance else TSV.media_type,
        graph=N_TRIPLES.media_type,
        provenance=provenance,
        default_graphs=graphs.default,
        named_graphs=graphs.named,
        hinted=True,
    )
    async with visit.answer(request) as answer:
        excerpt = await read_excerpt(answer)
    if excerpt.form == "boolean":
        found = read_boolean(excerpt)
        data = await tell_rows("boolean", (), [], visit, sources=False, hints=excerpt.hints)
        return Told(data.model_copy(update={"boolean": found}), "The answer is yes or no.")
    rests_on: Sequence[RestsOn] = ()
    if provenance:
        solutions, told = await visit.run(read_sourced, excerpt)
        columns, rows, total = _check_width(solutions)
        rests_on = tell_provenance(told)
    else:
        columns, rows, total = await visit.run(_read_rows, excerpt)
    if total is None or total > len(rows):
        number = name_rows(total) if total is not None else f"more than {name_rows(len(rows))}"
        raise AnswerTooLarge(
            f"The answer has {number}, and {ROWS} are told at once. A LIMIT of the query"
            f" up to {ROWS} is heeded; a larger one changes nothing"
        )
    data = await tell_rows(excerpt.form, columns, rows, visit, sources=sources, hints=excerpt.hints)
    for row, each in zip(data.rows, rests_on, strict=bool(rests_on)):
        row.rests_on = each
    limit, offset = find_slice(query)
    if offset or limit == total:
        own = f"OFFSET {offset}" if offset else f"LIMIT {limit}"
        remark = f"{name_rows(total)}: what {own} of the query lets through; there may be more."
        return Told(data, remark, part=True)
    return Told(data, f"All {name_rows(total)}.")


async def tell_rows(
    form: Form,
    columns: Sequence[str],
    rows: Sequence[Row],
    visit: Visit,
    *,
    sources: bool,
    hints: Sequence[str] = (),
) -> QueryRows:
    """Return rows as agents are told them, with names, and with documents where they are wanted."""
    iris = list(dict.fromkeys(find_iris(term for row in rows for term in row)))
    labels = await find_labels(visit, iris)
    behind = await find_row_sources(visit, rows) if sources else [[] for _ in rows]
    documents = await tell_documents(visit, {iri for found in behind for iri in found})

    def write() -> QueryRows:
        return QueryRows(
            form=form,
            columns=list(columns),
            rows=[
                ToldRow(
                    values={
                        column: tell_term(term)
                        for column, term in zip(columns, row, strict=True)
                        if term is not None
                    },
                    sources=[shorten(iri) for iri in found] if sources else None,
                )
                for row, found in zip(rows, behind, strict=True)
            ],
            names=tell_names(labels.by_iri, iris),
            documents=documents,
            hints=list(hints),
        )

    return await visit.run(write)


def find_slice(query: Query) -> tuple[int | None, int]:
    """Return LIMIT and OFFSET of a query itself, which those of its subqueries are not.

    >>> find_slice(read_query("SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 2 } } OFFSET 3 LIMIT 5"))
    (5, 3)
    """
    units = [unit[0] for unit in split_units(query.tokens) if len(unit) == 1]
    found = {
        read_word(word): int(number.text)
        for word, number in pairwise(units)
        if number.kind == "number" and number.text.isdecimal()
    }
    return found.get("limit"), found.get("offset", 0)


def _read_rows(excerpt: Excerpt) -> tuple[tuple[str, ...], Sequence[Row], int | None]:
    """Return the columns and the first rows of an excerpt, and how many rows there are in all."""
    if excerpt.form == "graph":
        found = read_triples(excerpt)
        rows = [(triple.subject, triple.predicate, triple.object) for triple in found.triples]
        return _TRIPLE, rows, found.total
    return _check_width(read_solutions(excerpt))


def _check_width(solutions: Solutions) -> tuple[tuple[str, ...], Sequence[Row], int | None]:
    """Return columns, rows and their total; raise AnswerTooLarge where columns were left out."""
    if solutions.more_columns:
        width = len(solutions.variables) + solutions.more_columns
        raise AnswerTooLarge(f"The answer has {width:,} columns. Name those that you need")
    return solutions.variables, solutions.rows, solutions.total
