"""Measures how long readers wait for pages: the first one, and those of things, in each language.

A server of the built-in graph is started, and comes to rest. Then one client asks for the home page
and for the pages of things, one after the other: at first none of them is kept (cold), then all are
(warm). The things are a sample of all kinds, the same each time, and a few of which most is said.

`python -m benchmarks.pages --into docs/performance.md` writes the table there.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.classes import choose_things
from benchmarks.machine import describe_machine
from benchmarks.peers.azru import Azru
from benchmarks.servers import Server, serve
from benchmarks.table import write_into

from azru_kg.check.made_files import make_all
from azru_kg.graph.layout import built_in
from azru_kg.languages.reading import ENGLISH, LANGUAGES
from azru_kg.rdf.prefixes import BASE, IDENTITY

MOST_SAID = (
    "indicator/trade-turnover",
    "country/AZ",
    "country/RU",
    "person/ilham-aliyev",
    "person/vladimir-putin",
    "organisation/socar",
    "corridor/north-south",
    "place/baku",
    "period/2023",
)
"""Things of which most is said."""

_SETTLING = 240.0
_PREPARED = 5.0
_TURNS = 20
_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip"}


class Wait(NamedTuple):
    """How many milliseconds a page took, and how many bytes came."""

    path: str
    milliseconds: float
    size: int


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the table or write it into a document."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--things", type=int, default=200, help="how many pages of things (200)")
    parser.add_argument("--into", type=Path, help="a document with <!-- pages --> in it")
    options = parser.parse_args(arguments)
    make_all(built_in())
    peer = Azru("cache", "azru-kg", ("--ahead",))
    with serve(peer, Path("built-in")) as server:
        # Some of it begins a moment after the first answer.
        time.sleep(_PREPARED)
        server.settle(_SETTLING)
        rows = list(_measure(server, options.things))
    table = "\n".join([_introduce(), "", *_tabulate(rows)])
    if options.into:
        write_into(options.into, table, "pages")
    else:
        print(table)


def list_paths(things: int) -> list[str]:
    """Return the paths of the pages of so many things, those of which most is said among them."""
    sampled = [iri.removeprefix(BASE) for iri in choose_things() if iri.startswith(IDENTITY)]
    named = [f"id/{name}" for name in MOST_SAID]
    return [f"{path}.html" for path in dict.fromkeys([*named, *sampled])][:things]


def _measure(server: Server, things: int) -> Iterator[tuple[str, str, list[Wait]]]:
    """Yield what was asked in which state, and the waits for it."""
    paths = list_paths(things)
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        for language, name in LANGUAGES.items():
            root = "/" if language == ENGLISH else f"/{language}/"
            home = "/en/" if language == ENGLISH else root
            yield "home page", f"{name}, cold", list(_ask(connection, [home]))
            yield "home page", f"{name}, warm", list(_ask(connection, [home] * _TURNS))
            addresses = [root + path for path in paths]
            yield f"{len(paths)} things", f"{name}, cold", list(_ask(connection, addresses))
            yield f"{len(paths)} things", f"{name}, warm", list(_ask(connection, addresses))


def _ask(connection: http.client.HTTPConnection, paths: Iterable[str]) -> Iterator[Wait]:
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path, headers=_HEADERS)
        answer = connection.getresponse()
        size = len(answer.read())
        milliseconds = 1000 * (time.perf_counter() - started)
        if answer.status != http.client.OK:
            sys.exit(f"{path} was answered with {answer.status}")
        yield Wait(path, milliseconds, size)


def _introduce() -> str:
    machine = describe_machine()
    return (
        f"Measured {machine['date'][:10]}, {machine['cores']} cores ({machine['processor']}),"
        f" {machine['memory']} GiB. Milliseconds until all of a page is there, compressed."
    )


def _tabulate(rows: Iterable[tuple[str, str, list[Wait]]]) -> Iterator[str]:
    yield "| page | language | half | 95 of 100 | slowest | which that is | kB, half |"
    yield "|---|---|---|---|---|---|---|"
    for what, state, waits in rows:
        took = sorted(wait.milliseconds for wait in waits)
        slowest = max(waits, key=lambda wait: wait.milliseconds)
        late = took[min(len(took) - 1, int(0.95 * len(took)))]
        size = statistics.median(wait.size for wait in waits) / 1000
        yield (
            f"| {what} | {state} | {statistics.median(took):.1f} | {late:.1f} |"
            f" {slowest.milliseconds:.1f} | `{slowest.path}` | {size:.0f} |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
