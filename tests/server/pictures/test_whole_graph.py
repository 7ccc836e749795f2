"""The pictures of the whole graph say what its stored queries say."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from tests.conftest import Ask

from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import shorten

pytestmark = pytest.mark.long


def read_rows(whole_address: str, name: str) -> list[dict[str, str]]:
    address = f"{whole_address}picture/{name}.csv"
    text = httpx.get(address, timeout=60, trust_env=False).text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ask_stored(ask_whole: Ask, slug: str) -> list[dict[str, str]]:
    text = (built_in().queries / f"{slug}.rq").read_text(encoding="utf-8")
    head, *rows = ask_whole(text)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_what_contradicts_is_what_the_stored_query_finds(
    whole_address: str, ask_whole: Ask
) -> None:
    claims = {shorten(row["claim"]) for row in read_rows(whole_address, "contradictions")}
    rows = ask_stored(ask_whole, "figures-that-contradict")
    assert claims == {row[name] for row in rows for name in ("lower", "higher")}


def test_what_was_postponed_is_drawn_with_the_same_months(
    whole_address: str, ask_whole: Ask
) -> None:
    drawn = {
        (shorten(row["thing"]), row["due"], row["months_later"])
        for row in read_rows(whole_address, "promises")
        if row["what"] == "promise"
    }
    rows = ask_stored(ask_whole, "promises-postponed")
    assert rows
    assert {(row["thing"], row["deadline"], row["monthsLater"]) for row in rows} <= drawn
