"""Answers a query in this process, for the command line: without limits on time or memory."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

import pyoxigraph as ox
import typer

from azru_kg.cli.tables import lay_out
from azru_kg.engine.embedded import Result, evaluate
from azru_kg.engine.protocol import Request
from azru_kg.errors import AzruError, DataError, NotAcceptable
from azru_kg.files import read_text
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.query import Query, read_query
from azru_kg.rdf import formats

Layout = Literal["table", "json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdf"]
"""How an answer is written: as a table, which for a graph is Turtle, or in a format by its name."""


def write_answer(
    store: ox.Store, query: str, layout: Layout, output: BinaryIO, *, perspective: str = ""
) -> None:
    """Answer a query from a store and write the answer, ending in a line feed if it is a table.

    `perspective` is the name of the one to query, if it is not the whole dataset.

    Raises QueryError for a query that cannot be answered, AzruError for a layout that does not
    suit it.

    >>> output = io.BytesIO()
    >>> write_answer(ox.Store(), "SELECT (1 AS ?one) {}", "table", output)
    >>> print(output.getvalue().decode(), end="")
    one
    ---
      1
    """
    request = _make_request(read_query(query), layout)
    try:
        if perspective:
            request = replace(request, default_graphs=(f"{SPACE}{perspective}",))
        request = replace(request, hinted=True)
        result = evaluate(store, request)
    except NotAcceptable as error:
        raise AzruError(
            f"--format {layout} does not suit this query. Use table; json, xml, csv or tsv for"
            " SELECT and ASK; turtle, nt, jsonld or rdf for CONSTRUCT and DESCRIBE"
        ) from error
    for hint in result.hints:
        typer.echo(f"note: {hint}", err=True)
    if layout == "table" and result.form != "graph":
        output.write(_draw(result).encode())
    else:
        result.write(output)


def choose_question(file: str | None, text: str | None, stored: Path) -> tuple[str, str]:
    """Return a query and, first, a name for where it is from."""
    if text is not None and file is not None:
        raise typer.BadParameter("Give a FILE or --text, not both", param_hint="FILE")
    if text is not None:
        return "--text", text
    if file is None and sys.stdin.isatty():
        raise typer.BadParameter("Give a FILE, --text, or a query on stdin", param_hint="FILE")
    if file is None or file == "-":
        return "stdin", _read_stdin()
    return file, read_question(file, stored)


def _read_stdin() -> str:
    try:
        return sys.stdin.read().removeprefix("\ufeff")
    except OSError as error:
        raise DataError("stdin", f"not read: {error.strerror or error}") from error


def read_question(name: str, stored: Path) -> str:
    """Return the query in a file, or else the one of that name in the folder of stored queries."""
    path = Path(name)
    if not path.exists() and (stored / f"{name}.rq").exists():
        path = stored / f"{name}.rq"
    if not path.exists():
        raise DataError(path, "no such file, and no stored query of this name")
    return read_text(path)


def _make_request(query: Query, layout: Layout) -> Request:
    if layout == "table":
        return Request(query, results=formats.TSV.media_type, graph=formats.TURTLE.media_type)
    results, graph = formats.find(layout, formats.RESULTS), formats.find(layout, formats.GRAPHS)
    return Request(
        query,
        results=results.media_type if results else None,
        graph=graph.media_type if graph else None,
    )


def _draw(result: Result) -> str:
    written = io.BytesIO()
    result.write(written)
    answer = ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.TSV)
    if isinstance(answer, ox.QueryBoolean):
        return "true\n" if answer else "false\n"
    return lay_out([variable.value for variable in answer.variables], map(tuple, answer))
