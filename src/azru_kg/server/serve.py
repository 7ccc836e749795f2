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
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.root import Founder, found_alone
from azru_kg.errors import AzruError, CannotListen
from azru_kg.server.http.connections import PatientProtocol
from azru_kg.server.http.conversation import Conversation
from azru_kg.server.http.descriptors import AT_A_TIME, allot_connections
from azru_kg.server.http.logs import choose_log, open_log
from azru_kg.server.http.record import Recorder
from azru_kg.server.http.targets import Targets
from azru_kg.server.monitoring.health import Watched
from azru_kg.server.monitoring.metrics import Metrics
from azru_kg.server.processes.accounts import SharedAccounts
from azru_kg.server.processes.company import Alone, Company
from azru_kg.server.processes.member import Member
from azru_kg.server.processes.nursery import open_nursery
from azru_kg.server.processes.pid_file import write_pid
from azru_kg.server.processes.supervisor import Supervisor
from azru_kg.server.releases.release import Content, Releases
from azru_kg.server.releases.releases_below import ReleasesBelow
from azru_kg.server.sparql.flights import Keep
from azru_kg.settings import Settings, find_mistaken

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# How many clients may wait to be accepted. Few are accepted at a time, so that what those say that
# are there already comes before a crowd.
_BACKLOG = 4096
_log = logging.getLogger("azru_kg.server")


def serve(read: Callable[[], Content], settings: Settings, found: Founder = found_alone) -> None:
    """Serve what `read` returns until SIGINT or SIGTERM; on SIGHUP, read it anew.

    `found` is where the process with the data comes from, where there is one web process.

    The workers are started before anything listens, so that a broken file is a DataError and never
    a server that cannot answer. Raises CannotListen where the address is taken or not of this
    machine, BadSetting where another server holds the pid file.
    """
    if settings.processes > 1 and sys.platform == "linux":
        _serve_together(read, settings)
        return
    with open_log(settings), write_pid(settings.pid_file):
        _advise()
        # What has been imported stays: no collection of garbage need look through it again.
        gc.collect()
        gc.freeze()
        with asyncio.Runner(loop_factory=_choose_loop()) as runner:
            runner.run(_serve(Releases(read, settings, company=Alone(found)), settings))


async def _serve(releases: Releases, settings: Settings) -> None:
    below = ReleasesBelow(releases, settings)
    # From the first moment on: the signal would end the program.
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, releases.reload_soon)
    try:
        await releases.start()
        with listen(settings.host, settings.port) as listener:
            _warn_if_open(settings.host, listener)
            watched, keep = _watch(below, releases, settings)
            config = _configure(watched, partial(releases.repeat, keep), settings)
            title = releases.current.content.title
            announce = partial(_announce, settings.host, title, _read_port(listener))
            await _Server(config, announce, releases.reload_soon).serve([listener])
    finally:
        await below.close()
        await releases.close()


def _serve_together(read: Callable[[], Content], settings: Settings) -> None:
    """Serve with several web processes: this one sees to them."""
    accounts = SharedAccounts(settings.processes)
    with write_pid(settings.pid_file):

        def live(place: int, connection: socket.socket) -> None:
            accounts.take_place(place)
            with open_log(settings), asyncio.Runner(loop_factory=_choose_loop()) as runner:
                runner.run(_join(read, settings.share(), connection, accounts))

        # Before there is a thread, such as that of the log.
        with open_nursery(live) as nursery, open_log(settings):
            _advise()
            asyncio.run(_supervise(nursery, settings))


async def _supervise(control: socket.socket, settings: Settings) -> None:
    def reserve() -> int:
        # With others that want the port beside this server, it could not be had like this.
        with listen(settings.host, settings.port) as listener:
            _warn_if_open(settings.host, listener)
            return _read_port(listener)

    supervisor = Supervisor(
        Zygote(control, memory=0),
        settings.processes,
        reserve=reserve,
        listen=lambda port: listen(settings.host, port, beside=True),
        announce=partial(_announce, settings.host),
    )
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, supervisor.stop, number)
    stop, terminal = partial(supervisor.stop, signal.SIGTERM), _has_terminal()
    loop.add_signal_handler(signal.SIGHUP, _heed_hangup, terminal, stop, supervisor.reload)
    await supervisor.run()


async def _join(
    read: Callable[[], Content],
    settings: Settings,
    connection: socket.socket,
    accounts: SharedAccounts,
) -> None:
    """Be one of several web processes."""
    member = Member(connection)
    releases = Releases(read, settings, company=member, accounts=accounts)
    below = ReleasesBelow(releases, settings)
    member.reload = releases.reload_soon
    try:
        await releases.start()
        content = releases.current.content
        watched, keep = _watch(below, releases, settings, member)
        member.answer = watched.answer
        with await member.join(content.dataset.digest, content.title) as listener:
            config = _configure(watched, partial(releases.repeat, keep), settings)
            server = _Server(config, member.serve, member.renew)
            member.obey = lambda number: server.handle_exit(number, None)
            await server.serve([listener])
    except AzruError as error:
        member.fail(error)
    finally:
        await below.close()
        await releases.close()
        member.close()


def _advise() -> None:
    for advice in find_mistaken(os.environ):
        _log.warning("%s", advice)


def _configure(
    app: ASGIApp, repeat: Callable[[Conversation, bytes], bool], settings: Settings
) -> uvicorn.Config:
    return uvicorn.Config(
        Targets(app),
        http=_choose_protocol(settings, repeat),
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


def _choose_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the event loop: uvloop's, which takes less time than Python's own."""
    if sys.platform != "linux":
        return None  # nothing is served there: the engine says why
    import uvloop

    return uvloop.new_event_loop


def _choose_protocol(
    settings: Settings, answer: Callable[[Conversation, bytes], bool]
) -> type[PatientProtocol]:
    """Return what connections are, as many of them as there are descriptors for."""

    class Protocol(PatientProtocol):
        most = allot_connections(settings.workers + 1)

        def repeat(self, data: bytes) -> bool:
            return answer(self, data)

    return Protocol


def _watch(
    app: ReleasesBelow, releases: Releases, settings: Settings, company: Company | None = None
) -> tuple[Watched, Keep]:
    """Return the application, and what keeps the records of what is answered without it."""
    metrics = Metrics(releases, app)
    recorder = Recorder(app, metrics.count, choose_log(settings))
    return Watched(recorder, releases, metrics, company), recorder.keep


class _Server(uvicorn.Server):
    """Says when it listens, reloads on SIGHUP, and leaves signals that it has handled at that.

    Uvicorn raises them again after it has stopped, which would end the process before the workers
    are ended.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        announce: Callable[[], object],
        reload: Callable[[], object],
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._reload = reload
        self._terminal = _has_terminal()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_BACKLOG)
        self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; on a second SIGINT, at once."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        stop = partial(self.handle_exit, signal.SIGTERM, None)
        loop.add_signal_handler(signal.SIGHUP, _heed_hangup, self._terminal, stop, self._reload)
        try:
            yield
        finally:
            for number in (*_SIGNALS, signal.SIGHUP):
                loop.remove_signal_handler(number)


def listen(host: str, port: int, *, beside: bool = False) -> socket.socket:
    """Return a socket that listens, `beside` others of this server if it is so.

    Raises CannotListen with what to do.
    """
    # asyncio switches Nagle's algorithm off only where the protocol is named: else every answer
    # waits some 40 ms for the client's acknowledgement of its first packet.
    kind = {"type": socket.SOCK_STREAM, "proto": socket.IPPROTO_TCP}
    listener = None
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, **kind)[0]
        listener = socket.socket(family, **kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if beside:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
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


def _heed_hangup(
    had_terminal: bool, stop: Callable[[], object], reload: Callable[[], object]
) -> None:
    # The same signal says that the window was closed in which the server was started.
    if had_terminal and not _has_terminal():
        stop()
    else:
        reload()


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


def _read_port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def _announce(host: str, title: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(
        f"azru-kg is listening on http://{shown}:{port}/"
        f" with dataset {title}. Stop it with Ctrl+C.",
        flush=True,
    )
