"""A graph is built from nothing, in a small checkout and in a copy of this one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
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


@pytest.fixture
def checkout(tmp_path: Path) -> Layout:
    """A checkout with two batches: one person named in the first source, two in the second."""
    for part in ("ontology", "shapes", "queries"):
        (tmp_path / part).symlink_to(built_in().root / part)
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "terms").symlink_to(built_in().terms)
    (tmp_path / "handwritten" / "entities").mkdir(parents=True)
    for name, text in ENTITIES.items():
        (tmp_path / "handwritten" / "entities" / f"{name}.ttl").write_text(PREFIXES + text)
    write_rows(tmp_path, "a", "sources", [{"id": "one", **SOURCE}])
    write_people(tmp_path, "a", "one", ["ann"])
    write_rows(tmp_path, "b", "sources", [{"id": "two", **SOURCE}])
    write_people(tmp_path, "b", "two", ["bob", "cid"])
    return Layout(tmp_path)


def write_people(root: Path, batch: str, source: str, names: list[str]) -> None:
    """Write the rows of people, and that a source mentions them."""
    people = [{"id": name, "name_en": name.capitalize(), "country": "AZ"} for name in names]
    write_rows(root, batch, "people", people)
    mentions = [{"thing": f"person:{name}", "source": source} for name in names]
    write_rows(root, batch, "mentions", mentions)


def write_rows(root: Path, batch: str, kind: str, rows: Iterable[Mapping[str, str | None]]) -> None:
    path = root / "sheets" / batch / f"{kind}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def write_word_by_word(layout: Layout, source: str) -> None:
    """Write by hand what a source says, of which the text is archived."""
    text = (
        f"<https://w3id.org/azru-kg/id/source/{source}> a <https://w3id.org/azru-kg/ontology#Source>"
        ' ;\n  <https://schema.org/sha256> "0f" .\n'
    )
    (layout.handwritten / "sources").mkdir()
    (layout.handwritten / "sources" / f"{source}.ttl").write_text(text)


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
    write_people(checkout.root, "b", "two", ["bob"])
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
    write_people(checkout.root, "a", "nowhere", ["ann"])
    with pytest.raises(DataErrors, match="there is no source 'nowhere'"):
        build(checkout)
    assert read_built(checkout) == before


def test_rows_add_nothing_to_a_document_that_is_read_word_by_word(checkout: Layout) -> None:
    write_word_by_word(checkout, "one")
    (checkout.sheets / "a" / "mentions.jsonl").unlink()
    build(checkout)
    assert read_built(checkout)["sources/one.ttl"].partition("\nsource:one\n")[2] == (
        '  a azru:Source ;\n  schema:sha256 "0f" .\n'
    )


@pytest.mark.long
def test_a_statement_of_a_document_that_is_read_word_by_word_stops_a_build(
    checkout: Layout,
) -> None:
    write_word_by_word(checkout, "one")
    with pytest.raises(DataErrors, match=r"mentions.jsonl:1: source: it is read word by word"):
        build(checkout)


def test_a_deleted_row_takes_its_claim_and_leaves_that_of_another_source(
    checkout: Layout,
) -> None:
    bridge = {"id": "bridge", "name": "A bridge", "type": "bridge"}
    state = {"about": "project:bridge", "status": "planned", "as_of": "2020-01-01"}
    states = [{**state, "source": source, "printed": "a plan"} for source in ("one", "two")]
    write_rows(checkout.root, "a", "projects", [bridge])
    write_rows(checkout.root, "a", "statuses", states)
    build(checkout)
    before = read_built(checkout)
    claim = "\nclaim:bridge-planned-2020-01-01\n"
    assert claim in before["sources/one.ttl"]
    assert "\nquote:two-a-plan-" in before["sources/two.ttl"]
    write_rows(checkout.root, "a", "statuses", states[:1])
    build(checkout)
    after = read_built(checkout)
    assert claim in after["sources/one.ttl"]
    assert not [part for part in (claim, "quote:") if part in after["sources/two.ttl"]]
    assert [name for name in before if before[name] != after[name]] == ["sources/two.ttl"]


def test_canaries_stop_a_build(checkout: Layout) -> None:
    (checkout.sheets / "canaries.csv").write_text("batch,kind,least,most\nb,people,3,3\n")
    with pytest.raises(DataErrors, match="batch 'b' has 2 rows of people, and should have 3"):
        build(checkout)
    assert not checkout.graph.exists()


def test_a_graph_is_built_in_a_checkout_only(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="handwritten: not here"):
        plan_build(Layout(tmp_path))


@pytest.mark.long
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
