"""Holds the names of one dataset for all who find things by them."""

from __future__ import annotations

from functools import partial

from azru_kg.engine.protocol import Engine
from azru_kg.errors import NotFound
from azru_kg.server.ask.kinds import MOST
from azru_kg.server.ask.once import Once
from azru_kg.server.find.name_index import NameIndex
from azru_kg.server.find.names import read_index


class HeldNames:
    """The index of the names of a dataset, which is made at the first request for it."""

    def __init__(self, engine: Engine, *, most: int = MOST) -> None:
        self._most = most
        self._index = Once(partial(read_index, engine, most=most))

    async def prepare(self) -> None:
        """Read the names before anybody asks; raise LimitReached or Overloaded."""
        await self._index.get()

    async def get(self) -> NameIndex:
        """Return the index; raise NotFound for a dataset that has none, or as `prepare` does."""
        index = await self._index.get()
        if index is None:
            raise NotFound(
                f"This dataset has more than {self._most:,} named things, or too many names,"
                " and no index of them. Ask the SPARQL endpoint for a name"
            )
        return index
