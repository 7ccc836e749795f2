import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, canonical, rdf_format, read_files, read_layout
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in
from azru_kg.rdf.prefixes import GRAPH, PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
PARTS = {
    "ontology/azru.ttl": "azru:Country a owl:Class .",
    "graph/entities/all.ttl": "country:AZ a azru:Country .",
    "graph/sources/one.ttl": "country:AZ a azru:Country ; azru:x 2.50 .",
    "graph/sources/two.ttl": 'country:AZ a azru:Country ; azru:x "01"^^xsd:integer .',
    "shapes/all.ttl": "azru-sh:S a sh:NodeShape .",
    "graph/metadata.ttl": '<https://w3id.org/azru-kg/dataset> dcat:version "2026.11.0" .',
}
SAMPLES = {
    "ttl": "<urn:s> <urn:p> 2.50 .",
    "nt": '<urn:s> <urn:p> "2.50" .',
    "n3": "<urn:s> <urn:p> 2.50 .",
    "nq": '<urn:s> <urn:p> "2.50" <urn:g> .',
    "trig": "<urn:g> { <urn:s> <urn:p> 2.50 }",
    "jsonld": '{"@id": "urn:s", "urn:p": "2.50"}',
    "json": '{"@id": "urn:s", "urn:p": "2.50"}',
    "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<r:Description r:about="urn:s"><p xmlns="urn:">2.50</p></r:Description></r:RDF>',
}
SAMPLES["owl"] = SAMPLES["rdf"]


def count(store: ox.Store, pattern: str) -> int:
    solutions = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    (number,) = next(solutions)
    assert isinstance(number, ox.Literal)
    return int(number.value)


def read_values(quads: Iterable[ox.Quad], predicate: str) -> set[str]:
    values = {quad.object for quad in quads if quad.predicate.value.endswith(predicate)}
    assert all(isinstance(value, ox.Literal) for value in values)
    return {value.value for value in values if isinstance(value, ox.Literal)}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    for name, text in PARTS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(HEAD + text)
    return Layout(tmp_path)


def test_the_default_graph_counts_a_triple_of_three_graphs_once(layout: Layout) -> None:
    store = read_layout(layout).store()
    assert count(store, "country:AZ a azru:Country") == 1
    assert count(store, "GRAPH ?g { country:AZ a azru:Country }") == 3


def test_a_graph_apart_is_reached_with_graph_only(layout: Layout) -> None:
    store = read_layout(layout).store()
    assert count(store, "?s a sh:NodeShape") == 0
    assert count(store, "GRAPH graph:shapes { ?s a sh:NodeShape }") == 1


def test_quads_are_as_written_where_the_store_rewrites_them(layout: Layout) -> None:
    dataset = read_layout(layout)
    assert read_values(dataset.quads(), "#x") == {"2.50", "01"}
    assert read_values(dataset.store(), "#x") == {"2.5", "1"}


def test_the_version_is_that_of_the_metadata(layout: Layout) -> None:
    assert read_layout(layout).version == "2026.11.0"


def test_a_version_elsewhere_is_not_that_of_the_dataset(layout: Layout) -> None:
    (layout.graph / "metadata.ttl").unlink()
    (layout.graph / "entities" / "all.ttl").write_text(HEAD + PARTS["graph/metadata.ttl"])
    assert read_layout(layout).version == "unversioned"


def test_the_digest_is_the_sha256_of_sorted_n_quads(layout: Layout) -> None:
    dataset = read_layout(layout)
    lines = "".join(sorted(f"{quad} .\n" for quad in dataset.quads()))
    assert dataset.digest == hashlib.sha256(lines.encode()).hexdigest()


def test_the_digest_follows_the_data_and_not_how_they_are_written(layout: Layout) -> None:
    digest = read_layout(layout).digest
    path = layout.graph / "entities" / "all.ttl"
    path.write_text(f"# said otherwise\n{HEAD}country:AZ\n  a  azru:Country .")
    assert read_layout(layout).digest == digest
    path.write_text(f"{HEAD}country:AZ a azru:State .")
    assert read_layout(layout).digest != digest


def test_canonical_lines_do_not_depend_on_order_or_on_names_of_blank_nodes() -> None:
    one = "<urn:s> <urn:p> _:a .\n_:a <urn:p> <urn:o> <urn:g> .\n"
    two = "_:x <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> _:x .\n"
    first, second = (canonical(ox.parse(text, format=ox.RdfFormat.N_QUADS)) for text in (one, two))
    assert first == second == one.replace("_:a", "_:c14n0").encode()


@pytest.mark.parametrize("extension", SAMPLES)
def test_any_rdf_syntax_is_read(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"data.{extension}"
    path.write_text(SAMPLES[extension])
    dataset = read_files([path])
    assert read_values(dataset.quads(), "p") == {"2.50"}
    assert count(dataset.store(), "<urn:s> <urn:p> ?o") == 1


@pytest.mark.parametrize(("extension", "named"), [("nq", 1), ("trig", 1), ("ttl", 0)])
def test_files_with_graphs_keep_them(tmp_path: Path, extension: str, named: int) -> None:
    path = tmp_path / f"data.{extension}"
    path.write_text(SAMPLES[extension])
    store = read_files([path]).store()
    assert count(store, "GRAPH <urn:g> { ?s ?p ?o }") == named


def test_folders_are_searched_for_rdf_files_only(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.ttl", "deep/a.nt", "deep/note.txt", "deep/query.rq"):
        (tmp_path / name).write_text(SAMPLES.get(Path(name).suffix[1:], "no RDF"))
    files = read_files([tmp_path]).files
    assert files == (DataFile(tmp_path / "b.ttl"), DataFile(tmp_path / "deep" / "a.nt"))


def test_no_rdf_file_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{tmp_path}: no RDF file here"):
        read_files([tmp_path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.ttl: No such file"):
        read_files([tmp_path / "none.ttl"])


def test_the_digest_of_files_follows_their_bytes_and_not_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "a.nt", tmp_path / "b.nt"
    one.write_text(SAMPLES["nt"])
    two.write_text("")
    digest = read_files([one, two]).digest
    assert read_files([two, one]).digest == digest
    two.write_text("\n")
    assert read_files([one, two]).digest != digest


BROKEN = "<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> oops .\n"


def test_broken_turtle_is_named_with_file_line_and_reason(layout: Layout) -> None:
    path = layout.graph / "sources" / "two.ttl"
    path.write_text(BROKEN)
    with pytest.raises(DataError) as caught:
        read_layout(layout).store()
    assert (caught.value.path, caught.value.line) == (path, 2)
    assert str(caught.value).startswith(f"{path}:2:17: ")
    assert "oops" in caught.value.reason


def test_the_digest_of_broken_turtle_is_an_error_too(layout: Layout) -> None:
    path = layout.graph / "sources" / "two.ttl"
    path.write_text(BROKEN)
    with pytest.raises(DataError, match=r"two\.ttl:2:17: "):
        _ = read_layout(layout).digest


def test_blank_nodes_have_the_same_names_in_each_store(layout: Layout) -> None:
    (layout.shapes / "all.ttl").write_text(f"{HEAD}azru-sh:S sh:property [ sh:path azru:x ] .")
    (layout.shapes / "more.ttl").write_text(f"{HEAD}azru-sh:T sh:property [ sh:path azru:x ] .")
    first, second = read_layout(layout).store(), read_layout(layout).store()
    assert set(first) == set(second)
    assert count(first, "GRAPH graph:shapes { ?s sh:property/sh:path azru:x }") == 2


def test_a_broken_file_shows_when_the_store_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(BROKEN)
    dataset = read_files([path])
    with pytest.raises(DataError, match=r"a\.ttl:2:17: "):
        dataset.store()


@pytest.mark.parametrize("use", [DataFile.parse, lambda file: file.load(ox.Store())])
def test_a_file_that_is_gone_is_named(tmp_path: Path, use: object) -> None:
    assert callable(use)
    with pytest.raises(DataError, match=r"gone\.ttl: "):
        use(DataFile(tmp_path / "gone.ttl"))


def test_a_file_goes_to_its_graph(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(SAMPLES["ttl"])
    store = ox.Store()
    DataFile(path, f"{GRAPH}a").load(store)
    (parsed,) = DataFile(path, f"{GRAPH}a").parse()
    assert {quad.graph_name for quad in (parsed, *store)} == {ox.NamedNode(f"{GRAPH}a")}


@pytest.mark.parametrize("name", ["data", "data.csv", "data.TXT"])
def test_an_unknown_extension_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(DataError, match=r"unknown extension .*\.ttl"):
        rdf_format(Path(name))


def test_extensions_are_known_in_capitals_too() -> None:
    assert rdf_format(Path("DATA.TTL")) == ox.RdfFormat.TURTLE


@pytest.mark.long
def test_the_built_in_union_holds_every_triple_once_and_nothing_more() -> None:
    dataset = read_layout(built_in())
    apart = ox.NamedNode(SHAPES_GRAPH)
    union = ox.Store()
    for quad in dataset.quads():
        if quad.graph_name != apart:
            union.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    loaded = dataset.store().quads_for_pattern(None, None, None, ox.DefaultGraph())
    assert set(loaded) == set(union)


@pytest.mark.long
def test_the_built_in_graph_has_no_blank_nodes_outside_its_shapes() -> None:
    dataset = read_layout(built_in())
    blank = [
        quad
        for quad in dataset.quads()
        if quad.graph_name != ox.NamedNode(SHAPES_GRAPH)
        and isinstance(quad.subject, ox.BlankNode) | isinstance(quad.object, ox.BlankNode)
    ]
    assert blank == []


def test_an_undeclared_prefix_is_named_whole(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a:s> <a:p> zz:o .")
    with pytest.raises(DataError, match=r"broken\.ttl:1:\d+: The prefix zz: has not been declared"):
        read_files([path]).store()
