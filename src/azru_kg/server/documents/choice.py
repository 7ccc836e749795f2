"""The format of a document: the one that its address names, or the one that suits the client.

A document has an address for each format, with a suffix: `/id/country/AZ.ttl`. At the address
without one, `?format=` or the Accept header decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from pydantic.json_schema import SkipJsonSchema
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request

from azru_kg.rdf import formats as media
from azru_kg.rdf.formats import DOCUMENTS, GRAPHS, HTML, Format, Offer

SUFFIXES = {format_.extension: Offer(format_, format_.media_type) for format_ in DOCUMENTS}
"""What the suffix of an address stands for."""


class _Suffix(Convertor[str]):
    """The suffix of a path; what stands after a dot and is none belongs to the name before it."""

    regex = "|".join(SUFFIXES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


_Name = str | SkipJsonSchema[None]
"""A name that may be left out; OpenAPI need not know that it is nothing then."""

register_url_convertor("suffix", _Suffix())


@dataclass(frozen=True, slots=True)
class Choice:
    """What a request says of the format; `suffix` where its address names it."""

    request: Request
    formats: tuple[Format, ...]
    suffix: Offer | None = None

    @property
    def named(self) -> bool:
        """Whether the request names a format by `format=`."""
        return bool(self.request.query_params.get("format"))

    def for_people(self) -> bool:
        """Return whether a page suits the client best; raise NotAcceptable for an unknown name."""
        if self.named:
            return self.pick().format is HTML
        accept = ", ".join(self.request.headers.getlist("accept"))
        offer = media.choose(accept, self.formats)
        return offer is not None and offer.format is HTML

    def pick(self) -> Offer:
        """Return the format that was chosen; raise NotAcceptable where none suits."""
        return self.suffix or choose_format(self.request, self.formats)


def choose_format(request: Request, formats: tuple[Format, ...] = DOCUMENTS) -> Offer:
    """Return the format that suits a client, by `format=` or Accept, else raise NotAcceptable.

    Of several `format=` the first counts, as it does at the endpoint.
    """
    names = [name for name in request.query_params.getlist("format") if name]
    accept = ", ".join(request.headers.getlist("accept"))
    offer = media.find(names[0], formats) if names else media.choose(accept, formats)
    if offer is None:
        raise media.not_acceptable(formats, name=names[0] if names else None)
    return offer


def name_formats(*formats: Format) -> list[str]:
    """Return what `format=` may say of some formats: their names, or nothing at all."""
    names = (name for format_ in formats for name in (format_.name, *format_.names))
    return [*dict.fromkeys(names), ""]


def take_format(*formats: Format) -> Any:
    """Return what gives a handler the choice between formats, and tells OpenAPI of it."""
    named: Any = Query(
        None,
        alias="format",
        description="A format by its name, instead of Accept",
        json_schema_extra={"enum": [*name_formats(*formats)]},
    )

    # Which of several counts, the request says; the parameter is here to be told of.
    async def choose(request: Request, format_name: _Name = named) -> Choice:
        return Choice(request, formats)

    return Depends(choose)


_TellSuffix = Path(
    description="The format", json_schema_extra={"enum": [*SUFFIXES]}, examples=["ttl"]
)


async def _choose_by_suffix(request: Request, suffix: Annotated[str, _TellSuffix]) -> Choice:
    return Choice(request, DOCUMENTS, SUFFIXES[suffix])


DocumentChoice = Annotated[Choice, take_format(*DOCUMENTS)]
"""The format of a description."""

GraphChoice = Annotated[Choice, take_format(*GRAPHS)]
"""The format of a graph for programs."""

PageChoice = Annotated[Choice, take_format(*GRAPHS, HTML)]
"""The format of a graph for programs, of which people get a page."""

SuffixChoice = Annotated[Choice, Depends(_choose_by_suffix)]
"""The format of a description at an address that names it."""
