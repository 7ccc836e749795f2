"""The command `azru-kg intake`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from azru_kg.cli import output

HELP = (
    "Check sheets of facts, CSV or JSON Lines, a row each, and tell what each row states. The"
    " command build writes it.\n\n\b\n"
    "azru-kg intake --template figures.csv > figures.csv\n"
    "azru-kg intake sources.csv figures.csv\n"
    "azru-kg intake sheets/ --report report.json\n\n"
    "A sheet is of the kind of its name. Things are named in sources, people, organisations,"
    " places, posts, agreements, events, projects, corridors and segments; what a document says in"
    " figures, tenures, participations, event-facts, signings, agreement-facts, statuses, promises,"
    " accounts, relations, mentions and emendations. docs/sheets.md has the fields of each."
    "\n\n"
    "Exit codes: 0, done; 2, a sheet is at fault: stderr names each bad row."
)


def intake(
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SHEETS", help="Files, or folders of them.", show_default=False),
    ] = None,
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
        from azru_kg.intake.sheets.templates import write_template

        output.write_stdout(write_template(template))
        return
    if not sheets:
        raise typer.BadParameter("Name a sheet or a folder of sheets", param_hint="SHEETS")
    _take_in(sheets, terms, kind, report, format_, max_rows)


def _take_in(
    sheets: list[Path],
    terms: Path | None,
    kind: str | None,
    report: Path | None,
    format_: str,
    max_rows: int,
) -> None:
    from azru_kg.cli.terminal import show_progress
    from azru_kg.graph.layout import built_in
    from azru_kg.intake.report import to_json, to_text
    from azru_kg.intake.take_in import take_in

    layout = built_in()
    with show_progress() as progress:
        intake = take_in(
            sheets,
            layout,
            terms or layout.terms,
            kind=kind,
            most_rows=max_rows,
            progress=progress,
        )
    if report is not None:
        output.write_file(report, to_json(intake))
    output.write_stdout(to_json(intake) if format_ == "json" else to_text(intake))
