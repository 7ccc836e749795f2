"""What a row says of a project, and of a corridor."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from azru_kg.intake.convert import corridors, projects
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas import CorridorRow, ProjectRow, SheetRow

Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def test_every_status_of_every_project_is_a_claim(rows: Rows, register: Register) -> None:
    for row in rows["projects"].values():
        assert isinstance(row, ProjectRow)
        outcome = projects.convert(row, register, Drafts())
        assert len(outcome.claims) == len({(one.status, one.as_of) for one in row.status})


def test_the_same_state_on_the_same_day_is_one_claim_of_several_sources(
    rows: Rows, register: Register
) -> None:
    row = rows["projects"]["rasht-astara-railway"]
    assert isinstance(row, ProjectRow)
    drafts = Drafts()
    projects.convert(row, register, drafts)
    claim = "https://w3id.org/azru-kg/id/claim/rasht-astara-railway-planned-2023-05-17"
    files = {
        file
        for file, triples in drafts.files.items()
        if any(getattr(triple.subject, "value", "") == claim for triple in triples)
    }
    assert len(files) == 3


def test_a_status_without_its_day_is_dated_within_a_period(
    rows: Rows, register: Register, show: Show
) -> None:
    row = rows["projects"]["socar-polymer-plant"]
    assert isinstance(row, ProjectRow)
    drafts = Drafts()
    projects.convert(row, register, drafts)
    text = show(drafts, "sources/caspianbarrel-2018-02-socar-polymer.ttl")
    assert "-under-construction-2018-m02\n" in text
    assert "azru:dateWithin period:2018-M02" in text


def test_every_segment_of_every_corridor_is_stated(rows: Rows, register: Register) -> None:
    for row in rows["corridors"].values():
        assert isinstance(row, CorridorRow)
        outcome = corridors.convert(row, register, Drafts())
        assert len(outcome.things) == 1 + len(row.segments)


def test_a_route_is_part_of_its_corridor(rows: Rows, register: Register, show: Show) -> None:
    row = rows["corridors"]["instc-trans-caspian"]
    assert isinstance(row, CorridorRow)
    drafts = Drafts()
    corridors.convert(row, register, drafts)
    file = next(file for file in drafts.files if file.startswith("sources/"))
    assert "dcterms:isPartOf corridor:north-south" in show(drafts, file)


def test_a_segment_that_no_table_knows_is_refused(rows: Rows, register: Register) -> None:
    row = rows["corridors"]["instc"]
    assert isinstance(row, CorridorRow)
    segment = row.segments[0].model_copy(update={"name": "Nowhere line"})
    wrong = row.model_copy(update={"segments": (segment,)})
    with pytest.raises(RowRefused, match="segments: 'Nowhere line' is in no row"):
        corridors.convert(wrong, register, Drafts())


def test_a_length_without_its_observation_is_refused(rows: Rows, register: Register) -> None:
    row = rows["corridors"]["instc-western"]
    assert isinstance(row, CorridorRow)
    bridge = next(one for one in row.segments if one.name == "Astarachay road bridge")
    wrong = row.model_copy(
        update={"segments": (bridge.model_copy(update={"length_km": Decimal(1)}),)}
    )
    with pytest.raises(RowRefused, match="segments: no observation gives the length of 'Astar"):
        corridors.convert(wrong, register, Drafts())
