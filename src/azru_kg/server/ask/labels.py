"""Looks up what things are called, with one query for everything on a page.

They are called so in the language that is read, or else in English; a document is called by its
title, in whatever language that is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.languages.reading import ENGLISH, get_language
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, expand_all
from azru_kg.server.ask.ask import select
from azru_kg.server.ask.period_names import name_period

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
_MOST_KEPT = 4_000_000
_SAFE = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')
_TITLES = expand_all("dcterms:title schema:headline")
_QUERY = """SELECT ?thing ?property ?label WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?label
  # VALUES of both would be joined before anything is looked up.
  FILTER (?property IN ({properties}))
  FILTER (LANG(?label) = "" || {languages} || ?property IN ({titles}))
}}"""
_IN = 'LANGMATCHES(LANG(?label), "{language}")'
_SECONDS = 5.0


class Label(str):
    """What a thing is called: a text that knows its language, as a literal does."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Label:
        """Return a text in a language by its tag, which is empty for none."""
        label = super().__new__(cls, text)
        label.language = language
        return label


def localize(label: Label, iri: str, language: str) -> Label:
    """Return what a thing is called in the language that is read, as far as that can be worked out.

    That is so of periods; what else has no name in the language keeps its own.
    """
    if language == ENGLISH or label.language == language:
        return label
    named = name_period(iri)
    return Label(named, language) if named else label


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by IRI; `missing` says why there are none where they could not be had."""

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
    language = get_language()
    query = _QUERY.format(
        things=_write(things),
        properties=_write(NAMES, ", "),
        titles=_write(_TITLES, ", "),
        languages=" || ".join(_IN.format(language=tag) for tag in {ENGLISH: 0, language: 0}),
    )
    try:
        return Labels(_pick(await select(engine, query, seconds=_SECONDS), language))
    except (LimitReached, Overloaded) as error:
        return Labels(missing=str(error))


class LabelMemory:
    """The labels of one dataset that were looked up, for those who look for the same.

    They do not change while the dataset is served. As many are kept as have so many characters,
    with their IRIs, in all languages together.
    """

    def __init__(self, *, most: int = _MOST_KEPT) -> None:
        self._by_language: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._left = most

    async def find(self, engine: Engine, iris: Iterable[str]) -> Labels:
        """Return the labels of IRIs, as `find_labels` does; only what is not known is asked."""
        wanted = list(dict.fromkeys(iris))
        kept = self._by_language[get_language()]
        asked = _select(iri for iri in wanted if iri not in kept)
        found = await find_labels(engine, asked)
        known = {iri: kept[iri] for iri in wanted if kept.get(iri)}
        if not found.missing:
            self._keep(kept, asked, found.by_iri)
        return Labels(known | found.by_iri, found.missing)

    def _keep(self, kept: dict[str, str], asked: Iterable[str], labels: dict[str, str]) -> None:
        for iri in asked:
            # That a thing has no label is known, too.
            label = labels.get(iri, "")
            self._left -= len(iri) + len(label)
            if self._left < 0:
                return
            kept[iri] = label


def _select(iris: Iterable[str]) -> list[str]:
    selected: list[str] = []
    characters = 0
    for iri in iris:
        characters += len(iri.encode()) + len("<> ")
        if len(selected) == _MOST_IRIS or characters > _MOST_CHARACTERS:
            break
        if is_safe(iri):
            selected.append(iri)
    return selected


def is_safe(iri: str) -> bool:
    """Return whether an IRI can be written into a query: nothing in it ends it there."""
    return _SAFE.fullmatch(iri) is not None


def _write(iris: Iterable[str], between: str = " ") -> str:
    return between.join(f"<{iri}>" for iri in iris)


def _pick(rows: Iterable[tuple[AnyTerm | None, ...]], language: str) -> dict[str, str]:
    """Return the best label of each thing: by property, language, then alphabet.

    One in the language comes before those in English, of no language, and in others.
    """
    order = {language: 0, ENGLISH: 0 if language == ENGLISH else 1, "": 2}
    ranked: dict[str, list[tuple[int, int, str, str]]] = {}
    for thing, name, label in rows:
        if isinstance(label, ox.Literal) and label.value.strip():
            tag = (label.language or "").lower()
            rank = order.get(tag.partition("-")[0], len(order))
            place = NAMES.index(_iri(name))
            ranked.setdefault(_iri(thing), []).append((place, rank, label.value, tag))
    labels = {iri: Label(*min(ranks)[-2:]) for iri, ranks in ranked.items()}
    return {iri: localize(label, iri, language) for iri, label in labels.items()}


def _iri(term: AnyTerm | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
