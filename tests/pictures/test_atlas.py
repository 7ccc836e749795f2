"""Maps: places where they are, names that do not meet, and land where it has been built."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from azru_kg.pictures import land
from azru_kg.pictures.atlas import FAR, NEAR, MapPlace, choose_frames, draw_map
from azru_kg.pictures.frame import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"near": "Near", "far": "Far"}
BAKU = MapPlace("/baku", "Baku", 49.87, 40.41, "Baku: 3 projects")
SAMUR = MapPlace("/samur", "Samur", 48.43, 41.64, "Samur", "diamond")
MUMBAI = MapPlace("/mumbai", "Mumbai", 72.84, 18.95, "Mumbai", "square")


def draw(*places: MapPlace, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314
        draw_map(places, NAMES, title="Map", summary="", width=width)
    )


@pytest.fixture
def island(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Land of one square around Baku, as it is built."""
    file = tmp_path / "land.json"
    rings = [[49, 40, 51, 40, 51, 41, 49, 41], [100, 60, 101, 60, 101, 61]]
    file.write_text(json.dumps({"rings": rings}), encoding="utf-8")
    monkeypatch.setattr(land, "LAND", file)
    land.read_land.cache_clear()


@pytest.fixture
def no_land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(land, "LAND", tmp_path / "none.json")
    land.read_land.cache_clear()


@pytest.fixture(autouse=True)
def forget() -> object:
    yield
    land.read_land.cache_clear()


def test_the_frames_are_those_that_are_needed() -> None:
    assert choose_frames([BAKU]) == (NEAR,)
    assert choose_frames([BAKU, MUMBAI]) == (NEAR, FAR)
    assert choose_frames([MapPlace("/x", "Sydney", 151, -33, "")]) == ()


@pytest.mark.usefixtures("no_land")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_place_stands_where_it_is_also_without_land(width: int) -> None:
    drawn = draw(BAKU, SAMUR, width=width)
    (dot,) = drawn.iter(f"{SVG}circle")
    (diamond,) = (each for each in drawn.iter(f"{SVG}path") if each.get("class") == "act")
    across = float(diamond.attrib["d"][1:].split()[0])
    assert 0 < across < float(dot.attrib["cx"]) < width
    assert not [each for each in drawn.iter(f"{SVG}path") if each.get("class") == "land"]


@pytest.mark.usefixtures("island")
def test_land_is_cut_to_the_frame_and_lies_below_the_places_on_it() -> None:
    drawn = draw(BAKU)
    (shape,) = (each for each in drawn.iter(f"{SVG}path") if each.get("class") == "land")
    # What lies outside leaves no path.
    assert shape.attrib["d"].count("M") == 1
    left, top = (float(part) for part in shape.attrib["d"][1:].partition("l")[0].split())
    (dot,) = drawn.iter(f"{SVG}circle")
    assert left < float(dot.attrib["cx"])
    assert float(dot.attrib["cy"]) < top


@pytest.mark.usefixtures("no_land")
def test_names_never_meet_and_what_has_most_to_tell_is_named_first() -> None:
    crowd = [
        MapPlace(f"/{at}", f"Place number {at}", 49.8 + at % 7 / 50, 40.4 + at / 300, "", weight=at)
        for at in range(40)
    ]
    drawn = draw(*crowd)
    texts = [each for each in drawn.iter(f"{SVG}text") if each.get("class") == "place"]
    assert 1 <= len(texts) < len(crowd)
    assert texts[0].text == "Place number 39"
    boxes = [
        (float(each.attrib["x"]), float(each.attrib["y"]), 6.1 * len(each.text or ""))
        for each in texts
    ]
    for (x, y, length), (other_x, other_y, other_length) in combinations(boxes, 2):
        apart = x + length <= other_x + 0.1 or other_x + other_length <= x + 0.1
        assert apart or abs(y - other_y) >= 11.9


@pytest.mark.usefixtures("no_land")
def test_what_one_map_names_the_other_does_not() -> None:
    drawn = draw(BAKU, MUMBAI)
    texts = [each.text for each in drawn.iter(f"{SVG}text") if each.get("class") == "place"]
    assert texts == ["Baku", "Mumbai"]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 2


def test_the_land_that_is_built_has_the_caspian_sea() -> None:
    if not land.read_land():
        pytest.skip("the coasts are not built (make land)")
    assert [is_land(*point) for point in ((49.5, 40.4), (37.6, 55.7), (51.4, 35.7))] == [True] * 3
    assert [is_land(*point) for point in ((51, 41.5), (35, 43), (51.5, 27))] == [False] * 3


def is_land(longitude: float, latitude: float) -> bool:
    inside = False
    for ring in land.read_land():
        for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y > latitude) != (next_y > latitude):
                crossing = (next_x - x) * (latitude - y) / (next_y - y) + x
                inside ^= longitude < crossing
    return inside
