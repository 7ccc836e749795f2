"""Writes findings as workflow commands of GitHub, which it shows at the lines they name."""

from __future__ import annotations

from azru_kg.check.finding import Finding, Severity, spell
from azru_kg.check.paths import find_root, relate, show_path
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import sort_by_place, summarise

_COMMANDS: dict[Severity, str] = {"violation": "error", "warning": "warning", "info": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def to_github(outcome: Outcome) -> str:
    """Return a workflow command for each notice and each finding, and a line of sums."""
    lines = [
        *map(_command, sort_by_place(outcome.verdict.notices)),
        *map(_command, outcome.findings),
        _escape(summarise(outcome.verdict, omitted=outcome.omitted), _DATA),
    ]
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    properties = {**_locate(finding), "title": finding.label}
    listed = ",".join(f"{key}={_escape(value, _PROPERTY)}" for key, value in properties.items())
    fix = finding.fix or finding.advice
    path = f", path {finding.path}" if finding.path else ""
    text = (
        f"{finding.statement} (focus {spell(finding.focus)}{path}){f' Fix: {fix}' if fix else ''}"
    )
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escape(text, _DATA)}"


def _locate(finding: Finding) -> dict[str, str]:
    place = finding.place
    if place is None or isinstance(place.path, str):
        return {}
    location = {"file": relate(place.path, find_root()) or show_path(place.path)}
    if place.line is not None:
        location["line"] = str(place.line)
    if place.column is not None:
        location["col"] = str(place.column)
    return location


def _escape(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
