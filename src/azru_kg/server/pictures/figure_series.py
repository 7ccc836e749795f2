"""Sorts the figures of an indicator into series, each of figures that can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from azru_kg.graph.dimensions import PERIOD, UNIT, VALUE, list_dimensions
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.pictures.series import Bound, Figure, Series, order_series
from azru_kg.rdf.prefixes import expand, expand_all
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.claim_text import ClaimText, make_statement, read_sayings
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import Saying, find_documents
from azru_kg.server.pictures.found_figures import FoundFigures

_UPPER = expand("azru:upperValue")
_COMMON = frozenset(expand_all("azru:indicator azru:kind"))
_UNDRAWN = frozenset(expand_all("azru:asOf azru:dateWithin azru:voice azru:baseline"))
_WORDS = {
    expand(f"azru:{name}"): text
    for name, text in (
        ("origin", mark("from %s")),
        ("destination", mark("to %s")),
        ("within", mark("within %s")),
        ("partner", mark("with %s")),
        ("part", mark("part: %s")),
        ("whole", mark("of %s")),
        ("per", mark("per %s")),
    )
}
_SIDES = expand_all(
    "azru:between azru:origin azru:destination azru:within azru:partner schema:about azru:modality"
)
_MODALITY = expand("azru:modality")
_LAST = frozenset(expand_all("azru:flow azru:variable"))
_BOUNDS: dict[str, tuple[Bound, str]] = {
    "approximately": ("about", "≈ "),
    "more-than": ("above", "> "),
    "at-least": ("above", "≥ "),
    "less-than": ("below", "< "),
    "almost": ("below", mark("almost ")),
    "at-most": ("below", "≤ "),
    "up-to": ("below", "≤ "),
}
_STATED: tuple[Bound, str] = ("exact", "")
_NO_PERIOD = mark("period not stated")

_Key = tuple[str, frozenset[tuple[str, str]]]


def read_series(
    found: FoundFigures,
    links: Links,
    *,
    within: Collection[str] = (),
    periods: bool = False,
) -> tuple[Series, ...]:
    """Return the figures by what they can be compared in; those with most years come first.

    Figures that differ in the dimensions `within` stand in one series all the same. Where `periods`
    is set, series are drawn by whatever period a figure has.
    """
    facts = found.names.read()
    groups: defaultdict[_Key, list[Figure]] = defaultdict(list)
    for iri in found.description.claims:
        figure = _read_figure(facts, iri, found, links)
        if figure is not None:
            groups[_find_key(facts, iri, within)].append(figure)
    headings = _name_groups(facts, groups)
    return order_series(
        Series(headings[key], facts.english(key[0]) if key[0] else "", _sort(figures), periods)
        for key, figures in groups.items()
    )


def name_within(name: str, heading: str) -> str:
    """Return what a series is called among those of others, by the `name` of its indicator.

    >>> name_within("exports", "From Azerbaijan, to Russia")
    'Exports: from Azerbaijan, to Russia'
    >>> name_within("trade turnover", "As stated")
    'Trade turnover'
    """
    name = name[:1].upper() + name[1:]
    if heading == gettext("As stated"):
        return name
    relations = {translate(words).partition(" ")[0] for words in _WORDS.values()}
    first, space, rest = heading.partition(" ")
    lower = first[:1].lower() + first[1:]
    return f"{name}: {lower if lower in relations else first}{space}{rest}"


def _sort(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(sorted(figures, key=lambda figure: (figure.period, figure.value, figure.iri)))


def _read_figure(facts: Facts, iri: str, found: FoundFigures, links: Links) -> Figure | None:
    value = _read_number(facts.text(iri, VALUE))
    if value is None:
        return None
    statement = make_statement(facts, iri, links, {}, found.sayings)
    bound, sign = _BOUNDS.get(_local(facts.iris(iri, "azru:bound")), _STATED)
    upper = _read_number(facts.text(iri, _UPPER))
    if upper is not None and upper > value:
        bound = "range"
    else:
        upper = None
    periods = [facts.label(period) for period in facts.iris(iri, PERIOD)]
    return Figure(
        iri=iri,
        href=links.target(iri),
        value=value,
        upper=upper,
        bound=bound,
        sign=translate(sign),
        said=statement.amount.text if statement.amount else f"{value:f}",
        period=", ".join(periods) or gettext(_NO_PERIOD),
        year=found.years.get(iri),
        reporters=_list_reporters(statement),
        sources=tuple(find_documents(facts, facts.iris(iri, "prov:wasDerivedFrom"))),
        inferred=_list_inferred(facts, iri, found),
        doubts=statement.doubts,
        first=found.firsts.get(iri, ""),
    )


def _list_reporters(statement: ClaimText) -> tuple[str, ...]:
    """Return who reports a figure: the speakers, or where none is named, the publisher."""
    return tuple(dict.fromkeys(name for saying in statement.sayings for name in _name(saying)))


def _name(saying: Saying) -> list[str]:
    if saying.speakers:
        return [speaker.text for speaker in saying.speakers]
    return [saying.source.text] if saying.source else []


def _list_inferred(facts: Facts, iri: str, found: FoundFigures) -> tuple[str, ...]:
    """Return what no source of a figure states outright, of what a picture shows."""
    said = [each.iris(iri, "azru:inferred") for each in read_sayings(facts, iri, found.sayings)]
    names = set(said[0]).intersection(*said[1:]) - _UNDRAWN
    return tuple(facts.label(name) for name in sorted(names))


def _find_key(facts: Facts, iri: str, within: Collection[str]) -> _Key:
    """Return the unit of a figure, and its dimensions but for the period."""
    dimensions = frozenset(
        (name, _write(value))
        for name in list_dimensions()
        if name != PERIOD and name not in _COMMON and name not in within
        for value in facts.values(iri, name)
    )
    return "".join(facts.iris(iri, UNIT)[:1]), dimensions


def _name_groups(facts: Facts, groups: Collection[_Key]) -> dict[_Key, str]:
    """Return what each group is called: its sides, and what else not all have in common.

    Where two of one unit would be called alike, it is said what they lack, and else all they have.
    """
    seen = Counter(item for _, items in groups for item in items)
    known = {dimension for _, items in groups for dimension, _ in items} - {_MODALITY}

    def say_own(key: _Key) -> str:
        return _say_dimensions(
            facts,
            (
                item
                for item in key[1]
                if item[0] in _SIDES or (seen[item] < len(groups) and item[0] not in _LAST)
            ),
        )

    def say_lacking(key: _Key) -> str:
        missing = known - {dimension for dimension, _ in key[1]}
        named = ", ".join(facts.label(each) for each in sorted(missing))
        return _join(say_own(key), gettext("not stated: %s") % named if named else "")

    def say_all(key: _Key) -> str:
        return _join(_say_dimensions(facts, key[1]), say_lacking(key).removeprefix(say_own(key)))

    names = {key: say_own(key) for key in groups}
    for say in (say_lacking, say_all):
        alike = Counter((unit, name) for (unit, _), name in names.items())
        for key, name in names.items():
            if alike[key[0], name] > 1:
                names[key] = say(key)
    return {key: name[:1].upper() + name[1:] or gettext("As stated") for key, name in names.items()}


def _join(*parts: str) -> str:
    return "; ".join(part.strip("; ") for part in parts if part.strip("; "))


def _say_dimensions(facts: Facts, items: Iterable[tuple[str, str]]) -> str:
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in items:
        by_name[name].append(facts.label(value))
    ordered = sorted(
        by_name, key=lambda name: (_SIDES.index(name) if name in _SIDES else len(_SIDES), name)
    )
    between = gettext(" and ")
    return ", ".join(
        translate(_WORDS.get(name, "%s")) % between.join(sorted(by_name[name])) for name in ordered
    )


def _write(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _read_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _local(iris: Sequence[str]) -> str:
    return iris[0].rpartition("/")[2] if iris else ""
