from __future__ import annotations

from decimal import Decimal

import pytest

from azru_kg.languages.reading import read_in
from azru_kg.server.pages.amounts import say_number, say_value

MONEY = "US dollar"


@pytest.mark.parametrize(
    ("language", "value", "upper", "bound", "unit", "said"),
    [
        ("en", "2.6e9", None, "more than", MONEY, "more than 2.6 billion US dollars"),
        ("az", "2.6e9", None, "at least", MONEY, "ən azı 2,6 milyard ABŞ dolları"),
        ("ru", "2.6e9", None, "more than", MONEY, "более 2,6 млрд долларов США"),
        ("ru", "1", None, "", "tonne", "1 тонна"),
        ("ru", "3", None, "", "tonne", "3 тонны"),
        ("ru", "2.5", None, "", "tonne", "2,5 тонны"),
        ("ru", "11", "15", "range", "tonne", "11–15 тонн"),
        ("ru", "12000", None, "", "number", "12\xa0000"),
        ("ru", "50", None, "", "percent", "50 %"),
        ("ru", "7", None, "odd", "furlong", "odd 7 furlongs"),
        ("en", "1", None, "", "furlong", "1 furlong"),
    ],
)
def test_a_value_is_said_in_the_language_that_is_read(
    language: str, value: str, upper: str | None, bound: str, unit: str, said: str
) -> None:
    low, high = Decimal(value), Decimal(upper or value)
    with read_in(language):
        assert say_value(low, high, kind="level", bound=bound, unit=unit) == said


def test_a_range_of_millions_has_one_word() -> None:
    with read_in("az"):
        assert say_number(Decimal(1_500_000), Decimal(2_000_000)) == "1,5–2 milyon"


@pytest.mark.parametrize(
    ("number", "said"), [("8", "в 8 раз больше"), ("2.5", "в 2,5 раза больше")]
)
def test_how_many_times_has_the_form_of_its_number(number: str, said: str) -> None:
    value = Decimal(number)
    with read_in("ru"):
        assert say_value(value, value, kind="multiple", bound="as stated", unit="") == said
