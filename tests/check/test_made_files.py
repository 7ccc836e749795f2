"""What a graph says of itself is made where it is not of the graph as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from azru_kg.check.made_files import make_all, make_metadata, write_metadata
from azru_kg.check.measuring import measure_layout, write_quality
from azru_kg.check.partitioning import write_partitions
from azru_kg.errors import DataError
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.freshness import write_head
from azru_kg.graph.layout import Layout, built_in

SOURCE = "newsaz-2024-01-22-roadmap"


@pytest.fixture
def checkout(founding: Layout, tmp_path: Path) -> Layout:
    """A checkout of the founding documents with no metadata and no measurements."""
    for part in ("ontology", "queries", "shapes"):
        (tmp_path / part).symlink_to(founding.root / part)
    for folder in ("entities", "sources"):
        shutil.copytree(founding.graph / folder, tmp_path / "graph" / folder)
    (tmp_path / "handwritten").mkdir()
    shutil.copy(built_in().handwritten / "metadata.ttl", tmp_path / "handwritten")
    return Layout(tmp_path)


@pytest.mark.long
def test_the_files_of_this_graph_are_those_that_are_made() -> None:
    layout = built_in()
    renew = "is not what is made: run make graph"
    texts = {layout.metadata: write_metadata(layout)}
    texts[layout.quality] = write_quality(measure_layout(layout))
    texts[layout.partitions] = write_partitions(layout)
    for path, text in texts.items():
        assert path.read_text(encoding="utf-8").partition("\n\n")[2] == text, f"{path} {renew}"


@pytest.mark.long
def test_the_files_are_made_once(checkout: Layout) -> None:
    stages: list[str] = []
    assert make_all(checkout, stages.append)
    assert stages == [f"Making {path}" for path in checkout.made]
    before = [path.stat().st_mtime_ns for path in checkout.made]
    assert not make_all(checkout, stages.append)
    assert [path.stat().st_mtime_ns for path in checkout.made] == before
    digest = read_layout(checkout).digest
    for path in checkout.made:
        path.unlink()
    make_all(checkout)
    assert read_layout(checkout).digest == digest


@pytest.mark.long
def test_they_are_made_anew_when_the_graph_changes(checkout: Layout) -> None:
    make_all(checkout)
    text = (checkout.graph / "sources" / f"{SOURCE}.ttl").read_text()
    (checkout.graph / "sources" / "other.ttl").write_text(text)
    assert make_metadata(checkout)
    assert "graph:other\n" in checkout.metadata.read_text()
    assert "graph/other>" not in checkout.quality.read_text()
    assert make_all(checkout)
    assert "computedOn graph:other" in checkout.quality.read_text()


def test_without_them_a_checkout_is_no_dataset(checkout: Layout) -> None:
    make_metadata(checkout)
    with pytest.raises(DataError, match=r"quality\.ttl: not made yet\. Run make graph"):
        read_layout(checkout)


def test_nothing_is_made_where_nothing_is_built(founding: Layout) -> None:
    assert not make_all(founding)
    assert not founding.quality.exists()


def test_a_folder_where_nothing_can_be_written_is_named(checkout: Layout) -> None:
    checkout.metadata.mkdir()
    with pytest.raises(DataError, match=r"metadata\.ttl: not written: Is a directory"):
        make_metadata(checkout)


def test_the_first_line_names_the_state(checkout: Layout) -> None:
    make_metadata(checkout)
    start = write_head("").removesuffix(".")
    assert checkout.metadata.read_text().startswith(start)
