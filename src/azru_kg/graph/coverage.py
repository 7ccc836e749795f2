"""Coverage: how many documents and statements there are of each topic, year and perspective.

A statement is a claim in the graph of a document: a claim that two documents make counts twice. Its
year is that of the day on which it was said, or else that of the document. So documents have one
year and one perspective, and numbers of several of these add up; those of several topics do not, as
a statement may be of more than one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from azru_kg.graph.layout import ENTITIES_GRAPH
from azru_kg.graph.perspectives import FIND_SOURCES, PERSPECTIVES, group_sources
from azru_kg.graph.topics import (
    FIND_COVERED,
    FIND_TOPICS,
    FIND_WIDER,
    Belonging,
    Row,
    Topic,
    read_belonging,
    read_text,
    read_topics,
)
from azru_kg.languages.translations import mark
from azru_kg.rdf.prefixes import IDENTITY, expand

AMOUNTS = {
    "sources": mark("Sources"),
    "statements": mark("Statements"),
    "figures": mark("Figures"),
    "promises": mark("Promises"),
}
"""What is counted, and what it is called."""

SIDES = {
    **{name: PERSPECTIVES[name].title for name in ("azerbaijani", "russian", "third-country")},
    "": mark("Joint or unknown publishers"),
}
"""The perspectives that share no source, and what is left, with what they are called."""

COLUMNS = ("topic", "topicName", "year", "perspective", *AMOUNTS)
"""The columns of the counts as CSV."""

_KINDS = {expand("azru:Figure"): "figures", expand("azru:Promise"): "promises"}
_PERIOD = f"{IDENTITY}period/"
_FIND_DOCUMENTS = f"""SELECT DISTINCT ?graph ?source ?published ?within WHERE {{
  GRAPH ?graph {{
    ?source a azru:Source .
    OPTIONAL {{ ?source schema:datePublished ?published }}
    OPTIONAL {{ ?source azru:dateWithin ?within }}
  }}
  FILTER (?graph != <{ENTITIES_GRAPH}>)
}}
ORDER BY ?graph ?source ?published ?within"""
_FIND_STATEMENTS = """SELECT DISTINCT ?graph ?claim ?class ?said ?about WHERE {
  ?class rdfs:subClassOf* azru:Claim .
  GRAPH ?graph {
    ?claim a ?class .
    OPTIONAL { ?claim azru:asOf ?said }
    OPTIONAL {
      ?claim ?names ?about
      FILTER (?names IN (
        azru:event, azru:indicator, azru:onBehalfOf, azru:participant, azru:post, azru:project,
        dcterms:subject, org:member, org:role, schema:about
      ))
    }
  }
}"""


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """Where something counts: the IRI of a topic, a year and a perspective.

    No topic is all of them together; no year and no perspective is that none is known.
    """

    topic: str
    year: str
    perspective: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Topics, and how much there is of each.

    By topic, `sources` are its documents, `things` what lies in it, and `told` of how many of its
    statements each thing is the matter.
    """

    topics: tuple[Topic, ...] = ()
    places: Mapping[CoveredPart, Counter[str]] = field(default_factory=dict)
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    things: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: Mapping[str, Counter[str]] = field(default_factory=dict)

    def count(
        self, *, topic: str = "", year: str | None = None, perspective: str | None = None
    ) -> Counter[str]:
        """Return how much there is of a topic, in a year and perspective where they are given."""
        total: Counter[str] = Counter()
        for place, numbers in self.places.items():
            if (
                place.topic == topic
                and year in (None, place.year)
                and perspective in (None, place.perspective)
            ):
                total += numbers
        return total

    @property
    def years(self) -> tuple[str, ...]:
        """The years of which there is anything, in their order; the last may be empty."""
        years = {place.year for place in self.places}
        return (*sorted(filter(None, years)), *([""] if "" in years else []))


@dataclass(frozen=True, slots=True)
class _Document:
    source: str
    year: str
    perspective: str


def list_coverage_queries() -> dict[str, str]:
    """Return the queries whose rows `count_coverage` takes, by name."""
    return {
        "topics": FIND_TOPICS,
        "covered": FIND_COVERED,
        "wider": FIND_WIDER,
        "publishers": FIND_SOURCES,
        "documents": _FIND_DOCUMENTS,
        "statements": _FIND_STATEMENTS,
    }


def count_coverage(rows: Mapping[str, Iterable[Row]]) -> Coverage:
    """Return how much there is of what, from the rows of each of the queries by its name."""
    topics = read_topics(rows["topics"])
    belonging = read_belonging(rows["covered"], rows["wider"])
    documents = _read_documents(rows["documents"], rows["publishers"])
    places: defaultdict[CoveredPart, Counter[str]] = defaultdict(Counter)
    graphs: defaultdict[str, set[str]] = defaultdict(set, {"": set(documents)})
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for graph, said, kinds, about in _read_statements(rows["statements"]):
        document = documents.get(graph)
        if document is None:
            continue
        year = said[:4] or document.year
        counted = ["statements", *(_KINDS[kind] for kind in kinds if kind in _KINDS)]
        for topic in ("", *_find_topics(belonging, {*kinds, *about})):
            places[CoveredPart(topic, year, document.perspective)].update(counted)
            graphs[topic].add(graph)
            told[topic].update(about)
    for topic, held in graphs.items():
        for graph in held:
            document = documents[graph]
            places[CoveredPart(topic, document.year, document.perspective)]["sources"] += 1
    return Coverage(
        topics,
        places,
        {
            topic: frozenset(documents[each].source for each in held)
            for topic, held in graphs.items()
        },
        _sort_things(belonging),
        told,
    )


def write_coverage(coverage: Coverage) -> str:
    """Return all counts as CSV; rows without a topic are of all topics together, and of none."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    names = {topic.iri: topic.names.get("en", "") for topic in coverage.topics}
    ordered = sorted(
        coverage.places, key=lambda place: (place.topic, place.year, place.perspective)
    )
    for place in ordered:
        numbers = (coverage.places[place][amount] for amount in AMOUNTS)
        name = names.get(place.topic, "")
        writer.writerow((place.topic, name, place.year, place.perspective, *numbers))
    return target.getvalue()


def _find_topics(belonging: Belonging, things: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(belonging.find_topics(thing) for thing in things))


def _sort_things(belonging: Belonging) -> dict[str, frozenset[str]]:
    """Return what lies in each topic."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for thing in belonging.list_things():
        for topic in belonging.find_topics(thing):
            found[topic].add(thing)
    return {topic: frozenset(things) for topic, things in found.items()}


def _read_documents(rows: Iterable[Row], publishers: Iterable[Row]) -> dict[str, _Document]:
    """Return the document of each graph, with its year and perspective."""
    groups = group_sources(tuple(row) for row in publishers)
    sides = {
        source.graph: side for side in SIDES if side in PERSPECTIVES for source in groups[side]
    }
    documents: dict[str, _Document] = {}
    for graph, source, published, within in (map(read_text, row) for row in rows):
        year = (published or within.removeprefix(_PERIOD))[:4]
        known = year if year.isdecimal() else ""
        documents.setdefault(graph, _Document(source, known, sides.get(graph, "")))
    return documents


def _read_statements(rows: Iterable[Row]) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Yield the graph, the day, the classes and the matters of each statement."""
    said: dict[tuple[str, str], str] = {}
    kinds: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    about: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        graph, claim, kind, day, matter = map(read_text, row)
        said[graph, claim] = max(said.get((graph, claim), ""), day)
        kinds[graph, claim].add(kind)
        if matter:
            about[graph, claim].add(matter)
    for key, day in said.items():
        yield key[0], day if day[:4].isdecimal() else "", kinds[key], about[key]
