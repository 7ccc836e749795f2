"""Runs the server: loads the data, listens, obeys signals, and cleans up after itself."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from azru_kg.errors import CannotListen
from azru_kg.server.health import Watched
from azru_kg.server.http.connections import PatientProtocol
from azru_kg.server.http.descriptors import AT_A_TIME, allot_connections
from azru_kg.server.http.logs import choose_log, open_log
from azru_kg.server.http.record import Recorder
from azru_kg.server.http.targets import Targets
from azru_kg.server.metrics import Metrics
from azru_kg.server.pid_file import write_pid
from azru_kg.server.release import Content, Releases
from azru_kg.settings import Settings, find_mistaken

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# How many clients may wait to be accepted. Few are accepted at a time, so that what those say that
# are there already comes before a crowd.
_BACKLOG = 4096
_log = logging.getLogger("azru_kg.server")


def serve(read: Callable[[], Content], settings: Settings) -> None:
    """Serve what `read` returns until SIGINT or SIGTERM; on SIGHUP, read it anew.

    The workers are started before anything listens, so that a broken file is a DataError and never
    a server that cannot answer. Raises CannotListen where the address is taken or not of this
    machine, BadSetting where another server holds the pid file.
    """
    with open_log(settings), write_pid(settings.pid_file):
        for advice in find_mistaken(os.environ):
            _log.warning("%s", advice)
        # What has been imported stays: no collection of garbage need look through it again.
        gc.collect()
        gc.freeze()
        with asyncio.Runner(loop_factory=_choose_loop()) as runner:
            runner.run(_serve(Releases(read, settings), settings))


async def _serve(releases: Releases, settings: Settings) -> None:
    # From the first moment on: the signal would end the program.
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, releases.reload_soon)
    try:
        await releases.start()
        with listen(settings.host, settings.port) as listener:
            _warn_if_open(settings.host, listener)
            config = uvicorn.Config(
                _make_app(releases, settings),
                http=_choose_protocol(settings),
                backlog=AT_A_TIME,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                root_path=settings.root,
                # Else anyone could choose the address that the log shows.
                proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=settings.proxies,
                timeout_graceful_shutdown=settings.grace,
            )
            announcement = _describe(releases.current.content, settings.host, listener)
            await _Server(config, announcement, releases.reload_soon).serve([listener])
    finally:
        await releases.close()


def _choose_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the event loop: uvloop's, which takes less time than Python's own."""
    if sys.platform != "linux":
        return None  # nothing is served there: the engine says why
    import uvloop

    return uvloop.new_event_loop


def _choose_protocol(settings: Settings) -> type[PatientProtocol]:
    """Return what connections are, as many of them as there are descriptors for."""

    class Protocol(PatientProtocol):
        most = allot_connections(settings.workers + 1)

    return Protocol


def _make_app(releases: Releases, settings: Settings) -> ASGIApp:
    metrics = Metrics(releases)
    recorded = Recorder(releases, metrics.count, choose_log(settings))
    return Targets(Watched(recorded, releases, metrics))


class _Server(uvicorn.Server):
    """Says when it listens, reloads on SIGHUP, and leaves signals that it has handled at that.

    Uvicorn raises them again after it has stopped, which would end the process before the workers
    are ended.
    """

    def __init__(
        self, config: uvicorn.Config, announcement: str, reload: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._announcement = announcement
        self._reload = reload
        self._terminal = _has_terminal()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_BACKLOG)
        print(self._announcement, flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; on a second SIGINT, at once."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        loop.add_signal_handler(signal.SIGHUP, self._handle_hangup)
        try:
            yield
        finally:
            for number in (*_SIGNALS, signal.SIGHUP):
                loop.remove_signal_handler(number)

    def _handle_hangup(self) -> None:
        # The same signal says that the window was closed in which the server was started.
        if self._terminal and not _has_terminal():
            self.handle_exit(signal.SIGTERM, None)
        else:
            self._reload()


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


def _has_terminal() -> bool:
    try:
        with Path("/dev/tty").open("rb"):
            return True
    except OSError:
        return False


def _warn_if_open(host: str, listener: socket.socket) -> None:
    if not ipaddress.ip_address(listener.getsockname()[0]).is_loopback:
        print(
            f"Warning: {host} can be reached from other machines. Anyone who reaches it can send"
            " queries. Put a proxy with TLS and rate limits before it.",
            file=sys.stderr,
            flush=True,
        )


def _describe(content: Content, host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    port = listener.getsockname()[1]
    return (
        f"azru-kg is listening on http://{shown}:{port}/"
        f" with dataset {content.title}. Stop it with Ctrl+C."
    )
