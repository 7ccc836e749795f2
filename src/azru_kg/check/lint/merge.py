"""Puts what lint finds into a verdict, so that every report of a verdict tells it too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from azru_kg.check.finding import Finding, Severity
from azru_kg.check.shacl.judge import Verdict
from azru_kg.rdf.prefixes import expand

_SEVERITIES: dict[Severity, URIRef] = {
    "violation": SH.Violation,
    "warning": SH.Warning,
    "info": SH.Info,
}


def add_findings(verdict: Verdict, findings: Iterable[Finding]) -> Verdict:
    """Return a verdict with the findings of lint on the same data that it does not have yet."""
    new = leave_out(findings, verdict.findings)
    results = Graph(bind_namespaces="none")
    results += verdict.results
    for finding in new:
        for predicate, value in _describe(finding):
            results.add((finding.node, predicate, value))
    together = sorted((*verdict.findings, *new), key=lambda finding: finding.order)
    return replace(verdict, findings=tuple(together), results=results)


def leave_out(findings: Iterable[Finding], known: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are not known.

    Two findings are one where they are about the same value of the same property of one node; but
    that a shape is closed says nothing on the value.
    """
    places = {
        (finding.focus, part, finding.value)
        for finding in known
        if finding.component != str(SH.ClosedConstraintComponent)
        for part in finding.path.split("|")
    }
    return [
        finding
        for finding in findings
        if (finding.focus, finding.path, finding.value) not in places
    ]


def _describe(finding: Finding) -> list[tuple[URIRef, Node]]:
    """Return what a validation report says of a finding."""
    path = finding.path
    iri = path[1:-1] if path.startswith("<") else expand(path) if path else ""
    said: list[tuple[URIRef, Node | None]] = [
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, finding.focus),
        (SH.resultMessage, Literal(finding.message, lang="en")),
        (SH.resultPath, URIRef(iri) if iri else None),
        (SH.resultSeverity, _SEVERITIES[finding.severity]),
        (SH.sourceConstraintComponent, URIRef(finding.component)),
        (SH.sourceShape, URIRef(finding.shape)),
        (SH.value, finding.value),
    ]
    return [(predicate, value) for predicate, value in said if value is not None]
