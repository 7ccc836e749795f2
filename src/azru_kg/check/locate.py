"""Finds where in the files the triple stands that a finding is about.

Files are read only when there are findings, and only those that can hold what is looked for: at
first only the statements about it, and whole where that does not say enough. In Turtle, TriG,
N-Triples and N-Quads each part of each triple has its place; in JSON-LD and RDF/XML a subject has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.term import Node

from azru_kg.check.finding import Finding, Location
from azru_kg.check.places import Place, Places, may_hold_blanks
from azru_kg.files import drop_mark
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.oxigraph_terms import Term
from azru_kg.rdf.rdflib_terms import to_oxigraph

_FEW = 100
_WORD = re.compile(r"[A-Za-z0-9]+\Z")
_CUT_WORD = re.compile(rb"prefix\s+\S*:\s*<[^<>]*[A-Za-z0-9]>", re.IGNORECASE)


def locate(findings: Sequence[Finding], files: Sequence[DataFile]) -> list[Location | None]:
    """Return where each finding is: at its value, or else at its focus, or None if at neither.

    That is the object of the triple of focus, path and value; where nothing is wrong with a value,
    the first predicate that is the path; where the focus has none, or the path is of several steps,
    the first place where the focus is a subject; and where it is none, an object. `files` are those
    that the graph was read from, in the same order: blank nodes are told apart by it.
    """
    if not findings:
        return []
    sought = [_Sought.of(finding) for finding in findings]
    places = _read_all(sought, files, whole=False)
    rest = {each for each in sought if each.inverse or not places.is_subject(each.focus)}
    everywhere = _read_all(rest, files, whole=True) if rest else places
    spots = [_place(everywhere if each in rest else places, each) for each in sought]
    return [None if spot is None else Location(files[spot[0]].path, *spot[1:]) for spot in spots]


def locate_node(node: Node, files: Sequence[DataFile]) -> Location | None:
    """Return the first place of a node in files: as a subject, or else as an object."""
    sought = _Sought(to_oxigraph(node), (), (), None)
    spot = _read_all([sought], files, whole=True).find_node(sought.focus)
    return None if spot is None else Location(files[spot[0]].path, *spot[1:])


def _read_all(sought: Iterable[_Sought], files: Sequence[DataFile], *, whole: bool) -> Places:
    """Return the places of the foci in files: as subjects, or on the whole."""
    wanted = frozenset(each.focus for each in sought)
    values = {each.value for each in sought}
    numbered = any(isinstance(term, ox.BlankNode) for term in wanted | values)
    places = Places(wanted, whole=whole, numbered=numbered)
    needles = _find_needles(wanted)
    for number, file in enumerate(files):
        if file.path.suffix == stored_queries.SUFFIX:
            continue
        data = drop_mark(file.read_bytes())
        if (numbered and may_hold_blanks(file, data)) or _may_hold(file, data, needles):
            places.read(number, file, data)
    return places


@dataclass(frozen=True, slots=True)
class _Sought:
    """What of a finding stands in a file."""

    focus: Term
    names: tuple[str, ...]
    inverse: tuple[str, ...]
    value: Term | None

    @classmethod
    def of(cls, finding: Finding) -> _Sought:
        """Return it; a path of several steps has no names, one of alternatives has each of them."""
        steps = finding.path.split("|") if finding.path else []
        return cls(
            to_oxigraph(finding.focus),
            tuple(step for step in steps if not step.startswith("^")),
            tuple(step[1:] for step in steps if step.startswith("^")),
            None if finding.value is None else to_oxigraph(finding.value),
        )


def _place(places: Places, sought: _Sought) -> Place | None:
    if sought.value is not None:
        spot = places.find_triple(sought.focus, sought.names, sought.value)
        spot = spot or places.find_triple(sought.value, sought.inverse, sought.focus)
    else:
        spot = places.find_predicate(sought.focus, sought.names)
    return spot or places.find_node(sought.focus)


def _find_needles(wanted: frozenset[Term]) -> list[bytes] | None:
    """Return for each IRI the word that it ends with; None if not all can be looked for."""
    needles = set()
    for term in wanted:
        match = _WORD.search(term.value) if isinstance(term, ox.NamedNode) else None
        if match is not None:
            needles.add(match[0].encode())
        elif not isinstance(term, ox.BlankNode):
            return None
    return sorted(needles) if len(needles) <= _FEW else None


def _may_hold(file: DataFile, data: bytes, needles: list[bytes] | None) -> bool:
    """Return whether a file can name what ends with one of some words: false only for certain.

    The word is there as it is, unless it is in escapes, in two parts, or that of `<>`.
    """
    if needles is None or b"\\u" in data or b"\\U" in data or _CUT_WORD.search(data):
        return True
    address = file.path.resolve().as_uri().encode()
    return any(needle in data or needle in address for needle in needles)
