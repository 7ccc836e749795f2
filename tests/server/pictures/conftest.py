"""A real server of a small dataset of which every kind of picture shows something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from tests.support.program import Program
from tests.support.serving import serve

DATA = Path(__file__).parent / "gallery.trig"
SVG = "{http://www.w3.org/2000/svg}"
Links = Callable[[str], list[str]]


@pytest.fixture(scope="package")
def gallery(program: Program) -> Iterator[httpx.Client]:
    """A client of the server."""
    with (
        serve(program, "--data", DATA) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
def list_links() -> Links:
    """What lists the links of a drawing in their order; what is no XML fails."""

    def find(svg: str) -> list[str]:
        drawn = ElementTree.fromstring(svg)  # noqa: S314
        return [link.attrib["href"] for link in drawn.iter(f"{SVG}a")]

    return find
