"""An answer that is read to its end, as terms: for those who compute with it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import AnyTerm


@dataclass(frozen=True, slots=True)
class Fetched:
    """All of an answer: the rows under their names, or what holds, or triples.

    `hints` say what the query names and the data do not have.
    """

    names: tuple[str, ...] = ()
    rows: tuple[tuple[AnyTerm | None, ...], ...] = ()
    holds: bool = False
    triples: tuple[ox.Triple, ...] = ()
    hints: tuple[str, ...] = ()


def fetch_rows(rows: ox.QuerySolutions | ox.QueryBoolean, hints: tuple[str, ...] = ()) -> Fetched:
    """Return solutions or a boolean, read to the end; raise as Oxigraph does on the way."""
    if isinstance(rows, ox.QueryBoolean):
        return Fetched(holds=bool(rows), hints=hints)
    names = tuple(variable.value for variable in rows.variables)
    return Fetched(names, tuple(map(tuple, rows)), hints=hints)
