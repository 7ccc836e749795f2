from pathlib import Path

import pytest
from werkzeug.datastructures import ETags

from azru_kg.graph.dataset import Dataset, read_files, read_layout
from azru_kg.graph.layout import Layout
from azru_kg.server.http import etags
from azru_kg.server.http.etags import (
    Tags,
    find_tag,
    takes_nothing,
    write_tag,
)
from azru_kg.server.http.operation import Operation


def test_a_tag_depends_on_all_that_the_answer_depends_on(tmp_path: Path, founding: Layout) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> 1 .")
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:b> 2 .")
    ours = Tags(read_layout(founding))
    operations = [
        Operation("ASK {}"),
        Operation("ASK { }"),
        Operation("ASK {}", default_graphs=("urn:a",)),
        Operation("ASK {}", named_graphs=("urn:a",)),
        Operation("ASK {}", named_graphs=("urn:a", "urn:b")),
    ]
    names = [ours.name(operation, "text/csv") for operation in operations]
    names += [ours.name(operations[0], "text/tab-separated-values")]
    names += [
        Tags(read_files([tmp_path / name])).name(operations[0], "text/csv")
        for name in ("a.ttl", "b.ttl")
    ]
    assert len(set(names)) == len(names)


def test_a_tag_does_not_depend_on_what_the_answer_does_not(founding: Layout) -> None:
    dataset = read_layout(founding)
    one = Operation("ASK {}", ("urn:a", "urn:b"), ("urn:c", "urn:d"))
    two = Operation("ASK {}", ("urn:b", "urn:a"), ("urn:d", "urn:c"), "csv", 3)
    assert Tags(dataset).name(one, "text/csv") == Tags(dataset).name(two, "text/csv")


def test_a_dataset_whose_blank_nodes_are_named_anew_has_new_tags_with_each_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.ttl").write_text("[] <urn:b> 1 .")
    dataset = read_files([tmp_path])
    asked = Operation("ASK {}")
    assert Tags(dataset).name(asked, "text/csv") != Tags(dataset).name(asked, "text/csv")


@pytest.mark.long
def test_blank_nodes_of_the_graph_have_the_same_names_with_each_start(founding: Layout) -> None:
    dataset: Dataset = read_layout(founding)
    assert dataset.repeatable
    assert sorted(map(str, dataset.store())) == sorted(map(str, dataset.store()))


def test_a_tag_is_found_as_http_has_it() -> None:
    tags = [write_tag("x", "gzip"), write_tag("x", "identity")]
    assert find_tag('"x"', tags) == '"x"'
    assert find_tag('W/"x-gzip"', tags) == '"x-gzip"'
    assert find_tag('"y", W/"z",  "x"', tags) == '"x"'
    for other in (None, "", '"y"', '"x-zstd"', "*", '"X"', '"x', "x y"):
        assert find_tag(other, tags) is None, other


def test_only_a_star_takes_nothing() -> None:
    assert takes_nothing("*")
    assert not takes_nothing(None)
    assert not takes_nothing('"*"')


def test_a_condition_of_excessive_length_counts_as_none_and_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str | None] = []

    def note(text: str | None) -> ETags:
        read.append(text)
        return ETags()

    monkeypatch.setattr(etags, "parse_etags", note)
    for condition in ("," * 250_000, '"b", ' * 1000, "*" + " " * 5000):
        assert find_tag(condition, ['"b"']) is None
        assert not takes_nothing(condition)
    assert set(read) == {None}


def test_a_condition_of_many_tags_is_read() -> None:
    condition = ", ".join(f'"{number:032x}"' for number in range(100))
    assert find_tag(condition, [f'"{99:032x}"']) is not None
