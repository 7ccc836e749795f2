from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import DataError
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.texts import LONGEST_LINE, clean_text, read_lines

FORMULAS = [
    '=HYPERLINK("https://example.org")',
    "=1+2",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+2",
    "＝1+2",
]
HIDDEN = {
    "a\0b": "U+0000 (NUL)",
    "a\nb": "U+000A (a line break)",
    "a\x1bb": "U+001B (a control character)",
    "a\u202eb": "U+202E (RIGHT-TO-LEFT OVERRIDE)",
    "a\u200bb": "U+200B (ZERO WIDTH SPACE)",
    "a\ud800b": "U+D800 (a control character)",
    "a\ufffeb": "U+FFFE (a control character)",
    "a\u2028b": "U+2028 (LINE SEPARATOR)",
}


def read(path: Path, faults: Faults) -> list[tuple[int, str]]:
    return list(read_lines(path, faults))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="looks like a formula"):
        clean_text(text)


@pytest.mark.parametrize("text", ["-19", "-2.5", "+7", "2.6", "a=b", "S-400", "– Alat", "«ADY»"])
def test_a_number_or_a_name_is_no_formula(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", HIDDEN)
def test_a_character_that_no_one_sees_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="holds") as caught:
        clean_text(text)
    assert HIDDEN[text] in str(caught.value)


def test_a_text_is_composed_and_loses_the_spaces_around_it() -> None:
    assert clean_text("\u00a0 I\u0307lham  \u018fliyev ") == "\u0130lham  \u018fliyev"


@given(st.text(st.characters(categories=["L", "N", "Zs", "P"], exclude_characters="=@+-＝＠＋－")))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_lines_are_numbered_and_lose_their_ends_and_the_mark_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfid\r\n\xc6\x8f\nlast")
    assert read(path, Faults()) == [(1, "id"), (2, "Ə"), (3, "last")]


def test_every_line_in_another_encoding_is_named_with_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id\nӘ\n".encode() + "Баку\n".encode("cp1251") + b"b\nx\xff\n")
    faults = Faults()
    assert [number for number, _ in read(path, faults)] == [1, 2, 4]
    with pytest.raises(Exception, match="2 faults") as caught:
        faults.raise_any()
    assert f"{path}:3: not UTF-8: byte 1 of the line, 0xC1. Save the file" in str(caught.value)
    assert f"{path}:5: not UTF-8: byte 2 of the line, 0xFF" in str(caught.value)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("id".encode("utf-16"), "UTF-16. Save it as UTF-8"),
        (b"PK\x03\x04", "a spreadsheet or a ZIP file"),
        (b"\x1f\x8b\x08", "compressed"),
    ],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(
    tmp_path: Path, start: bytes, reason: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(start)
    with pytest.raises(DataError, match=reason):
        read(path, Faults())


def test_a_line_without_end_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * (LONGEST_LINE + 10))
    with pytest.raises(DataError, match=r"a\.jsonl:1: longer than 1,048,576 bytes"):
        read(path, Faults())


@pytest.mark.parametrize(("name", "reason"), [("none.csv", "no such file"), (".", "no regular")])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        read(tmp_path / name, Faults())
