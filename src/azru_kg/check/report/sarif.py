"""Writes what came of a validation as SARIF 2.1.0, which code hosts show at the lines it names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from azru_kg import __version__
from azru_kg.check.finding import Finding, Location, Severity, spell
from azru_kg.check.paths import find_root, relate, to_uri
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import sort_by_place
from azru_kg.rdf.prefixes import BASE, shorten

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS: Mapping[Severity, str] = {"violation": "error", "warning": "warning", "info": "note"}


def to_sarif(outcome: Outcome) -> str:
    """Return the outcome as a SARIF log with one run: a rule for each shape, a result a finding."""
    rules = _list_rules(outcome.findings)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    root = find_root()
    results = [
        _describe(finding, numbers[_name_rule(finding)], finding.place or _guess(outcome), root)
        for finding in outcome.findings
    ]
    driver = {
        "name": "azru-kg",
        "informationUri": BASE,
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the checkout."}}},
        "results": results,
    }
    if outcome.verdict.notices:
        run["invocations"] = [_tell_notices(outcome.verdict.notices, root)]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json.dumps(log, indent=2, ensure_ascii=False)}\n"


def _tell_notices(notices: Iterable[Finding], root: Path) -> dict[str, Any]:
    """Return how the run went: to its end, but for what it did not judge of the shapes."""
    told = [
        {
            "level": "warning",
            "message": {"text": f"{notice.label}: {notice.message}"},
            "locations": [] if notice.place is None else [_locate(notice.place, root)],
        }
        for notice in sort_by_place(notices)
    ]
    return {"executionSuccessful": True, "toolConfigurationNotifications": told}


def _list_rules(findings: list[Finding]) -> list[dict[str, Any]]:
    """Return a rule for each shape that something is against, by its id."""
    first: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.order):
        first.setdefault(_name_rule(finding), finding)
    return [_make_rule(name, first[name]) for name in sorted(first)]


def _make_rule(name: str, finding: Finding) -> dict[str, Any]:
    rule = {
        "id": name,
        "name": _camel(finding.label),
        "shortDescription": {"text": finding.label},
        "fullDescription": {"text": finding.statement},
        "help": {"text": finding.advice or finding.fix or finding.statement},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
    return {**rule, "helpUri": finding.shape} if finding.shape.startswith("http") else rule


def _describe(finding: Finding, rule: int, place: Location | None, root: Path) -> dict[str, Any]:
    fix = finding.fix or finding.advice
    about = f"focus {spell(finding.focus)}{f', path {finding.path}' if finding.path else ''}"
    message = f"{finding.statement} ({about}){f' Fix: {fix}' if fix else ''}"
    return {
        "ruleId": _name_rule(finding),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [] if place is None else [_locate(place, root)],
        "partialFingerprints": {"azruFinding/v1": _fingerprint(finding)},
    }


def _locate(place: Location, root: Path) -> dict[str, Any]:
    artifact = {"uri": to_uri(place.path, root)}
    if relate(place.path, root) is not None:
        artifact["uriBaseId"] = _ROOT
    # Code scanning wants a line: where only the file is known, it is the first.
    region = {"startLine": place.line or 1}
    if place.column is not None:
        region["startColumn"] = place.column
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _guess(outcome: Outcome) -> Location | None:
    """Return a file for a finding without one: code scanning refuses a result without a place."""
    return Location(outcome.files[0]) if outcome.files else None


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same of a finding when lines are added above it."""
    value = "" if finding.value is None else spell(finding.value)
    parts = (finding.shape, finding.component, spell(finding.focus), finding.path, value)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _name_rule(finding: Finding) -> str:
    return shorten(finding.shape or finding.component)


def _camel(label: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in label).split()
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in words) or "Shape"
