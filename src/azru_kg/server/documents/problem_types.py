"""Explains the types of problems at their IRIs: what went wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from azru_kg.errors import AzruError
from azru_kg.languages.translations import mark
from azru_kg.rdf.prefixes import BASE
from azru_kg.server.documents.glossary import Glossary, GlossaryEntry
from azru_kg.server.http.problems import EXPLANATIONS


class ProblemType(BaseModel):
    """The members of problem details that their type fixes."""

    model_config = ConfigDict(defer_build=True)

    type: str
    title: str
    status: int
    advice: str


class ProblemTypes(BaseModel):
    """The types of problems."""

    model_config = ConfigDict(defer_build=True)

    types: list[ProblemType]


def list_types() -> tuple[GlossaryEntry, ...]:
    """Return the types of problems that a client can be told of, by name.

    Each says what to do; an answer itself says what was wrong with its request.
    """
    statuses = {error.problem: error.status for error in _list_errors(AzruError)}
    return tuple(
        _explain(name, statuses[name], title, advice)
        for name, (title, advice) in sorted(EXPLANATIONS.items())
    )


PROBLEM_TYPES = Glossary(
    "problem",
    mark("Types of problems"),
    list_types,
    example="gone",
    entry=ProblemType,
    listing=ProblemTypes,
)
"""The types, served under `/problem/`."""


def _explain(name: str, status: int, title: str, advice: str) -> GlossaryEntry:
    iri = f"{BASE}problem/{name}"
    model = ProblemType(type=iri, title=title, status=status, advice=advice)
    return GlossaryEntry(name, iri, title, (advice,), f"status {status}", model)


def _list_errors(root: type[AzruError]) -> Iterator[type[AzruError]]:
    yield root
    for error in root.__subclasses__():
        yield from _list_errors(error)
