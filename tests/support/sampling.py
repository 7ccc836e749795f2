"""A sample of many cases for every day: the others wait for the long run."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet


def sample_daily(cases: Iterable[object], every: int) -> list[ParameterSet]:
    """Return cases of which the first, and each n-th after it, run every day, the others long.

    A case is what `pytest.mark.parametrize` takes: `pytest.param`, a tuple of values, or a value.
    """
    return [
        _as_case(case, [] if number % every == 0 else [pytest.mark.long])
        for number, case in enumerate(cases)
    ]


def _as_case(case: object, marks: list[pytest.MarkDecorator]) -> ParameterSet:
    if isinstance(case, ParameterSet):
        return pytest.param(*case.values, marks=[*case.marks, *marks], id=case.id)
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=marks)
