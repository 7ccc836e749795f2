"""Tells a difference in words, in short or with every statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from azru_kg.difference.comparing import ChangedValue, ReleaseDifference
from azru_kg.difference.readable import find_names, list_entities, name_side, show_term

_THINGS = 12
_VALUES = 3
_SHORT = 60
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def tell_difference(difference: ReleaseDifference, *, full: bool = False) -> Iterator[str]:
    """Yield lines that tell what differs by reason and thing; in short, or `full`, all of it."""
    old, new = difference.old, difference.new
    yield f"A  {name_side(old.name, old.version, old.digest)}"
    yield f"B  {name_side(new.name, new.version, new.digest)}"
    if old.digest == new.digest:
        yield "No difference: both state the same."
        return
    yield f"{count_kinds(difference.changes)}."
    names = find_names(difference, list_entities(difference))
    for reason, things in difference.group().items():
        every = [change for changes in things.values() for change in changes]
        yield ""
        yield f"{reason.title} – {reason.meaning}: {count_kinds(every)}"
        shown = list(things.items())
        for thing, changes in shown if full else shown[:_THINGS]:
            yield from _tell_thing(difference, thing, names.get(thing, ""), changes, full)
        if not full and len(shown) > _THINGS:
            yield f"  and {len(shown) - _THINGS:,} more things: --format text has all"


def count_kinds(changes: Iterable[ChangedValue]) -> str:
    """Return how many values are added, removed and changed, in words.

    >>> count_kinds([])
    'nothing'
    """
    kinds: Counter[str] = Counter()
    for change in changes:
        kinds[change.kind] += 1 if change.kind == "changed" else len(change.before + change.after)
    return ", ".join(f"{kinds[kind]:,} {kind}" for kind in _SIGNS if kinds[kind]) or "nothing"


def tell_change(change: ChangedValue, longest: int) -> Iterator[str]:
    """Yield lines that say what one change is, each with its sign."""
    sign, predicate = _SIGNS[change.kind], show_term(change.predicate)
    where = f"  [{show_term(change.graph)}]" if change.graph else ""
    blank = f"{show_term(change.subject)} " if change.subject != change.entity else ""
    before, after = (
        [show_term(term, longest) for term in terms] for terms in (change.before, change.after)
    )
    if change.kind == "changed":
        yield f"{sign} {blank}{predicate} {', '.join(before)} → {', '.join(after)}{where}"
        return
    for value in before or after:
        yield f"{sign} {blank}{predicate} {value}{where}"


def _tell_thing(
    difference: ReleaseDifference, thing: bytes, name: str, changes: list[ChangedValue], full: bool
) -> Iterator[str]:
    called = f" “{name}”" if name else ""
    successor = difference.renamed.get(thing)
    now = f", now {show_term(successor)}" if successor else ""
    yield f"  {show_term(thing)}{called}{now}: {count_kinds(changes)}"
    replaced = [change for change in changes if change.kind == "changed"]
    for change in changes if full else replaced[:_VALUES]:
        for line in tell_change(change, 10_000 if full else _SHORT):
            yield f"    {line}"
