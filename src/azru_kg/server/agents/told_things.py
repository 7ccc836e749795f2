"""Tells an agent of one thing: its facts, and the claims about it, each with who says it where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pydantic import BaseModel, Field

from azru_kg.errors import NotFound
from azru_kg.graph.layout import ENTITIES_GRAPH
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import IDENTITY, expand_all, shorten
from azru_kg.server.agents.envelope import Told
from azru_kg.server.agents.row_sources import SOURCES, ToldDocument, tell_documents
from azru_kg.server.agents.told_terms import ToldTerm, tell_names, tell_term
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.ask.descriptions import Description, describe_surroundings
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.ask.sayings import Sayings, Statements, find_sayings
from azru_kg.server.ask.surroundings import CLAIM_SPACE, CLAIMS, find_surroundings
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import SAID, find_documents, list_comments

MOST_CLAIMS: Final = CLAIMS
"""How many claims are told with a thing at most."""

_SPEAKER, _UNNAMED, _VOICE, _DAY = expand_all(
    "prov:wasAttributedTo azru:unnamedSpeaker azru:voice azru:asOf"
)
_OF_DOCUMENTS: Final = (CLAIM_SPACE, SOURCES, f"{IDENTITY}quote/")
_TELLING: Final = """SELECT ?source ?property ?value WHERE {{
  GRAPH ?graph {{ <{iri}> ?property ?value . ?source a azru:Source }}
  FILTER (?graph != <{entities}>)
}} ORDER BY ?source"""
_DERIVED: Final = "prov:wasDerivedFrom"
_TYPE: Final = expand_all("rdf:type")[0]

Fact = tuple[str, AnyTerm]
"""A property and a value of it."""

Telling = Mapping[Fact, Sequence[str]]
"""The documents that say each fact of a thing."""


class ToldValue(ToldTerm):
    """A value of a fact, with the documents that say it where it is not a claim's."""

    sources: list[str] | None = Field(
        default=None,
        description="The documents that say it; none: the editors do. One may say what another"
        " leaves open: azru:notStated is of its own documents alone",
    )


class ToldFact(BaseModel):
    """What is said of a thing under one property."""

    property: str
    values: list[ToldValue]


class ToldSaying(BaseModel):
    """How one document says a claim: in whose words, how, on which day, and in which words."""

    source: str
    said_by: list[ToldTerm] = Field(description="Empty where nobody is recorded as the speaker")
    voice: str | None = Field(default=None, description="direct, indirect, document or narration")
    as_of: str | None = Field(default=None, description="The day on which it is said")
    words: list[str] = Field(description="The printed words it rests on: data to be quoted")
    inferred: list[str] = Field(description="Properties that the editors read between the lines")
    not_stated: list[str] = Field(description="Properties the document was searched for in vain")
    remarks: list[str] = Field(description="Remarks of the editors")


class ToldClaim(BaseModel):
    """A claim about a thing, with each document that says it."""

    iri: str
    statement: str
    facts: list[ToldFact]
    sayings: list[ToldSaying]


class PointingThings(BaseModel):
    """The first things that point to a thing by a property, and how many more do."""

    property: str
    things: list[str]
    more: int


class DescribedThing(BaseModel):
    """All that is told of a thing."""

    iri: str
    label: str
    types: list[str]
    facts: list[ToldFact]
    claims: list[ToldClaim] = Field(description="Claims about it; of a claim, itself")
    more_claims: int = Field(description="So many further claims are left out")
    pointed_to_by: list[PointingThings]
    names: dict[str, str] = Field(description="What the things named here are called")
    documents: dict[str, ToldDocument] = Field(description="The sources named here")


async def describe_for_agents(iri: str, claims: int, neighbours: Neighbours, visit: Visit) -> Told:
    """Return what is told of a thing with so many claims; raise NotFound with what may be meant."""
    surroundings = await find_surroundings(visit, iri)
    fate = surroundings.fate
    if not fate.known or fate.retired:
        near = fate.replacements or await _find_near(iri, neighbours, visit)
        hint = f"Did you mean {' or '.join(map(shorten, near))}?" if near else "Use the tool find"
        verb = "has been retired" if fate.retired else "is not in the graph"
        raise NotFound(f"{shorten(iri)} {verb}. {hint}")
    shown = replace(surroundings, claims=surroundings.claims[:claims])
    description = await describe_surroundings(visit, shown)
    own = [iri] if iri.startswith(CLAIM_SPACE) else []
    sayings = await find_sayings(visit, [*own, *description.claims])
    facts = await visit.run(Facts, description.triples)
    telling = await _find_telling(iri, visit)
    thing = await visit.run(_tell, description, sayings, facts, telling)
    said = {saying.source for claim in thing.claims for saying in claim.sayings}
    documents = {iri for iri in facts.subjects() if shorten(iri) in said}
    documents.update(*telling.values())
    thing.documents = await tell_documents(visit, documents)
    if not description.more_claims:
        return Told(thing, f"All that is said of it: {len(description.claims):,} claims about it.")
    remark = (
        f"{len(description.claims):,} of {surroundings.number:,} claims about it. Ask for up to"
        f" {MOST_CLAIMS} with `claims`, or with query for all of a kind:"
        f" SELECT ?claim WHERE {{ ?claim a azru:Claim ; ?property {shorten(iri)} }}"
    )
    return Told(thing, remark, part=True)


async def _find_near(iri: str, neighbours: Neighbours, visit: Visit) -> Sequence[str]:
    if not iri.startswith(IDENTITY):
        return ()
    kind, _, slug = iri.removeprefix(IDENTITY).partition("/")
    return await neighbours.find_things(visit, kind, slug)


async def _find_telling(iri: str, visit: Visit) -> Telling:
    """Return which documents say the facts of a thing; nothing for what is or is in a document."""
    if not iri.startswith(IDENTITY) or iri.startswith(_OF_DOCUMENTS):
        return {}
    telling: defaultdict[Fact, list[str]] = defaultdict(list)
    for source, name, value in await select(
        visit, _TELLING.format(iri=iri, entities=ENTITIES_GRAPH)
    ):
        if value is not None:
            telling[read_iri(name), value].append(read_iri(source))
    return telling


def _tell(
    description: Description, sayings: Sayings, facts: Facts, telling: Telling
) -> DescribedThing:
    iri = description.iri
    own = [iri] if iri.startswith(CLAIM_SPACE) else []
    told = [_tell_claim(claim, facts, sayings) for claim in [*own, *description.claims]]
    named = {thing for thing, _ in description.references} | {*facts.subjects()}
    return DescribedThing(
        iri=shorten(iri),
        label=facts.label(iri),
        types=[shorten(type_) for type_ in facts.iris(iri, _TYPE)],
        facts=_tell_facts(iri, facts, telling, without=SAID if own else frozenset()),
        claims=told,
        more_claims=description.more_claims,
        pointed_to_by=_tell_pointing(description),
        names=tell_names(facts.labels(), sorted(_keep_named(named, told, description))),
        documents={},
    )


def _keep_named(
    named: Iterable[str], claims: Sequence[ToldClaim], description: Description
) -> set[str]:
    """Return the things that stand in what is told, without claims, which say all themselves."""
    claimed = {claim.iri for claim in claims}
    passages = f"{IDENTITY}quote/"
    return {
        iri
        for iri in named
        if iri != description.iri and shorten(iri) not in claimed and not iri.startswith(passages)
    }


def _tell_facts(
    iri: str, facts: Facts, telling: Telling, *, without: frozenset[str] = frozenset()
) -> list[ToldFact]:
    def tell(name: str, term: AnyTerm) -> ToldValue:
        sources = [shorten(source) for source in telling.get((name, term), ())]
        return ToldValue(**tell_term(term).model_dump(), sources=sources if telling else None)

    return [
        ToldFact(
            property=shorten(name), values=[tell(name, term) for term in facts.values(iri, name)]
        )
        for name in facts.properties(iri)
        if name not in without
    ]


def _tell_claim(claim: str, facts: Facts, sayings: Sayings) -> ToldClaim:
    return ToldClaim(
        iri=shorten(claim),
        statement=facts.label(claim),
        facts=_tell_facts(claim, facts, {}, without=SAID),
        sayings=[
            _tell_saying(claim, facts, statements) for statements in sayings.by_claim.get(claim, ())
        ],
    )


def _tell_saying(claim: str, facts: Facts, statements: Statements) -> ToldSaying:
    said = Facts(statements)
    evidence = said.iris(claim, _DERIVED)
    voice = "".join(said.iris(claim, _VOICE)[:1]).rpartition("/")[2]
    selectors = (selector for item in evidence for selector in facts.iris(item, "oa:hasSelector"))
    words = (facts.text(selector, "oa:exact") for selector in selectors)
    return ToldSaying(
        source=", ".join(map(shorten, find_documents(facts, evidence)[:1])),
        said_by=[tell_term(term) for term in said.values(claim, _SPEAKER, _UNNAMED)],
        voice=voice or None,
        as_of=said.text(claim, _DAY) or None,
        words=[str(text) for text in words if text],
        inferred=[shorten(name) for name in said.iris(claim, "azru:inferred")],
        not_stated=[shorten(name) for name in said.iris(claim, "azru:notStated")],
        remarks=list_comments(said, claim),
    )


def _tell_pointing(description: Description) -> list[PointingThings]:
    by_property: dict[str, list[str]] = {}
    for thing, relation in description.references:
        by_property.setdefault(relation, []).append(shorten(thing))
    return [
        PointingThings(
            property=shorten(relation), things=things, more=max(description.more[relation], 0)
        )
        for relation, things in by_property.items()
    ]
