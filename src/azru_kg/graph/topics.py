"""Topics: what people come to read about, each with what belongs to it.

A topic covers (`azru:covers`) indicators, sectors and codes with all that is narrower or of them,
years with the events in them, single things, and classes of claims. What is so covered, and what a
statement says of it, is of the topic; it may be of several.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.languages.reading import ENGLISH, get_language
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import IDENTITY, expand

SPACE = f"{IDENTITY}topic/"
"""The namespace of the IRIs of topics."""

_NAME, _DEFINITION, _SILENCE = (
    expand(name) for name in ("skos:prefLabel", "skos:definition", "skos:scopeNote")
)

FIND_TOPICS = """SELECT DISTINCT ?topic ?property ?text WHERE {
  ?topic a azru:Topic ; azru:covers ?covered ; ?property ?text
  FILTER (?property IN (skos:prefLabel, skos:definition, skos:scopeNote))
}"""
"""The query for the topics that cover something, with their texts."""

FIND_COVERED = (
    "SELECT DISTINCT ?topic ?covered WHERE { ?topic a azru:Topic ; azru:covers ?covered }"
)
"""The query for what topics cover."""

# A claim is no thing that another is about; its own properties are asked for with it.
FIND_WIDER = f"""SELECT DISTINCT ?thing ?wider WHERE {{
  {{
    ?thing skos:broader|dcterms:type|dcterms:subject|schema:about ?wider
  }} UNION {{
    ?thing schema:superEvent|azru:segmentOf|azru:corridor|org:postIn|dcterms:isPartOf ?wider
  }} UNION {{
    ?topic azru:covers ?wider .
    ?thing a ?wider
  }} UNION {{
    ?wider azru:signed ?thing
  }} UNION {{
    {{ ?thing schema:startDate|dcterms:issued ?day BIND (STR(?day) AS ?time) }} UNION {{
      ?thing azru:dateWithin ?period BIND (STRAFTER(STR(?period), "/id/period/") AS ?time)
    }}
    BIND (IRI(CONCAT("{IDENTITY}period/", SUBSTR(?time, 1, 4))) AS ?wider)
  }}
  FILTER (ISIRI(?thing) && ISIRI(?wider))
  FILTER NOT EXISTS {{ ?thing prov:wasDerivedFrom ?evidence }}
}}"""
"""The query for where things lie: in what is broader, in their type, their sector, their year."""

Row = Sequence[AnyTerm | None]


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A topic: its IRI, what it is called in each language, and in English what is of it.

    `silence` says what was sought for it and not found.
    """

    iri: str
    names: Mapping[str, str]
    definition: str = ""
    silence: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The name by which addresses and stored queries know it."""
        return self.iri.removeprefix(SPACE)

    @property
    def name(self) -> str:
        """What it is called in the language that is read, or else in English."""
        return self.names.get(get_language()) or self.names.get(ENGLISH) or self.slug


@dataclass(frozen=True, slots=True)
class Belonging:
    """What topics cover, and in what things lie; so it is known of which topics a thing is."""

    covered: Mapping[str, frozenset[str]]
    wider: Mapping[str, frozenset[str]]
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def find_topics(self, thing: str) -> frozenset[str]:
        """Return the topics of a thing: those that cover it, or what it lies in, however far."""
        if thing not in self._known:
            seen, waiting = {thing}, [thing]
            while waiting:
                further = self.wider.get(waiting.pop(), frozenset()) - seen
                seen |= further
                waiting += further
            found = (self.covered.get(each, frozenset()) for each in seen)
            self._known[thing] = frozenset().union(*found)
        return self._known[thing]

    def list_things(self) -> Iterable[str]:
        """Return what is covered, and what is known to lie in something."""
        return self.covered.keys() | self.wider.keys()


def read_topics(rows: Iterable[Row]) -> tuple[Topic, ...]:
    """Return the topics in the order of their English names, from the rows of `FIND_TOPICS`."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    texts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for topic, name, text in rows:
        if isinstance(topic, ox.NamedNode) and isinstance(text, ox.Literal):
            names[topic.value]
            if read_text(name) == _NAME:
                names[topic.value][text.language or ENGLISH] = text.value
            elif (text.language or ENGLISH) == ENGLISH:
                texts[topic.value, read_text(name)].add(text.value)
    topics = (
        Topic(
            iri,
            called,
            definition=" ".join(sorted(texts[iri, _DEFINITION])),
            silence=tuple(sorted(texts[iri, _SILENCE])),
        )
        for iri, called in names.items()
        if iri.startswith(SPACE)
    )
    return tuple(sorted(topics, key=lambda topic: (topic.names.get(ENGLISH, ""), topic.iri)))


def read_belonging(covered: Iterable[Row], wider: Iterable[Row]) -> Belonging:
    """Return what belongs to topics, from the rows of `FIND_COVERED` and `FIND_WIDER`."""
    return Belonging(
        _gather((read_text(thing), read_text(topic)) for topic, thing in covered),
        _gather((read_text(thing), read_text(other)) for thing, other in wider),
    )


def read_text(term: AnyTerm | None) -> str:
    """Return the text of a term, which is its IRI, its value, or nothing."""
    return str(getattr(term, "value", ""))


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, other in pairs:
        found[name].add(other)
    return {name: frozenset(others) for name, others in found.items()}
