"""Boxes: each a link, none over another, and an arrow to each that has one."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from azru_kg.pictures.boxes import Box, Boxes, BoxLine, draw_boxes
from azru_kg.pictures.frame import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"
ARROW = BoxLine("about +2", "/about", "about: 7")
PERSON = Box(BoxLine("Person", "/person"), "person, 3", (BoxLine("→ Country", "/country"),), ARROW)
WORDS = Box(BoxLine("Words", "/words"), "words, 9")
CLAIM = Box(BoxLine("Claim", "/claim"), "claim, 7", (BoxLine("Figure 5", "/figure"),))


def draw(*right: Box, width: int) -> ElementTree.Element:
    boxes = Boxes(CLAIM, (WORDS,), right)
    drawn = draw_boxes(boxes, title="Model", summary="in words", width=width)
    return ElementTree.fromstring(drawn)  # noqa: S314


def list_areas(drawn: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    areas = []
    for box in drawn.iter(f"{SVG}rect"):
        x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        areas.append((x, y, x + width, y + height))
    return areas


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_box_lies_over_another_or_outside_the_picture(width: int) -> None:
    drawn = draw(PERSON, WORDS, PERSON, width=width)
    areas = list_areas(drawn)
    assert len(areas) == 5
    for one, other in combinations(areas, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    _, _, right, bottom = map(float, drawn.attrib["viewBox"].split())
    assert all(x >= 0 and y >= 0 and end <= right and last <= bottom for x, y, end, last in areas)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_boxes_lines_and_arrows_lead_somewhere_and_say_what_they_are(width: int) -> None:
    links = {link.attrib["href"]: link for link in draw(PERSON, width=width).iter(f"{SVG}a")}
    assert set(links) == {"/claim", "/figure", "/words", "/person", "/country", "/about"}
    assert links["/about"].findtext(f"{SVG}title") == "about: 7"
    words = [text.text for text in links["/about"].iter(f"{SVG}text")]
    assert " ".join(map(str, words)) == "about +2"
    assert [text.text for text in links["/person"].iter(f"{SVG}text")] == ["Person", "person, 3"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_arrow_ends_at_the_box_that_it_leads_to(width: int) -> None:
    drawn = draw(PERSON, width=width)
    arrows = [path.attrib["d"] for path in drawn.iter(f"{SVG}path") if "L" in path.attrib["d"]]
    (arrow,) = arrows
    end = float(arrow.partition("H")[2].partition("M")[0])
    height = float(arrow.partition("M")[2].partition("H")[0].split()[1])
    x, top, _, bottom = list_areas(drawn)[-1]
    assert end == pytest.approx(x, abs=0.1)
    assert top < height < bottom


def test_what_finds_no_room_is_cut() -> None:
    long = Box(BoxLine("x" * 200, "/long"), "y" * 200)
    texts = [text.text or "" for text in draw(long, width=NARROW).iter(f"{SVG}text")]
    assert max(map(len, texts)) < 60
    assert sum(text.endswith("…") for text in texts) == 2
