from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.check.finding import Location
from azru_kg.check.paths import STDIN, find_root, relate, show_path, show_place, to_uri


def test_a_path_is_shown_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert show_path(tmp_path / "a" / "b.ttl") == "a/b.ttl"
    assert show_path(Path("../b.ttl")) == "../b.ttl"
    assert show_path(tmp_path.parent / "b.ttl") == str(tmp_path.parent / "b.ttl")
    assert show_path(STDIN) == "<stdin>"


def test_a_line_feed_in_a_name_does_not_end_the_line() -> None:
    assert show_place(Location(Path("a\nb.ttl"), 1, 2)) == r"a\nb.ttl:1:2"


def test_the_root_is_the_top_of_the_checkout_or_else_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_root() == inner
    (tmp_path / ".git").touch()
    assert find_root() == tmp_path


def test_a_uri_is_relative_below_the_root_and_escaped(tmp_path: Path) -> None:
    assert to_uri(tmp_path / "a b" / "ü#.ttl", tmp_path) == "a%20b/%C3%BC%23.ttl"
    assert to_uri(tmp_path / "x\udcff.ttl", tmp_path) == "x%FF.ttl"
    assert to_uri(tmp_path.parent / "x.ttl", tmp_path) == (tmp_path.parent / "x.ttl").as_uri()
    assert to_uri(STDIN, tmp_path) == "file:///dev/stdin"
    assert relate(STDIN, tmp_path) is None
