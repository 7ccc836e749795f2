"""When a figure holds, against what it is compared, and when it was stated."""

from __future__ import annotations

from dataclasses import dataclass

from azru_kg.intake.register import RowRefused
from azru_kg.intake.sheets.dates import PartialDate, Period
from azru_kg.intake.sheets.schemas.statements import FigureRow


@dataclass(frozen=True, slots=True)
class When:
    """The period of a figure, that of its baseline, and the date of the statement, if known."""

    period: Period | None
    baseline: Period | None
    stated: PartialDate | None


def read_when(row: FigureRow, stated: PartialDate | None) -> When:
    """Return the periods of a row with its date; raise RowRefused for periods that cannot be."""
    period = _read_period(row.period_start, row.period_end, "period_end")
    baseline = _read_period(row.baseline_start, row.baseline_end, "baseline_end")
    if period is not None and period == baseline:
        raise RowRefused("baseline_start", "the baseline is the period of the figure itself")
    return When(period, baseline, stated)


def _read_period(first: PartialDate | None, last: PartialDate | None, field: str) -> Period | None:
    if first is None and last is None:
        return None
    start = None if first is None else first.first
    end = None if last is None else last.last
    if start is not None and end is not None and end < start:
        raise RowRefused(field, f"{end} is before {start}. Exchange the two, or correct one")
    return Period(start, end)
