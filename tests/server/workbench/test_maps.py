from __future__ import annotations

import httpx
import pytest

from azru_kg.pictures.atlas import FAR, NEAR
from azru_kg.pictures.land import Conic, MapFrame, read_land
from azru_kg.server.workbench.maps import WIDTH


@pytest.mark.parametrize(("number", "frame"), [(0, NEAR), (1, FAR)], ids=["near", "far"])
def test_a_place_is_where_the_pictures_of_the_server_have_it(
    client: httpx.Client, number: int, frame: MapFrame
) -> None:
    told = client.get("/sparql/map.json").json()["frames"][number]
    conic = Conic(told["meridian"], told["south"], told["north"])
    x, y = conic.place(49.87, 40.41)
    placed = ((x - told["left"]) * told["scale"], (told["top"] - y) * told["scale"])
    assert placed == pytest.approx(frame.fit(WIDTH).place(49.87, 40.41))
    assert 0 < placed[0] < told["width"] == WIDTH
    assert 0 < placed[1] < told["height"]


def test_there_is_land_where_it_was_built(client: httpx.Client) -> None:
    for frame in client.get("/sparql/map.json").json()["frames"]:
        assert bool(frame["land"]) == bool(read_land())
        assert set(frame["land"]) <= set("Mlz0123456789.-e ")
