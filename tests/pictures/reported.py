"""Figures and series for the tests of pictures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from azru_kg.pictures.series import Figure, Series


def report(value: str, year: int | None = 2023, **more: Any) -> Figure:
    """Return a figure with what is said of it, or what suits where that is left out."""
    facts: dict[str, Any] = {
        "iri": f"https://example.org/{year}/{value}",
        "href": f"/id/claim/{year}-{value}",
        "value": Decimal(value),
        "upper": None,
        "bound": "exact",
        "sign": "",
        "said": f"{value} tonnes",
        "period": str(year),
        "year": year,
        "reporters": ("Trend",),
        "sources": ("https://example.org/source",),
    }
    return Figure(**(facts | more))


def compare(*figures: Figure, heading: str = "Oil", unit: str = "tonne") -> Series:
    """Return a series of figures."""
    return Series(heading, unit, figures)
