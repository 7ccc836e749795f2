"""The command `azru-kg publish`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from azru_kg.errors import NotPublished

if TYPE_CHECKING:
    from azru_kg.publish.publication import Difference, Tell
    from azru_kg.publish.release import ReleaseGraphs
    from azru_kg.publish.remote import RemoteStore

HELP = (
    "Load the graph into a SPARQL 1.1 engine beside the old release, read it back, and switch at"
    " once. A release that is there already is left alone.\n\n\b\n"
    "azru-kg publish --engine http://127.0.0.1:7878/query --dry-run\n"
    "azru-kg publish --engine http://127.0.0.1:7878/query\n"
    "azru-kg publish --engine http://127.0.0.1:3030/ds/sparql\n"
    "AZRU_ENGINE_USER=dba AZRU_ENGINE_PASSWORD=... \\\n"
    "  azru-kg publish --engine http://127.0.0.1:8890/sparql\n\n"
    "The environment alone holds who you are to the engine: AZRU_ENGINE_USER and"
    " AZRU_ENGINE_PASSWORD, or AZRU_ENGINE_TOKEN. A run that ends early leaves the old release"
    " whole; the next one clears away what it had loaded.\n\n"
    "Exit codes: 0, the release is there; 2, it is not: stderr says why, what the engine holds and"
    " what to do."
)
_NAMED = 10


def publish(
    engine: Annotated[
        str, typer.Option(metavar="URL", envvar="AZRU_ENGINE", help="Where it is asked.")
    ],
    update: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where it is changed.", show_default="beside that of --engine"
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Its graph store (Graph Store Protocol).",
            show_default="beside that of --engine",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; print what would change.")
    ] = False,
) -> None:
    """Publish the built-in graph."""
    from azru_kg.cli.checkout import complete
    from azru_kg.graph.dataset import read_layout
    from azru_kg.publish.publication import make_plan
    from azru_kg.publish.release import read_release

    with _explain_interrupt(), _open(engine, update, store) as remote, _tell_progress() as tell:
        tell("Reading the release")
        release = read_release(read_layout(complete()))
        plan = make_plan(release, remote, tell)
        if plan.nothing:
            done = "is there already; nothing was changed"
        elif dry_run:
            done = "would be published; nothing was changed"
        else:
            done = _run(release, remote, tell)
    for line in _list_changes(plan) if dry_run else []:
        print(line)
    print(
        f"Release {release.version}, {len(release.graphs):,} graphs, {release.size:,} triples,"
        f" digest {release.digest}, {done}."
    )


def _run(release: ReleaseGraphs, remote: RemoteStore, tell: Tell) -> str:
    """Publish, and return what is to be said of it."""
    from azru_kg.publish.publication import Publication

    publication = Publication(release, remote, tell)
    publication.prepare()
    publication.load()
    digest = publication.check()
    publication.switch()
    exact = digest == release.digest
    read = "the same digest" if exact else "the same values, some in another spelling"
    return f"is published, and was read back with {read}"


def _list_changes(plan: Difference) -> Iterator[str]:
    """Yield what a release would change, a line each, and the names of some graphs."""
    for kind in ("new", "changed", "gone", "same"):
        names: tuple[str, ...] = getattr(plan, kind)
        yield f"{kind:8} {len(names):,} graphs"
        if kind != "same":
            yield from (f"         {name}" for name in names[:_NAMED])
            if len(names) > _NAMED:
                yield f"         and {len(names) - _NAMED:,} more"
    if plan.left:
        yield f"left     {plan.left:,} graphs of a run that ended early, to be cleared away"
    if not plan.united:
        yield "default  the default graph is not the union of the graphs, and would be"


@contextmanager
def _explain_interrupt() -> Iterator[None]:
    """Raise NotPublished for Ctrl+C; the switch itself looks what came of it."""
    try:
        yield
    except KeyboardInterrupt:
        raise NotPublished(
            "Interrupted before the switch. The old release stands whole. Run the command again:"
            " it clears away what this one had loaded"
        ) from None


@contextmanager
def _open(engine: str, update: str | None, store: str | None) -> Iterator[RemoteStore]:
    from azru_kg.engine.credentials import read_credentials
    from azru_kg.publish.addresses import find_addresses
    from azru_kg.publish.remote import RemoteStore, is_store, open_client

    with open_client(read_credentials(os.environ)) as client:
        addresses = find_addresses(engine, update, store, lambda url: is_store(client, url))
        yield RemoteStore(client, addresses)


@contextmanager
def _tell_progress() -> Iterator[Tell]:
    """Yield what says on standard error what is being done: each step where that is no terminal."""
    from azru_kg.cli.terminal import show_progress

    if sys.stderr.isatty():
        with show_progress() as show:
            yield show
        return
    told = ""

    def tell(stage: str) -> None:
        nonlocal told
        step = stage.partition(" graph ")[0]
        if step != told:
            print(f"{stage} …", file=sys.stderr, flush=True)
        told = step

    yield tell
