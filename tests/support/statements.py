"""States rows beside the examples of all kinds, and tells what each source then says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from azru_kg.graph.layout import Layout, built_in
from azru_kg.intake.convert import find_converter
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.order import sort_kinds
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.fields import list_fields, read_cell
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.turtle.style import write

SOURCE = EXAMPLES["sources"]["id"]
"""The source of the examples, of 14 May 2024."""

OTHER = "other-2024-06-20-trade"
"""A second source, of 20 June 2024."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What rows state."""

    drafts: Drafts
    outcomes: tuple[Conversion, ...]

    @property
    def claims(self) -> list[str]:
        """The claims, a row after the other."""
        return [claim for outcome in self.outcomes for claim in outcome.claims]

    def file(self, name: str) -> str:
        """The Turtle of a file, without prefixes."""
        lines = write(self.drafts.files[name]).splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("@prefix")).strip()

    def block(self, subject: str, source: str = SOURCE) -> list[str]:
        """What a source says of a thing, a line each, sorted; nothing where it says nothing."""
        return list_lines(self.file(f"sources/{source}.ttl"), subject)

    def thing(self, subject: str, file: str) -> list[str]:
        """What identifies a thing, in a file of entities."""
        return list_lines(self.file(f"entities/{file}.ttl"), subject)

    def mentions(self, source: str = SOURCE) -> set[str]:
        """What a source mentions."""
        lines = self.block(f"source:{source}", source)
        (line,) = [line for line in lines if line.startswith("schema:mentions ")] or [""]
        return set(line.removeprefix("schema:mentions").replace(" ,", "").split())


def list_lines(text: str, subject: str) -> list[str]:
    """Return the lines of the block of a subject, each with all of its values."""
    for block in text.split("\n\n"):
        head, _, body = block.partition("\n")
        if head == subject:
            return sorted(" ".join(part.split()) for part in body.rstrip(" .").split(" ;\n"))
    return []


class Examples:
    """The examples of all kinds, beside which rows are stated, and nothing else but code lists."""

    def __init__(self) -> None:
        home = built_in()
        self._graph = KnownThings(Layout(home.root, home.handwritten))
        self._terms = Terms(home.terms)

    def make(self, kind: str, **changes: str) -> SheetRow:
        """Return the example of a kind with some cells changed; it is right by itself."""
        fields = list_fields(ROWS[kind])
        assert set(changes) <= set(fields)
        cells = {**EXAMPLES[kind], **changes}
        read = {name: read_cell(field, cells.get(name, "")) for name, field in fields.items()}
        row = ROWS[kind].model_validate(read)
        assert list(row.check()) == []
        return row

    def state(self, *rows: SheetRow) -> Stated:
        """Return what rows state, where the examples and what they name are known, and OTHER."""
        register = self._know(rows)
        drafts = Drafts(register.labels)
        order = sort_kinds()
        outcomes = [
            find_converter(row.kind)(row, register, drafts)
            for row in sorted(rows, key=lambda row: order.index(row.kind))
        ]
        return Stated(drafts, tuple(outcomes))

    @cached_property
    def _examples(self) -> list[SheetRow]:
        named = [
            self.make("sources", id=OTHER, published="2024-06-20"),
            self.make("places", id="baku", name_en="Baku"),
            self.make("corridors", id="north-south", name="North-South", part_of=""),
        ]
        return [*map(self.make, ROWS), *named]

    def _know(self, rows: Iterable[SheetRow]) -> Register:
        known: dict[str, dict[str, SheetRow]] = {kind: {} for kind in ROWS}
        said = {row.kind for row in rows}
        for row in self._examples:
            if row.kind not in said or "source" not in type(row).model_fields:
                known[row.kind][row.key] = row
        for row in rows:
            known[row.kind][row.key] = row
        return Register(known, self._terms, self._graph)
