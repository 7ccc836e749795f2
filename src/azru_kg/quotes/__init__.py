"""Quotes: the shortest spans of archived texts on which claims rest, made and checked."""

from __future__ import annotations

from azru_kg.quotes.making import make
from azru_kg.quotes.verdict import QuoteFinding, Report
from azru_kg.quotes.verify import verify

__all__ = ["QuoteFinding", "Report", "make", "verify"]
