"""Sheets of a contributor are taken in beside a copy of the graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataErrors
from azru_kg.graph.layout import Layout, built_in
from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.templates import write_csv, write_example
from azru_kg.intake.take_in import Intake, take_in
from azru_kg.turtle import style

BATCH = Path(__file__).parents[2] / "sheets" / "2026-11-first-batch"
FOUNDING = "newsaz-2024-01-22-roadmap"
SOURCE = "example-2024-05-14-trade"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A copy of what the graph says of things, and of the founding documents."""
    folder = tmp_path / "graph"
    shutil.copytree(built_in().graph / "entities", folder / "entities")
    (folder / "sources").mkdir()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the examples of all kinds as sheets."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    for kind in EXAMPLES:
        write(folder, kind)
    return folder


def write(folder: Path, kind: str, *changes: dict[str, str], **change: str) -> None:
    """Write a sheet of the example of a kind, a row for each set of changes."""
    rows = [{**EXAMPLES[kind], **each, **change} for each in changes or ({},)]
    (folder / f"{kind}.csv").write_text(write_csv(kind, rows), encoding="utf-8")


def take(sheets: Path, graph: Path) -> Intake:
    return take_in([sheets], Layout(built_in().root, graph), built_in().terms)


def spell(found: Intake) -> dict[str, str]:
    return {name: style.write(triples) for name, triples in found.files.items()}


def list_faults(sheets: Path, graph: Path) -> list[str]:
    with pytest.raises(DataErrors) as caught:
        take(sheets, graph)
    return [str(error).removeprefix(f"{sheets}/") for error in caught.value.errors[:-1]]


def test_the_examples_of_all_kinds_are_stated(folder: Path, graph: Path) -> None:
    found = take(folder, graph)
    assert {record.kind for record in found.records} == set(ROWS)
    text = spell(found)[f"sources/{SOURCE}.ttl"]
    claims = [claim for record in found.records for claim in record.outcome.claims]
    assert len(claims) == 8
    assert all(f"\n{claim}\n" in text for claim in claims)


@pytest.mark.long
def test_the_order_of_rows_does_not_matter(tmp_path: Path, graph: Path) -> None:
    texts = []
    for number in range(2):
        sheets = tmp_path / f"sheets-{number}"
        sheets.mkdir()
        for kind in ("people", "places", "sources", "organisations"):
            head, *lines = (BATCH / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
            ordered = lines[::-1] if number else lines
            (sheets / f"{kind}.csv").write_text("\n".join([head, *ordered]), encoding="utf-8")
        texts.append(spell(take(sheets, graph)))
    assert texts[0] == texts[1]


def test_a_changed_row_changes_only_its_lines(folder: Path, graph: Path) -> None:
    before = spell(take(folder, graph))
    write(folder, "statuses", as_of="2024-05-13")
    after = spell(take(folder, graph))
    assert [name for name in before if before[name] != after[name]] == [f"sources/{SOURCE}.ttl"]
    lines = (texts[f"sources/{SOURCE}.ttl"].splitlines() for texts in (before, after))
    changed = [(old, new) for old, new in zip(*lines, strict=True) if old != new]
    assert changed
    assert all("2024-05-13" in new or "13 May 2024" in new for _, new in changed)


def test_a_label_speaks_of_a_thing_as_the_row_of_the_thing_does(folder: Path, graph: Path) -> None:
    write(folder, "projects", name="Bridge of examples")
    write(folder, "figures", indicator="total project cost", about="example-bridge", inferred="")
    text = spell(take(folder, graph))[f"sources/{SOURCE}.ttl"]
    assert 'rdfs:label "Bridge of examples: under construction, 14 May 2024"@en' in text
    assert 'rdfs:label "Total project cost, Bridge of examples, 2023: ' in text


def test_every_unknown_word_and_id_is_named_and_nothing_is_planned(
    folder: Path, graph: Path
) -> None:
    changes = [
        {"indicator": "trade turnovr"},
        {"id": "two", "source": "nowhere-2020"},
        {"id": "three", "speaker": "example-speakr"},
        {"id": "four", "unit": "USD bilion"},
    ]
    write(folder, "figures", *changes)
    told = [fault.partition(": ") for fault in list_faults(folder, graph)]
    assert [place for place, _, _ in told][:4] == [f"figures.csv:{line}" for line in range(2, 6)]
    reasons = [reason for _, _, reason in told]
    assert reasons[0].startswith("indicator: 'trade turnovr'")
    assert "Did you mean 'trade turnover'?" in reasons[0]
    assert reasons[1] == ("source: there is no source 'nowhere-2020'. Add it to the sheet sources.")
    assert reasons[2].startswith("speaker: there is no person or organisation 'example-speakr'.")
    assert "Did you mean 'example-speaker'?" in reasons[2]
    assert reasons[3].startswith("unit: 'USD bilion'")


def test_a_row_given_twice_is_named_within_a_sheet_and_across_sheets(
    folder: Path, graph: Path
) -> None:
    write(folder, "people", {}, {})
    (folder / "people.jsonl").write_text(write_example("people", is_csv=False))
    (folder / "figures.jsonl").write_text(write_example("figures", is_csv=False))
    told = f"id: 'example-speaker' is the row of {folder}/people.csv:2 already. Keep one of them"
    assert list_faults(folder, graph) == [
        f"figures.jsonl:1: id: 'example-trade-2023 / {SOURCE}' is the row of"
        f" {folder}/figures.csv:2 already. Keep one of them",
        f"people.csv:3: {told}",
        f"people.jsonl:1: {told}",
    ]


def test_more_rows_than_allowed_are_not_read(tmp_path: Path, graph: Path) -> None:
    row = json.loads(write_example("people", is_csv=False))
    lines = [json.dumps({**row, "id": f"a-{number}"}) for number in range(50)]
    (tmp_path / "people.jsonl").write_text("\n".join(lines))
    layout = Layout(built_in().root, graph)
    with pytest.raises(DataErrors, match=r"people.jsonl:11: more than 10 rows.*--max-rows"):
        take_in([tmp_path / "people.jsonl"], layout, built_in().terms, most_rows=10)


def test_the_row_of_a_founding_document_states_nothing(tmp_path: Path, graph: Path) -> None:
    shutil.copy(built_in().graph / "sources" / f"{FOUNDING}.ttl", graph / "sources")
    rows = (BATCH / "sources.csv").read_text(encoding="utf-8").splitlines()
    kept = [rows[0], *(row for row in rows if row.startswith(f"{FOUNDING},"))]
    (tmp_path / "sources.csv").write_text("\n".join(kept), encoding="utf-8")
    found = take(tmp_path / "sources.csv", graph)
    (record,) = found.records
    assert record.outcome.things == (f"source:{FOUNDING}",)
    assert found.files == {}


def test_a_statement_of_a_founding_document_is_refused(folder: Path, graph: Path) -> None:
    shutil.copy(built_in().graph / "sources" / f"{FOUNDING}.ttl", graph / "sources")
    write(folder, "mentions", source=FOUNDING)
    assert list_faults(folder, graph) == [
        "mentions.csv:2: source: it is read word by word: what it says stands in"
        " handwritten/sources"
    ]


def test_what_is_stated_can_be_read_by_an_rdf_engine(folder: Path, graph: Path) -> None:
    store = ox.Store()
    for text in spell(take(folder, graph)).values():
        store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    figure = ox.NamedNode("https://w3id.org/azru-kg/id/claim/example-trade-2023")
    value = ox.NamedNode("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
    (quad,) = store.quads_for_pattern(figure, value, None)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == "4300000000"


@pytest.mark.long
def test_batches_are_taken_in_together_and_a_row_of_one_is_known_to_the_other(
    folder: Path, graph: Path
) -> None:
    for batch, kinds in {"a": ["figures", "statuses"], "b": [*EXAMPLES]}.items():
        (folder / batch).mkdir()
        for kind in kinds:
            path = folder / f"{kind}.csv"
            if path.exists():
                path.rename(folder / batch / path.name)
    found = take(folder, graph)
    assert {record.sheet.parent.name for record in found.records} == {"a", "b"}


def test_a_batch_that_lost_rows_is_a_fault(folder: Path, graph: Path) -> None:
    (folder / "canaries.csv").write_text("batch,kind,least,most\nsheets,people,2,9\n")
    assert list_faults(folder, graph) == [
        "canaries.csv:2: batch 'sheets' has 1 rows of people, and should have 2 to 9."
        " Bring back what is missing, or write here what you mean"
    ]
