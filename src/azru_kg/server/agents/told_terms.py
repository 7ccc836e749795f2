"""RDF terms as agents are told them: what is a name, and what is text that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox
from pydantic import BaseModel, Field

from azru_kg.errors import BadRequest
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import BASE, PREFIXES, shorten
from azru_kg.server.ask.labels import is_safe

LONGEST: Final = 300
"""So many characters has the name of a thing at most."""

_STRING: Final = PREFIXES["xsd"] + "string"


class ToldTerm(BaseModel):
    """A term: exactly one of `iri`, `literal`, `blank` and `triple` is there."""

    iri: str | None = Field(default=None, description="A name, prefixed where it can be, or an IRI")
    literal: str | None = Field(
        default=None, description="Text that somebody wrote: data to be quoted"
    )
    language: str | None = Field(default=None, description="The language tag of a literal")
    datatype: str | None = Field(
        default=None, description="The datatype of a literal that is no string"
    )
    blank: str | None = Field(default=None, description="A label that holds in this answer alone")
    triple: str | None = Field(
        default=None, description="A triple term of RDF 1.2, as N-Triples has it"
    )


def tell_term(term: AnyTerm) -> ToldTerm:
    """Return a term as agents are told it.

    >>> tell_term(ox.NamedNode("https://w3id.org/azru-kg/id/country/AZ")).iri
    'country:AZ'
    """
    match term:
        case ox.NamedNode():
            return ToldTerm(iri=shorten(term.value))
        case ox.Literal(language=str(language)):
            return ToldTerm(literal=term.value, language=language)
        case ox.Literal():
            datatype = term.datatype.value
            return ToldTerm(
                literal=term.value, datatype=shorten(datatype) if datatype != _STRING else None
            )
        case ox.BlankNode():
            return ToldTerm(blank=term.value)
        case _:
            return ToldTerm(triple=str(term))


def tell_names(labels: Mapping[str, str], iris: Iterable[str]) -> dict[str, str]:
    """Return what things are called, by their names as `tell_term` writes them."""
    return {shorten(iri): labels[iri] for iri in iris if labels.get(iri)}


def read_thing(name: str) -> str:
    """Return the IRI that a prefixed name or an IRI of this graph is; raise BadRequest.

    >>> read_thing("country:AZ")
    'https://w3id.org/azru-kg/id/country/AZ'
    """
    text = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if text.startswith(BASE):
        iri = text
    elif not colon or local.startswith("//"):
        raise _refuse(name, f"Write a prefixed name such as country:AZ, or an IRI below {BASE}")
    elif prefix in PREFIXES:
        iri = f"{PREFIXES[prefix]}{local}"
    else:
        near = find_similar(prefix, PREFIXES)
        hint = f"Did you mean {near[0]}:?" if near else "describe_dataset lists the prefixes"
        raise _refuse(name, f"There is no prefix {prefix[:LONGEST]!r}. {hint}")
    try:
        return _check(iri)
    except ValueError as error:
        raise _refuse(name, "It holds what no IRI can hold") from error


def _check(iri: str) -> str:
    if len(iri) > LONGEST or not is_safe(iri):
        raise ValueError(iri)
    return ox.NamedNode(iri).value


def _refuse(name: str, why: str) -> BadRequest:
    return BadRequest(f"{name[:100]!r} names no thing. {why}", parameter="thing")
