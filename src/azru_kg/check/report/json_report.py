"""Writes what came of a validation as JSON; docs/validate-report.schema.json says what is in it."""

from __future__ import annotations

import json
from typing import Any

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg import __version__
from azru_kg.check.finding import SEVERITIES, Finding
from azru_kg.check.paths import show_path
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.text import sort_by_place

VERSION = 2
"""The version of the keys: it changes when one is renamed, removed, or means another thing."""


def to_json(outcome: Outcome) -> str:
    """Return the outcome as one JSON object."""
    verdict = outcome.verdict
    report = {
        "version": VERSION,
        "tool": {"name": "azru-kg", "version": __version__},
        "conforms": verdict.conforms,
        "passes": outcome.passes,
        "failOn": outcome.fail_on,
        "triples": verdict.triples,
        "counts": {severity: verdict.count(severity) for severity in SEVERITIES},
        "omitted": outcome.omitted,
        "findings": [_describe(finding) for finding in outcome.findings],
        "notices": [_describe(notice) for notice in sort_by_place(verdict.notices)],
    }
    text = f"{json.dumps(report, indent=2, ensure_ascii=False)}\n"
    # A file name need not be UTF-8, but JSON has to be.
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _describe(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "severity": finding.severity,
        "shape": finding.shape or None,
        "name": finding.label,
        "component": finding.component,
        "message": finding.statement,
        "fix": finding.fix or finding.advice or None,
        "focus": _write(finding.focus),
        "path": finding.path or None,
        "value": None if finding.value is None else _write(finding.value),
        "place": place
        and {"path": show_path(place.path), "line": place.line, "column": place.column},
    }


def _write(node: Node) -> dict[str, str]:
    if isinstance(node, URIRef | BNode):
        return {"type": "iri" if isinstance(node, URIRef) else "blank", "value": str(node)}
    term = {"type": "literal", "value": str(node)}
    if isinstance(node, Literal) and node.language:
        return {**term, "language": node.language}
    datatype = node.datatype if isinstance(node, Literal) else None
    return {**term, "datatype": str(datatype or XSD.string)}
