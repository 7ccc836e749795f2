from __future__ import annotations

from datetime import date

import pytest

from azru_kg.languages.numerals import localize_number, say_day, say_integer
from azru_kg.languages.reading import read_in


@pytest.mark.parametrize(
    ("language", "integer", "decimal", "day"),
    [
        ("en", "1,234,567", "1,234.5", "2 March 2024"),
        ("az", "1.234.567", "1.234,5", "2 mart 2024"),
        ("ru", "1\xa0234\xa0567", "1\xa0234,5", "2 марта 2024"),
    ],
)
def test_numbers_and_days_are_written_as_in_the_language(
    language: str, integer: str, decimal: str, day: str
) -> None:
    with read_in(language):
        assert say_integer(1_234_567) == integer
        assert localize_number("1,234.5") == decimal
        assert say_day(date(2024, 3, 2)) == day
