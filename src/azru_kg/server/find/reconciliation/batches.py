"""Reads a batch of reconciliation queries, as somebody's table sends it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any, Final, Literal

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from azru_kg.errors import BadAddress, QueryTooLarge
from azru_kg.rdf.nearest import find_similar
from azru_kg.server.find.reconciliation.matching import TYPES

BATCH: Final = 50
"""So many queries are in a batch at most."""

MOST: Final = 25
"""So many candidates has a query at most, and ten where it does not say."""

_FEW: Final = 10
_PROPERTIES: Final = 10
_VALUES: Final = 20
_SHOWN: Final = 100


class GivenEntity(BaseModel):
    """A value that is a thing, which was matched before."""

    id: str
    name: str = ""


GivenValue = str | bool | int | float | GivenEntity
"""A value that somebody's table has for a property."""


class GivenProperty(BaseModel):
    """What somebody's table has for a property of the thing: one value, or several."""

    pid: str
    v: GivenValue | Annotated[list[GivenValue], Field(max_length=_VALUES)]

    @property
    def values(self) -> Sequence[GivenValue]:
        """All of the values."""
        return self.v if isinstance(self.v, list) else [self.v]


class ReconciliationQuery(BaseModel):
    """A name that is to be matched, or values of properties; with types and a limit."""

    model_config = ConfigDict(extra="forbid")

    query: str = ""
    type: str | list[str] = Field(default_factory=list)
    limit: int = Field(default=_FEW, ge=1)
    properties: list[GivenProperty] = Field(default_factory=list, max_length=_PROPERTIES)
    type_strict: Literal["any", "should", "all"] | None = None

    @property
    def types(self) -> list[str]:
        """The types, of which the thing has one; none for any."""
        return [self.type] if isinstance(self.type, str) else self.type

    @property
    def most(self) -> int:
        """How many candidates are wanted, as far as there may be so many."""
        return min(self.limit, MOST)


_BATCH: Final = TypeAdapter(dict[str, ReconciliationQuery])


def read_json(text: str, name: str) -> Any:
    """Return what a parameter holds as JSON; raise BadAddress."""
    try:
        return pydantic_core.from_json(text)
    except ValueError as error:
        raise BadAddress(f"The parameter {name} is no JSON: {error}") from error


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch by their names.

    Raises BadAddress with the first fault, QueryTooLarge for too many queries.
    """
    given = read_json(text, "queries")
    if isinstance(given, dict) and len(given) > BATCH:
        raise QueryTooLarge(f"There are {len(given):,} queries. A batch has {BATCH} at most")
    try:
        batch = _BATCH.validate_python(given)
    except ValidationError as error:
        raise BadAddress(f"The parameter queries does not fit: {explain(error)}") from error
    for name, query in batch.items():
        if not query.query.strip() and not query.properties:
            raise BadAddress(f"Query {name[:_SHOWN]!r} has neither a query nor properties")
        for type_ in query.types:
            check_known(type_, TYPES, "type")
    return batch


def check_known(name: str, known: Collection[str], what: str) -> None:
    """Raise BadAddress, with what may be meant, for a name that is not known."""
    if name not in known:
        near = find_similar(name, known)
        hint = f"Did you mean {near[0]}?" if near else f"The service suggests each {what}"
        raise BadAddress(f"There is no {what} {name[:_SHOWN]!r}. {hint}")


def explain(error: ValidationError) -> str:
    """Return what is wrong first, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part)[:_SHOWN] for part in first["loc"]) or "it"
    return f"{place}: {first['msg']}"
