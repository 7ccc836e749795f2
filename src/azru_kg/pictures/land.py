"""Land, and the projection in which it is drawn: coasts without borders, of Natural Earth.

The coordinates are built from a package (`make land`) and not a part of the program: where they
are missing, maps have points alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Point = tuple[float, float]

LAND = Path(__file__).parent / "built" / "land.json"
"""The file that is built: rings of longitudes and latitudes in turns."""

# In tenths of a pixel.
_NEAR = 16
_BEYOND = 12.0
# As a part of the width: a mark at the very edge would be cut.
_EDGE = 0.008


@dataclass(frozen=True, slots=True)
class Conic:
    """The equidistant conic projection: true along all meridians and two parallels, in degrees."""

    meridian: float
    south: float
    north: float

    def place(self, longitude: float, latitude: float) -> Point:
        """Return where a place is, to the right and upwards, in radians.

        >>> Conic(48, 38, 46).place(48, 38)
        (0.0, 0.0)
        """
        first, second = math.radians(self.south), math.radians(self.north)
        share = (math.cos(first) - math.cos(second)) / (second - first)
        base = math.cos(first) / share
        radius = base + first - math.radians(latitude)
        angle = share * math.radians(longitude - self.meridian)
        return radius * math.sin(angle), base - radius * math.cos(angle)


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A part of the world: what it is called, its projection, and its ends in degrees."""

    name: str
    conic: Conic
    west: float
    east: float
    south: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether a place is seen in it."""
        fitted = self.fit(1.0)
        x, y = fitted.place(longitude, latitude)
        return _EDGE < x < 1 - _EDGE and _EDGE < y < fitted.height - _EDGE

    def fit(self, width: float) -> FittedFrame:
        """Return it on a page, so wide."""
        # Where it is widest.
        left, _ = self.conic.place(self.west, self.south)
        right, _ = self.conic.place(self.east, self.south)
        _, bottom = self.conic.place(self.conic.meridian, self.south)
        _, top = self.conic.place(self.conic.meridian, self.north)
        scale = width / (right - left)
        return FittedFrame(self, scale, left, top, width, scale * (top - bottom))


@dataclass(frozen=True, slots=True)
class FittedFrame:
    """A frame on a page."""

    frame: MapFrame
    scale: float
    left: float
    top: float
    width: float
    height: float

    def place(self, longitude: float, latitude: float) -> Point:
        """Return where a place is on the page."""
        x, y = self.frame.conic.place(longitude, latitude)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def outline(self) -> str:
        """Return the path of the land, or nothing where there is none to be had."""
        paths = (self._trace(ring) for ring in read_land())
        return "".join(filter(None, paths))

    def _trace(self, ring: Sequence[Point]) -> str:
        points = _clip([self.place(*point) for point in ring], self.width, self.height)
        return _write_path(points)


@lru_cache(maxsize=1)
def read_land() -> tuple[tuple[Point, ...], ...]:
    """Return the rings of the land, none where they were not built."""
    if not LAND.is_file():
        return ()
    rings = json.loads(LAND.read_text(encoding="utf-8"))["rings"]
    return tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in rings)


def _write_path(points: Iterable[Point]) -> str:
    """Return a ring as a path, in steps of tenths; points that are near the last are left out."""
    steps: list[str] = []
    last = (0, 0)
    for x, y in points:
        at = round(10 * x), round(10 * y)
        across, down = at[0] - last[0], at[1] - last[1]
        if not steps or abs(across) + abs(down) >= _NEAR:
            steps.append(f"{across / 10:g} {down / 10:g}")
            last = at
    return f"M{'l'.join(steps)}z" if len(steps) > 2 else ""


def _clip(points: list[Point], width: float, height: float) -> list[Point]:
    """Return what lies on the page of a ring, and a little beyond (Sutherland–Hodgman)."""
    for axis, sign, end in (
        (0, 1, -_BEYOND),
        (0, -1, -width - _BEYOND),
        (1, 1, -_BEYOND),
        (1, -1, -height - _BEYOND),
    ):
        points = list(_cut(points, axis, sign, end))
    return points


def _cut(points: list[Point], axis: int, sign: int, end: float) -> Iterable[Point]:
    for before, point in zip(points[-1:] + points[:-1], points, strict=True):
        inner, outer = sign * point[axis] - end, sign * before[axis] - end
        if (inner >= 0) != (outer >= 0):
            share = outer / (outer - inner)
            yield (
                before[0] + share * (point[0] - before[0]),
                before[1] + share * (point[1] - before[1]),
            )
        if inner >= 0:
            yield point
