"""Says what is wrong with a query, or may not be meant, while it is written: at `/sparql/lint`.

Whether it is SPARQL the engine says, which is asked it over no data at all: the fault then has the
place and the words that it has when the query is sent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Final, Literal

from fastapi import Query as Parameter
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.engine import protocol
from azru_kg.errors import LimitReached, QueryError
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.constants import place_constants
from azru_kg.query.query import Query, read_query
from azru_kg.query.remarks.review import review
from azru_kg.query.tokens import Token, place
from azru_kg.rdf.formats import N_TRIPLES, TSV, Offer
from azru_kg.rdf.prefixes import PREFIXES, shorten
from azru_kg.server.ask.ask import read_iri, select, write_iris
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON

_OFFER: Final = Offer(JSON, JSON.media_type)
_SECONDS: Final = 2.0
# A graph that no data can have.
_NOTHING: Final = ("urn:uuid:00000000-0000-0000-0000-000000000000",)
_LOOKED_UP: Final = 20
_TOLD: Final = 3
_HELD: Final = """SELECT ?held WHERE {{
  VALUES ?held {{ {iris} }}
  FILTER (EXISTS {{ ?held ?p ?o }} || EXISTS {{ ?s ?held ?o }} || EXISTS {{ ?s ?p ?held }}
    || EXISTS {{ GRAPH ?held {{ ?s ?p ?o }} }} || STRSTARTS(STR(?held), "{perspectives}"))
}}"""
_Text = Annotated[
    str,
    Parameter(
        alias="query",
        description="The query, which is not run",
        json_schema_extra={"format": "sparql-query"},
        examples=["SELECT ?name { ?country a azru:Country ; skos:prefLabel ?name }"],
    ),
]


class QueryNote(BaseModel):
    """A fault or remark: what it is about, what to do, and the place, from and to, from 1.

    Columns are counted in characters.
    """

    model_config = ConfigDict(defer_build=True)

    severity: Literal["error", "warning"]
    kind: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int


class QueryNotes(BaseModel):
    """All that there is to say of a query, in the order of its text."""

    model_config = ConfigDict(defer_build=True)

    notes: list[QueryNote]


class QueryLint:
    """Answers with what there is to say of queries."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def make_routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [
            DocumentRoute(
                "/sparql/lint",
                self.lint_query,
                "What is wrong with a query, or may not be meant",
                formats=[JSON],
                model=QueryNotes,
                problems=(400, 429, 503),
            )
        ]

    async def lint_query(self, request: Request, text: _Text) -> Response:
        """Answer with the notes on a query."""
        visit = self._door.admit(request)
        notes = [note async for note in examine_query(text, visit)]
        notes.sort(key=lambda note: (note.line, note.column))
        body = QueryNotes(notes=notes).model_dump_json()
        return make_response(body, _OFFER, name="lint", varies=False)


async def examine_query(text: str, visit: Visit) -> AsyncIterator[QueryNote]:
    """Yield the notes on a query, which is not run; what it takes is charged to the client."""
    try:
        query = await visit.run(read_query, text)
        await _rehearse(query, visit)
    except QueryError as error:
        yield _note_fault(text, error)
        return
    for remark in await visit.run(review, query):
        yield _note(query.text, "warning", remark.kind, remark.reason, remark.start, remark.end)
    with suppress(LimitReached):
        async for token, said in _find_unknown(query, visit):
            end = token.start + len(token.text)
            yield _note(query.text, "warning", "unknown-term", said, token.start, end)


async def _rehearse(query: Query, visit: Visit) -> None:
    """Ask a query over no data; raise the QueryError that it has whatever the data are."""
    request = protocol.Request(
        query,
        results=TSV.media_type,
        graph=N_TRIPLES.media_type,
        default_graphs=_NOTHING,
    )
    # What takes long even so is no fault.
    with suppress(LimitReached):
        async with visit.answer(request, seconds=_SECONDS):
            pass


async def _find_unknown(query: Query, visit: Visit) -> AsyncIterator[tuple[Token, str]]:
    """Yield the names of a query that the data do not have, with what may be meant."""
    places = place_constants(query.tokens, PREFIXES)
    asked = [*places][:_LOOKED_UP]
    if not asked:
        return
    named = {read_iri(row[0]) for row in await select(visit, _write_held(asked))}
    for iri in [iri for iri in asked if iri not in named][:_TOLD]:
        yield places[iri], await _guess(iri, visit)


def _write_held(iris: list[str]) -> str:
    return _HELD.format(iris=write_iris(iris), perspectives=SPACE)


async def _guess(iri: str, visit: Visit) -> str:
    """Return what the engine says of a name that is not in the data, as it does of answers."""
    query = read_query(f"ASK {{ VALUES ?name {{ <{iri}> }} }}")
    request = protocol.Request(query, results=TSV.media_type, graph=None, hinted=True)
    async with visit.answer(request, seconds=_SECONDS) as answer:
        return answer.hints[0] if answer.hints else f"The data do not name {shorten(iri)}."


def _note_fault(text: str, error: QueryError) -> QueryNote:
    """Return the note of a fault, from its place to the end of the word there."""
    line, column = error.line or 1, error.column or 1
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    length = len(rest.split(" ", 1)[0]) or 1
    return QueryNote(
        severity="error",
        kind=error.problem,
        message=error.reason,
        line=line,
        column=column,
        end_line=line,
        end_column=column + length,
    )


def _note(
    text: str, severity: Literal["error", "warning"], kind: str, reason: str, start: int, end: int
) -> QueryNote:
    (line, column), (end_line, end_column) = place(text, start), place(text, end)
    return QueryNote(
        severity=severity,
        kind=kind,
        message=reason,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
    )
