"""Looks up what things are called, in English, with one query for everything on a page.

A document is called by its title, in whatever language that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, expand_all
from azru_kg.server.ask.ask import select

NAMES = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dcterms", "title"),
        ("schema", "headline"),
        ("foaf", "name"),
        ("schema", "name"),
    )
)
"""The properties that say what a thing is called, the best first."""

# Together they keep the query below the length that the engine takes.
_MOST_IRIS = 700
_MOST_CHARACTERS = 40_000
_SAFE = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')
_TITLES = expand_all("dcterms:title schema:headline")
_QUERY = """SELECT ?thing ?property ?label WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?label
  # VALUES of both would be joined before anything is looked up.
  FILTER (?property IN ({properties}))
  FILTER (LANG(?label) = "" || LANGMATCHES(LANG(?label), "en") || ?property IN ({titles}))
}}"""
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Labels:
    """English labels by IRI; `missing` says why there are none where they could not be had."""

    by_iri: dict[str, str] = field(default_factory=dict)
    missing: str = ""


async def find_labels(engine: Engine, iris: Iterable[str]) -> Labels:
    """Return the labels of IRIs, of a bounded number of them where there are very many.

    A page without labels is still a true page: where the engine is too busy for them, the reason
    takes their place.
    """
    things = _select(iris)
    if not things:
        return Labels()
    query = _QUERY.format(
        things=_write(things), properties=_write(NAMES, ", "), titles=_write(_TITLES, ", ")
    )
    try:
        return Labels(_pick(await select(engine, query, seconds=_SECONDS)))
    except (LimitReached, Overloaded) as error:
        return Labels(missing=str(error))


def _select(iris: Iterable[str]) -> list[str]:
    selected: list[str] = []
    characters = 0
    for iri in iris:
        characters += len(iri.encode()) + len("<> ")
        if len(selected) == _MOST_IRIS or characters > _MOST_CHARACTERS:
            break
        if _SAFE.fullmatch(iri):
            selected.append(iri)
    return selected


def _write(iris: Iterable[str], between: str = " ") -> str:
    return between.join(f"<{iri}>" for iri in iris)


def _pick(rows: Iterable[tuple[AnyTerm | None, ...]]) -> dict[str, str]:
    """Return the best label of each thing: by property, English, none, others, then alphabet."""
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    for thing, name, label in rows:
        if isinstance(label, ox.Literal) and label.value.strip():
            rank = (NAMES.index(_iri(name)), _rank_language(label.language), label.value)
            ranked.setdefault(_iri(thing), []).append(rank)
    return {iri: min(ranks)[-1] for iri, ranks in ranked.items()}


def _rank_language(language: str | None) -> int:
    if language is None:
        return 1
    return 0 if language.lower().partition("-")[0] == "en" else 2


def _iri(term: AnyTerm | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
