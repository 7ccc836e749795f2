from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import read_into
from azru_kg.rdf.index import Index


def _read(path: Path, text: str, graph: str | None = None) -> Index:
    path.write_text(text, encoding="utf-8")
    index = Index()
    read_into(index, [DataFile(path, graph)])
    return index


@pytest.mark.parametrize(
    ("name", "graph", "graphs"),
    [
        ("a.ttl", None, [""]),
        ("a.ttl", "urn:own", ["urn:own"]),
        ("a.nq", None, ["urn:g"]),
        ("a.nq", "urn:own", ["urn:own"]),
    ],
)
def test_a_file_of_the_graph_is_all_in_its_named_graph(
    tmp_path: Path, name: str, graph: str | None, graphs: list[str]
) -> None:
    text = "<urn:a> <urn:p> <urn:b> <urn:g> ." if name == "a.nq" else "<urn:a> <urn:p> <urn:b> ."
    (part,) = _read(tmp_path / name, text, graph).parts
    assert [iri for _, iri in part.graphs] == graphs


def test_nothing_outside_of_a_file_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not fetched"):
        _read(tmp_path / "a.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a"}')
    with pytest.raises(DataError, match="a DOCTYPE is refused"):
        _read(tmp_path / "a.rdf", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")


def test_a_term_that_only_rdf_1_2_has_is_refused_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.ttl: SHACL 1\.0 does not know the RDF 1\.2 term"):
        _read(tmp_path / "a.ttl", "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .")
