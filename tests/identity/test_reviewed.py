"""The table of reviewed pairs, and what is wrong with a broken one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.identity import Twins, read_reviewed
from azru_kg.identity.report import to_json, to_text

HEADER = "kind,id,other,reason\n"
OLD = Twins("person", "a", "b", "names alike")
NEW = Twins("person", "a", "c", "names alike")


def write(folder: Path, text: str) -> Path:
    """Return the path of a table with a text."""
    path = folder / "distinct.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_reviewed_pair_has_no_order(tmp_path: Path) -> None:
    reviewed = read_reviewed(write(tmp_path, HEADER + "person,b,a,Two people\n"))
    assert reviewed.leave_out([OLD, NEW]) == [NEW]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the header is not kind,id,other,reason"),
        ("kind,id\n", ":1: the header is not"),
        (HEADER + "person,a,b\n", ":2: a row has a kind, two ids and a reason"),
        (HEADER + "person,a,b, \n", ":2: a row has a kind, two ids and a reason"),
        (HEADER + "person,a,a,Why\n", ":2: 'a' is paired with itself"),
        (HEADER + "person,a,b,Why\nperson,b,a,Why\n", ":3: the pair was there before"),
        (HEADER + 'person,a,b,"Why\n', "It is a table of UTF-8 CSV"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_reviewed(write(tmp_path, text))
    assert message in str(caught.value)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        read_reviewed(tmp_path / "none.csv")


def test_the_report_names_what_is_new_and_what_is_idle(tmp_path: Path) -> None:
    reviewed = read_reviewed(write(tmp_path, HEADER + "person,b,a,Two\nplace,x,y,Two\n"))
    text = to_text([OLD, NEW], reviewed)
    assert "person:a and person:c: names alike\n" in text
    assert "person:a and person:b" not in text
    assert "place:x and place:y are reviewed and not found any more" in text
    assert text.endswith("1 pair not reviewed, 1 reviewed\n")


def test_the_report_for_machines_holds_all_pairs(tmp_path: Path) -> None:
    reviewed = read_reviewed(write(tmp_path, HEADER + "person,b,a,Two\nplace,x,y,Two\n"))
    report = json.loads(to_json([OLD, NEW], reviewed))
    assert [pair["second"] for pair in report["unreviewed"]] == ["c"]
    assert [pair["second"] for pair in report["reviewed"]] == ["b"]
    assert report["idle"] == [{"kind": "place", "first": "x", "second": "y"}]
