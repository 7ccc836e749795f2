"""The page of the ontology: what each term means, how often it is used, an example, a query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.server.ask.ask import name_all, read_iri
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.ask.once import Once
from azru_kg.server.pages.graph_page import PageSlice, draw_graph
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.vocabulary.chapters import arrange
from azru_kg.server.vocabulary.term_usage import TermUsage, ask_usage

Picture = Callable[[Visit, str], Awaitable[object]]
"""What gives the picture of the model, or nothing; its links begin with the text."""


class OntologyPage:
    """Shows the ontology; how its terms are used is asked once."""

    def __init__(self, engine: Engine, holdings: Holdings, pages: Pages, picture: Picture) -> None:
        self._engine = engine
        self._holdings = holdings
        self._pages = pages
        self._picture = picture
        self._usage: Once[TermUsage] = Once(self._ask)

    async def show(self, part: PageSlice, visit: Visit, view: PageView) -> str:
        """Return the page of the ontology, which is in one part."""
        usage = await self._usage.get()
        used = [
            iri
            for example in usage.examples.values()
            for iri in (example.thing, read_iri(example.value))
            if iri
        ]
        above = [read_iri(triple.object) for triple in part.shown]
        wanted = sorted({*usage.uses, *usage.properties, *used, *above, part.iri} - {""})
        names = await name_all(visit, wanted, NAMES)
        picture = await self._picture(visit, view.root)
        return await visit.run(self._draw, part, names, usage, view, picture)

    async def _ask(self) -> TermUsage:
        return await ask_usage(self._engine, await self._holdings.inventory())

    def _draw(
        self,
        part: PageSlice,
        names: Iterable[ox.Triple],
        usage: TermUsage,
        view: PageView,
        picture: object,
    ) -> str:
        drawing = draw_graph(part, names, view.links)
        handbook = arrange(part.shown, names, usage, view.links)
        return self._pages.show(
            "ontology.html", view, graph=drawing, handbook=handbook, placed=picture
        )
