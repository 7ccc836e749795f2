"""A graph is built from nothing, in a small checkout and in a copy of this one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from azru_kg.errors import DataError, DataErrors
from azru_kg.graph.layout import Layout, built_in
from azru_kg.intake.building import FOLDERS, HEAD, Build, plan_build
from azru_kg.intake.writing import write_revisions
from azru_kg.turtle import style

ENTITIES = {
    "countries": """
country:AZ a azru:Country ; skos:prefLabel "Azerbaijan"@en ; skos:notation "AZ" .
country:RU a azru:Country ; skos:prefLabel "Russia"@en .
""",
    "people": 'person:ann skos:prefLabel "Ann by hand"@en .\n',
}
PREFIXES = """@prefix azru: <https://w3id.org/azru-kg/ontology#> .
@prefix country: <https://w3id.org/azru-kg/id/country/> .
@prefix person: <https://w3id.org/azru-kg/id/person/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SOURCE = {
    "url": "https://example.org/",
    "title": "A",
    "publisher": "Trend",
    "published": "2020-01-02",
    "language": "az",
}
PERSON = {"country": "AZ", "name_az": None, "name_ru": None}


@pytest.fixture
def checkout(tmp_path: Path) -> Layout:
    """A checkout with two batches: one person in the first source, two in the second."""
    for part in ("ontology", "shapes", "queries"):
        (tmp_path / part).symlink_to(built_in().root / part)
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "terms").symlink_to(built_in().terms)
    (tmp_path / "handwritten" / "entities").mkdir(parents=True)
    for name, text in ENTITIES.items():
        (tmp_path / "handwritten" / "entities" / f"{name}.ttl").write_text(PREFIXES + text)
    write_rows(tmp_path, "a", "sources", [{"id": "one", **SOURCE}])
    write_rows(tmp_path, "a", "people", [make_person("ann", "one")])
    write_rows(tmp_path, "b", "sources", [{"id": "two", **SOURCE}])
    write_rows(tmp_path, "b", "people", [make_person("bob", "two"), make_person("cid", "two")])
    return Layout(tmp_path)


def make_person(name: str, source: str) -> dict[str, object]:
    return {"id": name, "name_en": name.capitalize(), "sources": [source], **PERSON}


def write_rows(root: Path, batch: str, kind: str, rows: Iterable[dict[str, object]]) -> None:
    path = root / "sheets" / batch / f"{kind}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def build(layout: Layout) -> Build:
    plan = plan_build(layout)
    write_revisions(plan.revisions)
    return plan


def read_built(layout: Layout) -> dict[str, str]:
    paths = sorted(layout.graph.rglob("*.ttl"))
    return {str(path.relative_to(layout.graph)): path.read_text() for path in paths}


def test_files_are_built_of_rows_and_of_what_is_written_by_hand(checkout: Layout) -> None:
    build(checkout)
    built = read_built(checkout)
    assert list(built) == [
        "entities/countries.ttl",
        "entities/organisations.ttl",
        "entities/people.ttl",
        "sources/one.ttl",
        "sources/two.ttl",
    ]
    assert all(text.startswith(f"{HEAD}\n@prefix ") for text in built.values())
    assert (
        'country:AZ\n  a azru:Country ;\n  skos:prefLabel "Azerbaijan"@en'
        in (built["entities/countries.ttl"])
    )
    assert "schema:mentions person:bob , person:cid" in built["sources/two.ttl"]


def test_a_name_by_hand_comes_before_that_of_a_row(checkout: Layout) -> None:
    build(checkout)
    block = read_built(checkout)["entities/people.ttl"].partition("\nperson:ann\n")[2]
    said = block.partition("\n\n")[0]
    assert 'skos:prefLabel "Ann by hand"@en ;' in said
    assert 'skos:altLabel "Ann"@en ;' in said


def test_what_is_built_is_formatted_and_a_second_time_nothing_changes(checkout: Layout) -> None:
    build(checkout)
    assert style.check([checkout.graph]) == []
    assert plan_build(checkout).revisions == ()


def test_a_row_that_goes_takes_its_statements_with_it(checkout: Layout) -> None:
    build(checkout)
    before = read_built(checkout)
    write_rows(checkout.root, "b", "people", [make_person("bob", "two")])
    build(checkout)
    after = read_built(checkout)
    assert "person:cid" not in "".join(after.values())
    assert [name for name in before if before[name] != after[name]] == [
        "entities/people.ttl",
        "sources/two.ttl",
    ]


def test_the_last_row_of_a_source_takes_its_file_with_it(checkout: Layout) -> None:
    build(checkout)
    shutil.rmtree(checkout.sheets / "b")
    plan = build(checkout)
    (gone,) = [revision for revision in plan.revisions if revision.text is None]
    assert gone.path == checkout.graph / "sources" / "two.ttl"
    assert gone.lost > 5
    assert "sources/two.ttl" not in read_built(checkout)


def test_a_cell_that_is_emptied_takes_its_statement_with_it(checkout: Layout) -> None:
    build(checkout)
    assert "schema:datePublished" in read_built(checkout)["sources/one.ttl"].split("\n\n")[-1]
    write_rows(checkout.root, "a", "sources", [{"id": "one", **SOURCE, "published": None}])
    build(checkout)
    text = read_built(checkout)["sources/one.ttl"]
    assert "azru:notStated schema:datePublished" in text
    assert '"2020-01-02"' not in text


def test_what_others_wrote_into_built_files_goes(checkout: Layout) -> None:
    build(checkout)
    before = read_built(checkout)
    (checkout.graph / "sources" / "one.ttl").write_text("<<<<<<< ours\n")
    (checkout.graph / "sources" / "stray.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n")
    build(checkout)
    assert read_built(checkout) == before


def test_a_broken_row_changes_nothing(checkout: Layout) -> None:
    build(checkout)
    before = read_built(checkout)
    write_rows(checkout.root, "a", "people", [make_person("ann", "nowhere")])
    with pytest.raises(DataErrors, match="there is no source 'nowhere'"):
        build(checkout)
    assert read_built(checkout) == before


def test_rows_add_nothing_to_a_document_that_is_read_word_by_word(checkout: Layout) -> None:
    text = (
        "<https://w3id.org/azru-kg/id/source/one> a <https://w3id.org/azru-kg/ontology#Source> ;\n"
        '  <https://schema.org/sha256> "0f" .\n'
    )
    (checkout.handwritten / "sources").mkdir()
    (checkout.handwritten / "sources" / "one.ttl").write_text(text)
    terms = checkout.terms
    terms.unlink()
    shutil.copytree(built_in().terms, terms)
    with (terms / "founding.csv").open("a") as file:
        file.write("people,ann,person:ann\n")
    build(checkout)
    assert read_built(checkout)["sources/one.ttl"].partition("\nsource:one\n")[2] == (
        '  a azru:Source ;\n  schema:sha256 "0f" .\n'
    )


def test_canaries_stop_a_build(checkout: Layout) -> None:
    (checkout.sheets / "canaries.csv").write_text("batch,kind,least,most\nb,people,3,3\n")
    with pytest.raises(DataErrors, match="batch 'b' has 2 rows of people, and should have 3"):
        build(checkout)
    assert not checkout.graph.exists()


def test_a_graph_is_built_in_a_checkout_only(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="handwritten: not here"):
        plan_build(Layout(tmp_path))


def test_this_graph_is_what_is_built_of_nothing(tmp_path: Path) -> None:
    """The files of this checkout are those that its sheets and hand-written files give."""
    home = built_in()
    for part in ("ontology", "shapes", "queries", "sheets", "handwritten"):
        (tmp_path / part).symlink_to(home.root / part)
    copy = Layout(tmp_path)
    build(copy)
    for folder in FOLDERS:
        theirs = {path.name: path.read_bytes() for path in (copy.graph / folder).iterdir()}
        ours = {path.name: path.read_bytes() for path in (home.graph / folder).iterdir()}
        assert theirs.keys() == ours.keys(), "Run make graph, and read the difference"
        changed = [name for name in ours if ours[name] != theirs[name]]
        assert changed == [], "Run make graph, and read the difference"
