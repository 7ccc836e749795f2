"""Keeps what was measured, a line of JSON each, so that a run that was broken off goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Records:
    """The lines of a file; each has a `kind`, and members that say what it is about."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._records: list[Record] = [json.loads(line) for line in lines]

    def add(self, kind: str, **members: Any) -> Record:
        """Write a record at the end of the file."""
        record = {"kind": kind, **members}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(record, ensure_ascii=False)}\n")
        self._records.append(record)
        return record

    def list(self, kind: str, **members: Any) -> Iterator[Record]:
        """Yield the records of a kind whose members are these."""
        for record in self._records:
            if record["kind"] == kind and all(record.get(n) == v for n, v in members.items()):
                yield record

    def find(self, kind: str, **members: Any) -> Record | None:
        """Return the last record of a kind whose members are these, or None."""
        return next(reversed([*self.list(kind, **members)]), None)
