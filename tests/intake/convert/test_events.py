"""What a row says of an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azru_kg.intake.convert.events import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas import EventRow, SheetRow

Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def _event(rows: Rows, name: str) -> EventRow:
    row = rows["events"][name]
    assert isinstance(row, EventRow)
    return row


def test_every_participant_of_every_event_is_a_claim(rows: Rows, register: Register) -> None:
    drafts = Drafts()
    for row in rows["events"].values():
        assert isinstance(row, EventRow)
        outcome = convert(row, register, drafts)
        assert len(outcome.claims) == len(set(row.participants))
        assert len(set(outcome.claims)) == len(outcome.claims)


def test_a_visit_has_visitors_and_hosts_that_are_inferred(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    convert(_event(rows, "visit-2018-09-27-putin-baku"), register, drafts)
    (file,) = {name for name in drafts.files if "kremlin-2018-09-27" in name} or {
        sorted(name for name in drafts.files if name.startswith("sources/"))[0]
    }
    text = show(drafts, file)
    visitor = text.partition("claim:visit-2018-09-27-putin-baku-vladimir-putin\n")[2]
    assert "azru:role code:visitor ;" in visitor
    assert "azru:inferred azru:role ;" in visitor
    host = text.partition("claim:visit-2018-09-27-putin-baku-ilham-aliyev\n")[2]
    assert "azru:role code:host ;" in host.partition("\n\n")[0]


def test_a_date_without_its_day_is_a_period(rows: Rows, register: Register, show: Show) -> None:
    drafts = Drafts()
    outcome = convert(_event(rows, "visit-2017-11-lavrov-baku"), register, drafts)
    file = sorted(name for name in drafts.files if name.startswith("sources/"))[0]
    event = show(drafts, file).partition(f"{outcome.things[0]}\n")[2].partition("\n\n")[0]
    assert "azru:dateWithin period:2017-M11" in event
    assert "azru:notStated schema:startDate" in event
    assert "schema:startDate " not in event.replace("notStated schema:startDate", "")


def test_a_later_event_that_names_an_agreement_is_not_its_signing(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    convert(_event(rows, "event-2012-12-10-gabala-end"), register, drafts)
    text = "".join(show(drafts, file) for file in drafts.files if file.startswith("sources/"))
    assert "schema:about agreement:gabala-radar-agreement-2002" in text.replace("\n    ", " ")
    assert "azru:signed" not in text
    assert "superEvent" not in text


def test_a_signing_within_a_visit_is_an_event_of_its_own(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    convert(_event(rows, "visit-2024-08-18-putin-baku"), register, drafts)
    text = "".join(show(drafts, file) for file in drafts.files if file.startswith("sources/"))
    assert "event:signing-joint-statement-2024\n  schema:superEvent event:visit-2024-08-18" in text


def test_a_meeting_of_one_named_person_leaves_open_who_else_took_part(
    rows: Rows, register: Register, show: Show
) -> None:
    row = _event(rows, "talks-2003-11-28-abbasov-khristenko-baku")
    alone = row.model_copy(update={"participants": row.participants[:1]})
    drafts = Drafts()
    convert(alone, register, drafts)
    file = sorted(name for name in drafts.files if name.startswith("sources/"))[0]
    assert "azru:notStated azru:participant" in show(drafts, file)


def test_the_founding_meeting_keeps_its_description(rows: Rows, register: Register) -> None:
    drafts = Drafts()
    row = _event(rows, "meeting-2024-01-22-mustafayev-overchuk")
    outcome = convert(row, register, drafts)
    assert outcome.things == ("event:mustafayev-overchuk-2024",)
    assert outcome.covered is not None
    assert "entities/events.ttl" not in drafts.files
    assert not any("newsaz-2024-01-22-roadmap" in file for file in drafts.files)


def test_an_unknown_person_is_named_with_the_nearest(rows: Rows, register: Register) -> None:
    row = _event(rows, "visit-2018-09-27-putin-baku")
    wrong = row.model_copy(update={"participants": ("vladimir-putim",)})
    with pytest.raises(RowRefused, match=r"participants: there is no person 'vladimir-putim'.*Did"):
        convert(wrong, register, Drafts())
