"""What a page is about in the words of schema.org, for search engines: JSON-LD, as plain values.

It stands in the page as a block of data, of which nothing runs. Names are in English. A thing is
named by its IRI, which is its permanent address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from azru_kg.citing.citation import Citation, CitedDocument
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.pages.facts import LANGUAGES, Facts
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pages.saying import Saying

Described = dict[str, Any]
"""A thing of schema.org, with nothing in it that has no value."""

DATASET: Final = f"{BASE}dataset"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
MOST: Final = 20
"""So many documents, and so many further names, are told of a thing."""

_CONTEXT: Final = {"@context": "https://schema.org"}
_TYPES: Final = {
    "agreement": "CreativeWork",
    "claim": "Claim",
    "corridor": "Place",
    "country": "Country",
    "event": "Event",
    "organisation": "Organization",
    "person": "Person",
    "place": "Place",
    "project": "Project",
    "quote": "Quotation",
    "segment": "Place",
    "source": "CreativeWork",
}
_TITLE: Final = "azru-kg: the knowledge graph of Azerbaijan–Russia relations"
_DESCRIPTION: Final = (
    "Claims about Azerbaijan–Russia relations read out of published sources: who says what, when,"
    " in which document, and in which words of it. Sources that disagree both stand."
)
_OTHER: Final = "DefinedTerm"
_NAMED: Final = ("skos:prefLabel", "skos:altLabel")


def describe_thing(
    facts: Facts, iri: str, title: str, citation: Citation, sayings: Sequence[Saying]
) -> Described:
    """Return a thing of the graph; a claim with where it appears, and who makes it."""
    kind = iri.removeprefix(IDENTITY).partition("/")[0]
    named = {
        "@type": name_type(iri),
        "@id": iri,
        "name": facts.english(iri) if kind != "quote" else title,
    }
    description = facts.text(iri, "skos:definition", "dcterms:description")
    return _keep(
        _CONTEXT
        | named
        | {"alternateName": _list_names(facts, iri, named["name"]), "description": description}
        | _describe_kind(kind, facts, iri, title, citation.documents, sayings)
        | {"subjectOf": {"@type": "Dataset", "@id": DATASET}}
    )


def name_type(iri: str) -> str:
    """Return the type of a thing of the graph.

    >>> name_type("https://w3id.org/azru-kg/id/person/ilham-aliyev")
    'Person'
    """
    return _TYPES.get(iri.removeprefix(IDENTITY).partition("/")[0], _OTHER)


def describe_page(title: str, description: str, edition: Edition) -> Described:
    """Return a page that gathers things of the graph, or tells of it."""
    return _keep(
        _CONTEXT
        | {"@type": "WebPage", "name": title, "description": description}
        | ({"isPartOf": {"@type": "Dataset", "@id": DATASET}} if edition.own else {})
    )


def describe_release(
    edition: Edition,
    title: str = _TITLE,
    description: str = _DESCRIPTION,
    modified: str = "",
    files: Iterable[Described] = (),
) -> Described:
    """Return the dataset that is served, with files of it."""
    own = {
        "@id": DATASET,
        "url": DATASET,
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": "The azru-kg editors"},
        "isAccessibleForFree": True,
        "keywords": ["Azerbaijan", "Russia", "international relations", "knowledge graph"],
        "spatialCoverage": ["Azerbaijan", "Russia"],
    }
    return _keep(
        _CONTEXT
        | {"@type": "Dataset", "name": title, "description": description}
        | (own if edition.own else {})
        | {"version": edition.version, "identifier": f"sha256:{edition.digest}"}
        | {"dateModified": modified, "distribution": list(files)}
    )


def describe_file(name: str, address: str, media_type: str, size: int) -> Described:
    """Return a file of the dataset, at an absolute address."""
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": address,
        "encodingFormat": media_type,
        "contentSize": f"{size} B",
    }


def _describe_kind(
    kind: str,
    facts: Facts,
    iri: str,
    title: str,
    documents: Sequence[CitedDocument],
    sayings: Sequence[Saying],
) -> Described:
    works = [_describe_document(document) for document in documents[:MOST]]
    match kind:
        case "claim":
            dated = [work for work in works if work.get("datePublished")]
            first = min(dated, key=lambda work: work["datePublished"], default={})
            return {
                "appearance": works,
                "firstAppearance": {key: first[key] for key in ("@type", "@id") if key in first},
                "author": _list_speakers(sayings),
                "license": LICENCE,
            }
        case "quote":
            return {"text": title, "isPartOf": works[0] if works else {}}
        case "source":
            return {key: value for key, value in (works[:1] or [{}])[0].items() if key != "@id"}
        case "event":
            places = [{"@type": "Place", "name": facts.english(place)}
                      for place in facts.iris(iri, "schema:location")]  # fmt: skip
            return {"startDate": facts.text(iri, "schema:startDate"), "location": places}
        case _:
            return {}


def _describe_document(document: CitedDocument) -> Described:
    publisher = {"@type": "Organization", "name": document.publisher} if document.publisher else {}
    return _keep(
        {
            "@type": "CreativeWork",
            "@id": document.iri,
            "name": document.title,
            "url": document.page,
            "publisher": publisher,
            "datePublished": document.published,
        }
    )


def _list_speakers(sayings: Iterable[Saying]) -> list[Described]:
    """Return who makes a claim, each once; who is not named is not told."""
    speakers = {
        speaker.iri: {
            "@type": "Person" if speaker.iri.startswith(f"{IDENTITY}person/") else "Organization",
            "@id": speaker.iri,
            "name": speaker.text,
        }
        for saying in sayings
        for speaker in saying.speakers
        if speaker.iri
    }
    return list(speakers.values())[:MOST]


def _list_names(facts: Facts, iri: str, name: str) -> list[str]:
    names = (
        getattr(value, "value", "")
        for value in facts.values(iri, *_NAMED)
        if getattr(value, "language", None) in LANGUAGES
    )
    return [other for other in dict.fromkeys(names) if other and other != name][:MOST]


def _keep(described: Mapping[str, Any]) -> Described:
    """Return what has a value; texts that carry a language become plain ones."""
    return {
        key: str(value) if isinstance(value, str) else value
        for key, value in described.items()
        if value not in ("", [], {}, None)
    }
