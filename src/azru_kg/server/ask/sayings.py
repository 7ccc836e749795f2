"""Asks who says claims, and how: what each source has of them in its own graph.

One claim may stand in several sources, each with another speaker, voice, day and passage; in the
default graph, which is all of them at once, these cannot be told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.ask.answers import LONGEST
from azru_kg.server.ask.ask import read_iri, select, write_iris

_SAID = expand_all(
    "prov:wasDerivedFrom prov:wasAttributedTo azru:unnamedSpeaker azru:voice azru:asOf"
    " azru:dateWithin azru:inferred azru:notStated azru:editorial azru:openList rdfs:comment"
)
_DOUBTED = expand_all("azru:proposedForm rdfs:comment")
_EMENDATION, _ABOUT = expand_all("azru:Emendation schema:about")
# Together they keep a query below the length that the engine takes.
_MOST_CHARACTERS = 40_000
_LONGEST_IRI = 2_000
_QUERY = """SELECT ?claim ?graph ?thing ?property ?value WHERE {{
  {{
    VALUES ?claim {{ {claims} }}
    GRAPH ?graph {{ ?claim ?property ?value FILTER (?property IN ({said})) }}
    BIND (?claim AS ?thing)
  }} UNION {{
    VALUES ?claim {{ {claims} }}
    ?thing <{about}> ?claim ; a <{emendation}> .
    GRAPH ?graph {{ ?thing ?property ?value FILTER (?property IN ({doubted})) }}
  }}
  FILTER (!ISLITERAL(?value) || STRLEN(STR(?value)) <= {longest})
}}"""

Statements = tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the sources have of claims, by claim: the triples of one source stand together.

    `doubts` are what the editors say of values that they doubt, by the claim that is doubted.
    """

    by_claim: Mapping[str, tuple[Statements, ...]] = field(default_factory=dict)
    doubts: Mapping[str, Statements] = field(default_factory=dict)


async def find_sayings(engine: Engine, claims: Iterable[str]) -> Sayings:
    """Return what each source has of some claims; raise as the engine does.

    The IRIs are trusted: they hold no character that ends an IRI in SPARQL.
    """
    said: defaultdict[str, defaultdict[str, list[ox.Triple]]] = defaultdict(
        lambda: defaultdict(list)
    )
    doubts: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for batch in _batch(dict.fromkeys(claims)):
        for claim, graph, thing, name, value in await select(engine, _write(batch)):
            if not isinstance(thing, ox.NamedNode) or not isinstance(name, ox.NamedNode):
                continue
            if value is None or isinstance(value, ox.Triple):
                continue
            triple = ox.Triple(thing, name, value)
            if thing == claim:
                said[thing.value][read_iri(graph)].append(triple)
            else:
                doubts[read_iri(claim)].append(triple)
    return Sayings(
        {
            claim: tuple(tuple(triples) for _, triples in sorted(graphs.items()))
            for claim, graphs in said.items()
        },
        {claim: tuple(sorted(triples, key=str)) for claim, triples in doubts.items()},
    )


def _write(claims: Iterable[str]) -> str:
    return _QUERY.format(
        claims=write_iris(claims),
        said=write_iris(_SAID, ", "),
        doubted=write_iris(_DOUBTED, ", "),
        about=_ABOUT,
        emendation=_EMENDATION,
        longest=LONGEST,
    )


def _batch(claims: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for claim in claims:
        if len(claim) > _LONGEST_IRI:
            continue
        characters += 2 * len(claim.encode())
        if characters > _MOST_CHARACTERS and batch:
            yield batch
            batch, characters = [], 2 * len(claim.encode())
        batch.append(claim)
    if batch:
        yield batch
