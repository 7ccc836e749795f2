"""Counts how often the rows of a checkout were compared with their documents.

Only the sheets know: a row names the days on which its page was read for it, and a source how much
of it was seen. `sheets/blind-readings.csv` has how often a reader who did not see the row filled a
field in the same way. An installed package has no sheets; its measurements were taken before.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_text
from azru_kg.graph.layout import Layout

BLIND_READINGS = "blind-readings.csv"
"""The name of the table of blind readings, beside the batches."""

BLIND_SOURCES = "blind-sources.csv"
"""The name of the table of documents that were sought for such readings, beside it."""

READINGS: dict[str, tuple[str, str, str]] = {
    "rows": ("reading", "Statements", "How many rows state something on the word of a document."),
    "rows-unread": ("reading", "Not read again", "How many of them name no day of reading."),
    "rows-read-once": ("reading", "Read once", "For how many the page was read on one day."),
    "rows-read-twice": ("reading", "Read twice", "For how many it was read two times."),
    "rows-read-thrice": ("reading", "Read thrice", "For how many it was read three times or more."),
    "sources-whole": ("reading", "Seen whole", "How many documents were found and seen whole."),
    "sources-partly": (
        "reading",
        "Seen in part",
        "Of how many documents only the beginning or a part was seen.",
    ),
    "sources-not-found": (
        "reading",
        "Not found",
        "How many documents were looked for and not found again.",
    ),
    "sources-not-sought": ("reading", "Not sought", "How many were not looked for again."),
    "sources-described": (
        "completeness",
        "Without a headline",
        "How many documents are named by a description, as no headline of them was seen.",
    ),
    "sources-undated": ("completeness", "Undated", "How many documents have no date."),
}
"""Each metric of reading by its name: its dimension, what it is called, and what it counts."""

BLIND: dict[str, tuple[str, str, str]] = {
    "blind-compared": (
        "reading",
        "Compared",
        "How many values were read again by somebody who did not see the first reading.",
    ),
    "blind-agreeing": ("reading", "Agreeing", "How many of them were read alike."),
}
"""The metrics of blind readings, in the same way."""

_TIMES = ("rows-unread", "rows-read-once", "rows-read-twice", "rows-read-thrice")
_SEEN = {"whole": "whole", "beginning": "partly", "part": "partly", "not-found": "not-found"}

Parts = Mapping[str, Mapping[str, int]]


def list_tables(layout: Layout) -> list[Path]:
    """Return the files that are counted, in stable order: none where the graph is not theirs."""
    if not layout.is_checkout:
        return []
    files = (path for ending in ("csv", "jsonl") for path in layout.sheets.glob(f"*/*.{ending}"))
    blind = layout.sheets / BLIND_READINGS
    return sorted([*files, *([blind] if blind.exists() else [])])


def count_readings(layout: Layout) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Return the counts of all rows, and those of each kind of row and each field read blind.

    Raises DataError where a table is broken.
    """
    total: Counter[str] = Counter()
    parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in list_tables(layout):
        for row in _read_rows(path):
            if path.name == BLIND_READINGS:
                parts[row["field"]].update(_read_blind(path, row))
            elif path.stem == "sources":
                total.update(_describe_source(row))
            elif row.get("source"):
                times = len([day for day in row.get("read", "").split(";") if day])
                counted = ("rows", _TIMES[min(times, len(_TIMES) - 1)])
                total.update(counted)
                parts[path.stem].update(counted)
    return dict(total), {name: dict(counts) for name, counts in parts.items()}


def _describe_source(row: Mapping[str, str]) -> list[str]:
    described = row.get("title", "").startswith("[")
    return [
        f"sources-{_SEEN.get(row.get('seen', ''), 'not-sought')}",
        *(["sources-described"] if described else []),
        *([] if row.get("published") else ["sources-undated"]),
    ]


def _read_rows(path: Path) -> Iterator[Mapping[str, str]]:
    text = read_text(path)
    if path.suffix == ".csv":
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {name: value or "" for name, value in row.items() if name}
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            cells = json.loads(line) if line.strip() else {}
        except ValueError as error:
            raise DataError(path, f"no JSON: {error}", line=number) from error
        yield {name: _join(value) for name, value in cells.items()}


def _join(value: object) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _read_blind(path: Path, row: Mapping[str, str]) -> dict[str, int]:
    try:
        return {metric: int(row[metric.removeprefix("blind-")]) for metric in BLIND}
    except (KeyError, ValueError) as error:
        reason = "a line is field,compared,agreeing: a name and two whole numbers"
        raise DataError(path, reason) from error
