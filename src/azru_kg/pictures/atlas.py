"""A map: water and land, without borders, and a mark of one size for each place.

A name stands beside its mark where it meets no other; places with most to tell are named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from azru_kg.pictures.axis import LINE
from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.land import Conic, FittedFrame, MapFrame, Point
from azru_kg.pictures.marks import RADIUS
from azru_kg.pictures.svg import Markup, join, write

NEAR = MapFrame("near", Conic(47.5, 38, 45), 41, 54.4, 35.8, 47.6)
"""Around the Caspian Sea and the Caucasus, where most places are."""

FAR = MapFrame("far", Conic(42, 30, 55), 7, 78, 17, 63)
"""From the Atlantic to the Himalayas."""

_LETTER = 6.1
_HEIGHT = 12.0
_BETWEEN = 14

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place: where it is, what it is called, what is told of it, and how it is drawn.

    The `form` is a dot, a square or a diamond, or a ring for what is no point. What has more
    `weight` is named before others.
    """

    href: str
    name: str
    longitude: float
    latitude: float
    told: str
    form: str = "dot"
    weight: int = 0


def choose_frames(places: Iterable[MapPlace]) -> tuple[MapFrame, ...]:
    """Return the frames that show all of some places, those that can be shown."""
    near, far = False, False
    for place in places:
        if NEAR.holds(place.longitude, place.latitude):
            near = True
        elif FAR.holds(place.longitude, place.latitude):
            far = True
    return (*((NEAR,) if near else ()), *((FAR,) if far else ()))


def draw_map(
    places: Sequence[MapPlace],
    names: dict[str, str],
    *,
    title: str,
    summary: str,
    width: int = WIDE,
    style: str = "",
    frames: Sequence[MapFrame] | None = None,
) -> Markup:
    """Return the maps of some places; `names` say what each frame is called."""
    y, parts = 0.0, []
    named: list[MapPlace] = []
    for each in choose_frames(places) if frames is None else frames:
        shown = [place for place in places if each.holds(place.longitude, place.latitude)]
        fitted = each.fit(width)
        heading = names[each.name]
        parts.append(write("text", {"class": "heading", "x": 0, "y": y + 14}, heading))
        parts.append(_draw_frame(fitted, shown, named, y + LINE + 4, heading))
        named += shown
        y += LINE + 4 + fitted.height + _BETWEEN
    return frame(parts, width, y, title=title, summary=summary, style=style)


def _draw_frame(
    fitted: FittedFrame,
    places: Sequence[MapPlace],
    named: Sequence[MapPlace],
    top: float,
    heading: str,
) -> Markup:
    size: dict[str, str | float] = {"width": fitted.width, "height": fitted.height}
    ground = write("rect", {"class": "water", "x": 0, "y": 0, **size})
    land = fitted.outline()
    shapes = [ground, write("path", {"class": "land", "d": land})] if land else [ground]
    ordered = sorted(places, key=lambda place: (-place.weight, place.name))
    at = {id(place): fitted.place(place.longitude, place.latitude) for place in ordered}
    taken = [_surround(point) for point in at.values()]
    marks = []
    for place in ordered:
        point = at[id(place)]
        # What another map names needs no name here.
        label = None if place in named else _find_label(place.name, point, taken, fitted)
        marks.append(_draw_place(place, point, label))
    listed = write("g", {"role": "list", "aria-label": heading}, *marks)
    # What lies outside of an inner picture is not seen.
    inner: dict[str, str | float] = {"x": 0, "y": top, **size}
    return write("svg", inner, *shapes, listed)


def _surround(point: Point) -> Box:
    x, y = point
    return x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS


def _find_label(name: str, point: Point, taken: list[Box], fitted: FittedFrame) -> Box | None:
    """Return where the name of a place stands, or None where there is no room for it."""
    for box in _list_boxes(name, point):
        within = box[0] >= 1 and box[2] <= fitted.width and box[1] >= 0 and box[3] <= fitted.height
        if within and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return box
    return None


def _list_boxes(name: str, point: Point) -> Iterator[Box]:
    x, y = point
    length, gap, half = len(name) * _LETTER, RADIUS + 2, _HEIGHT / 2
    for left, middle in (
        (x + gap, y),
        (x - gap - length, y),
        (x - length / 2, y - gap - half),
        (x - length / 2, y + gap + half),
        (x + gap, y - half),
        (x + gap, y + half),
        (x - gap - length, y - half),
        (x - gap - length, y + half),
    ):
        yield left, middle - half, left + length, middle + half


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_place(place: MapPlace, point: Point, label: Box | None) -> Markup:
    parts = [write("title", {}, place.told), _draw_form(place.form, point)]
    if label is not None:
        at: dict[str, str | float] = {"class": "place", "x": label[0], "y": label[3] - 2}
        parts.append(write("text", at, place.name))
    link = write("a", {"class": "figure", "href": place.href}, join(parts))
    return write("g", {"role": "listitem"}, link)


def _draw_form(form: str, point: Point) -> Markup:
    x, y = point
    side = RADIUS - 0.5
    if form == "square":
        corner: dict[str, str | float] = {"class": "act", "x": x - side, "y": y - side}
        return write("rect", corner | {"width": 2 * side, "height": 2 * side})
    if form == "diamond":
        path = f"M{x:.1f} {y - RADIUS - 0.8:.1f}l5.3 5.3l-5.3 5.3l-5.3 -5.3Z"
        return write("path", {"class": "act", "d": path})
    return write("circle", {"class": form, "cx": x, "cy": y, "r": RADIUS - 0.5})
