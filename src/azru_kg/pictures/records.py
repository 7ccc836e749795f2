"""The numbers of a picture as rows: for its table, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence

from azru_kg.pictures.series import Series

COLUMNS = {
    "claim": "the IRI of the figure",
    "series": "what the figures that can be compared with it have in common",
    "period": "the period for which it holds",
    "calendar_year": "the year, where the period is a calendar year; else empty",
    "value": "the value in the unit, or the lower end of a range",
    "upper_value": "the upper end of a range",
    "bound": "exact, about, above, below or range",
    "unit": "the unit of value and upper_value",
    "said": "the value in words, with its bound",
    "reporters": "who reports it: speakers, or else publishers, parted by “ | ”",
    "sources": "the IRIs of the sources that carry it, parted by “ | ”",
    "inferred": "what the editors read between the lines, parted by “ | ”",
    "doubted": "what the editors say of a value that they doubt",
    "drawn": "yes where the picture has a mark for it",
}
"""The columns of the CSV with their meanings."""

BETWEEN = " | "
"""What stands between several values of one column."""


def list_records(
    series: Sequence[Series], drawn: Collection[Series]
) -> tuple[tuple[str, ...], ...]:
    """Return the figures of all series as rows; those of `drawn` series have marks."""
    return tuple(
        (
            figure.iri,
            each.heading,
            figure.period,
            "" if figure.year is None else str(figure.year),
            f"{figure.value:f}",
            "" if figure.upper is None else f"{figure.upper:f}",
            figure.bound,
            each.unit,
            figure.said,
            BETWEEN.join(figure.reporters),
            BETWEEN.join(figure.sources),
            BETWEEN.join(figure.inferred),
            " ".join(figure.doubts),
            "yes" if each in drawn and each.draws(figure) else "no",
        )
        for each in series
        for figure in each.figures
    )


def write_csv(columns: Iterable[str], records: Iterable[Sequence[str]]) -> str:
    """Return rows under the names of their columns as CSV."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows(records)
    return target.getvalue()
