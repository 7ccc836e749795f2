"""Finds where in a file the parts of triples stand that are looked for.

In Turtle, TriG, N-Triples and N-Quads each part of each triple has its place; in JSON-LD and
RDF/XML a subject with an IRI has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from azru_kg.check.places_json import find_json_subjects
from azru_kg.check.places_xml import find_xml_subjects
from azru_kg.files import drop_mark
from azru_kg.graph.dataset import rdf_format
from azru_kg.graph.indexing import IndexedFile
from azru_kg.rdf.index import Part
from azru_kg.rdf.oxigraph_terms import Term
from azru_kg.rdf.prefixes import shorten
from azru_kg.turtle.lexer import Lines
from azru_kg.turtle.parser import Parser
from azru_kg.turtle.placed import Placed

Key = tuple[Term | str, ...]
"""What has a place: a subject; or with it a predicate, as a finding spells it; or an object, too.

The place is that of the last of them.
"""

Places = dict[Key, tuple[int, int]]
"""Lines and columns; of several places for the same, the first one counts."""

_SUBJECTS_ONLY = (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)


def has_all_places(file: IndexedFile) -> bool:
    """Return whether each part of each triple has a place in a file, and not subjects alone."""
    return rdf_format(file.path) not in _SUBJECTS_ONLY


def find_places(file: IndexedFile, keys: Collection[Key]) -> Places:
    """Return the places of what a file is known to have, as far as they can be told.

    Only the statements about these subjects are read, unless there are blank nodes among the keys:
    to count these, the whole file is.
    """
    syntax, base = rdf_format(file.path), file.path.resolve().as_uri()
    data = drop_mark(file.file.read_bytes())
    places: Places = {}
    if not has_all_places(file):
        for subject, line, column in _find_subjects(syntax, data, base):
            places.setdefault((subject,), (line, column))
        return places
    text = data.decode()
    lines, parser = Lines.of(text), Parser(text, syntax, base)
    wanted = {key[0] for key in keys}
    numbered = any(isinstance(term, ox.BlankNode) for key in keys for term in key)
    triples = parser.read() if numbered else parser.skim(wanted.__contains__)
    for triple in _name_blanks(triples, file.part):
        if triple.subject in wanted:
            for key, at in _list_parts(triple):
                if key in keys and key not in places:
                    places[key] = lines.place(at)
    return places


def spell(predicate: Term) -> str:
    """Return a predicate as a finding spells the path that it is."""
    short = shorten(predicate.value)
    return f"<{short}>" if short == predicate.value else short


def _list_parts(triple: Placed) -> tuple[tuple[Key, int], ...]:
    subject, name, value = triple.subject, spell(triple.predicate), triple.object
    return (
        ((subject,), triple.subject_at),
        ((subject, name), triple.predicate_at),
        ((subject, name, value), triple.object_at),
    )


def _name_blanks(triples: Iterator[Placed], part: Part) -> Iterator[Placed]:
    """Name blank nodes as the index does, in order of appearance."""
    known: dict[Term, ox.BlankNode] = {}

    def rename(node: ox.BlankNode) -> ox.BlankNode:
        if node not in known:
            known[node] = ox.BlankNode(f"{part.label}{part.blanks + len(known) + 1}")
        return known[node]

    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            triple = triple._replace(subject=rename(triple.subject))
        if isinstance(triple.object, ox.BlankNode):
            triple = triple._replace(object=rename(triple.object))
        yield triple


def _find_subjects(
    syntax: ox.RdfFormat, data: bytes, base: str
) -> Iterator[tuple[ox.NamedNode, int, int]]:
    if syntax == ox.RdfFormat.RDF_XML:
        for iri, line, column in find_xml_subjects(data, base):
            yield ox.NamedNode(iri), line, column
        return
    text = data.decode()
    lines = Lines.of(text)
    for iri, at in find_json_subjects(text, base):
        yield ox.NamedNode(iri), *lines.place(at)
