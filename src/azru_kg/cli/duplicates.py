"""The command `azru-kg duplicates`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from azru_kg.cli import output

if TYPE_CHECKING:
    from azru_kg.rdf.statements import Statements

HELP = (
    "Find pairs that may be one thing under two IRIs: names alike in any alphabet, events and"
    " agreements of one date and the same people, one figure twice from one source.\n\n\b\n"
    "azru-kg duplicates\n"
    "azru-kg duplicates --format json\n\n"
    "Exit codes: 0, every pair found was reviewed; 1, some pair was not; 2, it could not be"
    " checked, and stderr says why."
)


def duplicates(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="RDF files or folders; else the built-in graph."),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A table kind,id,other,reason of pairs that are two things, instead of"
            " sheets/terms/distinct.csv.",
        ),
    ] = None,
    format_: Annotated[
        Literal["text", "json"], typer.Option("--format", help="A line a pair, or an object.")
    ] = "text",
) -> None:
    """Print the pairs."""
    from azru_kg.graph.layout import built_in
    from azru_kg.identity import find_twins, read_reviewed
    from azru_kg.identity.report import to_json, to_text

    table = read_reviewed(reviewed or built_in().root / "sheets" / "terms" / "distinct.csv")
    pairs = find_twins(_read(paths or []))
    output.write_stdout((to_json if format_ == "json" else to_text)(pairs, table))
    raise typer.Exit(1 if table.leave_out(pairs) else 0)


def _read(paths: list[Path]) -> Statements:
    from azru_kg.check.lint import corpus
    from azru_kg.graph.dataset import read_files
    from azru_kg.graph.layout import built_in

    layout = built_in()
    if not paths:
        return corpus.read_layout(layout).given
    return corpus.read_files(read_files(paths).files, layout).given
