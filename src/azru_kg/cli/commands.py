"""The command line: `azru-kg` and its commands, each a few lines over the modules that do the work.

What is slow to import is imported by the command that needs it.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from azru_kg import __version__
from azru_kg.cli import (
    agents,
    build,
    difference,
    duplicates,
    intake,
    parameters,
    publish,
    quality,
)
from azru_kg.cli.checkout import complete
from azru_kg.cli.options import take_settings, take_some_settings
from azru_kg.cli.output import Layout, own_streams, write_stdout
from azru_kg.cli.validate import HELP, validate
from azru_kg.errors import AzruError, DataError, QueryError
from azru_kg.graph.dataset import Dataset, read_files, read_layout
from azru_kg.graph.layout import built_in
from azru_kg.graph.perspectives import PERSPECTIVES, explain_unknown
from azru_kg.graph.summary import summarise
from azru_kg.settings import Settings
from azru_kg.turtle import style

_commands = typer.Typer(
    name="azru-kg",
    help="The source-cited knowledge graph of Azerbaijan–Russia relations: serve it, query it,"
    " check it.\n\n\b\nazru-kg serve\nazru-kg query --text 'SELECT ?c { ?c a azru:Country }'"
    "\nazru-kg validate",
    epilog="Exit codes: 0, done, with nothing to complain about; 1, checked and found wanting"
    " (validate, verify, diff, format --check, build --check); 2, not done: stderr says why and"
    " what to do.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="An RDF file, or a folder of them, instead of the built-in graph. May be repeated.",
    ),
]


def app() -> NoReturn:
    """Run the command line; an AzruError ends it with its message and its exit code."""
    try:
        with own_streams():
            _commands()
    except AzruError as error:
        for line in str(error).split("\n"):
            print(f"azru-kg: {line}", file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit()


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"azru-kg {__version__}")
        raise typer.Exit


@_commands.callback()
def _start(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@_commands.command(
    help="Serve the graph, or other RDF data, as a SPARQL endpoint with pages.\n\n\b\n"
    "azru-kg serve\nazru-kg serve --port 8001 --timeout 30\nazru-kg serve --data a.ttl b.nq"
)
@take_settings
def serve(
    data: _Data = None,
    more: Annotated[list[Path] | None, typer.Argument(hidden=True, metavar="PATH")] = None,
    **settings: Any,
) -> None:
    """Serve until interrupted."""
    from azru_kg.engine.workers.ahead import Ahead
    from azru_kg.engine.workers.root import Founder, found_alone
    from azru_kg.graph import stored_queries

    if more and not data:
        raise typer.BadParameter("Write --data before the files", param_hint="PATH")
    paths = [*(data or []), *(more or [])]

    chosen = Settings(**settings)
    with ExitStack() as stack:
        found: Founder = found_alone
        if not chosen.engine and chosen.processes == 1:
            # What follows takes as long to import as the data to load.
            ahead = Ahead(lambda: _choose(paths), memory=chosen.memory_bytes)
            found = stack.enter_context(ahead).found
        from azru_kg.server import serve as run
        from azru_kg.server.releases.release import Content

        def read() -> Content:
            return Content(_choose(paths), [] if paths else stored_queries.load(built_in().queries))

        run.serve(read, chosen, found)


@_commands.command(
    help="Tell a running server to load the data anew. It answers all the while.\n\n\b\n"
    "azru-kg serve --pid-file azru.pid\nazru-kg reload --pid-file azru.pid"
)
def reload(
    pid_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", envvar="AZRU_PID_FILE", help="The file of the server."),
    ] = None,
    pid: Annotated[int | None, typer.Option(metavar="N", min=2, help="The process itself.")] = None,
) -> None:
    """Send the signal."""
    from azru_kg.server.processes import pid_file as pids

    if pid is None:
        if pid_file is None:
            raise typer.BadParameter("Give --pid-file or --pid", param_hint="--pid-file")
        pid = pids.read_pid(pid_file)
    pids.signal_reload(pid)
    print(f"Told process {pid} to load the data anew. Its log says how that went.")


_commands.command("mcp", help=agents.HELP)(take_some_settings(agents.mcp, agents.SETTINGS))


@_commands.command(
    help="Answer a SPARQL query: from a file, a stored query by its name, --text, or stdin (-)."
    "\n\n\b\nazru-kg query question.rq\nazru-kg query figures-of-trade --format csv"
    "\nazru-kg query exports-of-a-commodity --param commodity=apples"
    "\nazru-kg query --text 'DESCRIBE country:AZ' --format turtle\nazru-kg query --lint question.rq"
    "\n\nExit codes: 0, done; 1, --lint has something to say; 2, not done."
)
def query(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A file, a stored query, or - for stdin.")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="QUERY", help="The query itself.")] = None,
    data: _Data = None,
    layout: Annotated[
        Layout, typer.Option("--format", help="How the answer is written.")
    ] = "table",
    perspective: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"Ask one group of sources: {', '.join(PERSPECTIVES)}."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="A value for a parameter of a stored query. May be repeated.",
        ),
    ] = None,
    lint: Annotated[
        bool, typer.Option("--lint", help="Answer nothing; print what may not be meant.")
    ] = False,
    provenance: Annotated[
        bool,
        typer.Option(
            "--provenance",
            help="Tell of each row of a SELECT which documents suffice for it, as a table or as"
            " --format json.",
        ),
    ] = False,
) -> None:
    """Print the answer, or what may not be meant in the query."""
    from azru_kg.cli import answers

    if perspective is not None and perspective not in PERSPECTIVES:
        raise typer.BadParameter(explain_unknown(perspective), param_hint="--perspective")
    given = parameters.read_values(param or [])
    name, question = answers.choose_question(file, text, built_in().queries)
    path = answers.find_question(file, built_in().queries) if file not in (None, "-") else None
    # Python would notice Ctrl+C only after the engine has done all of its work.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        store, output = _choose(data).store(), sys.stdout.buffer
        question = parameters.put_parameters(path, question, given, store)
        if lint:
            raise typer.Exit(1 if answers.write_remarks(store, name, question) else 0)
        answers.write_answer(
            store,
            question,
            layout,
            output,
            perspective=perspective or "",
            provenance=provenance,
        )
    except QueryError as error:
        raise DataError(name, error.reason, line=error.line, column=error.column) from error


_commands.command(help=HELP)(validate)

_commands.command(help=build.HELP)(build.build)
_commands.command(help=intake.HELP)(intake.intake)
_commands.command(help=duplicates.HELP)(duplicates.duplicates)
_commands.command(help=quality.HELP)(quality.quality)


@_commands.command(
    help="Say what a shape asks and why, with a valid and an invalid example. Without a name, list"
    " all shapes.\n\n\b\nazru-kg explain Figure-value\nazru-kg explain azru-sh:Claim\n"
    "azru-kg explain"
)
def explain(
    shape: Annotated[
        str | None,
        typer.Argument(metavar="SHAPE", help="Its name, prefixed name or IRI."),
    ] = None,
) -> None:
    """Print what a shape is about."""
    from azru_kg.check.advice.explain import Explainer

    explainer = Explainer(built_in())
    text = "\n".join(explainer.list_shapes()) if shape is None else explainer.explain(shape)
    write_stdout(f"{text.rstrip()}\n")


@_commands.command(
    help="Check every quote against the archived texts of the sources: its place, its words, and"
    " that no number or name is left out.\n\n\b\nazru-kg verify --sources ../sources\n\n"
    "Exit codes: 0, all is in order; 1, it is not; 2, it could not be checked."
)
def verify(
    sources: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder of texts; their names do not matter.")
    ],
) -> None:
    """Print what is wrong with the quotes."""
    from azru_kg import quotes

    report = quotes.verify(built_in(), sources)
    for line in [*report.findings, *report.notes, report.summary]:
        print(line)
    raise typer.Exit(1 if report.findings else 0)


@_commands.command(
    help="Print the Turtle of a quote: its words, and where they stand in the text.\n\n\b\n"
    "azru-kg quote article.txt 'goods turnover totaled $2.6billion'"
)
def quote(
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="The archived text of a source.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="As few as bear the claim.")],
    source: Annotated[
        str | None,
        typer.Option(
            metavar="SLUG",
            help="The source's name in its IRI.",
            show_default="of the source with this text, else of the file",
        ),
    ] = None,
    slug: Annotated[
        str | None,
        typer.Option(
            metavar="SLUG",
            help="The quote's name in its IRI.",
            show_default="of the source and the words",
        ),
    ] = None,
    occurrence: Annotated[
        int, typer.Option(min=1, help="Which, of words that stand there several times.")
    ] = 1,
) -> None:
    """Print the blocks of a quote."""
    from azru_kg import quotes
    from azru_kg.quotes import slugs

    source = source or slugs.name_source(built_in(), text)
    slug = slug or slugs.name_quote(source, words)
    print(quotes.make(text, words, source=source, slug=slug, occurrence=occurrence), end="")


@_commands.command(
    "format",
    help="Format Turtle files, given or in folders given, and print which have changed.\n\n\b\n"
    "azru-kg format handwritten ontology shapes\nazru-kg format --check shapes\n\n"
    "Exit codes: 0, done, or nothing to do; 1, --check names files to format; 2, not done.",
)
def format_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; print what would change.")
    ] = False,
) -> None:
    """Format files, or name those that need it."""
    changed = style.check(paths) if check else style.rewrite(paths)
    for path in changed:
        print(path)
    raise typer.Exit(1 if check and changed else 0)


@_commands.command(
    help="Write the release into a folder: the graph in every RDF syntax, its tables as an archive"
    " and as a database, with checksums.\n\n\b\n"
    "azru-kg dump dist\n(cd dist && sha256sum --check SHA256SUMS)"
)
def dump(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it does not exist.")],
) -> None:
    """Write a release and print its files."""
    from azru_kg.flat.package import make_tables
    from azru_kg.graph.dump import write_dump

    dataset = read_layout(complete())
    for path in write_dump(dataset, folder, make_tables(dataset).pack()):
        print(path)


@_commands.command(
    help="Write the graph as flat tables into a folder: CSV, Parquet and SQLite, with their"
    " codebook.\n\n\b\nazru-kg tables tables\nazru-kg tables tables --spreadsheet"
    "\ndatasette tables/azru-kg-*.sqlite --metadata tables/datasette.json"
)
def tables(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it does not exist.")],
    spreadsheet: Annotated[
        bool,
        typer.Option(
            "--spreadsheet", help="CSV for Excel and the like: no cell is taken for a formula."
        ),
    ] = False,
) -> None:
    """Write the tables and print their files."""
    from azru_kg.flat.package import make_tables
    from azru_kg.graph.dump import add_checksums, write_files

    made = make_tables(read_layout(complete()), spreadsheet=spreadsheet)
    for path in write_files(add_checksums(made.list()), folder):
        print(path)


_commands.command(help=difference.DIFF_HELP)(difference.diff)
_commands.command(help=difference.PATCH_HELP)(difference.patch)
_commands.command(help=publish.HELP)(publish.publish)


@_commands.command(
    help="Tell version, digest, counts and place of the graph, or of other RDF data.\n\n\b\n"
    "azru-kg info\nazru-kg info --format json\nazru-kg info --data a.ttl"
)
def info(
    data: _Data = None,
    layout: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Lines, or one JSON object.")
    ] = "text",
) -> None:
    """Print the summary of a dataset."""
    places = [str(path) for path in data or [built_in().root]]
    summary = summarise(_choose(data))
    if layout == "json":
        facts = {"version": summary.version, "digest": summary.digest, "places": places}
        print(json.dumps({**facts, "counts": summary.counts}, indent=2, ensure_ascii=False))
        return
    lines = {"version": summary.version, "digest": summary.digest, "place": ", ".join(places)}
    for label, value in {**lines, **{key: f"{n:,}" for key, n in summary.counts.items()}}.items():
        print(f"{label:13} {value}")


def _choose(data: list[Path] | None) -> Dataset:
    return read_files(data) if data else read_layout(complete())
