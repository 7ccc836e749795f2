"""The command `azru-kg validate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from azru_kg.cli import output

if TYPE_CHECKING:
    from azru_kg.check.report.outcome import Outcome

Format = Literal["text", "json", "turtle", "sarif", "junit", "github"]
Level = Literal["violation", "warning", "info"]
Syntax = Literal["ttl", "trig", "nt", "nq", "jsonld", "rdf"]

HELP = (
    "Check the graph, or other RDF files, against SHACL shapes: each finding with its place and"
    " its fix.\n\n\b\n"
    "azru-kg validate\n"
    "azru-kg validate graph/sources/mine.ttl --changed-since origin/main\n"
    "azru-kg validate data.ttl --shapes shapes.ttl --format sarif --output report.sarif\n"
    "curl https://example.org/data.nt | azru-kg validate - --input-format nt\n\n"
    "Exit codes: 0, no finding at or above the level of --fail-on; 1, there is one;"
    " 2, it could not be checked, and stderr says why."
)


def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="RDF files or folders, - for stdin; else the built-in graph."
        ),
    ] = None,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="Shapes instead of the built-in ones. May be repeated."),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="A line a finding, or a report for machines.")
    ] = "text",
    fail_on: Annotated[
        Level, typer.Option(help="The least severity that makes the exit code 1.")
    ] = "violation",
    output_: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the report there, not to stdout."),
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Judge all, but tell only of files that differ from a revision of git.",
        ),
    ] = None,
    engine: Annotated[
        Literal["screened", "full"],
        typer.Option(
            help="Whether pySHACL judges the suspects of a screen, or every node, which takes a"
            " minute or more on the whole graph."
        ),
    ] = "screened",
    lint: Annotated[
        bool | None,
        typer.Option(
            "--lint/--no-lint",
            help="Look for what no shape can see, too; of itself, not in files of others by shapes"
            " of others.",
            show_default=False,
        ),
    ] = None,
    ont_graph: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="An ontology that shapes of yours rely on, such as for subclasses: it is read with"
            " the data, and not judged. May be repeated.",
        ),
    ] = None,
    meta: Annotated[
        bool,
        typer.Option(help="Whether shapes of yours are tested against the shapes of SHACL first."),
    ] = True,
    strict: Annotated[
        bool,
        typer.Option(help="Refuse shapes of which something is not judged, instead of saying so."),
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=0.001,
            help="The time for the whole run; what is not judged by then is a violation.",
        ),
    ] = None,
    constraint_timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0.001,
            help="The time for one constraint at one node; what takes longer is a violation.",
        ),
    ] = 10.0,
    input_format: Annotated[Syntax, typer.Option(help="The syntax of stdin.")] = "ttl",
) -> None:
    """Print what was found."""
    from azru_kg.check.examine import examine
    from azru_kg.check.shacl.engine import Limits
    from azru_kg.cli.checkout import describe
    from azru_kg.cli.stdin import take_stdin
    from azru_kg.cli.terminal import is_coloured, print_coloured, show_progress

    if not shapes:
        describe()
    with take_stdin(paths or [], input_format) as (taken, spool):
        with show_progress() as progress:
            outcome = examine(
                taken,
                shapes=shapes or [],
                fail_on=fail_on,
                changed_since=changed_since,
                engine=engine,
                lint=lint,
                strict=strict,
                meta=meta,
                limits=Limits(constraint_timeout, timeout),
                background=ont_graph or [],
                progress=progress,
            )
        if spool is not None:
            outcome = spool.disguise(outcome)
        if format_ == "text" and output_ is None and is_coloured():
            print_coloured(outcome)
        else:
            text = _write(outcome, format_)
            _deliver(outcome, text if spool is None else spool.clean(text), output_)
        if format_ == "turtle":
            _tell_notices(outcome)
    raise typer.Exit(0 if outcome.passes else 1)


def _write(outcome: Outcome, layout: Format) -> str:
    from azru_kg.check.report.github import to_github
    from azru_kg.check.report.json_report import to_json
    from azru_kg.check.report.junit import to_junit
    from azru_kg.check.report.sarif import to_sarif
    from azru_kg.check.report.text import to_text, to_turtle

    writers: dict[Format, Callable[[Outcome], str]] = {
        "text": lambda outcome: to_text(outcome.verdict, omitted=outcome.omitted),
        "turtle": lambda outcome: to_turtle(outcome.verdict),
        "json": to_json,
        "sarif": to_sarif,
        "junit": to_junit,
        "github": to_github,
    }
    return writers[layout](outcome)


def _tell_notices(outcome: Outcome) -> None:
    """Say on stderr what the report that SHACL defines has no place for."""
    from azru_kg.check.report.text import describe, sort_by_place

    for notice in sort_by_place(outcome.verdict.notices):
        typer.echo(describe(notice), err=True)


def _deliver(outcome: Outcome, text: str, path: Path | None) -> None:
    from azru_kg.check.report.text import summarise

    if path is None:
        output.write_stdout(text)
    else:
        output.write_file(path, text)
        output.write_stdout(f"{summarise(outcome.verdict, omitted=outcome.omitted)}\n")
