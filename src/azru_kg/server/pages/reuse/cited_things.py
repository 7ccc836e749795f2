"""How to cite what a page is about: a thing of the graph, with the documents behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from azru_kg.citing.citation import Citation, CitedDocument
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import Saying, find_documents

MOST: Final = 50
"""So many documents are cited with a claim."""

_OF_DOCUMENTS: Final = (f"{IDENTITY}source/", f"{IDENTITY}quote/")


def cite_thing(
    facts: Facts, iri: str, title: str, links: Links, sayings: Sequence[Saying] = ()
) -> Citation:
    """Return how to cite a thing: a claim with what is said of it, a quote or source with itself.

    Other things rest on no document that could be named with them.
    """
    documents = list(_cite_sayings(facts, sayings, links))
    if not sayings and iri.startswith(_OF_DOCUMENTS):
        documents = [cite_document(facts, it, links) for it in find_documents(facts, [iri])]
    return Citation(iri, title, tuple(documents[:MOST]))


def cite_document(facts: Facts, source: str, links: Links, said: str = "") -> CitedDocument:
    """Return how to cite a document of which the facts tell."""
    publishers = facts.iris(source, "dcterms:publisher", "schema:publisher")
    names = dict.fromkeys(facts.label(publisher) for publisher in publishers)
    pages = (page for page in facts.iris(source, "foaf:page") if links.target(page))
    return CitedDocument(
        iri=source,
        title=facts.label(source),
        publisher=", ".join(names),
        published=facts.text(source, "schema:datePublished"),
        page=next(pages, ""),
        said=said,
    )


def say_speech(saying: Saying) -> str:
    """Return who says something in a source, in which voice, and when."""
    speakers = ", ".join(speaker.text for speaker in saying.speakers)
    first = f"{saying.lead} {speakers}" if speakers else saying.lead
    return ", ".join(filter(None, (first, saying.how, saying.when)))


def _cite_sayings(facts: Facts, sayings: Iterable[Saying], links: Links) -> Iterator[CitedDocument]:
    for saying in sayings:
        if saying.source is not None:
            yield cite_document(facts, saying.source.iri, links, say_speech(saying))
