"""Answers an agent at the other end of a pipe: the tools over standard input and output.

It is the same engine, guard and limits as that of the server, for one client, and nothing listens.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.agents.mcp_endpoint import require_sdk
from azru_kg.server.agents.toolbox import Toolbox
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.find.held_names import HeldNames
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.logs import open_log
from azru_kg.settings import Settings

_CLIENT: Final = ("stdio", 0)


def serve_stdio(dataset: Dataset, queries: Sequence[StoredQuery], settings: Settings) -> None:
    """Answer until standard input ends, or SIGINT or SIGTERM comes.

    Raises NotInstalled without the extra, DataError where a file is broken.
    """
    require_sdk()
    with open_log(settings):
        asyncio.run(_serve(dataset, queries, settings))


async def _serve(dataset: Dataset, queries: Sequence[StoredQuery], settings: Settings) -> None:
    from azru_kg.server.agents.mcp_server import answer_stdio, make_server

    engine = Pool(
        dataset,
        workers=settings.workers,
        seconds=settings.timeout,
        memory=settings.memory_bytes,
        queue=settings.queue,
    )
    await engine.start()
    try:
        door, holdings = Door(engine, Budget(settings.budget)), Holdings(engine)
        toolbox = Toolbox(
            engine,
            dataset,
            queries,
            holdings,
            HeldNames(engine),
            Neighbours(engine, holdings),
            settings.timeout,
        )

        def admit(_request: Request | None) -> Visit:
            return door.admit(Request({"type": "http", "client": _CLIENT, "headers": []}))

        answering = asyncio.ensure_future(answer_stdio(make_server(toolbox, admit)))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, answering.cancel)
        await asyncio.wait([answering])
        if not answering.cancelled():
            answering.result()
    finally:
        await engine.close()
