"""Rules on what several statements say together: a series of figures, the events of one day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit_thing
from azru_kg.graph.dimensions import PERIOD, UNIT, VALUE
from azru_kg.rdf.prefixes import expand, shorten
from azru_kg.rdf.statements import TYPE

_APART = 10
"""By how many times a figure that stands out differs from the nearest other one."""
_FEWEST = 3
"""Of how many figures a series is at least, for one of them to stand out."""
_YEARS = 5
"""How many years apart the periods of neighbours begin at most: trade grows and withers."""


class _Level(NamedTuple):
    """The value of a figure, what it makes in a month of its period, and when that begins."""

    value: Decimal
    monthly: Decimal
    year: int


_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_MONTH = Decimal("30.4")
_Pairs = Mapping[str, set[str]]


def find_outliers(corpus: Corpus) -> Iterator[Hit]:
    """Yield each figure beyond ten times the others of its series, unless it is emended."""
    emended = _find_emended(corpus)
    for series in _list_series(corpus):
        for figure, level in sorted(series.items()):
            others = [
                other
                for name, other in series.items()
                if name != figure and abs(other.year - level.year) <= _YEARS
            ]
            if len(others) < _FEWEST - 1 or figure in emended or not _stands_out(level, others):
                continue
            if figure in corpus.given.by_subject:
                least, most = min(others).value, max(others).value
                rest = f"{least.normalize():f} to {most.normalize():f}"
                message = (
                    f"{level.value.normalize():f} is far from the others of its series, {rest}"
                )
                yield hit_thing(figure, message, path=VALUE)


def find_parallels(corpus: Corpus) -> Iterator[Hit]:
    """Yield each event of the day, place and two people of another that nothing joins it with."""
    days, places = (_gather(corpus, path) for path in ("schema:startDate", "schema:location"))
    people, larger = _gather_people(corpus), _gather(corpus, "schema:superEvent")
    by_day: defaultdict[str, set[str]] = defaultdict(set)
    for event in days:
        for day in days[event]:
            by_day[day].add(event)
    pairs = {pair for events in by_day.values() for pair in combinations(sorted(events), 2)}
    for first, second in sorted(pairs):
        same = len(_meet(people, first, second)) > 1 and _meet(places, first, second)
        if not same or _climb(larger, first) & _climb(larger, second):
            continue
        for event, other in ((first, second), (second, first)):
            if event in corpus.given.by_subject:
                message = f"On its day, two people of it meet at its place in {shorten(other)}, too"
                yield hit_thing(event, message, path=expand("schema:superEvent"))
                break


def _stands_out(level: _Level, others: Sequence[_Level]) -> bool:
    """Return whether a level does as it is, and in a month: a year has more than a month."""
    return all(
        0 < max(rest) * _APART < value or value * _APART < min(rest)
        for value, *rest in zip(level[:2], *(other[:2] for other in others), strict=True)
    )


def _list_series(corpus: Corpus) -> list[Mapping[str, _Level]]:
    """Return the levels by what they are of, periods apart."""
    kind = expand("qb:DimensionProperty")
    slots = {each.subject.value for each in corpus.all.by_object.get(kind, ())} | {UNIT}
    series: defaultdict[frozenset[tuple[str, str]], dict[str, _Level]] = defaultdict(dict)
    for figure in _find_levels(corpus):
        said = corpus.all.by_subject[figure]
        key = {(each.predicate, each.object.value) for each in said if each.predicate in slots}
        periods = {value for slot, value in key if slot == PERIOD}
        months = {_measure(corpus, period) for period in periods}
        values = {each.object.value for each in said if each.predicate == VALUE}
        length = months.pop() if len(months) == 1 else None
        if length and len(values) == 1 and _NUMBER.fullmatch(text := values.pop()):
            value = Decimal(text)
            same = frozenset(pair for pair in key if pair[0] != PERIOD)
            series[same][figure] = _Level(value, value / length[0], length[1])
    return list(series.values())


def _find_levels(corpus: Corpus) -> set[str]:
    """Return the figures that are levels, and no alternative readings."""
    level, rival = expand("code:level"), expand("code:alternative")
    rivals = {each.subject.value for each in corpus.all.by_object.get(rival, ())}
    levels = {
        each.subject.value
        for each in corpus.all.by_object.get(level, ())
        if each.predicate == expand("azru:kind")
    }
    return levels - rivals


def _measure(corpus: Corpus, period: str) -> tuple[Decimal, int] | None:
    """Return how many months a period has, and its year, if it has a first and a last day."""
    starts, ends = (corpus.all.values(period, f"dcat:{end}Date") for end in ("start", "end"))
    if len(starts) != 1 or len(ends) != 1:
        return None
    try:
        start, end = date.fromisoformat(starts[0].value), date.fromisoformat(ends[0].value)
    except ValueError:
        return None
    return max(Decimal(1), ((end - start).days / _MONTH).to_integral_value()), start.year


def _find_emended(corpus: Corpus) -> set[str]:
    """Return what emendations are about."""
    kind = expand("azru:Emendation")
    claims = {
        each.subject.value for each in corpus.all.by_object.get(kind, ()) if each.predicate == TYPE
    }
    return {
        each.object.value
        for each in corpus.all.read("schema:about")
        if each.subject.value in claims
    }


def _gather(corpus: Corpus, path: str) -> _Pairs:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for statement in corpus.all.read(path):
        values[statement.subject.value].add(statement.object.value)
    return dict(values)


def _gather_people(corpus: Corpus) -> _Pairs:
    """Return who took part in each event."""
    events, people = (_gather(corpus, path) for path in ("azru:event", "azru:participant"))
    present: defaultdict[str, set[str]] = defaultdict(set)
    for claim, own in events.items():
        for event in own:
            present[event] |= people.get(claim, set())
    return dict(present)


def _meet(pairs: _Pairs, first: str, second: str) -> set[str]:
    return pairs.get(first, set()) & pairs.get(second, set())


def _climb(larger: _Pairs, event: str) -> set[str]:
    """Return an event with all that it is part of."""
    climbed, layer = {event}, {event}
    while layer:
        layer = {whole for part in layer for whole in larger.get(part, ())} - climbed
        climbed |= layer
    return climbed


RULES = (
    Rule(
        name="figure-out-of-line",
        severity="warning",
        asks="No level is more than ten times the largest, or under a tenth of the least, of two"
        " or more others with the same dimensions and unit within five years, as it is and by the"
        " month, unless an azru:Emendation is about it.",
        why="Often a unit was lost on the page or in the row, and every sum over the series is"
        " wrong.",
        fix="compare the page; if it prints so, add an azru:Emendation about the figure, with the"
        " reading that would fit.",
        find=find_outliers,
    ),
    Rule(
        name="one-encounter",
        severity="warning",
        asks="Two events of one day, one place and the same two people are one part of the other,"
        " or both of a third.",
        why="Talks, a signing and a press conference are one encounter; who met whom how often"
        " counts encounters.",
        fix="join them by schema:superEvent, or merge the two if they are one event.",
        find=find_parallels,
    ),
)
