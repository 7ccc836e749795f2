"""Finds where in the files the triple stands that a finding is about.

The index tells which file has it; only then is the file read again, for the place in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib.term import Node

from azru_kg.check.finding import Finding, Location
from azru_kg.check.mentions import Mentions
from azru_kg.check.places import Key, Places, find_places
from azru_kg.graph.indexing import IndexedFile
from azru_kg.rdf.oxigraph_terms import Term
from azru_kg.rdf.rdflib_terms import to_oxigraph


def locate(findings: Sequence[Finding], files: Sequence[IndexedFile]) -> list[Location | None]:
    """Return where each finding is: at its value, or else at its focus, or None if at neither.

    That is the object of the triple of focus, path and value; where nothing is wrong with a value,
    the first predicate that is the path; where the focus has none, or the path is of several steps,
    the first place where the focus is a subject; and where it is none, an object.
    """
    return _locate([_Sought.of(finding) for finding in findings], files)


def locate_node(node: Node, files: Sequence[IndexedFile]) -> Location | None:
    """Return the first place of a node in files: as a subject, or else as an object."""
    return _locate([_Sought(to_oxigraph(node), (), (), None)], files)[0]


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


def _locate(sought: Sequence[_Sought], files: Sequence[IndexedFile]) -> list[Location | None]:
    if not sought:
        return []
    mentions = Mentions(files, frozenset(each.focus for each in sought))
    choices = [_choose(mentions, each) for each in sought]
    by_file: defaultdict[int, set[Key]] = defaultdict(set)
    for choice in filter(None, choices):
        by_file[mentions.find_file(choice[0])].update(choice)
    places = {number: find_places(files[number], keys) for number, keys in by_file.items()}

    def place(choice: list[Key]) -> Location | None:
        if not choice:
            return None
        number = mentions.find_file(choice[0])
        return _place(files[number], choice, places[number])

    return [place(choice) for choice in choices]


def _choose(mentions: Mentions, sought: _Sought) -> list[Key]:
    """Return what is to be found: all in one file, where the first of them counts."""
    focus, value = sought.focus, sought.value
    if value is None:
        predicates: list[Key] = [(focus, name) for name in sought.names]
        known = [key for key in predicates if key in mentions]
        first = min(map(mentions.find_file, known), default=0)
        chosen = [key for key in known if mentions.find_file(key) == first]
    else:
        said: list[Key] = [(focus, name, value) for name in sought.names]
        turned: list[Key] = [(value, name, focus) for name in sought.inverse]
        chosen = [key for key in (*said, *turned) if key in mentions][:1]
    return chosen or list(mentions.find_node(focus))


def _place(file: IndexedFile, keys: list[Key], places: Places) -> Location:
    known = [places[key] for key in keys if key in places]
    return Location(file.path, *min(known)) if known else Location(file.path)
