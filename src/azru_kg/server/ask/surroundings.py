"""Finds out, with one query, whether the graph knows a thing and what points to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.ask import read_iri, read_number, select

CLAIMS: Final = 100
"""How many claims about a thing are described with it."""

CLAIM_SPACE: Final = f"{IDENTITY}claim/"
"""The namespace of claims."""

# So many things that point to a thing are read, and so many of its replacements.
_READ = 10_000
_REPLACEMENTS = 20
_FATE = f"""
  {{{{ SELECT ("known" AS ?role) WHERE {{{{ <{{iri}}> ?property ?value }}}} LIMIT 1 }}}}
  UNION
  {{{{ <{{iri}}> <{PREFIXES["owl"]}deprecated> ?thing BIND ("retired" AS ?role) }}}}
  UNION
  {{{{
    SELECT ("replacement" AS ?role) ?thing WHERE {{{{
      <{{iri}}> <{PREFIXES["dcterms"]}isReplacedBy> ?thing
    }}}} ORDER BY ?thing LIMIT {_REPLACEMENTS}
  }}}}"""
_ABOUT = f"""{{{{
      {{{{ ?thing ?any <{{iri}}> }}}}
      UNION
      {{{{ ?thing <{PREFIXES["prov"]}wasDerivedFrom>/<{PREFIXES["oa"]}hasSource> <{{iri}}> }}}}
      FILTER (STRSTARTS(STR(?thing), "{CLAIM_SPACE}"))
    }}}}"""
_FIND_FATE = f"SELECT ?role ?thing WHERE {{{{{_FATE}\n}}}}"
_FIND_ALL = f"""SELECT ?role ?thing ?relation WHERE {{{{{_FATE}
  UNION
  {{{{
    SELECT DISTINCT ("claim" AS ?role) ?thing WHERE {_ABOUT} ORDER BY ?thing LIMIT {CLAIMS}
  }}}}
  UNION
  {{{{
    SELECT ("claims" AS ?role) (COUNT(DISTINCT ?claim) AS ?thing)
    WHERE {_ABOUT.replace("?thing", "?claim")}
  }}}}
  UNION
  {{{{
    SELECT ("reference" AS ?role) ?thing ?relation WHERE {{{{
      ?thing ?relation <{{iri}}>
      FILTER (ISIRI(?thing) && !STRSTARTS(STR(?thing), "{CLAIM_SPACE}"))
    }}}} ORDER BY ?relation ?thing LIMIT {_READ}
  }}}}
}}}}"""
_TRUE = ("true", "1")

_Rows = Mapping[str, Sequence[tuple[AnyTerm | None, AnyTerm | None]]]


@dataclass(frozen=True, slots=True)
class Fate:
    """Whether the graph knows a thing, and what replaces it where it is retired."""

    known: bool
    retired: bool = False
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What points to a thing: the first claims about it, and other things with their relations.

    `number` is how many claims there are.
    """

    iri: str
    fate: Fate
    claims: tuple[str, ...] = ()
    number: int = 0
    references: tuple[tuple[str, str], ...] = ()


async def find_fate(engine: Engine, iri: str) -> Fate:
    """Return whether the graph knows an IRI, or has retired it.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    return _read_fate(_group(await select(engine, _FIND_FATE.format(iri=iri))))


async def find_surroundings(engine: Engine, iri: str) -> Surroundings:
    """Return what points to a thing; `iri` is trusted, as that of `find_fate`."""
    rows = _group(await select(engine, _FIND_ALL.format(iri=iri)))
    references = ((read_iri(relation), read_iri(thing)) for thing, relation in rows["reference"])
    return Surroundings(
        iri,
        _read_fate(rows),
        claims=tuple(sorted(read_iri(claim) for claim, _ in rows["claim"])),
        number=sum(read_number(number) for number, _ in rows["claims"]),
        references=tuple((thing, relation) for relation, thing in sorted(references)),
    )


def _group(rows: Iterable[tuple[AnyTerm | None, ...]]) -> _Rows:
    """Return things and relations by the role that they have."""
    grouped: defaultdict[str, list[tuple[AnyTerm | None, AnyTerm | None]]] = defaultdict(list)
    for role, thing, *relation in rows:
        if isinstance(role, ox.Literal):
            grouped[role.value].append((thing, relation[0] if relation else None))
    return grouped


def _read_fate(rows: _Rows) -> Fate:
    marks = [mark for mark, _ in rows["retired"]]
    replacements = dict.fromkeys(sorted(read_iri(thing) for thing, _ in rows["replacement"]))
    return Fate(
        known=bool(rows["known"]),
        retired=any(isinstance(mark, ox.Literal) and mark.value in _TRUE for mark in marks),
        replacements=tuple(iri for iri in replacements if iri),
    )
