"""The page of what is promised of a thing, of a list of a few promises."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.server.lists.dossiers.holding import hold

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.lists.dossiers.promised import (
    ReportedState,
    draw_promises,
    find_promises,
    find_reports,
)
from azru_kg.server.pages.cells import Links

LINE = expand("project:line")
DONE, BEGUN = expand("code:completed"), expand("code:begun")
PROMISE = {"about": LINE, "aboutName": "The line", "state": DONE, "stateName": "completed"}
HELD = hold(
    "promises",
    PROMISE | {"promise": "urn:p:1", "expectedByName": "2028", "deadline": "2028-12-31",
               "asOf": "2024-01-01"},
    PROMISE | {"promise": "urn:p:2", "expectedByName": "2025", "deadline": "2025-12-31",
               "published": "2020-01-01"},
    PROMISE | {"promise": "urn:p:3", "expectedByName": "2030", "deadline": "2030-12-31"},
    PROMISE | {"promise": "urn:p:4", "state": BEGUN, "stateName": "begun"},
    {"promise": "urn:p:5", "about": "urn:other", "state": DONE},
)  # fmt: skip
REPORT = ReportedState(
    expand("claim:r"), BEGUN, ox.Literal("2024-05-01"), ox.Literal("an official"), "urn:s"
)


def test_promises_stand_in_the_order_in_which_they_were_said() -> None:
    _, rows = find_promises(HELD, LINE)
    assert [row[0] for row in rows] == ["urn:p:2", "urn:p:1", "urn:p:3", "urn:p:4"]


def test_dates_lead_to_those_named_later_and_undated_ones_stand_apart() -> None:
    page = draw_promises(LINE, HELD, [], {}, Links("/kg"))
    assert page.title == "What is promised: The line"
    assert [(fact.label, fact.value) for fact in page.facts] == [
        ("To be completed", "2025 → 2028; on no known day: 2030")
    ]
    completed, begun = page.extracts
    assert (completed.total, begun.total) == (3, 1)
    assert completed.address == "/kg/promises?about=line&state=completed&sort=asOf"
    assert "About" not in [column.label for column in completed.columns]


def test_what_came_is_told_report_by_report() -> None:
    page = draw_promises(LINE, HELD, [REPORT], {BEGUN: "begun", "urn:s": "Source"}, Links("/kg"))
    reports = page.extracts[-1]
    assert reports.heading == "What came of it"
    texts = [", ".join(part.text for part in cell.parts) for cell in reports.rows[0]]
    assert texts == ["1 May 2024", "begun", "an official", "Source"]
    assert reports.rows[0][1].parts[0].href == "/kg/id/claim/r"
    assert reports.rows[0][3].parts[0].href == ""


@pytest.mark.parametrize("relation", ["azru:project", "schema:about"])
def test_reports_are_found_of_projects_and_of_other_things(tmp_path: Path, relation: str) -> None:
    # Of an agreement or a segment, a report is only about it.
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    data = f"""graph:s {{ source:s a azru:Source .
      claim:r {relation} project:line ; azru:status code:begun ; azru:asOf "2024-05-01" . }}"""
    (tmp_path / "data.trig").write_text(head + data)

    async def ask() -> list[ReportedState]:
        pool = Pool(read_files([tmp_path]))
        await pool.start()
        try:
            return await find_reports(pool, LINE)
        finally:
            await pool.close()

    (report,) = asyncio.run(ask())
    assert (report.claim, report.state) == (expand("claim:r"), BEGUN)
