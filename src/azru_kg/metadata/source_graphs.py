"""Describes the graphs of sources: what each is part of, whose it is, and what it tells of.

Nobody writes this by hand: it follows from what a source says of itself. A graph that has a title
by hand has been described in full.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyoxigraph as ox

from azru_kg.graph.measures import DATASET
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import GRAPH, IDENTITY

_PUBLISHER = named("dcterms:publisher")
_PUBLISHED = named("schema:datePublished")
_WITHIN = named("azru:dateWithin")
_TITLE = named("dcterms:title")
_NAME = named("skos:prefLabel")

Names = Mapping[ox.NamedNode, str]


def describe_source_graphs(
    sources: Mapping[str, Sequence[ox.Triple]], names: Names, by_hand: Iterable[ox.Triple]
) -> list[ox.Triple]:
    """Return what there is to state of the graph of each source, by slug, beside what is by hand.

    `names` are English names of publishers and periods. A publisher without a name goes by the
    last part of its IRI.
    """
    titled = {triple.subject for triple in by_hand if triple.predicate == _TITLE}
    statements = TripleBuilder()
    for slug, triples in sorted(sources.items()):
        graph = ox.NamedNode(f"{GRAPH}{slug}")
        if graph in titled:
            continue
        source = ox.NamedNode(f"{IDENTITY}source/{slug}")
        title = _write_title([triple for triple in triples if triple.subject == source], names)
        statements.add(ox.NamedNode(DATASET), "void:subset", graph)
        statements.add(graph, "a", "prov:Bundle", "void:Dataset")
        statements.add(graph, "dcterms:title", english(title))
        statements.add(graph, "prov:wasAttributedTo", "organisation:azru-kg-editors")
        statements.add(graph, "prov:wasDerivedFrom", source)
    return statements.triples


def list_names(entities: Iterable[ox.Triple]) -> dict[ox.NamedNode, str]:
    """Return the English names of things."""
    return {
        triple.subject: triple.object.value
        for triple in entities
        if triple.predicate == _NAME
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
        and triple.object.language == "en"
    }


def _write_title(triples: Sequence[ox.Triple], names: Names) -> str:
    publishers = [triple.object for triple in triples if triple.predicate == _PUBLISHER]
    spelt = [_spell_name(thing, names) for thing in publishers if isinstance(thing, ox.NamedNode)]
    document = f"a document of {spelt[0]}" if spelt else "a document"
    day = _spell_day(triples, names)
    return f"What {document}, {f'dated {day}' if day else 'without a date'}, says"


def _spell_day(triples: Sequence[ox.Triple], names: Names) -> str:
    """Return the date of publication, or the name of the period in which it falls, if known."""
    for triple in triples:
        if triple.predicate == _PUBLISHED and isinstance(triple.object, ox.Literal):
            day = date.fromisoformat(triple.object.value)
            return f"{day.day} {calendar.month_name[day.month]} {day.year}"
    for triple in triples:
        if triple.predicate == _WITHIN and isinstance(triple.object, ox.NamedNode):
            return _spell_name(triple.object, names)
    return ""


def _spell_name(thing: ox.NamedNode, names: Names) -> str:
    return names.get(thing) or thing.value.rpartition("/")[2]
