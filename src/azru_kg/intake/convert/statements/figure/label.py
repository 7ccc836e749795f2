"""The label of a figure: one short line of English that says what, whose, when and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from azru_kg.intake.convert.statements.figure.indicator import Meaning
from azru_kg.intake.convert.statements.figure.period import When
from azru_kg.intake.convert.statements.figure.sides import Sides
from azru_kg.intake.convert.statements.figure.value import ValueReading
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.dates import Period

_PROPER = re.compile(r"\b[A-Z][\w-]+")
_ALL_STATES = "all states"
_LONGEST = 199
_WAYS = {
    "code:balance": ("of", "with"),
    "code:inflow": ("from", "in"),
    "code:stock": ("from", "in"),
}
"""What stands before origin and destination of a flow, where it is not "from" and "to"."""
_MODALITIES = {
    "code:capacity": ("capacity", "could"),
    "code:contracted": ("contracted", "contract", "guaranteed", "minimum", "agreement"),
    "code:cumulative": ("in total", "to date", "since", "in four years", "cumulative"),
    "code:planned-value": ("planned", "expected", "target", "to be", "after"),
    "code:potential": ("potential", "could", "may", "ready"),
    "code:target": ("target",),
    "code:under-discussion": ("under discussion",),
}
"""What a label says of a modality, and words of an indicator that have said it already."""
_VARIABLES = {
    ("azru:variable", "code:quantity"): "quantity",
    ("azru:variable", "code:value"): "value",
}


def make_label(
    meaning: Meaning,
    reading: ValueReading,
    sides: Sides,
    when: When,
    voice: str,
    register: Register,
) -> str:
    """Return the label of a figure; `voice` tells whose it is where others say otherwise."""
    phrase = _name_corridor(meaning.phrase, sides.topic, register)
    parts = [
        phrase,
        *_name_part(phrase, meaning, sides),
        *_name_whom(phrase, meaning, sides, register),
        *_name_variable(meaning, reading),
        *_name_modalities(phrase, reading),
        *_name_periods(when, changes=reading.kind == "code:relative-change"),
    ]
    line = f"{', '.join(parts)}: {reading.phrase}"
    line = re.sub(", (from|to|of|in) ", r" \1 ", line, count=1)
    tail = f" ({voice})" if voice else ""
    tail = tail if len(line) + len(tail) <= _LONGEST else ""
    return f"{line[0].upper()}{line[1:]}{tail}"


def _name_corridor(phrase: str, topic: str, register: Register) -> str:
    if not topic.startswith("corridor:"):
        return phrase
    return phrase.replace("the corridor", f"the {register.label(topic)}")


def _name_variable(meaning: Meaning, reading: ValueReading) -> list[str]:
    """Tell money from quantity where the unit of a change of trade in a commodity does not."""
    unitless = reading.unit in ("unit:PERCENT", "unit:UNITLESS")
    if not unitless or "commodity" not in meaning.indicator:
        return []
    return [_VARIABLES[pair] for pair in meaning.dimensions if pair in _VARIABLES]


def _name_part(phrase: str, meaning: Meaning, sides: Sides) -> list[str]:
    """Name the part that is counted; that of a share only if it is an organisation of the row."""
    texts = dict(meaning.texts)
    part = texts.get("part", "")
    if part in ("", "not stated", _ALL_STATES) or part.casefold() in phrase.casefold():
        return []
    slugs = [name.partition(":")[2] for name in sides.about]
    return [part] if "whole" not in texts or part.casefold() in slugs else []


def _name_whom(phrase: str, meaning: Meaning, sides: Sides, register: Register) -> list[str]:
    if sides.topic:
        name = register.label(sides.topic)
        return [] if _is_said(name, phrase) else [name]
    said = phrase.casefold()
    names = [(role, register.label(thing)) for role, thing in sides.parties]
    slugs = [name.partition(":")[2] for name in sides.about]
    if any(name.casefold() in said for name in (*(name for _, name in names), *slugs)):
        return []
    world = dict(meaning.texts).get("part") == _ALL_STATES
    flow = dict(meaning.dimensions).get("azru:flow", "")
    ways = _WAYS.get(flow, ("from", "to"))
    return list(_spell_parties(names, ways, _ALL_STATES if world else ""))


def _is_said(name: str, phrase: str) -> bool:
    """Whether the proper names within a name stand in a phrase."""
    if name.casefold() in phrase.casefold():
        return True
    first, *others = _PROPER.findall(name) or [name]
    telling = others if len(others) > 1 else [first, *others]
    return all(word in phrase for word in telling)


def _spell_parties(
    names: list[tuple[str, str]], ways: tuple[str, str], missing: str
) -> Iterator[str]:
    by_role: dict[str, list[str]] = {}
    for role, name in names:
        by_role.setdefault(role, []).append(name)
    if "azru:between" in by_role:
        yield " and ".join(by_role["azru:between"])
    elif "azru:within" in by_role:
        yield by_role["azru:within"][0]
    elif names:
        ends = (by_role.get(role, [missing])[0] for role in ("azru:origin", "azru:destination"))
        yield " ".join(f"{way} {end}" for way, end in zip(ways, ends, strict=True) if end)


def _name_modalities(phrase: str, reading: ValueReading) -> list[str]:
    said = phrase.casefold()
    words = [_MODALITIES[code] for code in reading.modalities]
    return [name[0] for name in words if not any(word in said for word in name)]


def _name_periods(when: When, *, changes: bool) -> list[str]:
    period, baseline = when.period, when.baseline
    if baseline is None:
        named = [period.label] if period else []
        return [*named, "change"] if changes else named
    if period is not None and _has_same_months(period, baseline):
        return [f"{period.label} against the same months of {baseline.slug[:4]}"]
    return [f"{period.label if period else 'change'} against {baseline.label}"]


def _has_same_months(period: Period, baseline: Period) -> bool:
    """Whether two periods are the same months, not all twelve, each of one year."""
    slugs = [re.fullmatch(r"\d{4}-(M\d\d-M\d\d)", span.slug) for span in (period, baseline)]
    return all(slugs) and len({slug[1] for slug in slugs if slug}) == 1
