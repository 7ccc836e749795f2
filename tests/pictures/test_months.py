"""A calendar has a mark, or where there is little room a number, for all that took place."""

from __future__ import annotations

from xml.etree import ElementTree

from azru_kg.pictures.frame import NARROW, WIDE
from azru_kg.pictures.months import Calendar, Occasion, count_years, draw_calendar

SVG = "{http://www.w3.org/2000/svg}"
OCCASIONS = (
    *(Occasion(f"/meeting/{at}", 2021, 3, "Talks") for at in range(12)),
    Occasion("/treaty", 2021, 3, "Treaty", act=True),
    Occasion("/some-time", 2023, None, "Talks"),
)
CALENDAR = Calendar(OCCASIONS, tuple("JFMAMJJASOND"), "year", {2021: "/meetings?from=2021"})


def draw(width: int) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314
        draw_calendar(CALENDAR, title="Calendar", summary="", width=width)
    )


def test_each_occasion_has_a_mark_in_its_month_and_none_covers_another() -> None:
    drawn = draw(WIDE)
    marks = {
        (float(each.attrib["cx"]), float(each.attrib["cy"])) for each in drawn.iter(f"{SVG}circle")
    }
    assert len(marks) == 13
    column = (WIDE - 44) / 13
    march = {x for x, _ in marks if 44 + 2 * column < x < 44 + 3 * column}
    assert len([x for x, _ in marks if x in march]) == 12
    (square,) = drawn.iter(f"{SVG}rect")
    assert float(square.attrib["width"]) == 8
    unknown = [x for x, _ in marks if x > 44 + 12 * column]
    assert len(unknown) == 1


def test_a_narrow_picture_has_numbers() -> None:
    drawn = draw(NARROW)
    numbers = [each.text for each in drawn.iter(f"{SVG}text") if each.get("class") == "many"]
    assert numbers == ["13", "1"]
    assert [link.attrib["href"] for link in drawn.iter(f"{SVG}a")] == ["/meetings?from=2021"]


def test_years_are_counted() -> None:
    assert count_years(OCCASIONS) == [(2021, 12, 1), (2023, 1, 0)]
