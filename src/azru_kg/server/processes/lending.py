"""Keeps the processes that hold data, and lends each to all web processes that serve these.

What a web process gets is a twin of such a process (`azru_kg.engine.workers.zygote`), which makes
its workers and shares all memory with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Coroutine, Sequence
from functools import partial

from azru_kg.engine.workers import wire
from azru_kg.engine.workers.forking import say
from azru_kg.engine.workers.root import Root
from azru_kg.errors import AzruError, DataError
from azru_kg.server.processes.line import Message

_Found = asyncio.Task[Root]
_log = logging.getLogger("azru_kg.engine")


class Lending:
    """The roots by what they hold; one of which nobody has a twin any more is ended."""

    def __init__(self) -> None:
        self._roots: dict[str, _Found] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def lend(self, message: Message, files: Sequence[int]) -> None:
        """Have what a message names controlled by a socket, as soon as the data are loaded.

        The files are the order for it, where it is not there yet, and the socket.
        """
        if len(files) < 2:
            return  # the kernel drops a descriptor for which there is no place
        order, control = (os.dup(file) for file in files)
        key = message["zygote"]
        found = self._roots.get(key)
        if found is None:
            found = asyncio.create_task(_find(order, message["memory"]))
            found.add_done_callback(partial(self._note, key))
            self._roots[key] = found
        else:
            os.close(order)
        self._do(_lend(found, socket.socket(fileno=control)))

    async def close(self) -> None:
        """End them all, when those who had twins of them are gone."""
        for found in self._roots.values():
            found.cancel()
        ended = await asyncio.gather(*self._roots.values(), return_exceptions=True)
        for root in ended:
            if isinstance(root, Root):
                await root.outlive()
                await root.end()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _note(self, key: str, found: _Found) -> None:
        """See that a root that could not be made, or is lost, is there for nobody any more."""
        if found.cancelled():
            return
        if found.exception() is not None:
            self._forget(key, found)
        else:
            found.result().lost.add_done_callback(lambda _: self._lose(key, found))

    def _lose(self, key: str, found: _Found) -> None:
        self._forget(key, found)
        self._do(found.result().end())

    def _forget(self, key: str, found: _Found) -> None:
        if self._roots.get(key) is found:
            del self._roots[key]

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _lend(found: _Found, control: socket.socket) -> None:
    try:
        root = await asyncio.shield(found)
    except DataError as error:
        say(control, {"broken": wire.describe_data_error(error)})
        control.close()
    except (AzruError, OSError) as error:
        _log.error("the process that holds the data could not be started: %s", error)
        control.close()
    except BaseException:
        control.close()
        raise
    else:
        root.duplicate(control).ended.add_done_callback(lambda _: _close_if_idle(root))


def _close_if_idle(root: Root) -> None:
    if not root.bears:
        root.close()


async def _find(order: int, memory: int) -> Root:
    with os.fdopen(order, "rb") as file:
        return await Root.found(file, memory=memory)
