"""Reads the names of all things from the engine, once, into an index.

Of a dataset that has things of this graph, they are what can be found; of another one, everything
that has a name. A dataset with more named things than that has no index.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.errors import LimitReached
from azru_kg.identity import variants
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import TSV
from azru_kg.rdf.prefixes import IDENTITY, KINDS, expand_all
from azru_kg.server.ask.ask import read_iri, read_number, select, write_iris
from azru_kg.server.ask.kinds import MOST
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.find.name_index import Named, NameIndex, TaggedName

OTHER: Final = "thing"
"""The kind of what is no thing of this graph."""

_SPELLINGS = expand_all("skos:altLabel skos:hiddenLabel")
_PROPERTIES = (*NAMES, *_SPELLINGS)
# Names in three languages, and other spellings.
_MOST_NAMES = 4 * MOST
_LONGEST = 300
_SPELT = ("person", "place", "organisation")
_LANGUAGES = ("en", "", "az", "ru")
_NAMES = """SELECT ?thing ?property ?name WHERE {{
  VALUES ?property {{ {properties} }}
  ?thing ?property ?name
  FILTER (ISIRI(?thing) && ISLITERAL(?name))
  FILTER (STRSTARTS(STR(?thing), "{space}") && !CONTAINS(STR(?thing), "#"))
  FILTER NOT EXISTS {{ ?thing owl:deprecated true }}
}} LIMIT {most}"""
_SAID = """SELECT ?thing (COUNT(*) AS ?number) WHERE {{
  ?s ?p ?thing
  FILTER (ISIRI(?thing) && STRSTARTS(STR(?thing), "{space}"))
}} GROUP BY ?thing"""


async def read_index(
    engine: Engine, *, most: int = MOST, most_names: int = _MOST_NAMES
) -> NameIndex | None:
    """Return the index of a dataset, or None where it has more named things, or names, than that.

    Raises LimitReached or Overloaded where the engine does.
    """
    for space in (IDENTITY, ""):
        answer = await _ask(engine, space, most_names + 1)
        names = await asyncio.to_thread(_Names, answer)
        if names.number > most_names or len(names.by_thing) > most:
            return None
        if names.by_thing:
            return await asyncio.to_thread(names.index, await _count(engine, space))
    return NameIndex(())


async def _ask(engine: Engine, space: str, most: int) -> bytes:
    query = _NAMES.format(properties=write_iris(_PROPERTIES), space=space, most=most)
    request = Request(read_query(query), results=TSV.media_type, graph=None)
    async with engine.answer(request) as answer:
        return b"".join([chunk async for chunk in answer.chunks])


async def _count(engine: Engine, space: str) -> dict[str, int]:
    """Return how many statements point to each thing; nothing where counting takes too long."""
    try:
        rows = await select(engine, _SAID.format(space=space))
    except LimitReached:
        return {}
    return {read_iri(thing): read_number(number) for thing, number in rows}


class _Names:
    """The names that an answer holds, by thing: each with the rank of its property."""

    def __init__(self, answer: bytes) -> None:
        self.number = 0
        self.by_thing: defaultdict[str, list[tuple[int, TaggedName]]] = defaultdict(list)
        parsed = ox.parse_query_results(answer, format=ox.QueryResultsFormat.TSV)
        if not isinstance(parsed, ox.QuerySolutions):
            raise TypeError("not the results of a SELECT query")
        # Rows are read one at a time: all of them would take far more than what is kept.
        for thing, property_, name in parsed:
            self.number += 1
            text = " ".join(name.value.split())[:_LONGEST]
            if text:
                rank = _PROPERTIES.index(property_.value)
                self.by_thing[thing.value].append((rank, TaggedName(text, name.language or "")))

    def index(self, said: dict[str, int]) -> NameIndex:
        """Return the index of these names."""
        things: list[Named] = []
        spellings: dict[str, list[TaggedName]] = {}
        for iri, ranked in self.by_thing.items():
            kind = _read_kind(iri)
            preferred = _prefer(ranked)
            things.append(Named(iri, kind, preferred))
            others = {name for _, name in ranked} - set(preferred)
            if kind in _SPELT:
                others |= set(_spell(preferred))
            if others:
                spellings[iri] = sorted(others, key=lambda name: (name.text, name.language))
        return NameIndex(things, spellings, said)


def _prefer(ranked: Sequence[tuple[int, TaggedName]]) -> tuple[TaggedName, ...]:
    """Return the best name in each language, each text once: English, none, then the others."""
    preferred = [(rank, name) for rank, name in ranked if rank < len(NAMES)] or ranked
    best: dict[str, TaggedName] = {}
    for _, name in sorted(preferred, key=lambda each: (each[0], each[1].text)):
        best.setdefault(name.language, name)
    texts: dict[str, TaggedName] = {}
    for tag in sorted(best, key=lambda tag: (_rank(tag), tag)):
        texts.setdefault(best[tag].text, best[tag])
    return tuple(texts.values())


def _rank(tag: str) -> int:
    main = tag.lower().partition("-")[0]
    return _LANGUAGES.index(main) if main in _LANGUAGES else len(_LANGUAGES)


def _spell(names: Iterable[TaggedName]) -> Iterator[TaggedName]:
    for text, tag in variants({name.language: name.text for name in names}):
        yield TaggedName(text, tag)


def _read_kind(iri: str) -> str:
    kind = iri.removeprefix(IDENTITY).partition("/")[0]
    return kind if iri.startswith(IDENTITY) and kind in KINDS else OTHER
