"""Arranges a description as a page shows it: names, facts, claims with notes, and the like.

Nothing is looked up here: all of it is in the description.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.citing.citation import Citation
from azru_kg.languages.translations import gettext, mark
from azru_kg.rdf.formats import DOCUMENTS
from azru_kg.rdf.prefixes import IDENTITY, expand, expand_all
from azru_kg.server.ask.descriptions import Description
from azru_kg.server.ask.labels import Label
from azru_kg.server.ask.sayings import Sayings
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.claim_text import (
    ClaimText,
    Slot,
    make_slot,
    make_slots,
    make_statement,
    read_sayings,
)
from azru_kg.server.pages.facts import LANGUAGES, Facts
from azru_kg.server.pages.notes import Note, make_note, say_words
from azru_kg.server.pages.reuse.cited_things import cite_thing
from azru_kg.server.pages.reuse.questions import Question, ask_about
from azru_kg.server.pages.reuse.schema_org import Described, describe_thing
from azru_kg.server.pages.saying import SAID
from azru_kg.turtle.blocks import NAMES

_CLAIM, _QUOTE, _SOURCE = (f"{IDENTITY}{kind}/" for kind in ("claim", "quote", "source"))
_FIGURE = expand("azru:Figure")
_EXAMPLE = expand("void:exampleResource")
_MEANINGS = ("skos:definition", "dcterms:description", "skos:scopeNote")
_PREFERRED = ("skos:prefLabel", "rdfs:label", "dcterms:title", "schema:headline", "foaf:name")
_TOLD = frozenset(
    expand_all(
        f"{NAMES} rdf:type azru:inferred azru:editorial azru:openList azru:notStated"
        " prov:wasDerivedFrom oa:hasSelector oa:hasSource azru:ignoredWord foaf:name"
    )
)
_DATED = frozenset(expand_all("azru:Account azru:Promise azru:StatusReport"))
"""Claims that are read in the order in which they were made."""
_UNDATED = "undated"
"""Letters come after digits."""
_NOTHING = Sayings()
_CODED = expand_all(
    "sdmx-measure:obsValue azru:upperValue sdmx-attribute:unitMeasure azru:bound azru:kind"
    " azru:rank azru:reportedValue"
)
"""What the data have of a figure, of which its title tells in words."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called in a language; `others` are the further names there."""

    language: str
    tag: str
    preferred: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Things of one kind, under a heading, which is told in English."""

    heading: str
    statements: tuple[ClaimText, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What else points to a thing, by property; `more` is how many others there are."""

    label: str
    cells: tuple[Cell, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A thing as a page shows it.

    `texts` say what it is, `remarks` what the editors noted as they read of it. `coded` is how the
    data have the value of a figure, `rivals` are other figures for the same.
    """

    iri: str
    title: str
    kinds: tuple[Cell, ...]
    names: tuple[Name, ...]
    texts: tuple[str, ...]
    remarks: tuple[str, ...]
    own: ClaimText | None
    quote: Note | None
    slots: tuple[Slot, ...]
    coded: tuple[Slot, ...]
    rivals: tuple[ClaimText, ...]
    groups: tuple[FactGroup, ...]
    notes: tuple[Note, ...]
    relations: tuple[Relation, ...]
    formats: tuple[tuple[str, str], ...]
    citation: Citation
    questions: tuple[Question, ...]
    structured: Described
    whole: bool
    more_claims: int = 0

    @property
    def summary(self) -> str:
        """What the page tells, in a sentence or two."""
        if description := self.structured.get("description"):
            return f"{self.title}: {description}"
        if self.citation.documents:
            return f"{self.title}. {self.citation.documents[0].text}."
        return gettext("What sources say of %(thing)s, each claim with the words that bear it.") % {
            "thing": self.title
        }


def draw_portrait(
    description: Description,
    links: Links,
    sayings: Sayings = _NOTHING,
    rivals: Collection[str] = (),
) -> Portrait:
    """Return a thing as a page shows it; `sayings` are those of the claims in its description.

    `rivals` are those of these claims that are figures for the same as it.
    """
    iri = description.iri
    facts = Facts(description.triples)
    numbers = _number_quotes(facts, description)
    is_quote, is_claim = iri.startswith(_QUOTE), iri.startswith(_CLAIM)
    title = say_words(facts, iri) if is_quote else facts.label(iri)
    said = read_sayings(facts, iri, sayings)
    own = make_statement(facts, iri, links, numbers, sayings) if is_claim else None
    citation = cite_thing(facts, iri, title, links, own.sayings if own else ())
    coded = _CODED if own and own.amount else ()
    told = frozenset((*_TOLD, *(SAID if is_claim else ()), *coded))
    claims = [claim for claim in description.claims if claim not in rivals]
    return Portrait(
        iri=iri,
        title=title,
        kinds=_cells(facts, facts.iris(iri, "rdf:type"), links),
        names=() if is_quote else tuple(_list_names(facts, iri)),
        texts=() if is_claim else tuple(_list_texts(facts, iri, *_MEANINGS)),
        remarks=() if is_claim else tuple(_list_texts(facts, iri, "rdfs:comment")),
        own=own,
        quote=make_note(facts, iri, 0, links) if is_quote else None,
        slots=tuple(make_slots(facts, iri, links, without=told, said=said)),
        coded=tuple(
            make_slot(facts, iri, name, links, said) for name in coded if facts.values(iri, name)
        ),
        rivals=tuple(make_statement(facts, claim, links, numbers, sayings) for claim in rivals),
        groups=tuple(_group(facts, claims, links, numbers, sayings)),
        notes=tuple(make_note(facts, quote, numbers[quote], links) for quote in numbers),
        relations=tuple(_relate(facts, description, links)),
        formats=list_formats(Links(links.base).target(iri)),
        citation=citation,
        questions=ask_about(iri, facts.iris(iri, "rdf:type")),
        structured=describe_thing(facts, iri, title, citation, own.sayings if own else ()),
        whole=description.whole,
        more_claims=description.more_claims,
    )


def _number_quotes(facts: Facts, description: Description) -> dict[str, int]:
    """Return the numbers of footnotes: the evidence of the claims, then quotes that mention it."""
    iri = description.iri
    claims = [*([iri] if iri.startswith(_CLAIM) else []), *description.claims]
    cited = [quote for claim in claims for quote in _evidence(facts, claim)]
    mentions = [thing for thing, name in description.references if _mentions(thing, name)]
    shown = [quote for quote in dict.fromkeys([*cited, *mentions]) if quote != iri]
    return {quote: number for number, quote in enumerate(shown, start=1)}


def _evidence(facts: Facts, claim: str) -> list[str]:
    derived = facts.iris(claim, "prov:wasDerivedFrom")
    return [iri for iri in derived if iri.startswith((_QUOTE, _SOURCE))]


def _mentions(thing: str, name: str) -> bool:
    return thing.startswith(_QUOTE) and name == expand("schema:mentions")


def _list_names(facts: Facts, iri: str) -> list[Name]:
    """Return the names by language; every language of the graph is there, named or not.

    What has a label in one language only, as a claim has, is not said to have names.
    """
    preferred = next((name for name in _PREFERRED if facts.values(iri, name)), "skos:prefLabel")
    names = []
    for tag, language in LANGUAGES.items():
        best = _texts(facts, iri, preferred, tag)
        others = [
            text
            for name in ("skos:altLabel", "skos:hiddenLabel", "foaf:name")
            for text in _texts(facts, iri, name, tag)
            if text not in best
        ]
        names.append(Name(language, tag, tuple(best), tuple(dict.fromkeys(others))))
    several = any(name.preferred or name.others for name in names[1:])
    return names if several or preferred == "skos:prefLabel" else []


def _texts(facts: Facts, iri: str, name: str, tag: str) -> list[str]:
    values = facts.values(iri, name)
    return [v.value for v in values if isinstance(v, ox.Literal) and v.language == tag]


def _list_texts(facts: Facts, iri: str, *names: str) -> list[str]:
    return [
        Label(value.value, value.language or "")
        for value in facts.values(iri, *names)
        if isinstance(value, ox.Literal)
    ]


def _group(
    facts: Facts, claims: Iterable[str], links: Links, notes: dict[str, int], sayings: Sayings
) -> list[FactGroup]:
    """Return the claims by class: figures first, then by the name of the class."""
    by_class: dict[str, list[str]] = {}
    for claim in claims:
        types = facts.iris(claim, "rdf:type")
        by_class.setdefault(types[0] if types else "", []).append(claim)
    ordered = sorted(
        by_class, key=lambda name: (name != _FIGURE, facts.label(name) if name else "")
    )
    groups = []
    for name in ordered:
        members = by_class[name]
        if name in _DATED:
            members.sort(key=lambda claim: facts.text(claim, "azru:asOf") or _UNDATED)
        statements = (make_statement(facts, claim, links, notes, sayings) for claim in members)
        groups.append(FactGroup(_plural(facts.english(name) if name else ""), tuple(statements)))
    return groups


def _plural(label: str) -> str:
    return f"{label}s".capitalize() if label else mark("Claims")


def _relate(facts: Facts, description: Description, links: Links) -> list[Relation]:
    """Return what points to a thing, but for its quotes, which are footnotes, and the metadata."""
    by_name: dict[str, list[str]] = {}
    for thing, name in description.references:
        if not _mentions(thing, name) and name != _EXAMPLE:
            by_name.setdefault(name, []).append(thing)
    return [
        Relation(facts.label(name), _cells(facts, things, links), description.more.get(name, 0))
        for name, things in by_name.items()
    ]


def _cells(facts: Facts, iris: Iterable[str], links: Links) -> tuple[Cell, ...]:
    """Return links to things; a quote is called by its words."""
    return tuple(
        make_cell(
            ox.NamedNode(iri),
            {iri: say_words(facts, iri) if iri.startswith(_QUOTE) else facts.label(iri)},
            links,
        )
        for iri in iris
    )


def list_formats(address: str) -> tuple[tuple[str, str], ...]:
    """Return the formats of a description with their addresses, without the page itself."""
    return tuple(
        (format_.label, f"{address}.{format_.extension}")
        for format_ in DOCUMENTS
        if format_.extension != "html"
    )
