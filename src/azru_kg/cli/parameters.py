"""Puts the values of `--param` into a stored query, or into a file with a header like theirs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import typer

from azru_kg.errors import AzruError
from azru_kg.graph import stored_queries
from azru_kg.graph.parameters import Parameter, bind
from azru_kg.rdf.prefixes import PREFIXES

HINT = "--param"
"""What the option is called."""


def read_values(written: Sequence[str]) -> dict[str, str]:
    """Return the values of parameters, each written NAME=VALUE; raise BadParameter.

    >>> read_values(["commodity=apples"])
    {'commodity': 'apples'}
    """
    values: dict[str, str] = {}
    for text in written:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"Write NAME=VALUE instead of {text!r}", param_hint=HINT)
        if name in values:
            raise typer.BadParameter(f"{name} is given twice", param_hint=HINT)
        values[name] = value
    return values


def put_parameters(path: Path | None, question: str, given: dict[str, str], store: ox.Store) -> str:
    """Return the text of a query in a file with the values that are given.

    Raises BadAddress for a value that its parameter does not take, or that the store does not know.
    """
    if not given:
        return question
    if path is None:
        raise AzruError(
            f"{HINT} goes with a stored query, or with a file whose header has parameters"
        )

    def find(parameter: Parameter) -> dict[str, str]:
        text = parameter.list_values()
        rows = store.query(text, prefixes=PREFIXES) if text else ()
        if isinstance(rows, ox.QueryBoolean | ox.QueryTriples):
            raise TypeError("not the results of a SELECT query")
        return {row["value"].value: row["name"].value for row in rows}

    return bind(question, stored_queries.read(path).parameters, given, find)
