"""Has the servers take turns: a slice of load on each, then the next, round after round."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from benchmarks.answers import ACCEPT, find_path
from benchmarks.classes import RUNAWAY, Class, Question, list_classes
from benchmarks.comparison import find_common, find_right
from benchmarks.load import NoLoad, Slice, ask_without_end, put_load
from benchmarks.peers.peer import LIMIT
from benchmarks.records import Record, Records
from benchmarks.servers import Server

_LONGEST = 30.0
_SLOW = 0.25
_BESIDE = 5.0
_CORES = os.cpu_count() or 1

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of a slice, seconds before it that do not count, and slices of each server."""

    seconds: float
    warm: float
    rounds: int


def measure(
    size: str,
    servers: Iterable[Server],
    one: Class,
    clients: int,
    records: Records,
    pace: Pace,
    say: Say,
) -> None:
    """Put load on each server that answers right, in turns, those measured before left out."""
    right = find_right(records, size, one.name)
    common = find_common(right)
    questions = [question for question in one.questions if question.name in common]
    able = [server for server in servers if common and common <= right.get(server.peer.name, set())]
    asking = min(clients, _CORES) if one.heavy else clients
    for turn in range(pace.rounds):
        for server in able:
            about = {"size": size, "class": one.name, "peer": server.peer.name}
            key = {**about, "clients": clients, "round": turn}
            if records.find("slice", **key):
                continue
            answers = records.find("answers", **about)
            took = answers["seconds"] if answers else 0.0
            try:
                counted = _take_slice(server, questions, asking, pace, took)
            except NoLoad as error:
                say(f"{size}: {one.name}, {clients} clients: {server.peer.title}: {error}")
                continue
            say(
                f"{size}: {one.name}, {clients} clients: {server.peer.title}:"
                f" {counted.rate:,.1f}/s, median {counted.median:,.2f} ms"
            )
            records.add(
                "slice", **key, asked=len(questions), memory=server.memory(), **asdict(counted)
            )


def measure_runaway(
    size: str, servers: Iterable[Server], clients: int, records: Records, pace: Pace, say: Say
) -> None:
    """Ask for the star alone, and then beside a query of somebody else that does not end.

    This is the last that servers are asked: some can be rid of such a query in one way only.
    """
    star = next(one for one in list_classes() if one.name == "star").questions
    for server in servers:
        key = {"size": size, "peer": server.peer.name, "clients": clients}
        if records.find("runaway", **key):
            continue
        warmed = replace(pace, seconds=max(_BESIDE, pace.seconds), warm=max(1, pace.warm))
        try:
            alone = _take_slice(server, star, clients, warmed, 0)
            with ask_without_end(server.port, server.peer.request(RUNAWAY)):
                beside = _take_slice(server, star, clients, warmed, 0, settle=False)
        except NoLoad as error:
            say(f"{size}: star, {clients} clients: {server.peer.title}: {error}")
            continue
        say(
            f"{size}: star, {clients} clients: {server.peer.title}: 99 of 100 in"
            f" {alone.late:,.1f} ms, beside a query that does not end in {beside.late:,.1f} ms"
        )
        if server.peer.limited:
            server.settle(LIMIT + 5)
        else:
            server.end()
        members: Record = {"alone": asdict(alone), "beside": asdict(beside)}
        records.add("runaway", **key, **members)


def _take_slice(
    server: Server,
    questions: Iterable[Question],
    clients: int,
    pace: Pace,
    took: float,
    *,
    settle: bool = True,
) -> Slice:
    """Put load on a server for as long as some answers take; `took` is how long one took."""
    asked = list(questions)
    paths = [path for question in asked if (path := find_path(server, question))]
    accept = ACCEPT[asked[0].form]
    waiting = took * max(1, clients / _CORES)
    seconds = min(_LONGEST, max(pace.seconds, 2.5 * waiting))
    if settle:
        server.settle(LIMIT)
    if pace.warm and took < _SLOW:
        put_load(server.port, paths, accept, clients, pace.warm)
        if settle:
            server.settle(LIMIT)
    counted = _count(server, paths, accept, clients, seconds)
    if not counted.answers and seconds < _LONGEST:
        server.settle(LIMIT)
        counted = _count(server, paths, accept, clients, _LONGEST)
    return counted


def _count(
    server: Server, paths: Sequence[str], accept: str, clients: int, seconds: float
) -> Slice:
    before = server.time()
    counted = put_load(server.port, paths, accept, clients, seconds)
    each = (server.time() - before) / max(1, counted.answers)
    return replace(counted, processor=each * 1000)
