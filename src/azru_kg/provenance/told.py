"""What an answer rests on, told row by row: documents by number, absences, reasons.

The members of the JSON are those of these classes: docs/provenance-of-answers.md says what they
mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, TypeVar

from azru_kg.provenance.grounds import Absence, Described, Document, Ground, Place, SummedUp, Untold
from azru_kg.provenance.tracing import Trace
from azru_kg.provenance.witnesses import CUT, Alternatives, Set

_T = TypeVar("_T", bound=Hashable)

SHOWN: Final = 16
"""So many sets of a row are told; the others are counted."""

MOST_MEMBERS: Final = 2000
"""So many documents and absences of one set are told; the others are counted."""

Kind = Literal["support", "lineage", "untold"]
"""Whether the sets of a row each suffice for it, or are all that its group rests on; or neither."""


@dataclass(frozen=True, slots=True)
class Support:
    """What suffices together: documents and absences, by their numbers from 0.

    `more` is how many further ones there are, which are not listed.
    """

    documents: tuple[int, ...]
    absences: tuple[int, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class RowProvenance:
    """What a row rests on.

    Any of the `sets` will do. `more` counts the sets that are not listed; it is None where there
    are more than are counted. `reasons` say what else the row may rest on, of which is not told.
    """

    kind: Kind
    sets: tuple[Support, ...]
    more: int | None = 0
    reasons: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A named graph with the source that it is the file of and a title, as far as there are any.

    `graph` is None for the default graph, where that holds more than the named graphs.
    """

    graph: Place
    source: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A pattern that nothing matches, in a named graph or, where that is None, the default one."""

    pattern: str
    graph: Place


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the rows of an answer rest on, in their order."""

    documents: tuple[Cited, ...]
    absences: tuple[Missing, ...]
    reasons: tuple[str, ...]
    rows: tuple[RowProvenance, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return asdict(self)


def read_provenance(told: Mapping[str, Any]) -> Provenance:
    """Return what JSON values tell that `Provenance.as_json` made."""
    return Provenance(
        documents=tuple(Cited(**each) for each in told["documents"]),
        absences=tuple(Missing(**each) for each in told["absences"]),
        reasons=tuple(told["reasons"]),
        rows=tuple(map(_read_row, told["rows"])),
    )


def _read_row(row: Mapping[str, Any]) -> RowProvenance:
    sets = (
        Support(tuple(each["documents"]), tuple(each["absences"]), each["more"])
        for each in row["sets"]
    )
    return RowProvenance(row["kind"], tuple(sets), row["more"], tuple(row["reasons"]))


def tell(traced: Trace, data: Described) -> Provenance:
    """Return what a trace found, with the names of documents."""
    teller = _Teller(traced)
    rows = tuple(map(teller.tell_row, traced.rows))
    return Provenance(
        tuple(_cite(place, data) for place in teller.documents),
        tuple(Missing(each.pattern, each.graph) for each in teller.absences),
        tuple(teller.reasons),
        rows,
    )


class _Teller:
    """Numbers what rows rest on as it comes."""

    def __init__(self, traced: Trace) -> None:
        self.documents: dict[Place, int] = {}
        self.absences: dict[Absence, int] = {}
        self.reasons: dict[str, int] = {}
        self._read: Callable[[Set], list[Ground]] = traced.index.read
        self._known: dict[Alternatives, RowProvenance] = {}

    def tell_row(self, sets: Alternatives) -> RowProvenance:
        """Return what a row rests on; rows that rest on the same share it."""
        if sets not in self._known:
            self._known[sets] = self._tell(sets)
        return self._known[sets]

    def _tell(self, sets: Alternatives) -> RowProvenance:
        reasons: dict[int, None] = {}
        told: list[Support] = []
        lineage = False
        others = 0
        for members in sets:
            grounds = self._read(members)
            lineage = lineage or SummedUp() in grounds
            untold = [each.reason for each in grounds if isinstance(each, Untold)]
            for reason in untold:
                reasons[self.reasons.setdefault(reason, len(self.reasons))] = None
            if untold:
                continue
            if len(told) == SHOWN:
                others += 1
            else:
                told.append(self._tell_set(grounds))
        kind: Kind = "untold" if not told else "lineage" if lineage else "support"
        more = None if any(members & CUT for members in sets) else others
        return RowProvenance(kind, tuple(told), more, tuple(reasons))

    def _tell_set(self, grounds: list[Ground]) -> Support:
        documents = [each.graph for each in grounds if isinstance(each, Document)]
        absences = [each for each in grounds if isinstance(each, Absence)]
        return Support(
            _number(documents[:MOST_MEMBERS], self.documents),
            _number(absences[:MOST_MEMBERS], self.absences),
            len(documents[MOST_MEMBERS:]) + len(absences[MOST_MEMBERS:]),
        )


def _number(things: Iterable[_T], known: dict[_T, int]) -> tuple[int, ...]:
    """Return the numbers of things, in their order; what is new gets the next one."""
    return tuple(sorted(known.setdefault(thing, len(known)) for thing in things))


def _cite(place: Place, data: Described) -> Cited:
    source, title = (None, None) if place is None else data.tell_document(place)
    return Cited(place, source, title)
