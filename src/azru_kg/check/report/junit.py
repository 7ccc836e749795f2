"""Writes what came of a validation as JUnit XML, which continuous integration shows as tests.

A file is a test suite, and each of its findings a test case that fails if the finding is as severe
as what fails the run. A file without findings is one test case that passes.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from azru_kg.check.finding import Finding, spell
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import describe, sort_by_place
from azru_kg.rdf.prefixes import shorten

# What XML 1.0 cannot hold, not even as a character reference.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(outcome: Outcome) -> str:
    """Return the outcome as JUnit XML."""
    root = ElementTree.Element("testsuites", name="azru-kg validate")
    total = failed = 0
    for path, findings in outcome.by_file().items():
        failures = sum(finding.fails(outcome.fail_on) for finding in findings)
        cases = max(len(findings), 1)
        suite = ElementTree.SubElement(
            root, "testsuite", name=_clean(path), tests=str(cases), failures=str(failures)
        )
        suite.attrib |= {"errors": "0", "skipped": "0", "time": "0"}
        if not findings:
            _add_case(suite, path, "conforms", None)
        for finding in findings:
            _add_finding(suite, path, finding, fails=finding.fails(outcome.fail_on))
        total, failed = total + cases, failed + failures
    if outcome.verdict.notices:
        told = "\n".join(map(describe, sort_by_place(outcome.verdict.notices)))
        ElementTree.SubElement(root[-1], "system-err").text = _clean(told)
    root.attrib |= {"tests": str(total), "failures": str(failed), "errors": "0", "time": "0"}
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_finding(suite: ElementTree.Element, path: str, finding: Finding, *, fails: bool) -> None:
    rule = shorten(finding.shape) or finding.label
    where = "" if finding.path == "" else f" {finding.path}"
    line = None if finding.place is None else finding.place.line
    case = _add_case(suite, path, f"{rule}: {spell(finding.focus)}{where}", line)
    if fails:
        failure = ElementTree.SubElement(
            case, "failure", message=_clean(finding.statement), type=finding.severity
        )
        failure.text = _clean(describe(finding))
    else:
        ElementTree.SubElement(case, "system-out").text = _clean(describe(finding))


def _add_case(
    suite: ElementTree.Element, path: str, name: str, line: int | None
) -> ElementTree.Element:
    case = ElementTree.SubElement(suite, "testcase", classname=_clean(path), name=_clean(name))
    case.attrib |= {"file": _clean(path), "time": "0"}
    if line is not None:
        case.set("line", str(line))
    return case


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
