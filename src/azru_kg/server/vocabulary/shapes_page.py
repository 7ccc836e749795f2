"""The page of the shapes: what is asked of the things of each class, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from azru_kg.server.ask.ask import name_all
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.pages.graph_page import PageSlice, draw_graph
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.vocabulary.shape_rules import arrange_shapes


class ShapesPage:
    """Shows the shapes."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def show(self, part: PageSlice, visit: Visit, view: PageView) -> str:
        """Return the page of the shapes, which is in one part."""
        names = await name_all(visit, [part.iri], NAMES)
        return await visit.run(self._draw, part, names, view)

    def _draw(self, part: PageSlice, names: Iterable[ox.Triple], view: PageView) -> str:
        drawing = draw_graph(part, names, view.links)
        rules = arrange_shapes(part.shown, view.links)
        return self._pages.show("shapes.html", view, graph=drawing, rulebook=rules)
