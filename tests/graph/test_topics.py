"""What belongs to a topic: what it covers, and what lies in that, however far."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import load
from azru_kg.graph.topics import (
    FIND_COVERED,
    FIND_TOPICS,
    FIND_WIDER,
    Topic,
    read_belonging,
    read_topics,
)
from azru_kg.languages.reading import read_in
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, expand

DATA = """
topic:t a azru:Topic ; azru:covers indicator:top , period:2024 , azru:Corridor , code:pipeline ;
  skos:prefLabel "trade"@en , "ticarət"@az ; skos:definition "What of it."@en , "Что"@ru ;
  skos:scopeNote "None of 1996."@en .
topic:empty a azru:Topic ; skos:prefLabel "nothing"@en .
<urn:strange> a azru:Topic ; azru:covers indicator:top ; skos:prefLabel "strange"@en .
indicator:leaf skos:broader indicator:middle .
indicator:middle skos:broader indicator:top .
indicator:ring skos:broader indicator:round .
indicator:round skos:broader indicator:ring .
event:visit schema:startDate "2024-03-01"^^xsd:date .
event:talks schema:superEvent event:visit .
event:signing azru:signed agreement:a ; azru:dateWithin period:2024-M05 .
event:before schema:startDate "2023-03-01"^^xsd:date .
corridor:c a azru:Corridor .
project:line azru:corridor corridor:c .
project:pipe dcterms:type code:pipeline .
claim:c schema:about indicator:top ; prov:wasDerivedFrom <urn:source> .
"""
Ask = Callable[[str], list[tuple[AnyTerm | None, ...]]]


@pytest.fixture(scope="module")
def ask() -> Ask:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    store = ox.Store()
    store.load((head + DATA).encode(), format=ox.RdfFormat.TURTLE)

    def answer(query: str) -> list[tuple[AnyTerm | None, ...]]:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(row) for row in found]

    return answer


def test_a_topic_is_one_that_covers_something_and_is_ours(ask: Ask) -> None:
    (topic,) = read_topics(ask(FIND_TOPICS))
    assert (topic.slug, topic.definition, topic.silence) == ("t", "What of it.", ("None of 1996.",))


def test_a_topic_is_called_in_the_language_that_is_read_or_in_english(ask: Ask) -> None:
    (topic,) = read_topics(ask(FIND_TOPICS))
    names = []
    for language in ("az", "ru", "en"):
        with read_in(language):
            names.append(topic.name)
    assert names == ["ticarət", "trade", "trade"]
    assert Topic("https://w3id.org/azru-kg/id/topic/x", {}).name == "x"


@pytest.mark.parametrize(
    ("thing", "belongs"),
    [
        ("indicator:top", True),
        ("indicator:leaf", True),
        ("indicator:ring", False),
        ("event:visit", True),
        ("event:talks", True),
        ("event:before", False),
        ("agreement:a", True),
        ("corridor:c", True),
        ("project:line", True),
        ("project:pipe", True),
        ("claim:c", False),
    ],
)
def test_what_lies_in_what_is_covered_belongs_to_a_topic(
    ask: Ask, thing: str, *, belongs: bool
) -> None:
    belonging = read_belonging(ask(FIND_COVERED), ask(FIND_WIDER))
    assert (expand("topic:t") in belonging.find_topics(expand(thing))) is belongs


def test_every_topic_that_a_stored_query_names_is_there_and_each_has_one() -> None:
    text = (built_in().root / "graph" / "entities" / "concepts.ttl").read_text(encoding="utf-8")
    triples = [*ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    covers = expand("azru:covers")
    there = {
        str(triple.subject.value).rpartition("/")[2]
        for triple in triples
        if triple.predicate.value == covers and isinstance(triple.subject, ox.NamedNode)
    }
    assert {topic for query in load(built_in().queries) for topic in query.topics} == there
    assert len(there) == 7
