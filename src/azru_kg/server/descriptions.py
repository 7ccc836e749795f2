"""Gathers what the graph says of one thing, so that a reader needs nothing else to understand it.

That is: its own properties, the claims about it, their quotes with the exact words and offsets, the
sources of these, what else points to it, and what everything that is named is called. A description
is bounded by a number of claims; one that leaves some out says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.namespaces import IDENTITY, PREFIXES
from azru_kg.server.labels import NAMES
from azru_kg.server.lookup import select
from azru_kg.server.triples import describe_all, name_all, read_iri, sort_triples

CLAIMS = 250
"""How many claims about a thing are described with it."""

REFERENCES = 500
"""How many other things that point to it are named."""

_PROV, _OA, _RDFS = PREFIXES["prov"], PREFIXES["oa"], PREFIXES["rdfs"]
_CLAIM = f"{IDENTITY}claim/"
_QUOTE = f"{IDENTITY}quote/"
_FIND_CLAIMS = f"""SELECT DISTINCT ?claim WHERE {{{{
  {{{{ ?claim ?relation <{{iri}}> }}}}
  UNION
  {{{{ ?claim <{_PROV}wasDerivedFrom>/<{_OA}hasSource> <{{iri}}> }}}}
  FILTER (STRSTARTS(STR(?claim), "{_CLAIM}"))
}}}} ORDER BY ?claim LIMIT {{limit}}"""
_FIND_REFERENCES = f"""SELECT ?thing ?relation WHERE {{{{
  ?thing ?relation <{{iri}}>
  FILTER (ISIRI(?thing) && !STRSTARTS(STR(?thing), "{_CLAIM}"))
}}}} ORDER BY ?relation ?thing LIMIT {{limit}}"""
_DERIVED = ox.NamedNode(f"{_PROV}wasDerivedFrom")
_SELECTOR = ox.NamedNode(f"{_OA}hasSelector")
_SOURCE = ox.NamedNode(f"{_OA}hasSource")
_MENTIONS = ox.NamedNode(f"{PREFIXES['schema']}mentions")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples about a thing, in order; `whole` where no claim and no reference is left out."""

    iri: str
    triples: tuple[ox.Triple, ...]
    claims: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    whole: bool


async def describe_thing(engine: Engine, iri: str) -> Description:
    """Return the description of a thing that the graph knows; raise as the engine does.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    claims = await _find_claims(engine, iri)
    references = await _find_references(engine, iri)
    kept, pointing = claims[:CLAIMS], references[:REFERENCES]
    triples = await describe_all(engine, [iri, *kept])
    node = ox.NamedNode(iri)
    triples |= {
        ox.Triple(ox.NamedNode(thing), ox.NamedNode(relation), node) for thing, relation in pointing
    }
    triples |= await _gather_evidence(engine, iri, triples)
    triples |= await name_all(engine, _list_iris(triples), NAMES)
    whole = len(kept) == len(claims) and len(pointing) == len(references)
    if not whole:
        triples |= {_confess(node, len(kept), len(pointing))}
    return Description(iri, tuple(sort_triples(triples)), kept, pointing, whole)


async def _find_claims(engine: Engine, iri: str) -> tuple[str, ...]:
    query = _FIND_CLAIMS.format(iri=iri, limit=CLAIMS + 1)
    return tuple(read_iri(claim) for (claim,) in await select(engine, query))


async def _find_references(engine: Engine, iri: str) -> tuple[tuple[str, str], ...]:
    query = _FIND_REFERENCES.format(iri=iri, limit=REFERENCES + 1)
    rows = await select(engine, query)
    return tuple((read_iri(thing), read_iri(relation)) for thing, relation in rows)


async def _gather_evidence(
    engine: Engine, iri: str, triples: Iterable[ox.Triple]
) -> set[ox.Triple]:
    """Return the quotes behind claims and those that mention the thing, and their sources."""
    node = ox.NamedNode(iri)
    quotes = {iri} if iri.startswith(_QUOTE) else set()
    for triple in triples:
        if triple.predicate == _DERIVED:
            quotes.add(read_iri(triple.object))
        if triple.predicate in (_MENTIONS, _SOURCE) and triple.object == node:
            quotes.add(read_iri(triple.subject))
    found = await describe_all(engine, sorted(quotes - {""}))
    further = {
        read_iri(triple.object) for triple in found if triple.predicate in (_SELECTOR, _SOURCE)
    }
    return found | await describe_all(engine, sorted(further - {""}))


def _list_iris(triples: Iterable[ox.Triple]) -> list[str]:
    terms = (term for triple in triples for term in (*triple,))
    return sorted({read_iri(term) for term in terms} - {""})


def _confess(node: ox.NamedNode, claims: int, references: int) -> ox.Triple:
    """Return the triple that says of a description that it is not all."""
    text = (
        f"This description holds the first {claims} claims about the thing and names the first"
        f" {references} others that point to it. There are more: ask the SPARQL endpoint for them."
    )
    document = ox.NamedNode(f"{node.value}.ttl")
    return ox.Triple(document, ox.NamedNode(f"{_RDFS}comment"), ox.Literal(text, language="en"))
