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
from azru_kg.intake.report import name_way
from azru_kg.intake.take_in import Intake, take_in
from azru_kg.intake.sheets.templates import write_csv, write_example
from azru_kg.turtle.style import write

BATCH = Path(__file__).parents[2] / "sheets" / "2026-11-first-batch"
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
        (folder / f"{kind}.csv").write_text(write_csv(kind, [EXAMPLES[kind]]))
    return folder


def take(sheets: Path, graph: Path) -> Intake:
    return take_in([sheets], Layout(built_in().root, graph), built_in().terms)


def spell(found: Intake) -> dict[str, str]:
    return {name: write(triples) for name, triples in found.files.items()}


def list_faults(sheets: Path, graph: Path) -> list[str]:
    with pytest.raises(DataErrors) as caught:
        take(sheets, graph)
    return [str(error).removeprefix(f"{sheets}/") for error in caught.value.errors[:-1]]


def test_the_examples_of_all_kinds_are_stated(folder: Path, graph: Path) -> None:
    found = take(folder, graph)
    assert {record.kind for record in found.records} == set(EXAMPLES)
    assert {name_way(record) for record in found.records} == {"stated"}
    text = spell(found)[f"sources/{SOURCE}.ttl"]
    for record in found.records:
        for claim in record.outcome.claims:
            assert f"\n{claim}\n" in text


def test_the_order_of_rows_does_not_matter(tmp_path: Path, graph: Path) -> None:
    texts = []
    for number in range(2):
        sheets = tmp_path / f"sheets-{number}"
        sheets.mkdir()
        for kind in ("people", "places", "sources", "organisations"):
            lines = (BATCH / f"{kind}.jsonl").read_text().splitlines()
            ordered = lines[::-1] if number else lines
            (sheets / f"{kind}.jsonl").write_text("\n".join(ordered))
        texts.append(spell(take(sheets, graph)))
    assert texts[0] == texts[1]


def test_a_changed_row_changes_only_its_lines(folder: Path, graph: Path) -> None:
    before = spell(take(folder, graph))
    sheet = folder / "observations.csv"
    sheet.write_text(sheet.read_text().replace("2024-05-14,,", "2024-05-15,,"))
    after = spell(take(folder, graph))
    assert [name for name in before if before[name] != after[name]] == [f"sources/{SOURCE}.ttl"]
    lines = (texts[f"sources/{SOURCE}.ttl"].splitlines() for texts in (before, after))
    changed = [(old, new) for old, new in zip(*lines, strict=True) if old != new]
    assert changed
    assert all("2024-05-15" in new or "15 May 2024" in new for _, new in changed)


def test_a_label_speaks_of_a_thing_as_the_row_of_the_thing_does(folder: Path, graph: Path) -> None:
    sheet = folder / "projects.csv"
    sheet.write_text(sheet.read_text().replace("Example bridge", "Bridge of examples"))
    figures = folder / "observations.csv"
    head, row = figures.read_text().splitlines()
    about = row.replace("trade turnover,AZ,RU,", "total project cost,AZ,RU,example-bridge")
    figures.write_text(f"{head}\n{about}\n")
    text = spell(take(folder, graph))[f"sources/{SOURCE}.ttl"]
    assert 'rdfs:label "Bridge of examples: planned, January 2023"@en' in text
    assert 'rdfs:label "Total project cost, Bridge of examples, 2023: ' in text


def test_every_unknown_word_and_id_is_named_and_nothing_is_planned(
    folder: Path, graph: Path
) -> None:
    head, row = (folder / "observations.csv").read_text().splitlines()
    rows = [
        row.replace("trade turnover", "trade turnovr"),
        row.replace("example-trade-2023", "two").replace(SOURCE, "nowhere-2020"),
        row.replace("example-trade-2023", "three").replace("shahin-mustafayev", "shahin-mustafaev"),
        row.replace("example-trade-2023", "four").replace("USD billion", "USD bilion"),
    ]
    (folder / "observations.csv").write_text("\n".join([head, *rows]))
    told = [fault.partition(": ") for fault in list_faults(folder, graph)]
    assert [place for place, _, _ in told] == [f"observations.csv:{line}" for line in range(2, 6)]
    reasons = [reason for _, _, reason in told]
    assert reasons[0].startswith("indicator: 'trade turnovr'")
    assert "Did you mean 'trade turnover'?" in reasons[0]
    assert reasons[1].startswith("sources: there is no source 'nowhere-2020'.")
    assert reasons[1].endswith("Add it to the sheet sources.")
    assert reasons[2].startswith("stated_by: ")
    assert reasons[3].startswith("unit: 'USD bilion'")


def test_an_id_given_twice_is_named_within_a_sheet_and_across_sheets(
    folder: Path, graph: Path
) -> None:
    text = (folder / "people.csv").read_text()
    (folder / "people.csv").write_text(text + text.splitlines()[-1])
    (folder / "people.jsonl").write_text(write_example("people", is_csv=False))
    (folder / "sources.jsonl").write_text(
        write_example("sources", is_csv=False).replace(SOURCE, f"src-{SOURCE}")
    )
    told = f"id: 'example-speaker' is the row of {folder}/people.csv:2 already. Keep one of them"
    assert list_faults(folder, graph) == [
        f"people.csv:3: {told}",
        f"people.jsonl:1: {told}",
        f"sources.jsonl:1: id: 'src-{SOURCE}' is the row of {folder}/sources.csv:2 already."
        " Keep one of them",
    ]


def test_more_rows_than_allowed_are_not_read(tmp_path: Path, graph: Path) -> None:
    row = json.loads(write_example("people", is_csv=False))
    lines = [json.dumps({**row, "id": f"a-{number}"}) for number in range(50)]
    (tmp_path / "people.jsonl").write_text("\n".join(lines))
    layout = Layout(built_in().root, graph)
    with pytest.raises(DataErrors, match=r"people.jsonl:11: more than 10 rows.*--max-rows"):
        take_in([tmp_path / "people.jsonl"], layout, built_in().terms, most_rows=10)


def test_rows_of_founding_documents_are_covered_and_state_nothing(
    tmp_path: Path, graph: Path
) -> None:
    name = "newsaz-2024-01-22-roadmap"
    shutil.copy(built_in().graph / "sources" / f"{name}.ttl", graph / "sources")
    rows = (BATCH / "sources.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "sources.jsonl").write_text("".join(row for row in rows if name in row))
    found = take(tmp_path / "sources.jsonl", graph)
    (record,) = found.records
    assert record.outcome.covered == f"source:{name}"
    assert name_way(record) == "covered"
    assert found.files == {}


def test_a_row_of_founding_documents_alone_must_be_covered(folder: Path, graph: Path) -> None:
    name = "newsaz-2024-01-22-roadmap"
    shutil.copy(built_in().graph / "sources" / f"{name}.ttl", graph / "sources")
    sheet = folder / "observations.csv"
    sheet.write_text(sheet.read_text().replace(f",{SOURCE}", f",{name}"))
    (fault,) = list_faults(folder, graph)
    assert fault.startswith("observations.csv:2: sources: ")
    assert "founding.csv" in fault


def test_what_is_stated_can_be_read_by_an_rdf_engine(folder: Path, graph: Path) -> None:
    store = ox.Store()
    for text in spell(take(folder, graph)).values():
        store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    figure = ox.NamedNode("https://w3id.org/azru-kg/id/claim/example-trade-2023")
    value = ox.NamedNode("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
    (quad,) = store.quads_for_pattern(figure, value, None)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == "4300000000"


def test_batches_are_taken_in_together_and_a_row_of_one_is_known_to_the_other(
    folder: Path, graph: Path
) -> None:
    for batch, kinds in {"a": ["observations"], "b": [*EXAMPLES]}.items():
        (folder / batch).mkdir()
        for kind in kinds:
            path = folder / f"{kind}.csv"
            if path.exists():
                path.rename(folder / batch / path.name)
    found = take(folder, graph)
    assert {record.sheet.parent.name for record in found.records} == {"a", "b"}
    assert {name_way(record) for record in found.records} == {"stated"}


def test_a_batch_that_lost_rows_is_a_fault(folder: Path, graph: Path) -> None:
    (folder / "canaries.csv").write_text("batch,kind,least,most\nsheets,people,2,9\n")
    assert list_faults(folder, graph) == [
        "canaries.csv:2: batch 'sheets' has 1 rows of people, and should have 2 to 9."
        " Bring back what is missing, or write here what you mean"
    ]
