from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.prefixes import GRAPH

PARTS = [
    "ontology/a.ttl",
    "ontology/b.ttl",
    "graph/entities/people.ttl",
    "graph/sources/2019-one.ttl",
    "graph/sources/2024-two.ttl",
    "shapes/figures.ttl",
    "graph/metadata.ttl",
    "graph/quality.ttl",
    "graph/partitions.ttl",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part in [*PARTS, "graph/sources/note.txt"]:
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text("")
    return tmp_path


def test_file_names_and_graph_iris_follow_from_one_another(root: Path) -> None:
    graphs = {
        str(path.relative_to(root)): graph.removeprefix("https://w3id.org/azru-kg/graph/")
        for path, graph in Layout(root).files()
    }
    assert graphs == {
        "ontology/a.ttl": "ontology",
        "ontology/b.ttl": "ontology",
        "graph/entities/people.ttl": "entities",
        "graph/sources/2019-one.ttl": "2019-one",
        "graph/sources/2024-two.ttl": "2024-two",
        "shapes/figures.ttl": "shapes",
        "graph/metadata.ttl": "metadata",
        "graph/quality.ttl": "metadata",
        "graph/partitions.ttl": "metadata",
    }


def test_files_come_in_the_same_order_every_time(root: Path) -> None:
    assert [path for path, _ in Layout(root).files()] == [root / part for part in PARTS]


def test_a_graph_without_what_is_made_of_it_is_complete(root: Path) -> None:
    for path in Layout(root).made:
        path.unlink()
    assert [path for path, _ in Layout(root).files()] == [root / part for part in PARTS[:-3]]


def test_another_folder_may_stand_for_the_graph(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (root / "graph").rename(other / "mine")
    layout = Layout(root, other / "mine")
    assert (other / "mine/entities/people.ttl", f"{GRAPH}entities") in layout.files()
    assert layout.graph == other / "mine"


def test_the_terms_of_sheets_are_carried_along() -> None:
    assert (built_in().terms / "units.csv").is_file()


@pytest.mark.parametrize("part", ["ontology", "graph/entities", "shapes"])
def test_a_missing_part_is_named(root: Path, part: str) -> None:
    for path in (root / part).iterdir():
        path.unlink()
    with pytest.raises(DataError, match=f"{root / part}: no Turtle file"):
        Layout(root).files()


def test_the_built_in_graph_is_complete() -> None:
    layout = built_in()
    assert {path.parent for path, _ in layout.files()} == {
        layout.ontology,
        layout.graph,
        layout.graph / "entities",
        layout.graph / "sources",
        layout.shapes,
    }
    assert layout.queries.is_dir()


def test_the_graph_of_examples_is_the_queries_and_the_prefixes(tmp_path: Path) -> None:
    assert Layout(tmp_path).examples() == []
    for part in ("queries/b.rq", "queries/a.rq", "queries/note.txt", "shapes/prefixes.ttl"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / part).touch()
    assert Layout(tmp_path).examples() == [
        (tmp_path / part, f"{GRAPH}examples")
        for part in ("queries/a.rq", "queries/b.rq", "shapes/prefixes.ttl")
    ]
