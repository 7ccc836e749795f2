"""Measures the server side by side with others. `make bench ARGS=--help` tells how."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from benchmarks.classes import Class, choose, list_built_in_classes, list_classes
from benchmarks.comparison import compare
from benchmarks.graphs import make_graph
from benchmarks.machine import describe_machine
from benchmarks.options import HOME, read_options, tell_command
from benchmarks.peers import BARE, BUILT_IN, OTHERS, OWN, Peer, Tools
from benchmarks.records import Records
from benchmarks.rounds import Pace, measure, measure_runaway
from benchmarks.servers import NotStarted, Server, serve
from benchmarks.table import write_into, write_tables

from azru_kg.check.made_files import make_all
from azru_kg.graph.layout import built_in

# Where make puts the others.
_INSTALLED = (
    Path(sys.executable).parent,
    HOME / "build" / "peers" / "bin",
    HOME / "tests" / "clients" / "fuseki" / "target" / "dependency",
)


def main() -> None:
    """Measure what is asked for and not measured yet, and print the tables."""
    options = read_options(sys.argv[1:])
    signal.signal(signal.SIGTERM, _stop)
    if options.fresh:
        options.results.unlink(missing_ok=True)
    records = Records(options.results)
    if not options.table:
        if shutil.which("wrk") is None:
            sys.exit("There is no program wrk, which puts the load on. Debian: apt-get install wrk")
        make_all(built_in())
        peers = _find_peers(options)
        records.add("run", command=tell_command(sys.argv[1:]), **describe_machine())
        try:
            for size in options.sizes:
                _measure_size(size, peers, records, options)
        except KeyboardInterrupt:
            say("stopped: the same command goes on from here")
            sys.exit(130)
    tables = write_tables(records)
    if options.into:
        write_into(options.into, tables)
    else:
        print(tables)


def say(text: str) -> None:
    """Write a line of progress."""
    print(f"{datetime.now(UTC):%H:%M:%S}  {text}", file=sys.stderr, flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _find_peers(options: argparse.Namespace) -> list[Peer]:
    """Return the servers that are here, and say of each other one how to get it."""
    tools = Tools((*options.bin, *_INSTALLED))
    found = []
    for peer in (*OWN, *BARE, *OTHERS):
        if peer.name in (*options.own, *options.peers):
            missing = peer.look(tools)
            if missing:
                say(f"without {peer.title}: {missing}. To have it: {peer.install}")
            else:
                found.append(peer)
    return found


def _measure_size(
    size: str, peers: list[Peer], records: Records, options: argparse.Namespace
) -> None:
    data = make_graph(size, options.folder)
    with data.open("rb") as file:
        triples = sum(1 for _ in file)
    classes = choose(
        list_built_in_classes() if size == BUILT_IN else list_classes(), options.classes, triples
    )
    some = [peer for peer in peers if triples <= (peer.largest or triples)]
    for peer in (peer for peer in peers if peer not in some):
        say(f"{size}: without {peer.title}, which would take too long")
    for group in [[peer] for peer in some] if options.apart else [some]:
        if classes and group:
            with ExitStack() as stack:
                servers = _start(size, data, triples, group, records, stack)
                _measure_servers(size, servers, classes, records, options)


def _start(
    size: str, data: Path, triples: int, peers: list[Peer], records: Records, stack: ExitStack
) -> list[Server]:
    servers = []
    for peer in peers:
        about = {"size": size, "peer": peer.name, "title": peer.title, "triples": triples}
        say(f"{size}: starting {peer.title}")
        try:
            server = stack.enter_context(serve(peer, data))
        except NotStarted as error:
            say(f"{size}: {peer.title} did not start: {error}")
            records.add("server", **about, error=str(error))
            continue
        server.settle(60)
        records.add(
            "server",
            **about,
            version=peer.tell_version(),
            load=server.load,
            start=server.start,
            memory=server.memory(),
        )
        servers.append(server)
    return servers


def _measure_servers(
    size: str,
    servers: list[Server],
    classes: list[Class],
    records: Records,
    options: argparse.Namespace,
) -> None:
    pace = Pace(options.seconds, options.warm, options.rounds)
    for one in classes:
        compare(size, servers, one, records, say)
    for clients in options.clients:
        for one in classes:
            measure(size, servers, one, clients, records, pace, say)
    if options.runaway:
        measure_runaway(size, servers, max(options.clients), records, pace, say)


if __name__ == "__main__":
    main()
