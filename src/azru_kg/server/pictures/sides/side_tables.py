"""What sides report as a picture has it: a table of each comparison, and all figures as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azru_kg.languages.translations import gettext
from azru_kg.pictures.records import COLUMNS, list_records
from azru_kg.pictures.series import Series
from azru_kg.pictures.sides import Comparison
from azru_kg.server.pictures.picture import PictureCell, PictureTable, caption_series, tabulate

SIDE_COLUMNS = {
    **COLUMNS,
    "side": "on whose side it is said: Azerbaijan, Russia or third countries",
}
"""The columns of the records with their meanings."""


def join_series(compared: Iterable[Comparison]) -> list[Series]:
    """Return the figures of each side and period as a series of their own."""
    return [
        Series(each.heading, each.unit, figures, periods=True)
        for each in compared
        for row in each.rows
        for figures in row.figures.values()
    ]


def list_side_records(compared: Iterable[Comparison]) -> Iterator[tuple[str, ...]]:
    """Yield a record for each figure of each side."""
    for each in compared:
        for row in each.rows:
            for side, figures in row.figures.items():
                series = [Series(each.heading, each.unit, figures, periods=True)]
                for record in list_records(series, series):
                    yield (*record, side)


def tabulate_sides(compared: Comparison) -> PictureTable:
    """Return a comparison as a table, with the gaps below it."""
    rows = (
        (row.label, side, PictureCell(figure.said, figure.href), ", ".join(figure.reporters))
        for row in compared.rows
        for side, figures in row.figures.items()
        for figure in figures
    )
    words = [f"{row.label}: {row.words}" for row in compared.rows if row.words]
    return PictureTable(
        caption_series(Series(compared.heading, compared.unit, ())),
        (gettext("Period"), gettext("Side"), gettext("Figure"), gettext("Said by")),
        tabulate(rows),
        f"{'; '.join(words)}." if words else "",
    )
