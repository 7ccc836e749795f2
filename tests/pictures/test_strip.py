"""The strip: a mark for each figure at its value, its link, its span, and nothing that executes."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.pictures.reported import compare, report

from azru_kg.pictures.frame import NARROW, WIDE
from azru_kg.pictures.lettering import tell
from azru_kg.pictures.series import Series
from azru_kg.pictures.strip import (
    MOST_FIGURES,
    MOST_SERIES,
    choose_series,
    draw_strip,
    list_spans,
)

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314


def draw(*series: Series, width: int = WIDE, style: str = "") -> ElementTree.Element:
    strip = draw_strip(series, title="Oil", summary="Figures of oil.", width=width, style=style)
    return parse(strip.svg)


def list_texts(drawn: ElementTree.Element, name: str) -> list[str]:
    return [each.text or "" for each in drawn.iter(f"{SVG}text") if each.get("class") == name]


def place_marks(drawn: ElementTree.Element) -> dict[str, float]:
    """Return where the mark of each figure stands, by its address."""
    return {
        link.attrib["href"]: float(link.findall(f"{SVG}circle")[-1].attrib["cx"])
        for link in drawn.iter(f"{SVG}a")
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_figure_of_a_year_is_one_mark_at_its_value_that_leads_to_its_claim(width: int) -> None:
    values = ["1960000000", "2828000000", "4000000000"]
    drawn = draw(compare(*map(report, values)), width=width)
    places = place_marks(drawn)
    assert list(places) == [f"/id/claim/2023-{value}" for value in values]
    low, middle, high = places.values()
    assert (middle - low) / (high - low) == pytest.approx((2828 - 1960) / (4000 - 1960), abs=0.001)
    assert all(0 < x < width for x in places.values())


def test_no_mark_is_larger_than_another() -> None:
    bounds = ("exact", "about", "above", "below")
    figures = [report(str(at), bound=bound) for at, bound in enumerate(bounds, start=3)]
    drawn = draw(compare(*figures, report("9", bound="range", upper=report("10").value)))
    radii = {each.get("r") for each in drawn.iter(f"{SVG}circle")}
    assert radii == {"4.5"}


def test_bounds_differ_in_form_and_in_words_and_not_in_colour_alone() -> None:
    signs = {"exact": "", "about": "≈ ", "above": "> ", "below": "≤ "}
    forms = {}
    for bound, sign in signs.items():
        drawn = draw(compare(report("4", bound=bound, sign=sign), report("5")))
        link = next(drawn.iter(f"{SVG}a"))
        forms[bound] = [each.get("class") or each.get("d") for each in link if each.tag != SVG]
        assert link.findall(f"{SVG}text")[0].text == f"{sign}4 · Trend"
        paths = [path.attrib["d"] for path in link.findall(f"{SVG}path")]
        forms[bound] += paths
    assert len({str(form) for form in forms.values()}) == len(signs)


def test_what_the_editors_read_has_a_dotted_ring_and_says_so() -> None:
    figure = report("4", inferred=("the period",), doubts=("perhaps 40.",))
    link = next(draw(compare(figure, report("5"))).iter(f"{SVG}a"))
    assert link.findall(f"{SVG}circle")[0].get("class") == "read"
    title = link.findtext(f"{SVG}title") or ""
    assert title == tell(figure)
    assert "the editors’ reading: the period" in title
    assert "doubt it: perhaps 40." in title


def test_the_band_goes_from_the_lowest_value_to_the_highest() -> None:
    drawn = draw(compare(report("2"), report("3", bound="range", upper=report("7").value)))
    (band,) = drawn.iter(f"{SVG}rect")
    (low, _) = place_marks(drawn).values()
    assert float(band.attrib["x"]) == pytest.approx(low, abs=0.02)
    bar = next(each for each in drawn.iter(f"{SVG}path") if each.get("class") == "bar")
    right = float(bar.attrib["d"].partition("H")[2])
    end = float(band.attrib["x"]) + float(band.attrib["width"])
    assert end == pytest.approx(right, abs=0.1)
    assert band.findtext(f"{SVG}title") == "2023: from 2 to 7"


def test_a_year_with_one_value_has_no_band() -> None:
    drawn = draw(compare(report("2"), report("2", iri="https://example.org/b"), report("3", 2024)))
    assert not list(drawn.iter(f"{SVG}rect"))


def test_what_holds_for_a_part_of_a_year_is_not_drawn_as_the_year() -> None:
    half = report("2", None, period="January to June 2023")
    drawn = draw(compare(report("4"), report("5"), half))
    assert half.href not in place_marks(drawn)
    assert list_texts(drawn, "year") == ["2023"]


def test_units_are_never_on_one_scale() -> None:
    dollars = compare(report("4000000000"), report("5000000000"), unit="US dollar")
    roubles = compare(report("300000000000"), report("380000000000"), unit="Russian rouble")
    drawn = draw(dollars, roubles)
    assert list_texts(drawn, "unit") == ["billion US dollars", "billion Russian roubles"]
    groups = [each for each in drawn if each.get("role") == "list"]
    assert [len(list(group.iter(f"{SVG}a"))) for group in groups] == [2, 2]


def test_labels_of_a_lane_never_meet() -> None:
    figures = [report(str(100 + at % 17), iri=f"https://example.org/{at}") for at in range(60)]
    drawn = draw(compare(*figures))
    lanes: dict[str, list[tuple[float, float]]] = {}
    for link in drawn.iter(f"{SVG}a"):
        (text,) = link.findall(f"{SVG}text")
        left = float(text.attrib["x"])
        span = (left, left + 6.7 * len(text.text or ""))
        lanes.setdefault(text.attrib["y"], []).append(span)
        assert span[0] >= 0
        assert span[1] <= WIDE + 1
    for spans in lanes.values():
        assert all(one[1] < other[0] for one, other in pairwise(sorted(spans)))


def test_hostile_names_are_text() -> None:
    evil = '</text><script>alert(1)</script><a href="javascript:x">\x00\x1b\ud800'
    figure = report(
        "4", href='/x" onload="alert(1)', said=evil, reporters=(evil,), period=evil, doubts=(evil,)
    )
    series = compare(figure, report("5"), heading=evil, unit=evil)
    strip = draw_strip([series], title=evil, summary=evil)
    drawn = parse(strip.svg)
    assert {each.tag for each in drawn.iter()} <= {
        f"{SVG}{name}"
        for name in ("svg", "title", "desc", "g", "a", "text", "path", "circle", "rect")
    }
    assert not any(name.startswith("on") for each in drawn.iter() for name in each.attrib)
    assert next(drawn.iter(f"{SVG}a")).get("href") == '/x" onload="alert(1)'


@pytest.mark.parametrize("series", [(), (compare(report("4", None)),)], ids=["none", "no year"])
def test_nothing_to_draw_is_said(series: tuple[Series, ...]) -> None:
    drawn = draw(*series)
    assert list_texts(drawn, "none") == ["No figures for calendar years."]
    assert not place_marks(drawn)


@pytest.mark.parametrize("value", ["4", "0", "-3.5", "0.0001"])
def test_one_figure_is_drawn(value: str) -> None:
    drawn = draw(compare(report(value)))
    (x,) = place_marks(drawn).values()
    assert 0 < x < WIDE


def test_two_hundred_figures_are_all_drawn() -> None:
    figures = [report(str(at), 2000 + at % 20) for at in range(1, 201)]
    strip = draw_strip([compare(*figures)], title="Oil", summary="")
    assert strip.drawn == 200
    assert strip.svg.count("<a ") == 200


def test_a_series_is_drawn_whole_or_not_at_all() -> None:
    many = compare(*(report(str(at)) for at in range(MOST_FIGURES)))
    few = compare(report("1"), report("2"))
    assert choose_series([many, few]) == (many,)
    assert choose_series([few] * (MOST_SERIES + 1)) == (few,) * MOST_SERIES
    assert choose_series([few] * 3, most=2) == (few, few)
    assert choose_series([compare(*many.figures, report("-1")), few]) == (few,)


def test_a_single_figure_is_drawn_where_no_series_has_two() -> None:
    one, two = compare(report("1")), compare(report("1"), report("2"))
    assert choose_series([two, one]) == (two,)
    assert choose_series([one, one]) == (one, one)


def test_a_long_heading_is_broken_into_lines() -> None:
    drawn = draw(compare(report("1"), report("2"), heading="word " * 40), width=NARROW)
    headings = list_texts(drawn, "heading")
    assert len(headings) == 3
    assert headings[-1].endswith("…")


def test_a_picture_that_stands_alone_has_its_style_and_a_margin() -> None:
    drawn = draw(compare(report("1"), report("2")), style="svg > a { fill: red }")
    assert drawn.findtext(f"{SVG}style") == "svg > a { fill: red }"
    assert drawn.attrib["viewBox"].startswith("-12 -12 ")
    assert drawn.findtext(f"{SVG}title") == "Oil"
    assert drawn.findtext(f"{SVG}desc") == "Figures of oil."


def test_spans_are_said_for_years_with_several_values() -> None:
    series = compare(report("1500000"), report("2000000"), report("3000000", 2024))
    assert list_spans(series) == ("2023: from 1.5 to 2 million tonnes",)
    assert list_spans(compare()) == ()


def test_a_series_by_period_has_each_period_above_its_figures() -> None:
    parts = {"first": "2014-01-01", "period": "January–July 2014"}
    figures = [report("1", None, **parts), report("3", None, **parts, href="/id/claim/other")]
    drawn = draw(Series("Oil", "tonne", (*figures, report("2", 2013)), periods=True))
    assert list_texts(drawn, "year") == ["2013", "January–July 2014"]
    (band,) = drawn.iter(f"{SVG}rect")
    (label,) = (each for each in drawn.iter(f"{SVG}text") if each.text == "January–July 2014")
    assert float(label.attrib["y"]) < float(band.attrib["y"]) + 2
    assert len(place_marks(drawn)) == 3
