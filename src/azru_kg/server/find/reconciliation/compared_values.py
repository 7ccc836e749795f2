"""Compares what a table has for properties of a thing with what the graph says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.identity.sounds import hear
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import IDENTITY, expand, shorten
from azru_kg.server.ask.ask import read_iri, select, write_iris
from azru_kg.server.find.reconciliation.alike import are_same
from azru_kg.server.find.reconciliation.batches import GivenEntity, GivenProperty, GivenValue
from azru_kg.server.find.reconciliation.matching import Matcher

Held = Mapping[tuple[str, str], Sequence[AnyTerm]]
"""What the graph has, by thing and property."""

_MOST: Final = 200
_LISTED: Final = 100
_SHARE: Final = 0.3
_HELD: Final = """SELECT DISTINCT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }}
  VALUES ?property {{ {properties} }}
  ?thing ?property ?value
}}"""
_HAVING: Final = """SELECT DISTINCT ?thing WHERE {{
  VALUES ?value {{ {values} }}
  ?thing <{property}> ?value
  FILTER (STRSTARTS(STR(?thing), "{space}"))
}} ORDER BY ?thing LIMIT {most}"""


async def find_held(engine: Engine, things: Iterable[str], properties: Iterable[str]) -> Held:
    """Return the values of some properties of things, by IRIs."""
    held: defaultdict[tuple[str, str], list[AnyTerm]] = defaultdict(list)
    names, iris = write_iris(sorted(set(properties))), sorted(set(things))
    if not names:
        return held
    for start in range(0, len(iris), _MOST):
        query = _HELD.format(things=write_iris(iris[start : start + _MOST]), properties=names)
        for thing, name, value in await select(engine, query):
            if value is not None:
                held[read_iri(thing), read_iri(name)].append(value)
    return held


async def find_having(engine: Engine, given: GivenProperty, matcher: Matcher) -> list[str]:
    """Return the first things that have one of the values of a property."""
    terms = [term for value in given.values for term in _list_terms(value, matcher)]
    if not terms:
        return []
    query = _HAVING.format(
        values=" ".join(map(str, terms)), property=expand(given.pid), space=IDENTITY, most=_LISTED
    )
    return [read_iri(thing) for (thing,) in await select(engine, query)]


def agree(iri: str, given: Iterable[GivenProperty], held: Held, matcher: Matcher) -> float | None:
    """Return the share of properties in which a table agrees with the graph.

    What the graph does not say is left out; None where nothing is left.
    """
    rated = [
        any(_is_same(value, term, matcher) for value in each.values for term in terms)
        for each in given
        if (terms := held.get((iri, expand(each.pid)), ()))
    ]
    return sum(rated) / len(rated) if rated else None


def weigh(score: float, agreement: float | None) -> float:
    """Return a score that takes into account how far properties agree.

    >>> weigh(98.0, None), weigh(90.0, 1.0), weigh(90.0, 0.0)
    (98.0, 93.0, 63.0)
    """
    if agreement is None:
        return score
    return round((1 - _SHARE) * score + _SHARE * 100 * agreement, 1)


def _is_same(value: GivenValue, term: AnyTerm, matcher: Matcher) -> bool:
    if isinstance(term, ox.NamedNode):
        if isinstance(value, GivenEntity):
            return term.value == f"{IDENTITY}{value.id}"
        text = str(value).strip()
        if text in (term.value, shorten(term.value), term.value.removeprefix(IDENTITY)):
            return True
        named = matcher.find(term.value)
        readings = [reading for name in named.names for reading in hear(name.text)] if named else []
        return are_same(hear(text), readings) or _ends(term.value, text)
    if not isinstance(term, ox.Literal) or isinstance(value, GivenEntity):
        return False
    return _fold(term.value) == _fold(_write(value)) or _is_number(term.value, value)


def _list_terms(value: GivenValue, matcher: Matcher) -> Iterator[ox.NamedNode | ox.Literal]:
    if isinstance(value, GivenEntity):
        named = matcher.find(f"{IDENTITY}{value.id}")
        yield from [ox.NamedNode(named.iri)] if named else []
        return
    text = _write(value)
    yield ox.Literal(text)
    yield from (ox.Literal(text, language=tag) for tag in ("en", "az", "ru"))
    yield from (ox.NamedNode(thing.iri) for thing in matcher.list_whole(text))


def _ends(iri: str, text: str) -> bool:
    """Return whether a text is the last part of an IRI, such as the code of a country."""
    return bool(text) and iri.rpartition("/")[2].casefold() == text.casefold()


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _write(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(text: str, value: object) -> bool:
    try:
        return float(text) == float(str(value))
    except ValueError:
        return False
