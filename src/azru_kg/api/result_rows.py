"""The rows of an answer: values of Python by name and by position, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, overload

import pyoxigraph as ox

from azru_kg.engine.fetched import Fetched
from azru_kg.errors import BadBinding, NoColumn
from azru_kg.rdf.native import Value, to_value
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.oxigraph_terms import AnyTerm

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_SHOWN = 10
_IN_NOTEBOOK = 20
_COLUMNS = 8
_LONGEST = 100
_WIDEST = 40

FrameKind = Literal["polars", "pandas"]
"""The libraries that a frame can be of."""


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """What rows are the answer to: the query as it was asked, and of which release.

    Of a stored query, `title` is what it answers, `parameters` are all values in words, and `path`
    is where the site has it, with these values; no path stands for values that an address has not.
    """

    query: str
    name: str = ""
    release: str = ""
    title: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    path: str = ""


class ResultRow(Sequence["Value | None"]):
    """A row: its values in order, by name (`row["value"]`) or by position (`row[0]`).

    Unpacking, `len` and `in` are those of a tuple. Raises NoColumn for a name that is not there.
    """

    __slots__ = ("_of", "_position", "_values")

    def __init__(self, of: ResultRows, position: int) -> None:
        self._of = of
        self._position = position
        self._values = tuple(map(to_value, of.terms[position]))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return self._of.names

    @property
    def terms(self) -> tuple[AnyTerm | None, ...]:
        """The same as terms of RDF, with every digit and language as the engine gave it."""
        return self._of.terms[self._position]

    @property
    def asked(self) -> AskedQuery:
        """What the row is an answer to."""
        return self._of.asked

    @overload
    def __getitem__(self, key: str | int) -> Value | None: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Value | None, ...]: ...
    def __getitem__(self, key: str | int | slice) -> Value | tuple[Value | None, ...] | None:
        if isinstance(key, str):
            return self._values[self._of.find_column(key)]
        return self._values[key]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Value | None]:
        return iter(self._values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResultRow):
            return NotImplemented
        return (self.names, self.terms) == (other.names, other.terms)

    def __hash__(self) -> int:
        return hash((self.names, self.terms))

    def asdict(self) -> dict[str, Value | None]:
        """Return the values by their names; what is unbound is None."""
        return dict(zip(self.names, self._values, strict=True))

    def __repr__(self) -> str:
        pairs = (f"{name}={value!r}" for name, value in self.asdict().items() if value is not None)
        return f"<ResultRow {', '.join(pairs)}>"


class ResultRows(Sequence[ResultRow]):
    """The rows of an answer, in their order.

    `rows[0]` is a row, `rows["value"]` the values of a column, `rows[:10]` the first rows as a
    sequence of the same kind. `hints` say what the query names and the data do not have.
    """

    def __init__(self, asked: AskedQuery, fetched: Fetched) -> None:
        self.asked = asked
        self.names = fetched.names
        self.terms = fetched.rows
        self.hints = fetched.hints
        self._places = {name: place for place, name in enumerate(self.names)}

    @property
    def query(self) -> str:
        """The query as it was asked, with all values in it."""
        return self.asked.query

    @overload
    def __getitem__(self, key: int) -> ResultRow: ...
    @overload
    def __getitem__(self, key: slice) -> ResultRows: ...
    @overload
    def __getitem__(self, key: str) -> list[Value | None]: ...
    def __getitem__(self, key: int | slice | str) -> ResultRow | ResultRows | list[Value | None]:
        match key:
            case str():
                place = self.find_column(key)
                return [to_value(row[place]) for row in self.terms]
            case slice():
                return ResultRows(
                    self.asked, Fetched(self.names, self.terms[key], hints=self.hints)
                )
            case _:
                return ResultRow(self, range(len(self.terms))[key])

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[ResultRow]:
        return (ResultRow(self, position) for position in range(len(self.terms)))

    def find_column(self, name: str) -> int:
        """Return the position of a column; raise NoColumn, which says what may be meant."""
        if name in self._places:
            return self._places[name]
        near = find_similar(name, self.names)
        hint = f" Did you mean {near[0]}?" if near else ""
        has = f"It has {', '.join(self.names)}." if self.names else "It has none."
        raise NoColumn(f"The answer has no column {name[:_LONGEST]!r}. {has}{hint}")

    @overload
    def frame(self, kind: Literal["polars"] = "polars") -> pl.DataFrame: ...
    @overload
    def frame(self, kind: Literal["pandas"]) -> pd.DataFrame: ...
    def frame(self, kind: FrameKind = "polars") -> pl.DataFrame | pd.DataFrame:
        """Return the rows as a frame of polars, or of pandas (`pip install 'azru-kg[pandas]'`).

        Numbers stay exact: whole ones are integers, others decimals. Days are dates, and texts and
        IRIs that repeat are categories. A column in which kinds of values are mixed is text.
        Languages of texts are not kept. Raises MissingExtra where the library is not installed.
        """
        from azru_kg.rdf import frames

        columns = {name: self[name] for name in self.names}
        match kind:
            case "polars":
                return frames.make_polars(columns)
            case "pandas":
                return frames.make_pandas(columns)
            case _:
                raise BadBinding(f"There is no frame {kind!r}. There are 'polars' and 'pandas'")

    def pandas(self) -> pd.DataFrame:
        """Return the rows as a frame of pandas, as `frame("pandas")` does."""
        return self.frame("pandas")

    def records(self) -> list[dict[str, Value | None]]:
        """Return the rows as dictionaries."""
        return [row.asdict() for row in self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResultRows):
            return NotImplemented
        return (self.names, self.terms) == (other.names, other.terms)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        from azru_kg.api.text_table import lay_out

        rows, names = self.terms[:_SHOWN], self.names[:_COLUMNS]
        some = f", the first {_SHOWN}" if len(self) > _SHOWN else ""
        more = ", ".join(self.names[_COLUMNS:])
        also = f"\nand the columns {more}" if more else ""
        table = lay_out(names, [[*map(_cut, row[:_COLUMNS])] for row in rows])
        notes = "".join(f"\nnote: {hint}" for hint in self.hints)
        return f"{self._count()}{some}:\n{table.rstrip()}{also}{notes}"

    def _repr_html_(self) -> str:
        from azru_kg.api.notebook import draw_table

        rows = [tuple(row) for row in self[:_IN_NOTEBOOK]]
        some = f", the first {_IN_NOTEBOOK}" if len(self) > _IN_NOTEBOOK else ""
        release = f", release {self.asked.release}" if self.asked.release else ""
        title = f"{self.asked.name or 'Query'}: {self._count()}{some}{release}"
        return draw_table(title, self.names, rows, self.hints)

    def _count(self) -> str:
        return f"{len(self)} row{'' if len(self) == 1 else 's'}"


def _cut(term: AnyTerm | None) -> AnyTerm | None:
    if isinstance(term, ox.Literal) and len(term.value) > _WIDEST:
        return ox.Literal(f"{term.value[: _WIDEST - 1]}…")
    return term
