"""What a flat table is made of: where its rows are, and where the value of each column is.

A column either *states* what the thing of its row says by one property, its `term`, or tells more
of the things in another column, by a `pattern` in SPARQL. Only the first can be restored: the
second are there so that nobody needs to join tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FlatType = Literal["thing", "text", "date", "number", "integer", "slot"]
"""What is in a column: IRIs, values, or the names of columns of the same table (`slot`)."""

IT: Final = "?it"
"""The pattern of the column that holds what a row is about."""

SOURCE: Final = "?source"
"""The pattern of the column that holds the source whose statement a row is."""

PERSPECTIVES: Final = "perspectives"
"""The pattern of the column that holds the perspectives of a source: no query finds them."""

LANGUAGE_OF: Final = "language"
"""The pattern of the column that holds the language of the text in another one."""

NAMES: Final = "?it skos:prefLabel|rdfs:label ?value"
"""The pattern of what a thing is called."""

LANGUAGES: Final = {"en": "English", "az": "Azerbaijani", "ru": "Russian"}
"""The languages in which things are named."""

SEPARATOR: Final = " | "
"""What stands between the values of one cell where a file has no lists."""


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column: its name, what it means, its type, and where its value is.

    `term` is the prefixed name of the property that it is from. `pattern`, where there is one, says
    how `?value` follows from `?it`, a thing in the column `of`, or else the thing of the row.
    `language` is the tag of its texts, or the name of the column that has it. `table` has a row for
    each of its things; `scheme` is the list of codes that they are out of.
    """

    name: str
    meaning: str
    type: FlatType = "text"
    term: str = ""
    several: bool = False
    pattern: str = ""
    of: str = ""
    language: str = ""
    table: str = ""
    scheme: str = ""

    @property
    def stated(self) -> bool:
        """Return whether it holds what the thing of the row itself says."""
        return bool(self.term) and not self.pattern

    def with_names(self) -> tuple[FlatColumn, ...]:
        """Return it with a column for the names of its things in each language after it."""
        names = (
            FlatColumn(
                f"{self.name}_{tag}",
                f"What {self.name} is called in {language}.",
                term="skos:prefLabel",
                several=self.several,
                pattern=NAMES,
                of=self.name,
                language=tag,
            )
            for tag, language in LANGUAGES.items()
        )
        return self, *names


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table: its name, what a row of it is, where its rows are, and its columns.

    `pattern` binds `?it`, what a row is about, each `?property` of it with its `?value`, and
    `?source` where a row is what one source says. `kind` is the class that all of its things are
    of, where there is one. `parts` are columns that tell rows apart beside what they are about.
    """

    name: str
    title: str
    row: str
    pattern: str
    columns: tuple[FlatColumn, ...]
    kind: str = ""
    parts: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Return the names of the columns that tell rows apart."""
        own = (column.name for column in self.columns if column.pattern in (IT, SOURCE))
        return *own, *self.parts

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def by_source(self) -> bool:
        """Return whether a row is what one source says."""
        return any(column.pattern == SOURCE for column in self.columns)


def thing(
    name: str,
    term: str,
    meaning: str,
    *,
    several: bool = False,
    table: str = "things",
    scheme: str = "",
) -> tuple[FlatColumn, ...]:
    """Return the column of a property that leads to things, and those of their names."""
    column = FlatColumn(name, meaning, "thing", term, several, table=table, scheme=scheme)
    return column.with_names()


def code(
    name: str, term: str, meaning: str, scheme: str, *, several: bool = False
) -> tuple[FlatColumn, ...]:
    """Return the column of a property that leads to the codes of a list, and those of names."""
    return thing(name, term, meaning, several=several, scheme=f"code:{scheme}")


def slots(name: str, term: str, meaning: str) -> FlatColumn:
    """Return the column of a property that leads to other properties of the same thing."""
    return FlatColumn(name, meaning, "slot", term, several=True)


def told(
    of: str,
    name: str,
    pattern: str,
    meaning: str,
    type_: FlatType = "text",
    *,
    term: str = "",
    several: bool = False,
    table: str = "",
) -> FlatColumn:
    """Return a column that tells more of the things in another one."""
    return FlatColumn(name, meaning, type_, term, several, pattern, of, table=table)
