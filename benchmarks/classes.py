"""What the servers are asked: a class is one query, or many of a kind that are asked in turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES

Form = Literal["rows", "graph", "page"]

_THINGS = 1000
_SEED = 13


@dataclass(frozen=True, slots=True)
class Question:
    """A query, or the IRI of a thing whose page is asked for.

    Where an answer is any so many of what fits `pattern`, the servers may choose: then the number
    of rows has to agree, and each has to fit.
    """

    name: str
    text: str
    form: Form = "rows"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """Questions that cost about the same; it takes a graph of `least` triples to ask them.

    One that is `heavy` keeps a core busy for so long that no more clients ask than there are cores.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    least: int = 0
    heavy: bool = False


NAMES = (
    *("lookup", "star", "join", "aggregate", "text", "path", "path-bound", "path-open"),
    *("construct", "rows-20k", "rows-300k", "stored", "things", "pages"),
)
"""The names of all classes."""

RUNAWAY = """SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z
  FILTER (STRLEN(STR(?x)) + STRLEN(STR(?y)) < STRLEN(STR(?z))) }"""
"""A query that no server ends with."""

_FIGURE = (
    "?figure a azru:Figure ; azru:kind ?kind ; azru:indicator ?i ; sdmx-measure:obsValue ?value"
)
_TRIPLE = "?s ?p ?o"
_ALL = f"SELECT {_TRIPLE} {{ {_TRIPLE} }}"
_OF_FIGURE = "?s a azru:Figure ; ?p ?o"
_JOIN = """?figure azru:indicator indicator:trade-turnover ; prov:wasDerivedFrom ?quote .
  ?quote oa:hasSource ?source ; oa:hasSelector/oa:exact ?words .
  ?source dcterms:title ?title ; schema:datePublished ?day"""


def list_classes() -> list[Class]:
    """Return the classes that suit a graph of any size."""
    return [
        _ask(
            "lookup", "lookup of one thing's names", "SELECT * { country:AZ skos:prefLabel ?name }"
        ),
        _ask("star", "star, 100 rows", f"SELECT * {{ {_FIGURE} }} LIMIT 100", _FIGURE),
        _ask(
            "join",
            "join with order",
            f"SELECT ?words ?title ?day {{ {_JOIN} }} ORDER BY ?day ?words ?title LIMIT 50",
        ),
        _ask(
            "aggregate",
            "aggregate over all",
            "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class",
        ),
        _ask(
            "text",
            "filter on text",
            "SELECT ?thing ?name { ?thing skos:prefLabel ?name"
            ' FILTER (CONTAINS(LCASE(STR(?name)), "baku")) }',
        ),
        _ask(
            "path",
            "`broader*` of each concept",
            "SELECT ?narrow ?broad { ?narrow a skos:Concept ; skos:broader* ?broad }",
        ),
        _ask(
            "path-bound",
            "`broader*` with one end bound",
            "SELECT ?narrow { ?narrow skos:broader* indicator:trade }",
        ),
        _ask(
            "path-open",
            "`broader*`, both ends open, counted",
            "SELECT (COUNT(*) AS ?pairs) { ?narrow skos:broader* ?broad }",
            heavy=True,
        ),
        Class(
            "construct",
            "construct, 1,000 triples",
            (
                Question(
                    "construct",
                    declare(f"CONSTRUCT {{ {_TRIPLE} }} {{ {_OF_FIGURE} }} LIMIT 1000"),
                    "graph",
                    _OF_FIGURE,
                ),
            ),
        ),
        *(
            _ask(
                f"rows-{name}",
                f"{rows:,} × 3 rows",
                f"{_ALL} LIMIT {rows}",
                _TRIPLE,
                least=rows,
                heavy=rows > 100_000,
            )
            for name, rows in (("20k", 20_000), ("300k", 300_000))
        ),
    ]


def list_built_in_classes() -> list[Class]:
    """Return the classes that ask what stands in the built-in graph only."""
    queries = tuple(
        Question(query.slug, declare(query.text))
        for query in stored_queries.load(built_in().queries)
    )
    things = choose_things()
    described = (
        Question(iri, f"CONSTRUCT {{ <{iri}> ?p ?o }} {{ <{iri}> ?p ?o }}", "graph")
        for iri in things
    )
    pages = (Question(iri, iri, "page") for iri in things)
    return [
        Class("stored", f"{len(queries)} stored queries", queries),
        Class("things", f"descriptions of {len(things):,} things", tuple(described)),
        Class("pages", f"pages of {len(things):,} things", tuple(pages)),
    ]


def choose_things() -> Sequence[str]:
    """Return the IRIs of things of all kinds."""
    subjects = {getattr(quad.subject, "value", "") for quad in read_layout(built_in()).quads()}
    things = sorted(iri for iri in subjects if iri.startswith(IDENTITY) and "#" not in iri)
    return Random(_SEED).sample(things, min(_THINGS, len(things)))  # noqa: S311


def declare(query: str) -> str:
    """Return a query with a PREFIX line for each prefix that the endpoint knows without one."""
    names = [token.text for token in tokenize(query) if token.kind == "name"]
    declared = {name[:-1] for name in names if name.endswith(":")}
    used = {name.partition(":")[0] for name in names} - declared
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used)) + query


def choose(classes: Iterable[Class], names: Sequence[str], triples: int) -> list[Class]:
    """Return the classes of such names that a graph of so many triples suits."""
    return [one for one in classes if one.least <= triples and (not names or one.name in names)]


def _ask(
    name: str, title: str, query: str, pattern: str = "", *, least: int = 0, heavy: bool = False
) -> Class:
    return Class(name, title, (Question(name, declare(query), "rows", pattern),), least, heavy)
