"""Writes what was found of pairs that may be one thing, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence

from azru_kg.identity.reviewed import Reviewed
from azru_kg.identity.twins import Twins


def to_text(pairs: Sequence[Twins], reviewed: Reviewed) -> str:
    """Return a line for each pair that nobody has looked at, and a last line that counts."""
    fresh = reviewed.leave_out(pairs)
    lines = [
        f"{twins.kind}:{twins.first} and {twins.kind}:{twins.second}: {twins.why}"
        for twins in fresh
    ]
    if fresh:
        lines.append(
            "Fix: join what is one thing in sheets/terms/same.csv, and say of what is two why it is"
            " in sheets/terms/distinct.csv."
        )
    lines += [
        f"{kind}:{first} and {kind}:{second} are reviewed and not found any more: remove the row"
        for kind, first, second in _sort_idle(pairs, reviewed)
    ]
    lines.append(f"{_count(len(fresh))} not reviewed, {len(pairs) - len(fresh)} reviewed")
    return "\n".join([*lines, ""])


def to_json(pairs: Sequence[Twins], reviewed: Reviewed) -> str:
    """Return one object: `unreviewed` pairs, `reviewed` ones, and `idle` rows of the table."""
    fresh = set(reviewed.leave_out(pairs))
    report = {
        "unreviewed": [_describe(twins) for twins in pairs if twins in fresh],
        "reviewed": [_describe(twins) for twins in pairs if twins not in fresh],
        "idle": [
            {"kind": kind, "first": first, "second": second}
            for kind, first, second in _sort_idle(pairs, reviewed)
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _describe(twins: Twins) -> dict[str, str]:
    return {
        "kind": twins.kind,
        "first": twins.first,
        "second": twins.second,
        "why": twins.why,
    }


def _sort_idle(pairs: Sequence[Twins], reviewed: Reviewed) -> list[tuple[str, str, str]]:
    return sorted((kind, min(pair), max(pair)) for kind, pair in reviewed.list_idle(pairs))


def _count(number: int) -> str:
    return f"{number} pair" if number == 1 else f"{number} pairs"
