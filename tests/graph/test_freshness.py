from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg import graph
from azru_kg.errors import DataError
from azru_kg.graph.freshness import MAKERS, is_fresh, list_origins, name_state, write_head
from azru_kg.graph.layout import Layout

PARTS = [
    "ontology/a.ttl",
    "graph/entities/people.ttl",
    "graph/sources/one.ttl",
    "shapes/figures.ttl",
    "queries/first.rq",
    "handwritten/metadata.ttl",
    "sheets/batch/figures.csv",
    "sheets/blind-readings.csv",
]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    for part in [*PARTS, *(f"graph/{name}.ttl" for name in ("metadata", "quality", "partitions"))]:
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text(part)
    return Layout(tmp_path)


def test_the_files_follow_from_all_others_and_from_what_makes_them(layout: Layout) -> None:
    package = Path(graph.__file__).parents[1]
    expected = [*(layout.root / part for part in PARTS), *(package / name for name in MAKERS)]
    assert sorted(list_origins(layout)) == sorted(expected)
    assert all(path.is_file() for path in list_origins(layout))


@pytest.mark.parametrize("part", PARTS)
def test_a_change_of_any_is_another_state(layout: Layout, part: str) -> None:
    before = name_state(layout)
    assert name_state(layout) == before
    (layout.root / part).write_text("changed")
    assert name_state(layout) != before


def test_a_source_more_or_less_is_another_state(layout: Layout) -> None:
    before = name_state(layout)
    (layout.graph / "sources" / "two.ttl").write_text("")
    assert name_state(layout) != before
    (layout.graph / "sources" / "two.ttl").unlink()
    assert name_state(layout) == before


def test_what_was_made_is_no_part_of_the_state(layout: Layout) -> None:
    before = name_state(layout)
    layout.partitions.unlink()
    layout.quality.unlink()
    layout.metadata.write_text("changed")
    assert name_state(layout) == before


def test_a_file_that_cannot_be_read_is_named(layout: Layout) -> None:
    (layout.handwritten / "metadata.ttl").unlink()
    with pytest.raises(DataError, match=r"handwritten/metadata\.ttl: No such file"):
        name_state(layout)


def test_a_file_is_fresh_if_its_first_line_names_the_state(tmp_path: Path) -> None:
    path = tmp_path / "quality.ttl"
    assert not is_fresh(path, "0f")
    path.write_text(f"{write_head('0f')}\n\n<urn:a> <urn:b> <urn:c> .\n")
    assert is_fresh(path, "0f")
    assert not is_fresh(path, "f0")
    path.write_bytes(b"\xff\xfe")
    assert not is_fresh(path, "0f")
