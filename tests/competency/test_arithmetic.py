"""Arithmetic on money: decimals of the engine end at 128 bits, so amounts are scaled first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Table = list[tuple[str, ...]]
Ask = Callable[[str], Table]

# The stored queries are compared with another engine, which would show an empty cell.
QUESTIONS = {
    path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.rq")
}
MONEY = re.compile(r"unit:CCY_|code:level")
ARITHMETIC = re.compile(r"\?\w+ [*/] ")
SCALED = re.compile(r"\?\w+ / 1000000000\b|xsd:double\(")


def _compute(expression: str) -> str:
    return f"SELECT ?value WHERE {{ BIND ({expression} AS ?value) }}"


def test_a_quotient_of_whole_dollars_is_silently_unbound(ask_server: Ask) -> None:
    query = _compute("4300000000.0 / (2600000000.0 / 1.19)")
    assert ask_server(query) == [("value",), ("",)]


@pytest.mark.long
@pytest.mark.parametrize(
    "quotient",
    [
        "(4300000000.0 / 1000000000) / ((2600000000.0 / 1000000000) / 1.19)",
        "xsd:double(4300000000.0) / (xsd:double(2600000000.0) / 1.19)",
    ],
    ids=["in-billions", "as-doubles"],
)
def test_a_quotient_of_scaled_dollars_is_right(quotient: str, ask: Ask) -> None:
    assert ask(_compute(f"ROUND(({quotient}) * 100) / 100")) == [("value",), ("1.97",)]


def test_arithmetic_on_money_is_scaled() -> None:
    computing = {
        name for name, text in QUESTIONS.items() if MONEY.search(text) and ARITHMETIC.search(text)
    }
    assert {name[:3] for name in computing} >= {"29-", "30-", "31-"}
    assert not {name for name in computing if not SCALED.search(QUESTIONS[name])}
