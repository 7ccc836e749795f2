"""azru-kg: the open, source-cited knowledge graph of Azerbaijan–Russia relations.

The graph itself is Turtle (`ontology/`, `graph/`, `shapes/`); this package loads, checks, queries
and serves it. From Python, start with `azru_kg.open()`; elsewhere, with `azru-kg --help`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from azru_kg.api.kg import KnowledgeGraph
    from azru_kg.errors import AzruError
    from azru_kg.rdf.native import (
        IRI,
        BlankNode,
        LangString,
        TypedLiteral,
        YearOrMonth,
        iri,
    )

__version__ = "0.1.0"

__all__ = [
    "IRI",
    "AzruError",
    "BlankNode",
    "KnowledgeGraph",
    "LangString",
    "TypedLiteral",
    "YearOrMonth",
    "iri",
    "open",
]

_PLACES = {
    "AzruError": "azru_kg.errors",
    "KnowledgeGraph": "azru_kg.api.kg",
    **dict.fromkeys(
        ("IRI", "BlankNode", "LangString", "TypedLiteral", "YearOrMonth", "iri"),
        "azru_kg.rdf.native",
    ),
}


def open(  # noqa: A001 - as open() gives a file, azru_kg.open() gives a graph
    place: str | Path | None = None, *, perspective: str = "", timeout: float | None = 60.0
) -> KnowledgeGraph:
    """Return the graph at a place, to be asked; it is closed at the end of a `with` block.

    Without a place it is the release that this package carries. A place is a checkout or another
    folder of RDF files, one such file, as a dump is, or the address of a SPARQL 1.1 server.
    `perspective` asks one group of sources alone: azerbaijani, russian, third-country, official.
    `timeout` is how many seconds an answer may take; None is as long as it takes.

    Raises DataError for what is missing or broken, BadSetting for an argument that cannot be,
    EngineFailed where no SPARQL server answers.

    >>> import azru_kg
    >>> with azru_kg.open() as kg:
    ...     kg.query("SELECT ?day { source:newsaz-2024-01-22-roadmap schema:datePublished ?day }")
    1 row:
    day
    ----------
    2024-01-22
    """
    from azru_kg.api.opening import open_graph

    return open_graph(place, perspective=perspective, timeout=timeout)


def __getattr__(name: str) -> Any:
    """Return what is named here and stands elsewhere: importing it is left until it is used."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
