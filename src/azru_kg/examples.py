"""States a stored query as data, so that editors find it in the graph that it is about.

The vocabulary is SHACL's, as the editors of the Swiss Institute of Bioinformatics and others read
it: a `sh:SPARQLExecutable` with the query, what it answers, its keywords and its endpoint.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from azru_kg import catalog
from azru_kg.catalog import StoredQuery
from azru_kg.errors import DataError
from azru_kg.namespaces import BASE, PREFIXES, SHAPES
from azru_kg.tokens import tokenize

SUFFIX = ".rq"
"""The extension of the files that hold a stored query."""

ENDPOINT = f"{BASE}sparql"
"""The address of the endpoint, wherever the graph is served."""

_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
_SH = PREFIXES["sh"]
_FORMS = {
    "select": (f"{_SH}SPARQLSelectExecutable", f"{_SH}select"),
    "ask": (f"{_SH}SPARQLAskExecutable", f"{_SH}ask"),
    "construct": (f"{_SH}SPARQLConstructExecutable", f"{_SH}construct"),
    "describe": (f"{_SPEX}SPARQLDescribeExecutable", f"{_SPEX}describe"),
}


def read_example(path: Path) -> list[ox.Triple]:
    """Return what the file of a stored query says, as triples; raise DataError if it is none."""
    return state_example(catalog.read(path))


def state_example(stored: StoredQuery) -> list[ox.Triple]:
    """Return a stored query as triples; raise DataError if it is of no form."""
    words = (token.text.lower() for token in tokenize(stored.text) if token.kind == "word")
    form = next((word for word in words if word in _FORMS), None)
    if form is None:
        reason = "no SELECT, ASK, CONSTRUCT or DESCRIBE here. Write a query"
        raise DataError(f"{stored.slug}{SUFFIX}", reason)
    kind, text = _FORMS[form]
    comment = " ".join(filter(None, [f"{stored.summary.rstrip('.')}.", stored.description]))
    parts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_SH}SPARQLExecutable")),
        (f"{PREFIXES['rdf']}type", ox.NamedNode(kind)),
        (f"{PREFIXES['rdfs']}label", ox.Literal(stored.summary, language="en")),
        (f"{PREFIXES['rdfs']}comment", ox.Literal(comment, language="en")),
        (f"{_SH}prefixes", ox.NamedNode(SHAPES)),
        (text, ox.Literal(stored.text)),
        (f"{PREFIXES['schema']}target", ox.NamedNode(ENDPOINT)),
        *((f"{PREFIXES['schema']}keywords", ox.Literal(tag)) for tag in stored.tags),
    ]
    subject = ox.NamedNode(name_example(stored.slug))
    return [ox.Triple(subject, ox.NamedNode(name), value) for name, value in parts]


def name_example(slug: str) -> str:
    """Return the IRI of a stored query.

    >>> name_example("agreements")
    'https://w3id.org/azru-kg/query/agreements'
    """
    return f"{BASE}query/{slug}"
