"""Finds the things that rows name: by their own rows, by what the graph knows, by the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from azru_kg.intake.drafts import Value
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.sheets.dates import PartialDate
from azru_kg.intake.sheets.schemas.registers import SourceRow
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.word_tables import Cells, Terms
from azru_kg.rdf.nearest import find_nearest

_SHEETS = {
    "agreement": "agreements",
    "corridor": "corridors",
    "event": "events",
    "organisation": "organisations",
    "person": "people",
    "place": "places",
    "post": "posts",
    "project": "projects",
    "segment": "segments",
    "source": "sources",
}
_COUNTRY = re.compile(r"[A-Z]{2}")
_GUESSES = 100


Facts = tuple[tuple[str, Value], ...]
"""What makes a claim the fact that it is: pairs of property and value."""


class RowRefused(Exception):
    """A row that cannot be taken: the field, and what is wrong with it and what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Register:
    """Finds things by kind and id; `rows` are all rows at hand, by kind of sheet and id."""

    def __init__(
        self, rows: Mapping[str, Mapping[str, SheetRow]], terms: Terms, known: KnownThings
    ) -> None:
        self._rows = rows
        self.terms = terms
        self._known = known
        self._guesses = 0
        self.stated: dict[str, tuple[str, Facts]] = {}
        """What has been stated of each claim that must be one fact: the first source, the fact."""

    def find(self, kind: str, name: str, field: str) -> str:
        """Return the prefixed name of a thing, after joining doubles; raise RowRefused if unknown.

        `kind` is that of the IRI (`person`, `organisation`, `country`, `sector`, `code`, …).
        """
        return self.find_among((kind,), name, field)

    def find_among(self, kinds: Sequence[str], name: str, field: str) -> str:
        """Return the prefixed name of a thing that is of one of some kinds, the first before all.

        Raises RowRefused if it is of none.
        """
        for kind in kinds:
            known = self._resolve(kind, name)
            if known is not None:
                return known
        sheets = [_SHEETS[kind] for kind in kinds if kind in _SHEETS]
        guess = self._guess(name, (slug for kind in kinds for slug in self._list_slugs(kind)))
        remedy = f" Add it to the sheet {' or '.join(sheets)}." if sheets else ""
        raise RowRefused(field, f"there is no {' or '.join(kinds)} {name!r}.{guess}{remedy}")

    def find_party(self, name: str, field: str) -> str:
        """Return the prefixed name of a country, by its code, or an organisation, by its id.

        Raises RowRefused if it is unknown.
        """
        kind = "country" if _COUNTRY.fullmatch(name) else "organisation"
        return self.find(kind, name, field)

    def find_thing(self, name: str, field: str) -> str:
        """Return the prefixed name of a thing that is given by kind and id; raise RowRefused."""
        kind, _, slug = name.partition(":")
        return self.find(kind, slug, field)

    def knows(self, kind: str, name: str) -> bool:
        """Whether there is such a thing."""
        return self._resolve(kind, name) is not None

    def find_named(self, kind: str, name: str) -> str | None:
        """Return the prefixed name of the only thing of a kind with an English name, or None."""
        named = [
            known
            for known, label in self.labels.items()
            if label == name and known.startswith(f"{kind}:")
        ]
        return named[0] if len(named) == 1 else None

    def find_word(self, table: str, column: str, word: str, field: str) -> Cells:
        """Return the row of a table of words for a word; raise RowRefused if it has none."""
        index = self.terms.index(table, column)
        row = index.get((word,))
        if row is None:
            guess = self._guess(word, (text for (text,) in index))
            raise RowRefused(field, f"{word!r} is in no row of terms/{table}.csv.{guess}")
        return row

    def rows(self, kind: str) -> Iterable[SheetRow]:
        """Return all rows of a kind of sheet."""
        return self._rows.get(kind, {}).values()

    def is_founding(self, name: str) -> bool:
        """Whether a founding document names a thing: it has been described by hand."""
        return name in self._known.founding

    def is_read_word_by_word(self, source: str) -> bool:
        """Whether a source is a founding document, by its slug: sheets add nothing to its file."""
        return source in self._known.read_word_by_word

    def label(self, name: str) -> str:
        """Return the English name of a thing by its prefixed name, or its slug if it has none."""
        return self.labels.get(name) or name.partition(":")[2]

    def has_type(self, name: str) -> bool:
        """Whether a founding document says of which type a thing is."""
        return name in self._known.typed

    def find_publication(self, source: str) -> PartialDate | None:
        """Return the date of publication of a source, by its slug."""
        rows = self._rows.get("sources", {})
        row = rows.get(source)
        return row.published if isinstance(row, SourceRow) else None

    @cached_property
    def labels(self) -> dict[str, str]:
        """The English names of all things known, by prefixed name; those of rows come first.

        It grows as rows describe things: `azru_kg.intake.drafts` writes into it.
        """
        joined, own = dict[str, str](), dict[str, str]()
        for kind, sheet in _SHEETS.items():
            for row in self._rows.get(sheet, {}).values():
                slug = row.key
                other = self.terms.same.get((kind, slug))
                names = own if other is None else joined
                names.setdefault(f"{kind}:{other or slug}", _read_label(row) or slug)
        return joined | self._known.labels | own

    def _resolve(self, kind: str, name: str) -> str | None:
        known = f"{kind}:{self.terms.same.get((kind, name), name)}"
        return known if known in self.labels else None

    def _list_slugs(self, kind: str) -> Iterable[str]:
        names = (name.partition(":") for name in self.labels)
        return (slug for prefix, _, slug in names if prefix == kind)

    def _guess(self, name: str, known: Iterable[str]) -> str:
        """Return a question that names what may have been meant; nothing after many guesses."""
        self._guesses += 1
        near = find_nearest(name, known) if self._guesses <= _GUESSES else None
        return f" Did you mean {near!r}?" if near else ""


def _read_label(row: SheetRow) -> str | None:
    fields = ("name_en", "name", "title")
    return next((str(getattr(row, field)) for field in fields if hasattr(row, field)), None)
