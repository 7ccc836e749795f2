"""Gathers what the graph says of one thing, so that a reader needs nothing else to understand it.

That is: its own properties, the claims about it, their quotes with the exact words and offsets, the
sources of these, what else points to it, and what everything that is named is called. A description
is bounded by a number of claims; one that leaves some out says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.ask import describe_all, name_all, read_iri, select, sort_triples
from azru_kg.server.ask.labels import NAMES

CLAIMS = 100
"""How many claims about a thing are described with it."""

REFERENCES = 50
"""How many other things that point to it by the same property are named."""

_READ = 10_000

_PROV, _OA, _RDFS = PREFIXES["prov"], PREFIXES["oa"], PREFIXES["rdfs"]
_CLAIM = f"{IDENTITY}claim/"
_QUOTE = f"{IDENTITY}quote/"
_SOURCES = f"{IDENTITY}source/"
_COUNT_CLAIMS = f"""SELECT (COUNT(DISTINCT ?claim) AS ?number) WHERE {{{{
  {{{{ ?claim ?relation <{{iri}}> }}}}
  UNION
  {{{{ ?claim <{_PROV}wasDerivedFrom>/<{_OA}hasSource> <{{iri}}> }}}}
  FILTER (STRSTARTS(STR(?claim), "{_CLAIM}"))
}}}}"""
_FIND_CLAIMS = f"""SELECT DISTINCT ?claim WHERE {{{{
  {{{{ ?claim ?relation <{{iri}}> }}}}
  UNION
  {{{{ ?claim <{_PROV}wasDerivedFrom>/<{_OA}hasSource> <{{iri}}> }}}}
  FILTER (STRSTARTS(STR(?claim), "{_CLAIM}"))
}}}} ORDER BY ?claim LIMIT {{limit}}"""
_FIND_REFERENCES = f"""SELECT ?thing ?relation WHERE {{{{
  ?thing ?relation <{{iri}}>
  FILTER (ISIRI(?thing) && !STRSTARTS(STR(?thing), "{_CLAIM}"))
}}}} ORDER BY ?relation ?thing LIMIT {_READ}"""
_DERIVED = ox.NamedNode(f"{_PROV}wasDerivedFrom")
_SELECTOR = ox.NamedNode(f"{_OA}hasSelector")
_SOURCE = ox.NamedNode(f"{_OA}hasSource")
_MENTIONS = ox.NamedNode(f"{PREFIXES['schema']}mentions")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples about a thing, in order; `whole` where no claim and no reference is left out.

    `more` says of how many others the claims and, by property, the references are the first.
    """

    iri: str
    triples: tuple[ox.Triple, ...]
    claims: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    whole: bool
    more_claims: int = 0
    more: Mapping[str, int] = field(default_factory=dict)


async def describe_thing(engine: Engine, iri: str) -> Description:
    """Return the description of a thing that the graph knows; raise as the engine does.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    claims = await _find_claims(engine, iri)
    references = await _find_references(engine, iri)
    kept, pointing = claims[:CLAIMS], _take_first(references)
    more_claims = await _count_claims(engine, iri) - CLAIMS if len(claims) > CLAIMS else 0
    triples = await describe_all(engine, [iri, *kept])
    node = ox.NamedNode(iri)
    triples |= {
        ox.Triple(ox.NamedNode(thing), ox.NamedNode(relation), node) for thing, relation in pointing
    }
    triples |= await _gather_evidence(engine, iri, triples)
    triples |= await name_all(engine, _list_iris(triples), NAMES)
    more = Counter(relation for _, relation in references)
    more.subtract(relation for _, relation in pointing)
    whole = not more_claims and not more.total()
    if not whole:
        triples |= {_note_cut(node, len(kept), len(pointing))}
    ordered = tuple(sort_triples(triples))
    return Description(iri, ordered, kept, pointing, whole, more_claims, more)


async def _find_claims(engine: Engine, iri: str) -> tuple[str, ...]:
    query = _FIND_CLAIMS.format(iri=iri, limit=CLAIMS + 1)
    return tuple(read_iri(claim) for (claim,) in await select(engine, query))


async def _find_references(engine: Engine, iri: str) -> tuple[tuple[str, str], ...]:
    rows = await select(engine, _FIND_REFERENCES.format(iri=iri))
    return tuple((read_iri(thing), read_iri(relation)) for thing, relation in rows)


def _take_first(references: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the first references by each property; they come in its order."""
    groups = (group for _, group in groupby(references, key=lambda reference: reference[1]))
    return tuple(reference for group in groups for reference in islice(group, REFERENCES))


async def _count_claims(engine: Engine, iri: str) -> int:
    ((number,),) = await select(engine, _COUNT_CLAIMS.format(iri=iri))
    return int(number.value) if isinstance(number, ox.Literal) else 0


async def _gather_evidence(
    engine: Engine, iri: str, triples: Iterable[ox.Triple]
) -> set[ox.Triple]:
    """Return the quotes behind claims and those that mention the thing, and their sources.

    Sources are told without what they mention: that can be very much.
    """
    node = ox.NamedNode(iri)
    quotes = {iri} if iri.startswith(_QUOTE) else set()
    for triple in triples:
        if triple.predicate == _DERIVED:
            quotes.add(read_iri(triple.object))
        if triple.predicate in (_MENTIONS, _SOURCE) and triple.object == node:
            quotes.add(read_iri(triple.subject))
    sources = {iri for iri in quotes if iri.startswith(_SOURCES)}
    found = await describe_all(engine, sorted(quotes - sources - {""}))
    further = {
        read_iri(triple.object) for triple in found if triple.predicate in (_SELECTOR, _SOURCE)
    }
    told = sorted((further | sources) - {"", iri})
    return found | await describe_all(engine, told, without=[_MENTIONS.value])


def _list_iris(triples: Iterable[ox.Triple]) -> list[str]:
    terms = (term for triple in triples for term in (*triple,))
    return sorted({read_iri(term) for term in terms} - {""})


def _note_cut(node: ox.NamedNode, claims: int, references: int) -> ox.Triple:
    """Return the triple that says of a description that it is not all."""
    text = (
        f"This description holds the first {claims} claims about the thing and names"
        f" {references} others that point to it, the first by each property. There are more: ask"
        " the SPARQL endpoint for them."
    )
    document = ox.NamedNode(f"{node.value}.ttl")
    return ox.Triple(document, ox.NamedNode(f"{_RDFS}comment"), ox.Literal(text, language="en"))
