"""What was found, as it is told: to programs by models, to all under the headings of kinds."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from azru_kg.languages.reading import get_language
from azru_kg.server.find.name_index import CLAIM, Named
from azru_kg.server.find.names import OTHER
from azru_kg.server.pages.cells import Links

HEADINGS: Final = {
    "agreement": "Agreements",
    CLAIM: "Claims and figures",
    "code": "Codes",
    "commodity": "Commodities",
    "corridor": "Corridors",
    "country": "Countries",
    "event": "Events",
    "indicator": "Indicators",
    "organisation": "Organisations",
    "period": "Periods",
    "person": "People",
    "place": "Places",
    "post": "Posts",
    "project": "Projects",
    "quote": "Quotes",
    "sector": "Sectors",
    "segment": "Segments",
    "source": "Sources",
    "topic": "Topics",
    OTHER: "Things",
}
"""What the things of a kind are called together."""


class SpeltName(BaseModel):
    """A name of a thing; `language` is a tag, empty for a name of no language."""

    model_config = ConfigDict(defer_build=True)

    text: str
    language: str


class FoundThing(BaseModel):
    """A thing that was found: its IRI, its kind, what it is called, and all preferred names."""

    model_config = ConfigDict(defer_build=True)

    iri: str
    kind: str
    label: str
    names: list[SpeltName]


class SearchAnswer(BaseModel):
    """What was found, the likeliest first; `counts` are of all that was, by kind.

    `misspelt` tells that some of it is spelt otherwise than what was sought.
    """

    model_config = ConfigDict(defer_build=True)

    sought: str
    kind: str
    total: int
    misspelt: bool
    counts: dict[str, int]
    page: int
    pages: int
    things: list[FoundThing]


class Suggestion(BaseModel):
    """A thing that may be meant: what it is called, other names, and its address on this site."""

    model_config = ConfigDict(defer_build=True)

    label: str
    note: str
    href: str


class SuggestedKind(BaseModel):
    """The suggestions of one kind, under a heading."""

    model_config = ConfigDict(defer_build=True)

    heading: str
    things: list[Suggestion]


class Suggestions(BaseModel):
    """What may be meant, by kind; `total` is how much was found, with claims."""

    model_config = ConfigDict(defer_build=True)

    total: int
    kinds: list[SuggestedKind]


def find_address(thing: Named, links: Links) -> str:
    """Return the address at which this site tells of a thing."""
    # What is elsewhere is described here: a link to it would tell nothing of this dataset.
    return links.target(thing.iri) if thing.kind != OTHER else links.description(thing.iri)


def suggest_thing(thing: Named, links: Links) -> Suggestion:
    """Return a thing as it is suggested."""
    first, *others = thing.name_in(get_language())
    note = " · ".join(name.text for name in others)
    return Suggestion(label=first.text, note=note, href=find_address(thing, links))


def describe_thing(thing: Named) -> FoundThing:
    """Return a thing as programs get it."""
    names = [SpeltName(text=name.text, language=name.language) for name in thing.names]
    return FoundThing(iri=thing.iri, kind=thing.kind, label=thing.label, names=names)
