"""What the check of quotes says: findings, notes and a summary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class QuoteFinding:
    """Something that is wrong in a source file, at an offset of the source's text where it has one.

    `path` is the file as seen from the root of the graph, `subject` the prefixed name of what the
    finding is about. As text it is one line.
    """

    path: str
    subject: str
    offset: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.subject}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: the findings in order, and what was looked at.

    `notes` say what is odd without being wrong. `sources` counts the documents with an archived
    text, `skipped` those without, `covered` the numbers and names that a span or an ignored word
    accounts for.
    """

    findings: tuple[QuoteFinding, ...]
    notes: tuple[str, ...]
    sources: int
    skipped: int
    spans: int
    covered: int

    @property
    def summary(self) -> str:
        """The outcome on one line.

        >>> Report((), (), sources=2, skipped=1, spans=9, covered=20).summary
        '2 sources (1 more without an archived text), 9 spans checked, 20 numbers and names \
covered: no findings'
        """
        skipped = f" ({self.skipped:,} more without an archived text)" if self.skipped else ""
        findings = _count(len(self.findings), "finding") if self.findings else "no findings"
        return (
            f"{_count(self.sources, 'source')}{skipped}, {_count(self.spans, 'span')} checked,"
            f" {self.covered:,} numbers and names covered: {findings}"
        )


def _count(number: int, name: str) -> str:
    return f"{number:,} {name if number == 1 else f'{name}s'}"
