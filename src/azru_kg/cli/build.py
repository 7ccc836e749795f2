"""The command `azru-kg build`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from azru_kg.cli import output

if TYPE_CHECKING:
    from pathlib import Path

    from azru_kg.intake.writing import Revision

HELP = (
    "Build the graph of a checkout from nothing: graph/ from the rows in sheets/ and what is"
    " written by hand in handwritten/, then its metadata and measurements.\n\n\b\n"
    "azru-kg build\n"
    "azru-kg build --check\n\n"
    "A row that goes takes what it stated with it. The same sheets give the same bytes.\n\n"
    "Exit codes: 0, done; 1, the graph is not what --check would build; 2, a sheet is at fault or a"
    " file could not be written: stderr says which, and nothing has changed."
)


def build(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the files that would change.")
    ] = False,
    max_rows: Annotated[
        int, typer.Option(metavar="N", min=1, help="Refuse to take in more rows.")
    ] = 20_000,
) -> None:
    """Print which files have changed."""
    from azru_kg.check.made_files import make_all
    from azru_kg.cli.terminal import show_progress
    from azru_kg.graph.layout import built_in
    from azru_kg.intake.building import plan_build
    from azru_kg.intake.writing import write_revisions

    layout = built_in()
    with show_progress() as progress:
        plan = plan_build(layout, most_rows=max_rows, progress=progress)
        if not check:
            progress(f"Writing {layout.graph}")
            write_revisions(plan.revisions)
            make_all(layout, progress)
    output.write_stdout(_tell(plan.revisions, layout.graph, is_written=not check))
    if check and plan.revisions:
        raise typer.Exit(1)


def _tell(revisions: tuple[Revision, ...], graph: Path, *, is_written: bool) -> str:
    if not revisions:
        return f"{graph} is what is built: no file changes.\n"
    lines = [
        f"{_name_way(revision)}  {revision.path}  +{revision.gained:,} -{revision.lost:,}"
        for revision in revisions
    ]
    ways = Counter(_name_way(revision) for revision in revisions)
    counts = ", ".join(f"{ways[way]:,} {way}" for way in ("new", "changed", "gone"))
    gained = sum(revision.gained for revision in revisions)
    lost = sum(revision.lost for revision in revisions)
    said = f"Built {graph}" if is_written else f"Nothing was written to {graph}"
    lines.append(f"{said}: files {counts}; {gained:,} triples more, {lost:,} fewer.")
    return "".join(f"{line}\n" for line in lines)


def _name_way(revision: Revision) -> str:
    if revision.text is None:
        return "gone"
    return "new" if revision.is_new else "changed"
