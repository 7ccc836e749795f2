"""What can be chosen for the parameters of stored queries: asked of the engine once a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.graph.parameters import Parameter
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.ask.ask import select
from azru_kg.server.ask.once import Once

Values = Mapping[str, str]
"""The values of a parameter with what each is called: nothing where it says all itself."""


class QueryChoices:
    """The values of all parameters; those that take the same are asked for together."""

    def __init__(self, engine: Engine, queries: Iterable[StoredQuery]) -> None:
        texts = {
            parameter.list_values() for stored in queries for parameter in stored.parameters
        } - {""}
        self._values = {text: Once(partial(_find, engine, text)) for text in sorted(texts)}

    async def find(self, parameter: Parameter) -> Values:
        """Return the values of a parameter, none where they are not listed."""
        once = self._values.get(parameter.list_values())
        return {} if once is None else await once.get()

    async def find_all(self, parameters: Iterable[Parameter]) -> dict[Parameter, Values]:
        """Return the values of several parameters."""
        return {parameter: await self.find(parameter) for parameter in parameters}


async def _find(engine: Engine, text: str) -> Values:
    rows = await select(engine, text)
    return {
        value.value: name.value if isinstance(name, ox.Literal) else ""
        for value, name in rows
        if isinstance(value, ox.NamedNode | ox.Literal)
    }
