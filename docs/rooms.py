"""Draws the rooms of the package into docs/development.md: `make picture`.

An arrow leads from a room to one that it imports. Where a longer way leads there too, the arrow is
left out, so that what is drawn is the shape of the house and not every wire in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import grimp

PAGE = Path(__file__).parent / "development.md"
BEGIN = "```mermaid\n"
END = "```\n"
PACKAGE = "azru_kg"
HALL = f"{PACKAGE}.server"
"""The room whose own rooms are drawn, too."""

Arrows = Mapping[str, frozenset[str]]


def main() -> None:
    """Draw the picture anew."""
    PAGE.write_text(replace_picture(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def replace_picture(page: str) -> str:
    """Return the page with the picture of the package as it is."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{draw()}{END}{after}"


def draw() -> str:
    """Return the picture in the language of Mermaid, the same for the same imports."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    house, hall = (find_arrows(graph, name) for name in (PACKAGE, HALL))
    lines = ["flowchart TD"]
    lines += [f"  {_draw_room(room)}" for room in sorted(house) if room != HALL]
    lines += [f"  subgraph {_draw_room(HALL)}"]
    lines += [f"    {_draw_room(room)}" for room in sorted(hall)]
    lines += ["  end"]
    lines += [
        f"  {_name(room)} --> {_name(other)}"
        for arrows in (house, hall)
        for room, others in sorted(arrows.items())
        for other in sorted(others)
    ]
    return "".join(f"{line}\n" for line in lines)


def find_arrows(graph: grimp.ImportGraph, package: str) -> Arrows:
    """Return for each room of a package those it imports, less those that it reaches by others."""
    rooms = [room for room in graph.find_children(package) if not room.endswith("__main__")]
    direct = {
        room: frozenset(
            other
            for other in rooms
            if other != room
            and graph.direct_import_exists(importer=room, imported=other, as_packages=True)
        )
        for room in rooms
    }
    return {room: others - _reach_from(others, direct) for room, others in direct.items()}


def _reach_from(rooms: frozenset[str], direct: Arrows) -> frozenset[str]:
    """Return what can be reached from rooms, without themselves unless one leads to another."""
    found: set[str] = set()
    new = set[str]().union(*(direct[room] for room in rooms))
    while new:
        found |= new
        new = set[str]().union(*(direct[room] for room in new)) - found
    return frozenset(found)


def _draw_room(room: str) -> str:
    return f"{_name(room)}[{room.rpartition('.')[2]}]"


def _name(room: str) -> str:
    """Return a name that is no word of Mermaid, as `graph` is."""
    return room.replace(".", "_")


if __name__ == "__main__":
    main()
