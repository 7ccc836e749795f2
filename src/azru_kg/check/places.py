"""Keeps where the nodes that are looked for stand in files, and the triples with them.

A place is the number of a file, a line and a column. Of several places for the same, the first one
counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.check.places_json import find_json_subjects
from azru_kg.check.places_xml import find_xml_subjects
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.rdf.oxigraph_terms import Term
from azru_kg.rdf.prefixes import shorten
from azru_kg.turtle.lexer import Lines
from azru_kg.turtle.parser import Parser
from azru_kg.turtle.placed import Placed

Place = tuple[int, int | None, int | None]

_BLANK_SIGNS = (b"[", b"(", b"_:")
_SUBJECTS_ONLY = (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)


class Places:
    """Where the nodes that are wanted stand.

    Unless files are read on the `whole`, only what is said of these nodes is. Blank nodes are named
    `b1`, `b2`, … in order of appearance, as `reading.read` names them. Where they are `numbered`,
    each file that may hold some has to be read, also for those behind it, and is on the whole.
    """

    def __init__(self, wanted: frozenset[Term], *, whole: bool, numbered: bool) -> None:
        self._wanted, self._whole, self._numbered = wanted, whole or numbered, numbered
        self._blanks = 0
        self._names: dict[ox.NamedNode, str] = {}
        self._triples: dict[tuple[Term, str, Term], Place] = {}
        self._predicates: dict[tuple[Term, str], Place] = {}
        self._subjects: dict[Term, Place] = {}
        self._objects: dict[Term, Place] = {}

    def read(self, number: int, file: DataFile, data: bytes) -> None:
        """Take in the file of a number."""
        syntax, base = rdf_format(file.path), file.path.resolve().as_uri()
        if syntax in _SUBJECTS_ONLY:
            for subject, line, column in _find_subjects(syntax, data, base):
                self._subjects.setdefault(subject, (number, line, column))
            if self._numbered:
                self._pass_blanks(number, file)
            return
        text = data.decode()
        lines = Lines.of(text)
        parser = Parser(text, syntax, base)
        triples = parser.read() if self._whole else parser.skim(self._wanted.__contains__)
        for triple in self._name_blanks(triples):
            if triple.subject in self._wanted or triple.object in self._wanted:
                self._keep(triple, lines, number)

    def find_triple(self, subject: Term, names: tuple[str, ...], value: Term) -> Place | None:
        """Return where the object of a triple is, its predicate being any of some names."""
        places = (self._triples.get((subject, name, value)) for name in names)
        return next(filter(None, places), None)

    def find_predicate(self, focus: Term, names: tuple[str, ...]) -> Place | None:
        """Return where the first of the predicates of a focus is that has one of some names."""
        places = (self._predicates.get((focus, name)) for name in names)
        return min(filter(None, places), default=None)

    def is_subject(self, focus: Term) -> bool:
        """Return whether something is said of a focus."""
        return focus in self._subjects

    def find_node(self, focus: Term) -> Place | None:
        """Return where a focus is a subject, or else where it is an object."""
        return self._subjects.get(focus) or self._objects.get(focus)

    def _keep(self, triple: Placed, lines: Lines, number: int) -> None:
        name = self._names.get(triple.predicate)
        if name is None:
            name = self._names[triple.predicate] = _spell(triple.predicate)
        at = (number, *lines.place(triple.object_at))
        self._triples.setdefault((triple.subject, name, triple.object), at)
        if triple.subject in self._wanted:
            subject_at = (number, *lines.place(triple.subject_at))
            self._subjects.setdefault(triple.subject, subject_at)
            predicate_at = (number, *lines.place(triple.predicate_at))
            self._predicates.setdefault((triple.subject, name), predicate_at)
        if triple.object in self._wanted:
            self._objects.setdefault(triple.object, at)

    def _name_blanks(self, triples: Iterator[Placed]) -> Iterator[Placed]:
        known: dict[Term, ox.BlankNode] = {}

        def rename(node: ox.BlankNode) -> ox.BlankNode:
            if node not in known:
                self._blanks += 1
                known[node] = ox.BlankNode(f"b{self._blanks}")
            return known[node]

        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                triple = triple._replace(subject=rename(triple.subject))
            if isinstance(triple.object, ox.BlankNode):
                triple = triple._replace(object=rename(triple.object))
            yield triple

    def _pass_blanks(self, number: int, file: DataFile) -> None:
        """Keep of the blank nodes of a file in which they cannot be found that they are in it."""
        nodes = {node for quad in file.parse() for node in (quad.subject, quad.object)}
        for _ in filter(lambda node: isinstance(node, ox.BlankNode), nodes):
            self._blanks += 1
            self._subjects.setdefault(ox.BlankNode(f"b{self._blanks}"), (number, None, None))


def may_hold_blanks(file: DataFile, data: bytes) -> bool:
    """Return whether a file can have blank nodes: false only where it has none for certain."""
    return rdf_format(file.path) in _SUBJECTS_ONLY or any(sign in data for sign in _BLANK_SIGNS)


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


def _spell(name: ox.NamedNode) -> str:
    """Return a predicate as a finding spells the path that it is."""
    short = shorten(name.value)
    return f"<{short}>" if short == name.value else short
