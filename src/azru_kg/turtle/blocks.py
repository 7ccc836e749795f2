"""Lays out what is said of each subject as a block of Turtle, the same for the same triples.

A block begins with `a`, then come names and definitions (`NAMES`), then the other predicates in the
alphabet of their prefixed names, then what is open and where it comes from (`EVIDENCE`). Subjects
stand by kind – header, classes, properties, codes, sources, quotes with their selectors, entities,
claims, the rest – and by IRI. Comments move with what they are on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.rdf.oxigraph_terms import Node, Term, named
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.turtle.comments import Comments, Said
from azru_kg.turtle.nesting import name_outer
from azru_kg.turtle.placed import Placed
from azru_kg.turtle.spelling import Spelling

NAMES = (
    "rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation schema:headline"
    " dcterms:title skos:definition dcterms:description skos:scopeNote skos:example rdfs:comment"
    " sh:targetClass sh:targetNode sh:targetSubjectsOf sh:targetObjectsOf sh:path"
)
"""The predicates that follow `a`, in this order: what a thing is called, what a shape is on."""

EVIDENCE = "azru:inferred azru:notStated azru:voice prov:wasAttributedTo prov:wasDerivedFrom"
"""The predicates that end a block, in this order."""

COLUMNS = 100
"""Several objects share a line as long as the line is not longer than this."""


def _name_all(names: str) -> list[ox.NamedNode]:
    return [named(name) for name in names.split()]


_TYPE, _FIRST, _REST, _NIL = _name_all("rdf:type rdf:first rdf:rest rdf:nil")
_SCHEME, _IN_SCHEME = _name_all("skos:ConceptScheme skos:inScheme")
_KINDS = (
    set(_name_all("owl:Ontology dcat:Dataset")),
    set(_name_all("owl:Class rdfs:Class")),
    set(_name_all("owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property")),
)
_RANKS = {"code": 3, "source": 4, "quote": 5, "claim": 7}
_ENTITY_RANK, _REST_RANK = 6, 8
_SELECTORS = {"": 0, "text": 1, "position": 2}
_MIDDLE = (2, 0)
_PLACES = {
    _TYPE: (0, 0),
    **{name: (1, place) for place, name in enumerate(_name_all(NAMES))},
    **{name: (3, place) for place, name in enumerate(_name_all(EVIDENCE))},
}


def write_blocks(
    triples: Iterable[ox.Triple | ox.Quad | Placed],
    spelling: Spelling,
    comments: Comments,
    labels: Mapping[ox.BlankNode, str] | None = None,
) -> list[str]:
    """Return a block for each subject that has an IRI; blank nodes stand where they are used.

    Those that cannot have blocks under their labels, behind the others in the order of the triples.
    Raises DataError for them where no labels are allowed, and for terms of RDF 1.2.
    """
    writer = _Writer(triples, spelling, comments, labels)
    return [writer.block(subject) for subject in writer.subjects()]


class _Writer:
    """The triples by subject, and the one-line text of their terms."""

    def __init__(
        self,
        triples: Iterable[ox.Triple | ox.Quad | Placed],
        spelling: Spelling,
        comments: Comments,
        labels: Mapping[ox.BlankNode, str] | None,
    ) -> None:
        # In their order: of blank nodes that look the same the first stays the first.
        unique = dict.fromkeys(
            (triple.subject, triple.predicate, triple.object) for triple in triples
        )
        self._spelling = spelling
        self._about: defaultdict[Node, dict[ox.NamedNode, list[Term]]] = defaultdict(dict)
        around: dict[Term, Node] = {}
        for subject, predicate, value in unique:
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                raise DataError("Turtle", "a triple about a triple. Use RDF 1.1 terms")
            self._about[subject].setdefault(predicate, []).append(value)
            if isinstance(value, ox.BlankNode):
                around[value] = subject
        self._outer = name_outer(self._about, labels)
        self._texts: dict[Term, str] = {}
        self._comments = self._settle(comments)
        self._holders = _find_holders(self._comments, around, self._outer)

    def subjects(self) -> list[Node]:
        """Return the subjects that have a block of their own, in the order of the blocks."""
        named = (node for node in self._about if isinstance(node, ox.NamedNode))
        return [*sorted(named, key=self._place), *filter(self._about.__contains__, self._outer)]

    def _settle(self, comments: Comments) -> Comments:
        """Return comments of which those above a nested node are on what is first said of it."""
        before = defaultdict(list, comments.before)
        for node, texts in comments.leads.items():
            if isinstance(node, ox.BlankNode) and node not in self._outer:
                predicate, values = next(iter(self._about[node].items()))
                said = (node, predicate, values[0])
                before[said] = [*texts, *before.get(said, [])]
        return replace(comments, before=before)

    def block(self, subject: Node) -> str:
        """Return all that is said of a subject."""
        lead = _put_above(self._comments.leads.get(subject, []), "")
        name = self._text(subject)
        return f"{lead}{name}\n{self._properties(subject, 2, ' .')}\n"

    def _place(self, subject: ox.NamedNode) -> tuple[int, str, int, str]:
        iri, about = subject.value, self._about[subject]
        types = set(about.get(_TYPE, []))
        for rank, kind in enumerate(_KINDS):
            if types & kind:
                return rank, iri, 0, iri
        if not iri.startswith(IDENTITY):
            return _REST_RANK, iri, 0, iri
        rank = _RANKS.get(iri.removeprefix(IDENTITY).partition("/")[0], _ENTITY_RANK)
        if rank == _RANKS["code"] and _SCHEME not in types:
            schemes = [scheme.value for scheme in about.get(_IN_SCHEME, [])]
            return rank, min(schemes, default=iri), 1, iri
        if rank == _RANKS["quote"]:
            quote, _, part = iri.partition("#")
            return rank, quote, _SELECTORS.get(part, len(_SELECTORS)), iri
        return rank, iri, 0, iri

    def _properties(self, subject: Node, indent: int, end: str = "") -> str:
        parts = [
            self._line(subject, name, values, indent) for name, values in self._ordered(subject)
        ]
        return _join(parts, " ;", end)

    def _ordered(self, subject: Node) -> Iterator[tuple[ox.NamedNode, list[Term]]]:
        about = self._about[subject]
        places = {name: (_PLACES.get(name, _MIDDLE), self._name(name)) for name in about}
        for name in sorted(about, key=lambda name: places[name]):
            yield name, sorted(about[name], key=self._rank)

    def _name(self, name: ox.NamedNode) -> str:
        return "a" if name == _TYPE else self._spelling.name(name.value)

    def _rank(self, value: Term) -> tuple[int, bool, str, str]:
        text = self._text(value)
        if isinstance(value, ox.Literal):
            return 1, value.language != "en", value.language or "", text
        return (0 if isinstance(value, ox.NamedNode) else 2), False, "", text

    def _line(
        self, subject: Node, predicate: ox.NamedNode, values: list[Term], indent: int
    ) -> tuple[str, str]:
        """Return what is said with a predicate, and the comment that goes behind it."""
        pad, name = " " * indent, self._name(predicate)
        above = _put_above(self._comments.predicates.get((subject, predicate), []), pad)
        if len(values) == 1:
            text, comment = self._value(subject, predicate, values[0], indent, f"{name} ")
            return above + text, comment
        if not any(self._is_commented((subject, predicate, value)) for value in values):
            line = f"{pad}{name} {' , '.join(map(self._text, values))}"
            if _fits(line):
                return above + line, ""
        parts = [self._value(subject, predicate, value, indent + 2) for value in values]
        listed = _join(parts[:-1], " ,", " ,")
        return f"{above}{pad}{name}\n{listed}\n{parts[-1][0]}", parts[-1][1]

    def _value(
        self, subject: Node, predicate: ox.NamedNode, value: Term, indent: int, start: str = ""
    ) -> tuple[str, str]:
        """Return a value on lines of its own, and the comment that goes behind it."""
        pad, said = " " * indent, (subject, predicate, value)
        above = _put_above(self._comments.before.get(said, []), pad)
        text = self._spread(value, indent)
        return f"{above}{pad}{start}{text}", self._comments.behind.get(said, "")

    def _is_commented(self, said: Said) -> bool:
        comments = self._comments
        return said in comments.before or said in comments.behind or said[2] in self._holders

    def _spread(self, value: Term, indent: int) -> str:
        pad = " " * indent
        if not isinstance(value, ox.BlankNode) or value in self._outer:
            return self._text(value)
        if value not in self._holders and _fits(pad + self._text(value)):
            return self._text(value)
        if (cells := self._cells(value)) is not None:
            parts = [
                self._value(cell, _FIRST, self._about[cell][_FIRST][0], indent + 2)
                for cell in cells
            ]
            return f"(\n{_join(parts, '', '')}\n{pad})"
        return f"[\n{self._properties(value, indent + 2)}\n{pad}]"

    def _text(self, term: Term) -> str:
        if term not in self._texts:
            self._texts[term] = self._render(term)
        return self._texts[term]

    def _render(self, term: Term) -> str:
        if isinstance(term, ox.Literal):
            return self._spelling.literal(term)
        if isinstance(term, ox.NamedNode):
            return "()" if term == _NIL else self._spelling.name(term.value)
        if term in self._outer:
            return self._outer[term]
        if (cells := self._cells(term)) is not None:
            items = (self._text(self._about[cell][_FIRST][0]) for cell in cells)
            return f"( {' '.join(items)} )"
        if term not in self._about:
            return "[]"
        parts = (
            f"{self._name(name)} {' , '.join(map(self._text, all_))}"
            for name, all_ in self._ordered(term)
        )
        return f"[ {' ; '.join(parts)} ]"

    def _cells(self, node: ox.BlankNode) -> list[ox.BlankNode] | None:
        """Return the cells of the list that a node heads, or None if it heads no plain one."""
        cells: list[ox.BlankNode] = []
        cell: Term = node
        while cell != _NIL:
            if cell in self._outer:
                return None
            about = self._about.get(cell, {}) if isinstance(cell, ox.BlankNode) else {}
            first, rest = about.get(_FIRST, []), about.get(_REST, [])
            if not isinstance(cell, ox.BlankNode) or (len(about), len(first), len(rest)) != (
                2,
                1,
                1,
            ):
                return None
            cells.append(cell)
            cell = rest[0]
        return cells


def _find_holders(
    comments: Comments, around: Mapping[Term, Node], outer: Container[Term]
) -> set[Term]:
    """Return the blank nodes in whose brackets there are comments."""
    holders: set[Term] = set()
    for said in (*comments.predicates, *comments.before, *comments.behind):
        inner: Term | None = said[0]
        while isinstance(inner, ox.BlankNode) and inner not in holders and inner not in outer:
            holders.add(inner)
            inner = around.get(inner)
    return holders


def _put_above(comments: Iterable[str], pad: str) -> str:
    return "".join(f"{pad}{comment}\n" for comment in comments)


def _join(parts: Sequence[tuple[str, str]], mark: str, end: str) -> str:
    """Return parts on lines, with a mark between two and the comment of each behind the mark."""
    marks = [*[mark] * (len(parts) - 1), end]
    return "\n".join(
        f"{text}{mark}  {comment}" if comment else f"{text}{mark}"
        for (text, comment), mark in zip(parts, marks, strict=True)
    )


def _fits(line: str) -> bool:
    return "\n" not in line and len(line) + len(" ;") <= COLUMNS
