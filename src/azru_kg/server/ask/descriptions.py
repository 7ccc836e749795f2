"""Gathers what the graph says of one thing, so that a reader needs nothing else to understand it.

That is: its own properties, the claims about it, their quotes with the exact words and offsets, the
sources of these, what else points to it, and what everything that is named is called. A description
is bounded by a number of claims; one that leaves some out says so. The engine is asked twice: what
points to the thing, and then for all of the triples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, islice

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import IDENTITY, KINDS, PREFIXES, expand_all
from azru_kg.server.ask.ask import construct_all, sort_triples, write_iris
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.ask.surroundings import Surroundings, find_surroundings

REFERENCES = 50
"""How many other things that point to it by the same property are named."""

_QUOTE = f"{IDENTITY}quote/"
_SOURCES = f"{IDENTITY}source/"
_DERIVED, _SELECTOR, _SOURCE, _MENTIONS = expand_all(
    "prov:wasDerivedFrom oa:hasSelector oa:hasSource schema:mentions"
)
_COMMENT = ox.NamedNode(f"{PREFIXES['rdfs']}comment")
# The engine knows the prefixes.
_SHORT = re.compile(rf"<{re.escape(IDENTITY)}({'|'.join(KINDS)})/([A-Za-z0-9_-]+)>")
_PREFIXED = r"\1:\2"
_POINTED_BY_QUOTES = (_MENTIONS, _SOURCE)


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


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that a description tells of: in full, with the words it rests on, or by name."""

    iri: str
    role: str


async def describe_thing(engine: Engine, iri: str) -> Description:
    """Return the description of a thing that the graph knows; raise as the engine does.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    return await describe_surroundings(engine, await find_surroundings(engine, iri))


async def describe_surroundings(engine: Engine, about: Surroundings) -> Description:
    """Return the description of a thing of which it is known what points to it."""
    pointing = _take_first(about.references)
    parts = list(dict.fromkeys(_list_parts(about, pointing)))
    triples = await construct_all(engine, parts, partial(_write_query, about.iri))
    node = ox.NamedNode(about.iri)
    triples |= {
        ox.Triple(ox.NamedNode(thing), ox.NamedNode(relation), node) for thing, relation in pointing
    }
    more = Counter(relation for _, relation in about.references)
    more.subtract(relation for _, relation in pointing)
    more_claims = about.number - len(about.claims)
    whole = not more_claims and not more.total()
    if not whole:
        triples |= {_note_cut(node, len(about.claims), len(pointing))}
    ordered = tuple(sort_triples(triples))
    return Description(about.iri, ordered, about.claims, pointing, whole, more_claims, more)


def _take_first(references: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the first references by each property; they come in its order."""
    groups = (group for _, group in groupby(references, key=lambda reference: reference[1]))
    return tuple(reference for group in groups for reference in islice(group, REFERENCES))


def _list_parts(about: Surroundings, pointing: Iterable[tuple[str, str]]) -> Iterator[_Part]:
    """Yield what a description tells of, each with the role that it has there."""
    yield _Part(about.iri, "evident")
    if about.iri.startswith(_QUOTE):
        yield _Part(about.iri, "quote")
    for claim in about.claims:
        yield _Part(claim, "evident")
    for thing, relation in pointing:
        yield _Part(thing, "quote" if relation in _POINTED_BY_QUOTES else "named")
        yield _Part(relation, "named")


def _write_query(iri: str, parts: Sequence[_Part]) -> str:
    """Return the query for all that is told of parts of a description, and for what it names.

    What is told has its own names with it; those of properties and of objects are looked up one
    by one, which the engine does where nothing stands between a variable and its use.
    """
    told = _write_told(iri, parts)
    named = f"?name ?label FILTER (?name IN ({write_iris(NAMES, ', ')}))"
    return f"""CONSTRUCT {{ ?s ?p ?o . ?named ?name ?label }} WHERE {{
  {{ {told} }}
  UNION
  {{ VALUES ?named {{ {_pick(parts, "named", "quote")} }} ?named {named} }}
  UNION
  {{ {{ SELECT DISTINCT ?p WHERE {{ {told} }} }} ?p {named} BIND (?p AS ?named) }}
  UNION
  {{
    {{ SELECT DISTINCT ?o WHERE {{ {told} FILTER (ISIRI(?o)) }} }}
    ?o {named} BIND (?o AS ?named)
  }}
}}"""


def _write_told(iri: str, parts: Sequence[_Part]) -> str:
    """Return the pattern of the triples: of parts, the quotes behind them, and their sources.

    Sources are told without what they mention: that can be very much.
    """
    return f"""{{ SELECT DISTINCT ?s ?bare WHERE {{
      {{
        VALUES ?s {{ {_pick(parts, "evident", "quote")} }}
        BIND (STRSTARTS(STR(?s), "{_SOURCES}") && ?s != <{iri}> AS ?bare)
      }}
      UNION
      {{
        VALUES ?claim {{ {_pick(parts, "evident")} }}
        ?claim <{_DERIVED}> ?s
        BIND (STRSTARTS(STR(?s), "{_SOURCES}") AS ?bare)
      }}
      UNION
      {{
        VALUES ?claim {{ {_pick(parts, "evident")} }}
        ?claim <{_DERIVED}>/(<{_SELECTOR}>|<{_SOURCE}>) ?s BIND (true AS ?bare)
      }}
      UNION
      {{
        VALUES ?quote {{ {_pick(parts, "quote")} }}
        ?quote <{_SELECTOR}>|<{_SOURCE}> ?s BIND (true AS ?bare)
      }}
      FILTER (ISIRI(?s))
    }} }}
    ?s ?p ?o
    FILTER (!?bare || ?p != <{_MENTIONS}>)"""


def _pick(parts: Iterable[_Part], *roles: str) -> str:
    """Return the parts that have one of some roles, each once, as short as SPARQL writes them."""
    iris = dict.fromkeys(part.iri for part in parts if part.role in roles)
    return " ".join(_SHORT.sub(_PREFIXED, f"<{iri}>") for iri in iris)


def _note_cut(node: ox.NamedNode, claims: int, references: int) -> ox.Triple:
    """Return the triple that says of a description that it is not all."""
    text = (
        f"This description holds the first {claims} claims about the thing and names"
        f" {references} others that point to it, the first by each property. There are more: ask"
        " the SPARQL endpoint for them."
    )
    document = ox.NamedNode(f"{node.value}.ttl")
    return ox.Triple(
        document, ox.NamedNode(f"{PREFIXES['rdfs']}comment"), ox.Literal(text, language="en")
    )
