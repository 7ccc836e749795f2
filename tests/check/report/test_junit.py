from __future__ import annotations

from dataclasses import replace

from junitparser import Failure, JUnitXml

from azru_kg.check.report.junit import to_junit
from azru_kg.check.report.outcome import NOWHERE, Outcome


def read(outcome: Outcome) -> JUnitXml:
    return JUnitXml.fromstring(to_junit(outcome).encode())


def test_each_file_is_a_suite_and_each_finding_a_case(outcome: Outcome) -> None:
    suites = {suite.name: [case.name for case in suite] for suite in read(outcome)}
    assert suites == {
        "data/bad file.ttl": [
            "http://example.org/Figure-value: <http://example.org/a> <http://example.org/value>",
            "http://example.org/Figure-unit: <http://example.org/a> <http://example.org/unit>",
            "http://example.org/Figure-note: <http://example.org/b> <http://example.org/note>",
        ],
        "data/good.ttl": ["conforms"],
    }


def test_only_what_fails_the_run_is_a_failure(outcome: Outcome) -> None:
    for level, failures in (("violation", 1), ("warning", 2), ("info", 3)):
        report = read(replace(outcome, fail_on=level))  # type: ignore[arg-type]
        assert (report.tests, report.failures, report.errors) == (4, failures, 0)
        assert [suite.failures for suite in report] == [failures, 0]
        failed = [case for suite in report for case in suite if not case.is_passed]
        assert len(failed) == failures


def test_a_failure_says_where_what_and_how_to_fix(outcome: Outcome) -> None:
    (suite, _) = read(outcome)
    case, *_ = suite
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.message == "A figure has a value, an xsd:decimal."
    assert failure.type == "violation"
    assert failure.text is not None
    assert failure.text.startswith("data/bad file.ttl:8:24: violation: Reported figure: ")
    assert failure.text.endswith(" fix: write 19.0, not 19.")
    assert (case._elem.get("file"), case._elem.get("line")) == ("data/bad file.ttl", "8")


def test_a_finding_without_a_place_has_a_suite_of_its_own(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    verdict = replace(outcome.verdict, findings=(replace(first, place=None),))
    names = [suite.name for suite in read(replace(outcome, verdict=verdict))]
    assert names == ["data/bad file.ttl", "data/good.ttl", NOWHERE]


def test_characters_that_xml_cannot_hold_are_replaced(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    odd = replace(first, message="bell \x07 and half \ud83d")
    verdict = replace(outcome.verdict, findings=(odd,))
    (suite, _) = read(replace(outcome, verdict=verdict))
    assert next(iter(suite)).result[0].message == "bell \ufffd and half \ufffd"
