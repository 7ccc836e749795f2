from __future__ import annotations

import os
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.intake.sheets.word_tables import Terms


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    (tmp_path / "units.csv").write_text('raw,qudt\nkm,KiloM\n"a, b",\n', encoding="utf-8")
    return Terms(tmp_path)


def test_a_table_is_found_by_the_texts_of_columns(terms: Terms) -> None:
    assert terms.index("units", "raw")[("km",)] == {"raw": "km", "qudt": "KiloM"}
    assert terms.index("units", "raw", "qudt")[("a, b", "")]["qudt"] == ""


def test_the_table_that_joins_need_not_be_there(terms: Terms) -> None:
    assert terms.same == {}


def test_the_table_that_joins_names_what_stands_for_another(terms: Terms, tmp_path: Path) -> None:
    (tmp_path / "same.csv").write_text("kind,id,same_as,reason\nperson,a-lee,ann-lee,One\n")
    assert terms.same == {("person", "a-lee"): "ann-lee"}


def test_a_table_that_is_not_there_is_named(terms: Terms, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{tmp_path}/sectors.csv: No such file"):
        terms.read("sectors")


def test_a_table_may_begin_with_a_byte_order_mark_and_is_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("raw,qudt\nkm,KiloM\n", encoding="utf-8-sig")
    assert list(Terms(tmp_path).index("units", "raw")) == [("km",)]
    os.mkfifo(tmp_path / "sectors.csv")
    with pytest.raises(DataError, match="no regular file"):
        Terms(tmp_path).read("sectors")


@pytest.mark.parametrize("text", [b"raw\n\xff\n", b'raw\n"a\n'])
def test_a_broken_table_is_named(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "broken.csv").write_bytes(text)
    with pytest.raises(DataError, match=r"broken\.csv"):
        Terms(tmp_path).read("broken")


def test_a_column_that_is_not_there_is_named(terms: Terms) -> None:
    with pytest.raises(DataError, match=r"units\.csv: no column 'word'"):
        terms.index("units", "word")
