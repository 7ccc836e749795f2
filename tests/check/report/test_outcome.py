from __future__ import annotations

from dataclasses import replace

import pytest

from azru_kg.check.finding import Severity
from azru_kg.check.report.outcome import NOWHERE, Outcome


@pytest.mark.parametrize(
    ("kept", "level", "passes"),
    [
        ("violation", "violation", False),
        ("warning", "violation", True),
        ("warning", "warning", False),
        ("info", "warning", True),
        ("info", "info", False),
    ],
)
def test_a_run_passes_if_nothing_is_as_bad_as_the_level(
    outcome: Outcome, kept: Severity, level: Severity, passes: bool
) -> None:
    findings = tuple(one for one in outcome.verdict.findings if one.severity == kept)
    verdict = replace(outcome.verdict, findings=findings)
    assert replace(outcome, verdict=verdict, fail_on=level).passes == passes


def test_every_file_is_listed_and_findings_without_a_file_come_last(outcome: Outcome) -> None:
    first, *others = outcome.verdict.findings
    verdict = replace(outcome.verdict, findings=(replace(first, place=None), *others))
    listed = replace(outcome, verdict=verdict).by_file()
    assert {path: len(findings) for path, findings in listed.items()} == {
        "data/bad file.ttl": 2,
        "data/good.ttl": 0,
        NOWHERE: 1,
    }
