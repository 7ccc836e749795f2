"""What a row rests on: sets of documents; any set will do, and each document of it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from azru_kg.provenance.told import Kind, Provenance, RowProvenance, Support
from azru_kg.rdf.native import IRI, Value
from azru_kg.rdf.prefixes import shorten

_WORDS: dict[Kind, str] = {
    "support": "Any of these sets of documents suffices for the row",
    "lineage": "All that the group of the row rests on",
    "untold": "It is not told on which documents the row rests",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document: the `source` that it is, with its title, and the named graph that holds it.

    `source` is None of a graph that is no source's, such as that of the editors' names for things.
    """

    graph: IRI | None
    source: IRI | None
    title: str

    def __str__(self) -> str:
        name = shorten(self.source or self.graph or "the default graph")
        return f"{self.title} ({name})" if self.title else name


@dataclass(frozen=True, eq=False)
class RowSources:
    """On which documents a row rests; going over it gives each of them once.

    Of the `kind` `support`, any of the `sets` suffices, and all documents of it are needed: with
    one of every set gone, the row goes. Of the kind `lineage`, which aggregates have, the one set
    is all that the group rests on. `untold` is what is not traced; `reasons` say why. `absences`
    are patterns that nothing may match for the row to stand. `more` is how many sets are not
    listed, None where there are more than are counted.
    """

    kind: Kind
    sets: tuple[tuple[Evidence, ...], ...]
    absences: tuple[str, ...] = ()
    more: int | None = 0
    reasons: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Evidence]:
        return iter(dict.fromkeys(document for each in self.sets for document in each))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        sets = "\n".join(f"- {' + '.join(map(str, each)) or 'no document'}" for each in self.sets)
        notes = "".join(f"\n{note}" for note in self._list_notes())
        return f"{_WORDS[self.kind]}:\n{sets}{notes}" if sets else f"{_WORDS[self.kind]}{notes}"

    def _repr_html_(self) -> str:
        from azru_kg.api.notebook import draw_table

        rows: list[Sequence[Value | None]] = [
            (number, document.source or document.graph, document.title)
            for number, each in enumerate(self.sets, 1)
            for document in each
        ]
        return draw_table(_WORDS[self.kind], ("set", "document", "title"), rows, self._list_notes())

    def _list_notes(self) -> Iterator[str]:
        if self.more is None:
            yield "There are more sets than are counted."
        elif self.more:
            yield f"There are {self.more} more sets."
        yield from (f"It rests on that nothing matches {absence}" for absence in self.absences)
        yield from (f"Not told: {reason}" for reason in self.reasons)


def read_sources(told: Provenance, row: RowProvenance) -> RowSources:
    """Return what is told of a row, with its documents in place of their numbers."""
    documents = [
        Evidence(
            None if each.graph is None else IRI(each.graph),
            None if each.source is None else IRI(each.source),
            each.title or "",
        )
        for each in told.documents
    ]
    absent = dict.fromkeys(number for each in row.sets for number in each.absences)
    return RowSources(
        row.kind,
        tuple(_read_set(documents, each) for each in row.sets),
        tuple(_say_absence(told, number) for number in absent),
        row.more,
        tuple(told.reasons[number] for number in row.reasons),
    )


def _read_set(documents: Sequence[Evidence], members: Support) -> tuple[Evidence, ...]:
    return tuple(documents[number] for number in members.documents)


def _say_absence(told: Provenance, number: int) -> str:
    missing = told.absences[number]
    place = "the default graph" if missing.graph is None else shorten(missing.graph)
    return f"{missing.pattern} in {place}"
