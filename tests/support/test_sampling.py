import pytest
from tests.support.sampling import sample_daily


def test_each_nth_case_runs_every_day_and_the_others_are_long() -> None:
    cases = sample_daily("abcde", 2)
    assert [case.values for case in cases] == [("a",), ("b",), ("c",), ("d",), ("e",)]
    assert [bool(case.marks) for case in cases] == [False, True, False, True, False]


def test_values_names_and_marks_of_a_case_are_kept() -> None:
    named = pytest.param(1, 2, id="one", marks=pytest.mark.timeout(5))
    first, second = sample_daily([(3, 4), named], 2)
    assert (first.values, first.id) == ((3, 4), None)
    assert (second.values, second.id) == ((1, 2), "one")
    assert {getattr(mark, "name", "") for mark in second.marks} == {"timeout", "long"}
