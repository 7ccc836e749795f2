"""The rows of a flat table, as a program in Python has them: by name, and as a frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, overload

import pyoxigraph as ox

from azru_kg.api.result_rows import FrameKind
from azru_kg.api.text_table import lay_out
from azru_kg.errors import BadBinding, NoColumn
from azru_kg.flat.csv_file import spell_number
from azru_kg.flat.flat_table import SEPARATOR
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.oxigraph_terms import AnyTerm, named

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from azru_kg.flat.collection import FlatRow, Value
    from azru_kg.flat.flat_table import FlatColumn, FlatTable

_SHOWN = 10
_COLUMNS = 8
_WIDEST = 40
_LONGEST = 100


class FlatRows(Sequence[Mapping[str, "Value"]]):
    """The rows of a flat table, in the order of its key (docs/tables.md).

    `rows[0]` is a row, a mapping from the names of columns, `rows["value"]` the values of a column,
    `rows[:10]` the first rows as a sequence of the same kind. `meanings` says what each column is.
    """

    def __init__(self, table: FlatTable, rows: Sequence[FlatRow]) -> None:
        self._table = table
        self._rows = rows
        self.names = table.names

    @property
    def meanings(self) -> dict[str, str]:
        """What is in each column, as the codebook says."""
        return {column.name: column.meaning for column in self._table.columns}

    @overload
    def __getitem__(self, key: int) -> Mapping[str, Value]: ...
    @overload
    def __getitem__(self, key: slice) -> FlatRows: ...
    @overload
    def __getitem__(self, key: str) -> list[Value]: ...
    def __getitem__(self, key: int | slice | str) -> Mapping[str, Value] | FlatRows | list[Value]:
        match key:
            case str():
                place = self._find_column(key)
                return [row[place] for row in self._rows]
            case slice():
                return FlatRows(self._table, self._rows[key])
            case _:
                return dict(zip(self.names, self._rows[key], strict=True))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        return (dict(zip(self.names, row, strict=True)) for row in self._rows)

    @overload
    def frame(self, kind: Literal["polars"] = "polars") -> pl.DataFrame: ...
    @overload
    def frame(self, kind: Literal["pandas"]) -> pd.DataFrame: ...
    def frame(self, kind: FrameKind = "polars") -> pl.DataFrame | pd.DataFrame:
        """Return the rows as a frame of polars, or of pandas (`pip install 'azru-kg[pandas]'`).

        In polars they are as in the Parquet file of the table, with lists where a cell has several
        values; in pandas these have ` | ` between them, as in the CSV file. Numbers stay exact.
        Raises MissingExtra where the library is not installed.
        """
        from azru_kg.flat.parquet import make_frame
        from azru_kg.rdf import frames

        match kind:
            case "polars":
                return make_frame(self._table, self._rows)
            case "pandas":
                return frames.make_pandas({name: self._join(name) for name in self.names})
            case _:
                raise BadBinding(f"There is no frame {kind!r}. There are 'polars' and 'pandas'")

    def pandas(self) -> pd.DataFrame:
        """Return the rows as a frame of pandas, as `frame("pandas")` does."""
        return self.frame("pandas")

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries."""
        return [dict(row) for row in self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FlatRows):
            return NotImplemented
        return (self.names, self._rows) == (other.names, other._rows)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        some = f", the first {_SHOWN}" if len(self) > _SHOWN else ""
        columns = self._table.columns[:_COLUMNS]
        cells = [list(map(_show, columns, row)) for row in self._rows[:_SHOWN]]
        table = lay_out(self.names[:_COLUMNS], cells).rstrip()
        more = f"\nand the columns {', '.join(self.names[_COLUMNS:])}"
        return f"{len(self):,} rows{some}:\n{table}{more}"

    def _find_column(self, name: str) -> int:
        if name in self.names:
            return self.names.index(name)
        near = find_similar(name, self.names)
        hint = f" Did you mean {near[0]}?" if near else " They are in .names"
        raise NoColumn(f"The table has no column {name[:_LONGEST]!r}.{hint}")

    def _join(self, name: str) -> list[Value]:
        values = self[name]
        return [(SEPARATOR.join(it) or None) if isinstance(it, tuple) else it for it in values]


def _show(column: FlatColumn, value: Value) -> AnyTerm | None:
    if value is None or value == ():
        return None
    if column.type == "thing" and isinstance(value, str):
        return ox.NamedNode(value)
    text = SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
    if isinstance(value, Decimal):
        return ox.Literal(spell_number(value), datatype=named("xsd:decimal"))
    return ox.Literal(text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…")
