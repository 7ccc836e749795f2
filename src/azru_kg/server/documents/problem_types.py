"""Explains the types of problems at their IRIs: what went wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from azru_kg.errors import AzruError
from azru_kg.rdf.prefixes import BASE
from azru_kg.server.documents.glossary import Glossary
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


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """What answers of one type have in common: their name, status and title, and the advice."""

    name: str
    status: int
    title: str
    advice: str

    @property
    def iri(self) -> str:
        """The IRI by which problem details name the type."""
        return f"{BASE}problem/{self.name}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What to do; an answer itself says what was wrong with its request."""
        return (self.advice,)

    @property
    def note(self) -> str:
        """The status of the answers."""
        return f"status {self.status}"

    @property
    def model(self) -> ProblemType:
        """What it means, as a JSON object."""
        return ProblemType(type=self.iri, title=self.title, status=self.status, advice=self.advice)


def list_types() -> tuple[ProblemEntry, ...]:
    """Return the types of problems that a client can be told of, by name."""
    statuses = {error.problem: error.status for error in _list_errors(AzruError)}
    return tuple(
        ProblemEntry(name, statuses[name], title, advice)
        for name, (title, advice) in sorted(EXPLANATIONS.items())
    )


PROBLEM_TYPES = Glossary(
    "problem",
    "Types of problems",
    list_types,
    example="gone",
    entry=ProblemType,
    listing=ProblemTypes,
)
"""The types, served under `/problem/`."""


def _list_errors(root: type[AzruError]) -> Iterator[type[AzruError]]:
    yield root
    for error in root.__subclasses__():
        yield from _list_errors(error)
