"""Figures that are reported for the same as another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.rivals import find_rivals

FIGURE = (
    "azru:indicator indicator:trade ; sdmx-dimension:refPeriod period:2018 ;"
    " sdmx-attribute:unitMeasure <urn:usd> ; azru:kind code:level ; azru:between country:AZ"
)
DATA = f"""
azru:between a qb:DimensionProperty . azru:flow a qb:DimensionProperty .
azru:mode a qb:DimensionProperty .
claim:mine {FIGURE} ; sdmx-measure:obsValue 2.5 .
claim:higher {FIGURE} ; sdmx-measure:obsValue 2.6 ; azru:flow code:turnover .
claim:lower {FIGURE} ; sdmx-measure:obsValue 2.4 .
claim:by-rail {FIGURE} ; sdmx-measure:obsValue 1.0 ; azru:mode code:rail .
claim:of-another {FIGURE.replace("country:AZ", "country:RU")} ; sdmx-measure:obsValue 1.1 .
claim:of-2019 {FIGURE.replace("2018", "2019")} ; sdmx-measure:obsValue 1.2 .
claim:in-tonnes {FIGURE.replace("urn:usd", "urn:tonne")} ; sdmx-measure:obsValue 1.3 .
claim:outflow {FIGURE} ; sdmx-measure:obsValue 1.4 ; azru:flow code:export .
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mine", ["outflow", "lower", "higher"]),
        ("higher", ["lower", "mine"]),
        ("by-rail", []),
        ("no-such-figure", []),
    ],
)
def test_figures_of_one_series_and_period_are_found_the_lowest_first(
    run_with_pool: Callable[..., Any], name: str, expected: list[str]
) -> None:
    async def find(pool: Pool) -> tuple[str, ...]:
        return await find_rivals(pool, expand(f"claim:{name}"))

    assert run_with_pool(DATA, find) == tuple(expand(f"claim:{other}") for other in expected)
