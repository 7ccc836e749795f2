"""Tells what maps are drawn on: the land of each frame as a path, and how places are put there.

Land and water, no borders, as in the pictures that the server draws itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.pictures.atlas import FAR, NEAR
from azru_kg.pictures.land import FittedFrame
from azru_kg.rdf.formats import Offer
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON

WIDTH: Final = 720
"""How wide a map is, in the units of its path."""

_OFFER: Final = Offer(JSON, JSON.media_type)


class MapGround(BaseModel):
    """A frame: its size, its land, and its equidistant conic projection.

    With `meridian` and the two parallels in degrees a place gets radians, as `Conic` has it; it is
    at `(x - left) * scale` to the right and `(top - y) * scale` downwards.
    """

    model_config = ConfigDict(defer_build=True)

    name: str
    width: float
    height: float
    meridian: float
    south: float
    north: float
    scale: float
    left: float
    top: float
    land: str


class MapGrounds(BaseModel):
    """The frames, the smallest first."""

    model_config = ConfigDict(defer_build=True)

    frames: list[MapGround]


def make_routes() -> list[BaseRoute]:
    """Return the route of the grounds."""
    return [
        DocumentRoute(
            "/sparql/map.json",
            tell_grounds,
            "What maps are drawn on: land without borders, and the projection",
            formats=[JSON],
            model=MapGrounds,
            problems=(400,),
        )
    ]


async def tell_grounds(request: Request) -> Response:
    """Answer with the frames of maps."""
    return make_response(_write(), _OFFER, name="map", varies=False)


@lru_cache(maxsize=1)
def _write() -> str:
    frames = [_describe(frame.fit(WIDTH)) for frame in (NEAR, FAR)]
    return MapGrounds(frames=frames).model_dump_json()


def _describe(fitted: FittedFrame) -> MapGround:
    conic = fitted.frame.conic
    return MapGround(
        name=fitted.frame.name,
        width=fitted.width,
        height=round(fitted.height, 1),
        meridian=conic.meridian,
        south=conic.south,
        north=conic.north,
        scale=fitted.scale,
        left=fitted.left,
        top=fitted.top,
        land=fitted.outline(),
    )
