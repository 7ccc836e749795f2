from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from azru_kg.errors import DataErrors
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.json_rows import parse_object, read_json_rows

BROKEN = {
    "{": "broken JSON at column 2",
    '{"a": 1,}': "broken JSON at column 9",
    "[1]": "no object. A line is one object",
    "[": "broken JSON at column 2",
    '"a"': "no object",
    '{"a": NaN}': "NaN is no number",
    '{"a": -Infinity}': "-Infinity is no number",
    '{"a": 1, "a": 2}': "the field 'a' is given twice",
    '{"a": {"b": 1, "b": 2}}': "the field 'b' is given twice",
    '{"a": "\0"}': "broken JSON at column 8",
    "[" * 100_000: "nested too deep",
    "{" + ", ".join(f'"k{n}": 1' for n in range(60_000)) + ', "k59999": 1}': "60,001 fields, more",
    '{"a": 1e99999999999999999999}': "too large an exponent",
}


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:12])
def test_a_broken_line_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_object(text)
    assert BROKEN[text] in str(caught.value)


def test_numbers_stay_as_they_are_written() -> None:
    digits = "1" * 6000
    assert parse_object(f'{{"a": 0.10, "b": {digits}}}') == {
        "a": Decimal("0.10"),
        "b": Decimal(digits),
    }


def test_all_broken_lines_are_told_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('# a comment\n\n{"id": "a"}\n{\n{"id": "b"}\n[]\n')
    faults = Faults()
    assert list(read_json_rows(path, faults)) == [(3, {"id": "a"}), (5, {"id": "b"})]
    with pytest.raises(DataErrors) as caught:
        faults.raise_any()
    assert [error.line for error in caught.value.errors] == [4, 6, None]
