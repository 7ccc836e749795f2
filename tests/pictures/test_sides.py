"""Sides: each has its marks, and the band between two is as wide as they are apart."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from tests.pictures.reported import report

from azru_kg.pictures.frame import NARROW, WIDE
from azru_kg.pictures.sides import ComparedSides, Comparison, Gap, draw_sides, find_gap

SVG = "{http://www.w3.org/2000/svg}"


def compare(*values: tuple[str, ...], words: str = "apart") -> Comparison:
    sides = {f"side {at}": tuple(map(report, each)) for at, each in enumerate(values)}
    one, other, *_ = sides.values()
    return Comparison("Oil", "tonne", (ComparedSides("2023", sides, find_gap(one, other), words),))


def draw(*comparisons: Comparison, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314
        draw_sides(comparisons, title="Oil", summary="", width=width)
    )


@pytest.mark.parametrize(
    ("one", "other", "size"),
    [
        (["2", "3"], ["5", "7"], "2"),
        (["5", "7"], ["2", "3"], "2"),
        (["2", "5"], ["3"], "0"),
        (["2"], ["2"], "0"),
    ],
)
def test_the_gap_lies_between_the_nearest_ends(one: list[str], other: list[str], size: str) -> None:
    gap = find_gap([*map(report, one)], [*map(report, other)])
    assert gap is not None
    assert gap.size == Decimal(size)


def test_a_range_ends_at_its_upper_end() -> None:
    ranged = report("2", bound="range", upper=Decimal(4))
    assert find_gap([ranged], [report("5")]) == Gap(Decimal(4), Decimal(5))


def test_who_says_nothing_has_no_gap_and_nothing_has_no_percent() -> None:
    assert find_gap([], [report("2")]) is None
    assert Gap(Decimal(0), Decimal(2)).percent is None
    assert Gap(Decimal("1.96"), Decimal(4)).percent == Decimal("104.1")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_figure_of_each_side_is_a_mark_and_the_band_is_the_gap(width: int) -> None:
    drawn = draw(compare(("2", "3"), ("5",), ("4",)), width=width)
    places = {
        link.attrib["href"]: float(link.findall(f"{SVG}circle")[-1].attrib["cx"])
        for link in drawn.iter(f"{SVG}a")
    }
    assert list(places) == [f"/id/claim/2023-{value}" for value in "2354"]
    (band,) = drawn.iter(f"{SVG}rect")
    left = float(band.attrib["x"])
    assert left == pytest.approx(places["/id/claim/2023-3"], abs=0.02)
    right = left + float(band.attrib["width"])
    assert right == pytest.approx(places["/id/claim/2023-5"], abs=0.02)
    assert {each.get("r") for each in drawn.iter(f"{SVG}circle")} == {"4.5"}
    sides = [each.text for each in drawn.iter(f"{SVG}text") if each.get("class") == "side"]
    assert sides == ["side 0", "side 1", "side 2"]
    assert all(0 < x < width for x in places.values())


def test_sides_that_overlap_have_no_band() -> None:
    drawn = draw(compare(("2", "5"), ("3",), words=""))
    assert not list(drawn.iter(f"{SVG}rect"))
    assert compare(("2", "5"), ("3",)).count() == 3
