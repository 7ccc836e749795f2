"""Courses: a line to the date that was promised, a dot for what was reported."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from azru_kg.pictures.courses import Course, CourseStep, draw_courses
from azru_kg.pictures.frame import NARROW, WIDE
from azru_kg.pictures.times import TimeScale

SVG = "{http://www.w3.org/2000/svg}"
PROMISE = CourseStep(
    "/p", date(2021, 5, 1), date(2022, 12, 31), "completed by 2022", "Ivan, in full"
)
REPORT = CourseStep("/r", date(2023, 2, 3), None, "reported: planned", "told")
UNDATED = CourseStep("/u", None, date(2023, 12, 31), "completed by 2023", "told", inferred=True)


def draw(*steps: CourseStep, width: int = WIDE) -> ElementTree.Element:
    course = Course("Bridge", "/id/project/bridge", steps)
    return ElementTree.fromstring(  # noqa: S314
        draw_courses([course], title="Promises", summary="", width=width)
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_promise_leads_to_its_date_and_a_report_stands_on_its_day(width: int) -> None:
    links = {
        link.attrib["href"]: link for link in draw(PROMISE, REPORT, width=width).iter(f"{SVG}a")
    }
    assert list(links) == ["/id/project/bridge", "/p", "/r"]
    (ring,) = links["/p"].findall(f"{SVG}circle")
    (line,) = links["/p"].findall(f"{SVG}path")
    (dot,) = links["/r"].findall(f"{SVG}circle")
    assert (ring.get("class"), dot.get("class")) == ("ring", "dot")
    assert ring.get("r") == dot.get("r")
    start, end = (float(line.attrib["d"].split(sign)[-1].split()[0]) for sign in "MH")
    assert start < end == pytest.approx(float(ring.attrib["cx"]), abs=0.1)
    assert end < float(dot.attrib["cx"]) < width
    assert links["/p"].findtext(f"{SVG}title") == "Ivan, in full"


def test_a_promise_of_an_unknown_day_has_no_line_and_a_read_date_a_dotted_ring() -> None:
    links = {link.attrib["href"]: link for link in draw(UNDATED).iter(f"{SVG}a")}
    assert not links["/u"].findall(f"{SVG}path")
    assert [each.get("class") for each in links["/u"].findall(f"{SVG}circle")] == ["read", "ring"]


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2023, 1, 1), date(2023, 1, 1)), (date(1, 1, 1), date(9999, 12, 31))],
)
def test_any_days_have_a_place(first: date, last: date) -> None:
    scale = TimeScale.over([first, last], 0, 100, most=6)
    assert 0 <= scale.place(first) <= scale.place(last) <= 100.1
    assert 2 <= len(scale.years) <= 102
