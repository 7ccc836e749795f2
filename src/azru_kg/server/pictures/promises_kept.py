"""Promises against what came: by when, whether the date was moved, and what was reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from azru_kg.languages.numerals import say_day
from azru_kg.languages.translations import gettext, mark, ngettext
from azru_kg.pictures.courses import Course, CourseStep, draw_courses
from azru_kg.pictures.records import BETWEEN
from azru_kg.pictures.svg import Markup
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.found_promises import CourseClaim, Promises, name_speakers
from azru_kg.server.pictures.naming import Names
from azru_kg.server.pictures.picture import (
    Picture,
    PictureCell,
    PictureTable,
    cite_sources,
    tabulate,
)

MOST_STEPS = 240
"""How many promises and reports are drawn."""

METHOD = (
    mark(
        "A promise is what a source says is to be in some state by some date. It is drawn from the"
        " day on which it was said to that date; where the day is not stated, without a line."
    ),
    mark(
        "What is promised for a year or a month is due on its last day. “Moved” counts the months"
        " from the earliest date for the same state of the same thing."
    ),
    mark(
        "A report is what a source says of the state of the thing on a stated day. What is reported"
        " is not measured against the promise here: the states stand side by side."
    ),
    mark(
        "Drawn are things of which two dates or reports are known. Those of which there is one"
        " promise and nothing else are in the data."
    ),
)
"""How it is made."""

COLUMNS = {
    "claim": "the IRI of the promise or the report",
    "thing": "the IRI of what it is about",
    "name": "what that is called",
    "what": "promise or report",
    "state": "the state that is promised or reported",
    "said": "the day on which it was said, or that the report is of",
    "due": "the last day of the period by which it is promised",
    "months_later": "how many months that is after the earliest date for the same state",
    "due_inferred": "yes where the editors read the date between the lines",
    "said_by": "who says it: speakers, or else publishers, parted by “ | ”",
    "sources": "the IRIs of the sources that carry it, parted by “ | ”",
    "drawn": "yes where the picture has a mark for it",
}
"""The columns of the CSV with their meanings."""

_BRIEF, _SHORT = 3, 5


def picture_promises(held: Promises, links: Links, about: str) -> Picture | None:
    """Return the picture of all promises that more is known of, or of those about a thing."""
    things = {
        thing: claims
        for thing, claims in held.by_thing.items()
        if about in ("", thing) and len(claims) > 1
    }
    chosen = _choose(things)
    if not chosen:
        return None
    courses = [_make_course(thing, things[thing], held, links) for thing in chosen]
    marks = sum(len(course.steps) for course in courses)
    moved = sum(_count_dates(things[thing]) > 1 for thing in chosen)
    title = (
        gettext("Promised and reported: %s") % held.names.label(about)
        if about
        else gettext("Promises and what came")
    )
    summary = gettext(
        "%(marks)s promises and reports of %(things)s things; of %(moved)s of them the same state"
        " is promised for several dates."
    ) % {"marks": marks, "things": len(chosen), "moved": moved}

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        short = [course for course in courses if len(course.steps) <= _SHORT] or courses
        drawn = short[:_BRIEF] if brief else courses
        return draw_courses(drawn, title=title, summary=summary, width=width, style=style)

    records = held.by_thing if not about else things
    return Picture(
        title=title,
        summary=summary,
        key="courses",
        draw=draw,
        marks=marks,
        tables=tuple(map(_tabulate, courses)),
        columns=COLUMNS,
        records=tuple(_list_records(records, {*chosen}, held.names)),
        sources=cite_sources(
            held.names.read(),
            (source for thing in chosen for claim in things[thing] for source in claim.sources),
        ),
        about=about,
        whole=held.whole and len(chosen) == len(things),
        heading=gettext("Promised and reported"),
    )


def _choose(things: Mapping[str, Sequence[CourseClaim]]) -> list[str]:
    """Return the things that are drawn, whole: those of which most dates are known first."""
    chosen, left = [], MOST_STEPS
    for thing in sorted(things, key=lambda each: (-_count_dates(things[each]), each)):
        if len(things[thing]) <= left:
            chosen.append(thing)
            left -= len(things[thing])
    return chosen


def _count_dates(claims: Iterable[CourseClaim]) -> int:
    """Return for how many dates the state is promised that is promised for most."""
    dates: defaultdict[str, set[date]] = defaultdict(set)
    for claim in claims:
        if claim.due is not None:
            dates[claim.state].add(claim.due)
    return max(map(len, dates.values()), default=0)


def _count_months(claim: CourseClaim, claims: Iterable[CourseClaim]) -> int | None:
    """Return by how many months the date lies after the earliest for the same state."""
    if claim.due is None:
        return None
    due = [other.due for other in claims if other.due and other.state == claim.state]
    earliest = min(due)
    return (claim.due.year - earliest.year) * 12 + claim.due.month - earliest.month


def _make_course(thing: str, claims: Sequence[CourseClaim], held: Promises, links: Links) -> Course:
    steps = []
    for claim in claims:
        state = held.names.label(claim.state) if claim.state else gettext("a result")
        who = ", ".join(name_speakers(claim, held.names))
        if claim.due is not None:
            words = gettext("%(state)s by %(period)s") % {
                "state": state,
                "period": held.names.label(claim.period),
            }
            months = _count_months(claim, claims)
            if months:
                moved = ngettext("+%s month", "+%s months", months) % months
                words += f" ({moved})"
        else:
            words = gettext("reported: %s") % state
        said = gettext("said on %s") % say_day(claim.said) if claim.said else ""
        is_read = claim.due is not None and claim.inferred
        reading = gettext("the date is the editors’ reading") if is_read else ""
        told = "; ".join(filter(None, (words, who, said, reading)))
        steps.append(
            CourseStep(
                href=links.target(claim.iri),
                said=claim.said,
                due=claim.due,
                words=f"{words} · {who}" if who else words,
                told=told,
                inferred=claim.due is not None and claim.inferred,
            )
        )
    name = held.names.label(thing)
    return Course(name[:1].upper() + name[1:], links.target(thing), tuple(steps))


def _list_records(
    things: Mapping[str, Sequence[CourseClaim]], drawn: set[str], names: Names
) -> Iterator[tuple[str, ...]]:
    for thing, claims in sorted(things.items()):
        for claim in claims:
            months = _count_months(claim, claims)
            yield (
                claim.iri,
                thing,
                names.label(thing),
                "report" if claim.due is None else "promise",
                names.label(claim.state) if claim.state else "",
                claim.said.isoformat() if claim.said else "",
                claim.due.isoformat() if claim.due else "",
                "" if months is None else str(months),
                "yes" if claim.due and claim.inferred else "no",
                BETWEEN.join(name_speakers(claim, names)),
                BETWEEN.join(claim.sources),
                "yes" if thing in drawn else "no",
            )


def _tabulate(course: Course) -> PictureTable:
    rows = (
        (
            say_day(step.said) if step.said else gettext("not stated"),
            PictureCell(step.words, step.href),
            say_day(step.due) if step.due else "",
            gettext("the date is the editors’ reading") if step.inferred else "",
        )
        for step in course.steps
    )
    return PictureTable(
        course.heading,
        (
            gettext("Said on"),
            gettext("What is said, and by whom"),
            gettext("Due"),
            gettext("Remarks"),
        ),
        tabulate(rows),
        href=course.href,
    )
