"""Runs the server: starts the workers, listens, and cleans up after itself."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from azru_kg.catalog import StoredQuery
from azru_kg.dataset import Dataset
from azru_kg.engine.pool import Pool
from azru_kg.errors import CannotListen
from azru_kg.server.app import create_app

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE_SECONDS = 5
_BACKLOG = 1024
# The longest query, percent-encoded in an address.
_HEAD_BYTES = 256 * 1024


def serve(
    dataset: Dataset,
    pool: Pool,
    *,
    queries: Sequence[StoredQuery] = (),
    host: str = "127.0.0.1",
    port: int = 8000,
) -> None:
    """Serve a dataset until SIGINT or SIGTERM; port 0 takes any that is free.

    `pool` is the engine, not yet started: it is started here, before anything listens, so that a
    broken file is a DataError and never a server that cannot answer; and it is closed here. Raises
    CannotListen where the address is taken or not of this machine.
    """
    asyncio.run(_serve(dataset, pool, queries, host, port))


async def _serve(
    dataset: Dataset, pool: Pool, queries: Sequence[StoredQuery], host: str, port: int
) -> None:
    await pool.start()
    try:
        with listen(host, port) as listener:
            _warn_if_open(host, listener)
            config = uvicorn.Config(
                create_app(pool, dataset, queries=queries),
                http="h11",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                h11_max_incomplete_event_size=_HEAD_BYTES,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
            await _Server(config, _describe(dataset, host, listener)).serve([listener])
    finally:
        await pool.close()


class _Server(uvicorn.Server):
    """Says when it listens, and leaves signals that it has handled at that.

    Uvicorn raises them again after it has stopped, which would end the process before the workers
    are ended.
    """

    def __init__(self, config: uvicorn.Config, announcement: str) -> None:
        super().__init__(config)
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        print(self._announcement, flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; on a second SIGINT, at once."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise CannotListen with what to do."""
    # asyncio switches Nagle's algorithm off only where the protocol is named: else every answer
    # waits some 40 ms for the client's acknowledgement of its first packet.
    kind = {"type": socket.SOCK_STREAM, "proto": socket.IPPROTO_TCP}
    listener = None
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, **kind)[0]
        listener = socket.socket(family, **kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        if listener is not None:
            listener.close()
        reason = error.strerror or str(error)
        raise CannotListen(
            f"Cannot listen on {host}, port {port}: {reason}."
            " Choose another with --port and --host; --port 0 takes any that is free"
        ) from error
    return listener


def _warn_if_open(host: str, listener: socket.socket) -> None:
    if not ipaddress.ip_address(listener.getsockname()[0]).is_loopback:
        print(
            f"Warning: {host} can be reached from other machines. Anyone who reaches it can send"
            " queries. Put a proxy with TLS and rate limits before it.",
            file=sys.stderr,
            flush=True,
        )


def _describe(dataset: Dataset, host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    port = listener.getsockname()[1]
    return (
        f"azru-kg is listening on http://{shown}:{port}/"
        f" with dataset {dataset.version} ({dataset.digest[:12]}). Stop it with Ctrl+C."
    )
