"""Answers a query in this process, for the command line: without limits on time or memory."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox
import typer

from azru_kg.api.text_table import lay_out
from azru_kg.cli.output import Layout
from azru_kg.cli.sourced_rows import lay_out_sources
from azru_kg.engine.embedded import Preparation, Result, evaluate
from azru_kg.engine.hints import find_hints
from azru_kg.engine.protocol import Request
from azru_kg.engine.sourced import SourcedResult
from azru_kg.errors import AzruError, DataError, NotAcceptable, NotExpressible
from azru_kg.files import read_text
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.constants import place_constants
from azru_kg.query.query import Query, read_query
from azru_kg.query.remarks.review import review
from azru_kg.query.tokens import place
from azru_kg.rdf import formats
from azru_kg.rdf.prefixes import PREFIXES


def write_answer(
    store: ox.Store,
    query: str,
    layout: Layout,
    output: BinaryIO,
    *,
    perspective: str = "",
    provenance: bool = False,
) -> None:
    """Answer a query from a store and write the answer, ending in a line feed if it is a table.

    `perspective` is the name of the one to query, if it is not the whole dataset. With `provenance`
    each row of a SELECT is told with the documents that it rests on, in a table or in JSON.

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
    if provenance:
        request = replace(request, provenance=True)
        if layout == "table":
            request = replace(request, results=formats.JSON.media_type)
    try:
        if perspective:
            request = replace(request, default_graphs=(f"{SPACE}{perspective}",))
        request = replace(request, hinted=True)
        result = Preparation(store, request).evaluate()
    except NotExpressible as error:
        raise AzruError(
            f"--format {layout} does not carry the sources of rows. Use table or json, or leave"
            " --provenance out"
        ) from error
    except NotAcceptable as error:
        raise AzruError(
            f"--format {layout} does not suit this query. Use table; json, xml, csv or tsv for"
            " SELECT and ASK; turtle, nt, jsonld or rdf for CONSTRUCT and DESCRIBE"
        ) from error
    for hint in result.hints:
        typer.echo(f"note: {hint}", err=True)
    if layout == "table" and isinstance(result, SourcedResult):
        output.write(lay_out_sources(result.read()).encode())
    elif layout == "table" and isinstance(result, Result) and result.form != "graph":
        output.write(_draw(result).encode())
    else:
        result.write(output)


def write_remarks(store: ox.Store, name: str, text: str) -> int:
    """Print what may not be meant in a query, a line each with its place; return how much it is.

    Raises QueryError for a query that cannot be answered.
    """
    query = read_query(text)
    evaluate(ox.Store(), _make_request(query, "table"))
    remarks = [(remark.start, remark.reason) for remark in review(query)]
    for iri, token in place_constants(query.tokens, PREFIXES).items():
        remarks += [(token.start, said) for said in find_hints(store, [iri], [])]
    for start, reason in sorted(remarks):
        line, column = place(query.text, start)
        print(f"{name}:{line}:{column}: {reason}")
    return len(remarks)


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
    path = find_question(name, stored)
    if not path.exists():
        raise DataError(path, "no such file, and no stored query of this name")
    return read_text(path)


def find_question(name: str, stored: Path) -> Path:
    """Return the file of a query: that of the name, or else that of the stored query."""
    path = Path(name)
    if not path.exists() and (stored / f"{name}.rq").exists():
        return stored / f"{name}.rq"
    return path


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
