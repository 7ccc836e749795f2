"""Gives a query values of Python: to the parameters of a stored query, or to variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias
from urllib.parse import urlencode

import pyoxigraph as ox

from azru_kg.errors import BadAddress, BadBinding
from azru_kg.graph.parameters import Parameter, explain_unknown
from azru_kg.query.binding import Values, bind_variables
from azru_kg.rdf.native import Value, to_term

Given: TypeAlias = "Value | Sequence[Value | None] | None"
"""What a query can be given under a name: a value, several of them, or None, which is any."""

Choices = Callable[[Parameter], Mapping[str, str]]
"""What tells which things a parameter can be, with their names."""


def bind_text(text: str, values: Mapping[str, Given]) -> str:
    r"""Return the text of a query in which variables have values; raise BadBinding.

    >>> bind_text("ASK { ?s rdfs:label ?label }", {"label": '" } #'})
    'ASK { VALUES ?label { "\\" } #" } ?s rdfs:label ?label }'
    """
    return bind_variables(
        text,
        {
            name: [None if value is None else to_term(value) for value in _list(name, given)]
            for name, given in values.items()
        },
    )


def read_given(
    parameters: Sequence[Parameter], values: Mapping[str, Given], choices: Choices
) -> dict[str, Values]:
    """Return the terms that parameters of a stored query are given; those left out are not there.

    Raises BadBinding for a name that is no parameter, and for what a parameter does not take.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    terms: dict[str, Values] = {}
    for name, given in values.items():
        if name not in by_name:
            raise BadBinding(explain_unknown(name, by_name))
        parameter = by_name[name]
        terms[name] = [_read(parameter, value, choices) for value in _list(name, given)]
    return terms


def say_values(parameters: Sequence[Parameter], terms: Mapping[str, Values]) -> dict[str, str]:
    """Return the values of all parameters in words, those of the query itself among them."""
    return {
        parameter.name: " ".join(
            parameter.write(term)
            for term in terms.get(parameter.name, parameter.default)
            if term is not None
        )
        for parameter in parameters
    }


def write_choice(parameters: Sequence[Parameter], terms: Mapping[str, Values]) -> str | None:
    """Return what an address of the site has for values, or None where it has no way to say them.

    It says one value for a parameter, and nothing for those that the query has itself.
    """
    chosen = []
    for parameter in parameters:
        given = tuple(terms.get(parameter.name, parameter.default))
        if given == parameter.default or (given == (None,) and not parameter.default):
            continue
        if len(given) != 1 or given[0] is None:
            return None
        chosen.append((parameter.name, parameter.write(given[0])))
    return urlencode(chosen, safe="/:,")


def _list(name: str, given: Given) -> Sequence[Value | None]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        return [given]
    if not given:
        raise BadBinding(f"{name[:100]} is an empty list. Give a value, several, or None for any")
    return given


def _read(
    parameter: Parameter, value: Value | None, choices: Choices
) -> ox.NamedNode | ox.Literal | None:
    if value is None:
        return None
    try:
        term = parameter.read(_write(parameter, value))
        if parameter.type == "iri":
            parameter.check(term, choices(parameter))
    except BadAddress as error:
        raise BadBinding(str(error)) from error
    return term


def _write(parameter: Parameter, value: Value) -> str:
    """Return a value as an address has it, which is what a parameter reads."""
    match value:
        case bool():
            return str(value)
        case int() if parameter.type == "gYear":
            return f"{value:04}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
