"""The command `azru-kg intake`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from azru_kg.cli import output

if TYPE_CHECKING:
    from azru_kg.graph.layout import Layout

HELP = (
    "Take in sheets of facts, CSV or JSON Lines, a row each: check them, and write them into the"
    " Turtle files of a graph.\n\n\b\n"
    "azru-kg intake --template figures.csv > figures.csv\n"
    "azru-kg intake sources.csv figures.csv\n"
    "azru-kg intake sheets/ --write graph/\n"
    "azru-kg intake sheets/ --write graph/ --dry-run --report report.json\n\n"
    "Without --write nothing is written, and the report says what would be. A sheet is of the kind"
    " of its name: sources, people, organisations, places, posts, agreements, events, projects,"
    " corridors, observations or figures. docs/sheets.md has the fields of each.\n\n"
    "Exit codes: 0, done; 2, a sheet is at fault or a file could not be written: stderr names each"
    " bad row, and nothing has changed."
)


def intake(
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SHEETS", help="Files, or folders of them.", show_default=False),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="GRAPH", help="The graph/ folder whose files to write."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing, whatever --write says.")
    ] = False,
    terms: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The tables that say what words mean.",
            show_default="those of this program",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND", help="The kind of all sheets given.", show_default="their names"
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write there what became of each row, as JSON."),
    ] = None,
    format_: Annotated[
        Literal["text", "json"], typer.Option("--format", help="What stdout shows.")
    ] = "text",
    max_rows: Annotated[
        int, typer.Option(metavar="N", min=1, help="Refuse to take in more rows at a time.")
    ] = 20_000,
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Print an empty sheet, such as figures.csv, and end."),
    ] = None,
) -> None:
    """Print what became of the rows."""
    if template is not None:
        from azru_kg.intake.templates import write_template

        output.write_stdout(write_template(template))
        return
    if not sheets:
        raise typer.BadParameter("Name a sheet or a folder of sheets", param_hint="SHEETS")
    _take_in(sheets, write, dry_run, terms, kind, report, format_, max_rows)


def _take_in(
    sheets: list[Path],
    write: Path | None,
    dry_run: bool,
    terms: Path | None,
    kind: str | None,
    report: Path | None,
    format_: str,
    max_rows: int,
) -> None:
    from azru_kg.cli.terminal import show_progress
    from azru_kg.graph.layout import Layout, built_in
    from azru_kg.intake.report import to_json, to_text
    from azru_kg.intake.take_in import take_in
    from azru_kg.intake.writing import write_revisions

    layout = Layout(built_in().root, write)
    is_written = write is not None and not dry_run
    with show_progress() as progress:
        found = take_in(
            sheets,
            layout,
            terms or layout.terms,
            kind=kind,
            most_rows=max_rows,
            progress=progress,
        )
        if is_written:
            progress(f"Writing {layout.graph}")
            write_revisions(found.revisions)
    if report is not None:
        output.write_file(report, to_json(found, is_written=is_written))
    if format_ == "json":
        output.write_stdout(to_json(found, is_written=is_written))
    else:
        output.write_stdout(to_text(found, layout.graph, is_written=is_written))
        if is_written and found.revisions and _is_measured(layout):
            advice = f"azru-kg quality --write {layout.quality}"
            output.write_stdout(f"Then renew what is measured: {advice}\n")


def _is_measured(layout: Layout) -> bool:
    """Return whether the measurements of the built-in graph are those of the graph written."""
    from azru_kg.graph.layout import built_in

    return layout.quality.exists() and layout.quality.samefile(built_in().quality)
