import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, Dataset, canonical, rdf_format, read_files, read_layout
from azru_kg.graph.dump import CHECKSUMS, write_dump
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout, built_in
from azru_kg.rdf.prefixes import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
NASTY = [
    '"01"^^xsd:integer',
    "2.50",
    '"1.0e6"^^xsd:double',
    '"1"^^xsd:boolean',
    '"2024-01-01T00:00:00+00:00"^^xsd:dateTime',
    '"-7"^^xsd:negativeInteger',
    '"a \\r\\n b\\t<&>]]> \\"\\\\ ə"@az',
]
SCRIPT = """
import sys
from pathlib import Path
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.dump import write_dump
from azru_kg.graph.layout import Layout
write_dump(read_layout(Layout(Path(sys.argv[1]))), Path(sys.argv[2]))
"""
FULL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))\n" + SCRIPT


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Return a small graph with a triple in two graphs and literals that a store would rewrite."""
    parts = {
        "ontology/azru.ttl": "azru:Figure a owl:Class .",
        "graph/entities/all.ttl": 'country:AZ a azru:Country ; skos:prefLabel "Azerbaijan"@en .',
        "graph/sources/a.ttl": f"country:AZ a azru:Country . claim:a azru:x {' , '.join(NASTY)} .",
        "shapes/all.ttl": "azru-sh:S sh:property [ sh:path azru:x ; sh:in ( 1 2 ) ] .",
        "graph/metadata.ttl": '<https://w3id.org/azru-kg/dataset> dcat:version "2026.11.0" .',
    }
    for name, text in parts.items():
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text)
    return Layout(tmp_path / "root")


def read(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path, format=rdf_format(path)))


def run(script: str, layout: Layout, folder: Path, seed: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(layout.root), str(folder)],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_file_is_written_and_returned(layout: Layout, tmp_path: Path) -> None:
    written = write_dump(read_layout(layout), tmp_path / "new" / "dist")
    assert [path.name for path in written] == [
        "azru-kg-2026.11.0.nq",
        "azru-kg-2026.11.0.trig",
        "azru-kg-2026.11.0.jsonld",
        "azru-kg-2026.11.0.ttl",
        "azru-kg-2026.11.0.rdf",
        "ontology.ttl",
        "shapes.ttl",
        CHECKSUMS,
    ]
    assert sorted(written) == sorted((tmp_path / "new" / "dist").iterdir())


def test_the_checksum_of_the_n_quads_is_the_digest_of_the_dataset(
    layout: Layout, tmp_path: Path
) -> None:
    dataset = read_layout(layout)
    path = write_dump(dataset, tmp_path)[0]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == dataset.digest


def test_checksums_are_what_sha256sum_checks(layout: Layout, tmp_path: Path) -> None:
    written = write_dump(read_layout(layout), tmp_path)
    lines = (tmp_path / CHECKSUMS).read_text().splitlines()
    assert lines == [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in written[:-1]
    ]


@pytest.mark.parametrize("extension", ["nq", "trig", "jsonld"])
def test_formats_of_datasets_hold_every_graph(
    layout: Layout, tmp_path: Path, extension: str
) -> None:
    dataset = read_layout(layout)
    write_dump(dataset, tmp_path)
    quads = read(tmp_path / f"azru-kg-2026.11.0.{extension}")
    assert canonical(quads) == canonical(dataset.quads())
    assert ox.NamedNode(SHAPES_GRAPH) in {quad.graph_name for quad in quads}


@pytest.mark.parametrize("extension", ["ttl", "rdf"])
def test_formats_of_graphs_hold_the_union_without_the_shapes(
    layout: Layout, tmp_path: Path, extension: str
) -> None:
    dataset = read_layout(layout)
    write_dump(dataset, tmp_path)
    quads = read(tmp_path / f"azru-kg-2026.11.0.{extension}")
    shapes = ox.NamedNode(SHAPES_GRAPH)
    expected = {quad.triple for quad in dataset.quads() if quad.graph_name != shapes}
    assert {quad.triple for quad in quads} == expected
    assert len(quads) == len(expected)


@pytest.mark.parametrize("extension", ["nq", "trig", "jsonld", "ttl", "rdf"])
def test_literals_that_a_store_rewrites_survive(
    layout: Layout, tmp_path: Path, extension: str
) -> None:
    write_dump(read_layout(layout), tmp_path)
    subject = ox.NamedNode(f"{PREFIXES['claim']}a")
    found = {
        quad.object
        for quad in read(tmp_path / f"azru-kg-2026.11.0.{extension}")
        if quad.subject == subject
    }
    lines = ox.parse(f"{HEAD} claim:a azru:x {' , '.join(NASTY)} .", format=ox.RdfFormat.TURTLE)
    assert found == {quad.object for quad in lines}


@pytest.mark.parametrize(
    ("name", "graph"), [("ontology.ttl", ONTOLOGY_GRAPH), ("shapes.ttl", SHAPES_GRAPH)]
)
def test_ontology_and_shapes_stand_alone_too(
    layout: Layout, tmp_path: Path, name: str, graph: str
) -> None:
    dataset = read_layout(layout)
    write_dump(dataset, tmp_path)
    expected = [quad for quad in dataset.quads() if quad.graph_name == ox.NamedNode(graph)]
    triples = [ox.Quad(*quad.triple) for quad in expected]
    assert canonical(read(tmp_path / name)) == canonical(triples)


def test_two_builds_are_byte_identical_whatever_the_hash_seed(
    layout: Layout, tmp_path: Path
) -> None:
    for seed in (1, 2):
        assert run(SCRIPT, layout, tmp_path / str(seed), seed).stderr == ""
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes()


def test_the_order_of_the_files_does_not_matter(layout: Layout, tmp_path: Path) -> None:
    dataset = read_layout(layout)
    turned = Dataset(dataset.files[::-1], dataset.version, dataset.apart)
    for path in write_dump(dataset, tmp_path / "a"):
        write_dump(turned, tmp_path / "b")
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_second_dump_replaces_the_first_and_keeps_other_files(
    layout: Layout, tmp_path: Path
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "note.txt").write_text("mine")
    (tmp_path / "dist" / CHECKSUMS).write_text("old")
    write_dump(read_layout(layout), tmp_path / "dist")
    first = {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()}
    write_dump(read_layout(layout), tmp_path / "dist")
    assert {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()} == first
    assert first["note.txt"] == b"mine"
    assert first[CHECKSUMS] != b"old"


def test_a_full_disk_is_named_with_the_file_and_nothing_is_half_written(
    layout: Layout, tmp_path: Path
) -> None:
    (tmp_path / "dist").mkdir()
    ended = run(FULL_DISK, layout, tmp_path / "dist", 0)
    assert ended.returncode != 0
    assert f"DataError: {tmp_path}/dist/azru-kg-2026.11.0.nq: File too large" in ended.stderr
    assert list((tmp_path / "dist").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"file/dist: Not a directory"):
        write_dump(read_layout(layout), tmp_path / "file" / "dist")


def test_a_name_that_is_taken_by_a_folder_is_named(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "azru-kg-2026.11.0.nq").mkdir()
    with pytest.raises(DataError, match=r"azru-kg-2026\.11\.0\.nq: Is a directory"):
        write_dump(read_layout(layout), tmp_path)


@pytest.mark.parametrize("version", ["../up", "a b", "", "a/b", "a\n"])
def test_a_version_that_makes_no_file_name_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(DataError, match="version"):
        write_dump(Dataset((), version), tmp_path / "dist")


def test_data_that_a_syntax_cannot_hold_are_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    source = tmp_path / "a.ttl"
    source.write_text("<urn:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> <urn:o> .")
    with pytest.raises(DataError, match=r"azru-kg-1\.rdf: .* syntax cannot hold"):
        write_dump(Dataset((DataFile(source),), "1"), tmp_path / "dist")
    assert list((tmp_path / "dist").iterdir()) == []


def test_any_rdf_files_can_be_dumped(tmp_path: Path) -> None:
    source = tmp_path / "a.nq"
    source.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> .\n")
    write_dump(read_files([source]), tmp_path / "dist")
    for extension in ("nq", "trig", "jsonld"):
        path = tmp_path / "dist" / f"azru-kg-unversioned.{extension}"
        assert canonical(read(path)) == canonical(read(source))


@pytest.mark.long
def test_the_built_in_graph_is_dumped_with_its_digest(tmp_path: Path) -> None:
    dataset = read_layout(built_in())
    path = write_dump(dataset, tmp_path)[0]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == dataset.digest
