"""Makes a file of what comes on standard input, and hides that it was one."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import URIRef
from rdflib.term import Node

from azru_kg.check.finding import Finding
from azru_kg.check.paths import STDIN
from azru_kg.check.report.outcome import Outcome
from azru_kg.errors import DataError, DataErrors

DASH = Path("-")
"""The path that stands for standard input."""

_URI = "file:///dev/stdin"


@dataclass(frozen=True, slots=True)
class Spool:
    """A file with the bytes of standard input."""

    path: Path

    def disguise(self, outcome: Outcome) -> Outcome:
        """Return an outcome that calls the file what the user called it."""
        findings = tuple(map(self._rename_place, outcome.verdict.findings))
        files = tuple(STDIN if path == self.path else path for path in outcome.files)
        return replace(outcome, verdict=replace(outcome.verdict, findings=findings), files=files)

    def clean(self, text: str) -> str:
        """Return a text without the IRI of the file, which relative IRIs in it begin with."""
        return text.replace(self.path.as_uri(), _URI)

    def rename(self, error: DataError) -> DataError:
        """Return an error that calls the file what the user called it."""
        if error.path != self.path:
            return error
        return DataError(STDIN, error.reason, line=error.line, column=error.column)

    def _rename_place(self, finding: Finding) -> Finding:
        place, value = finding.place, finding.value
        if place is not None and place.path == self.path:
            place = replace(place, path=STDIN)
        focus = self._clean_node(finding.focus)
        value = None if value is None else self._clean_node(value)
        return replace(finding, place=place, focus=focus, value=value)

    def _clean_node(self, node: Node) -> Node:
        return URIRef(self.clean(str(node))) if isinstance(node, URIRef) else node


@contextmanager
def take_stdin(paths: Sequence[Path], syntax: str) -> Iterator[tuple[list[Path], Spool | None]]:
    """Yield the paths with a file for `-`, and that file, while the context lasts."""
    if DASH not in paths:
        yield list(paths), None
        return
    with _cleaned_up(), tempfile.TemporaryDirectory(prefix="azru-kg-") as folder:
        spool = Spool(Path(folder).resolve() / f"stdin.{syntax}")
        try:
            with spool.path.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        except OSError as error:
            raise DataError(STDIN, f"not read: {error.strerror or error}") from error
        try:
            yield [spool.path if path == DASH else path for path in paths], spool
        except DataError as error:
            raise spool.rename(error) from error
        except DataErrors as error:
            raise DataErrors([spool.rename(fault) for fault in error.errors]) from error


@contextmanager
def _cleaned_up() -> Iterator[None]:
    """While the context lasts, let SIGTERM end the program as an exit does, which cleans up."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
