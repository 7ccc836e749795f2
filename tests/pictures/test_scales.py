"""Scales: round values around all that is drawn, and places in proportion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from azru_kg.pictures.scales import Measure, Scale, say_tick


@pytest.mark.parametrize(
    ("low", "high"), [(1.86, 4.36), (0, 1), (-3, 12.5), (999_999, 1_000_001), (1e-7, 3e-7), (5, 5)]
)
@pytest.mark.parametrize("most", [3, 6])
def test_a_scale_holds_its_values_between_few_round_ones(
    low: float, high: float, most: int
) -> None:
    scale = Scale.over(low, high, 50, 700, most=most)
    assert scale.low <= low <= high <= scale.high
    assert 2 <= len(scale.ticks) <= most + 2
    assert scale.place(scale.low) == pytest.approx(50)
    assert scale.place(scale.high) == pytest.approx(700)


def test_a_measure_keeps_every_digit() -> None:
    assert Measure.of(Decimal("4799000000")).say(Decimal("4798123456.7")) == "4.7981234567"
    assert Measure.of(Decimal(50)).say(Decimal("12500")) == "12,500"
    assert Measure.of(Decimal("-2e6")).name("tonne") == "million tonnes"
    assert Measure.of(Decimal(50)).name("percent") == "percent"
    assert Measure.of(Decimal(50)).name("") == ""
    assert Measure.of(Decimal(50)).name("number") == "number"
    assert Measure.of(Decimal("2e6")).name("number") == "million"


@pytest.mark.parametrize(
    ("tick", "said"),
    [(1_000_000.0, "1,000,000"), (2.5, "2.5"), (0.0, "0"), (-0.25, "-0.25"), (1e-7, "0.0000001")],
)
def test_a_tick_is_said_without_an_exponent(tick: float, said: str) -> None:
    assert say_tick(tick) == said
