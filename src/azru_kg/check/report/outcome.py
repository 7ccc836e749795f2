"""What came of a validation, as the formats for machines tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from azru_kg.check.finding import Finding, Severity
from azru_kg.check.paths import show_path
from azru_kg.check.report.text import sort_by_place
from azru_kg.check.shacl.judge import Verdict

NOWHERE = "(no file)"
"""What stands for the file of a finding whose place is not known."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, the files that it is about, and the severity from which on findings fail.

    `omitted` is the number of findings that are left out, being in files that did not change.
    """

    verdict: Verdict
    files: tuple[Path | str, ...]
    fail_on: Severity = "violation"
    omitted: int = 0

    @property
    def passes(self) -> bool:
        """Whether no finding is of the severity that fails, or worse."""
        return not any(finding.fails(self.fail_on) for finding in self.verdict.findings)

    @property
    def findings(self) -> list[Finding]:
        """The findings in the order of their places."""
        return sort_by_place(self.verdict.findings)

    def by_file(self) -> Mapping[str, list[Finding]]:
        """Return the findings of each file that was judged, with none where there are none."""
        groups: defaultdict[str, list[Finding]] = defaultdict(list)
        for path in self.files:
            groups[show_path(path)] = []
        for finding in self.findings:
            groups[show_path(finding.place.path) if finding.place else NOWHERE].append(finding)
        return groups
