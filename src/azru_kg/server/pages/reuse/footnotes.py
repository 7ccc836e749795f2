"""What rows of a page rest on, as footnotes: numbered by where they are first cited on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from azru_kg.provenance.told import Cited, Missing, Provenance, RowProvenance, Support
from azru_kg.rdf.prefixes import shorten
from azru_kg.server.pages.cells import Links

MOST_CITED: Final = 12
"""So many footnotes of one set are cited in a row; the others are counted."""

MOST_WAYS: Final = 4
"""So many sets of a row are cited; the others are counted."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its mark, its text, and where it leads, if anywhere."""

    mark: str
    text: str
    href: str = ""
    place: str = ""
    place_href: str = ""

    @property
    def anchor(self) -> str:
        """Return its name in the address of the page."""
        return "note-" + self.mark.replace("∅", "absence-").replace("?", "reason-")


@dataclass(frozen=True, slots=True)
class Way:
    """Footnotes that suffice together, and how many further ones there are."""

    notes: tuple[Footnote, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CitedRow:
    """What a row rests on: ways of which any will do.

    `more` is how many further ways there are, None where they are more than are counted.
    """

    kind: str
    ways: tuple[Way, ...]
    more: int | None
    reasons: tuple[Footnote, ...]


class Footnotes:
    """The footnotes of a page, made while its rows are cited."""

    def __init__(self, told: Provenance, links: Links) -> None:
        self.documents: dict[int, Footnote] = {}
        self.absences: dict[int, Footnote] = {}
        self.reasons: dict[int, Footnote] = {}
        self._told = told
        self._links = links

    def cite(self, shown: int) -> Sequence[CitedRow]:
        """Return what the first rows rest on, so many of them."""
        return [self._cite_row(row) for row in self._told.rows[:shown]]

    def _cite_row(self, row: RowProvenance) -> CitedRow:
        ways = tuple(map(self._cite_set, row.sets[:MOST_WAYS]))
        more = None if row.more is None else row.more + len(row.sets[MOST_WAYS:])
        return CitedRow(row.kind, ways, more, tuple(map(self._cite_reason, row.reasons)))

    def _cite_set(self, members: Support) -> Way:
        documents = members.documents[:MOST_CITED]
        absences = members.absences[: MOST_CITED - len(documents)]
        left = len(members.documents) + len(members.absences) - len(documents) - len(absences)
        notes = (*map(self._cite_document, documents), *map(self._cite_absence, absences))
        return Way(notes, members.more + left)

    def _cite_document(self, number: int) -> Footnote:
        if number not in self.documents:
            mark = str(len(self.documents) + 1)
            self.documents[number] = _write_document(
                mark, self._told.documents[number], self._links
            )
        return self.documents[number]

    def _cite_absence(self, number: int) -> Footnote:
        if number not in self.absences:
            mark = f"∅{len(self.absences) + 1}"
            self.absences[number] = _write_absence(mark, self._told.absences[number], self._links)
        return self.absences[number]

    def _cite_reason(self, number: int) -> Footnote:
        if number not in self.reasons:
            mark = f"?{len(self.reasons) + 1}"
            self.reasons[number] = Footnote(mark, self._told.reasons[number])
        return self.reasons[number]


def _write_document(mark: str, document: Cited, links: Links) -> Footnote:
    if document.graph is None:
        return Footnote(mark, "")
    thing = document.source or document.graph
    return Footnote(
        mark,
        document.title or shorten(thing),
        links.target(thing),
        shorten(document.graph),
        links.target(document.graph),
    )


def _write_absence(mark: str, absence: Missing, links: Links) -> Footnote:
    if absence.graph is None:
        return Footnote(mark, absence.pattern)
    return Footnote(mark, absence.pattern, "", shorten(absence.graph), links.target(absence.graph))
