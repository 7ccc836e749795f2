"""The arguments of the tools: what each is, and an error that teaches for what does not fit.

None of them is an address: nothing that an agent sends makes the server fetch anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from azru_kg.errors import BadRequest
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import KINDS
from azru_kg.server.agents.documents_alone import MOST_DOCUMENTS
from azru_kg.server.agents.told_things import MOST_CLAIMS
from azru_kg.server.ask.answers import ROWS
from azru_kg.server.find.search import LONGEST, ON_A_PAGE, SHORTEST

_SHOWN: Final = 100
_MOST_OFFSET: Final = 1_000_000
_Sources = Annotated[bool, Field(description="Tell the documents behind each row")]
_Perspective = Annotated[
    str,
    Field(
        description="Ask one group of sources alone; describe_dataset tells of them",
        json_schema_extra={"enum": ["", *PERSPECTIVES]},
    ),
]
_Documents = Annotated[
    list[str],
    Field(
        default_factory=list,
        description="Ask these documents alone: what they say, and leave open. Names, kinds and"
        " trees of things are known, too, which are the editors’: that there is a person does not"
        " mean that these documents name them, GRAPH ?graph { } does",
        max_length=MOST_DOCUMENTS,
        examples=[["source:newsaz-2024-01-22-roadmap"]],
    ),
]
_ArgumentsT = TypeVar("_ArgumentsT", bound=BaseModel)


class NoArguments(BaseModel):
    """A tool without arguments."""

    model_config = ConfigDict(extra="forbid")


class FindArguments(BaseModel):
    """What is sought by name."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(
        description="Words of a name in Latin, Azerbaijani or Cyrillic letters, in any order and"
        " nearly any spelling",
        min_length=SHORTEST,
        max_length=LONGEST,
        examples=["Aliyev", "Алиев"],
    )
    kind: str = Field(
        default="", description="Things of one kind only", json_schema_extra={"enum": ["", *KINDS]}
    )
    limit: int = Field(default=20, description="So many things", ge=1, le=ON_A_PAGE)
    offset: int = Field(default=0, description="So many are left out before", ge=0, le=_MOST_OFFSET)


class DescribeArguments(BaseModel):
    """The thing that is to be described."""

    model_config = ConfigDict(extra="forbid")

    thing: str = Field(
        description="A prefixed name or IRI of this graph, as find and query give them",
        examples=["person:mehriban-aliyeva", "claim:turnover-2018"],
    )
    claims: int = Field(default=20, description="So many claims about it", ge=0, le=MOST_CLAIMS)


class ExamplesArguments(BaseModel):
    """Which of the stored queries are to be told of."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(
        default="",
        description="Words that are in its name, summary, description or tags; none: all queries",
        max_length=LONGEST,
        examples=["trade turnover"],
    )
    with_text: bool = Field(default=False, description="Give the SPARQL of each, too")


class StoredArguments(BaseModel):
    """A stored query with values for its parameters."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Its name, from example_queries", examples=["figures-of-trade"])
    parameters: dict[str, str] = Field(
        default_factory=dict,
        description="Values by the names of its parameters; those left out stay as they are",
        examples=[{"year": "2018"}],
    )
    limit: int | None = Field(default=None, description="So many rows at most", ge=1, le=ROWS)
    offset: int = Field(
        default=0, description="So many rows are left out before", ge=0, le=_MOST_OFFSET
    )
    documents: _Documents
    with_sources: _Sources = True


class CheckArguments(BaseModel):
    """The query that is to be checked."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(description="SPARQL 1.1, which is not run")


class QueryArguments(BaseModel):
    """The query that is to be answered."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(
        description="SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE. The prefixes of"
        " describe_dataset need no PREFIX lines",
        examples=["SELECT ?name { ?p a foaf:Person ; skos:prefLabel ?name } LIMIT 10"],
    )
    perspective: _Perspective = ""
    documents: _Documents
    with_sources: _Sources = True
    provenance: bool = Field(
        default=False,
        description="Tell exactly, for each row of a SELECT, which sets of documents suffice for"
        " it: `rests_on`. It takes longer",
    )


def read_arguments(model: type[_ArgumentsT], given: Mapping[str, Any]) -> _ArgumentsT:
    """Return the arguments of a tool; raise BadRequest with the first that does not fit."""
    unknown = [name for name in given if name not in model.model_fields]
    if unknown:
        raise BadRequest(explain_unknown(unknown[0], model), parameter=unknown[0][:_SHOWN])
    try:
        arguments = model.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        if first["type"] == "missing":
            raise BadRequest(f"The argument {place} is missing", parameter=place) from error
        shown = repr(first["input"])[:_SHOWN]
        reason = f"The argument {place[:_SHOWN]} cannot be {shown}: {first['msg']}"
        raise BadRequest(reason, parameter=place[:_SHOWN]) from error
    for name, value in arguments:
        _check_choice(model, name, value)
    return arguments


def explain_unknown(name: str, model: type[BaseModel]) -> str:
    """Return what to say of an argument that a tool does not have."""
    known = [*model.model_fields]
    near = find_similar(name, known)
    hint = f" Did you mean {near[0]}?" if near else ""
    takes = f"It takes {', '.join(known)}." if known else "It takes none."
    return f"This tool has no argument {name[:_SHOWN]!r}. {takes}{hint}"


def _check_choice(model: type[BaseModel], name: str, value: object) -> None:
    """Raise BadRequest for a value that is none of those that there are."""
    extra = model.model_fields[name].json_schema_extra
    choices = extra.get("enum") if isinstance(extra, dict) else None
    if isinstance(choices, list) and value not in choices:
        known = [str(choice) for choice in choices if choice]
        near = find_similar(str(value), known)
        hint = f" Did you mean {near[0]}?" if near else f" It is one of {', '.join(known)}"
        raise BadRequest(
            f"The argument {name} cannot be {str(value)[:_SHOWN]!r}.{hint}", parameter=name
        )
