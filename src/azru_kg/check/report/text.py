"""Writes a verdict: as lines to read, or as the report that the SHACL standard defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Literal

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH, BNode, URIRef
from rdflib.term import Node

from azru_kg.check.finding import SEVERITIES, Finding, spell
from azru_kg.check.paths import show_path, show_place
from azru_kg.check.shacl.judge import Verdict
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.rdf.rdflib_terms import to_oxigraph
from azru_kg.turtle.spelling import escape

Role = Literal["place", "violation", "warning", "info", "text", "about", "fix"]
"""What a part of a line is for: a terminal gives each a colour."""


def to_text(verdict: Verdict, *, omitted: int = 0) -> str:
    """Return notices and findings, one a line in the order of their places, and a line of sums."""
    findings = [*sort_by_place(verdict.notices), *sort_by_place(verdict.findings)]
    lines = [describe(finding) for finding in findings]
    return "".join(f"{line}\n" for line in [*lines, summarise(verdict, omitted=omitted)])


def sort_by_place(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file, line and column; those without a place last, the worst first."""

    def rank(finding: Finding) -> tuple[bool, str, int, int]:
        place = finding.place
        if place is None:
            return True, "", 0, 0
        return False, show_path(place.path), place.line or 0, place.column or 0

    return sorted(findings, key=lambda finding: (rank(finding), finding.order))


def describe(finding: Finding) -> str:
    """Return a finding on one line: where, how bad, against what, what is wrong, how to fix it."""
    return "".join(text for _, text in split_line(finding))


def split_line(finding: Finding) -> Iterator[tuple[Role, str]]:
    """Yield the line of a finding in parts."""
    about = [f"focus {spell(finding.focus)}"]
    if finding.path:
        about.append(f"path {finding.path}")
    if finding.value is not None and finding.value != finding.focus:
        about.append(f"value {spell(finding.value)}")
    if finding.place is not None:
        yield "place", f"{show_place(finding.place)}: "
    yield finding.severity, finding.severity
    # A message may be filled with what the data say, and so with codes for a terminal.
    yield "text", escape(f": {finding.label}: {finding.statement} ")
    yield "about", f"({', '.join(about)})"
    if fix := finding.fix or finding.advice:
        yield "fix", escape(f" fix: {fix}")


def summarise(verdict: Verdict, *, omitted: int = 0) -> str:
    """Return the verdict on one line; `omitted` is the number of findings left out of it.

    Data conform where there is no finding of any severity, as in every report.

    >>> import rdflib
    >>> summarise(Verdict((), 1200, rdflib.Graph()))
    'conforms: 1,200 triples, no findings'
    >>> summarise(Verdict((), 1200, rdflib.Graph()), omitted=2)
    'conforms where it changed: 1,200 triples, no findings; left out: 2 in unchanged files'
    """
    counts = [(verdict.count(severity), severity) for severity in SEVERITIES]
    counted = ", ".join(_count(number, severity) for number, severity in counts if number)
    outcome = "conforms" if verdict.conforms else "does not conform"
    if not verdict.conforms and not verdict.count("violation"):
        outcome = "no violation, but does not conform"
    if omitted and verdict.conforms:
        outcome = "conforms where it changed"
    sums = f"{outcome}: {_count(verdict.triples, 'triple')}, {counted or 'no findings'}"
    if verdict.notices:
        sums = f"{sums}; of the shapes not judged: {_count(len(verdict.notices), 'thing')}"
    return f"{sums}; left out: {omitted:,} in unchanged files" if omitted else sums


def to_turtle(verdict: Verdict) -> str:
    """Return the verdict as a SHACL validation report in Turtle, the same bytes for the same data.

    Its sh:conforms is that of SHACL 1.0: true only where there is no result of any severity.
    """
    results = _Numbering(verdict)
    root = ox.BlankNode("report")
    head: list[tuple[URIRef, ox.NamedNode | ox.BlankNode | ox.Literal]] = [
        (RDF.type, ox.NamedNode(SH.ValidationReport)),
        (SH.conforms, to_oxigraph(rdflib.Literal(not verdict.findings))),
        *((SH.result, node) for node in results.nodes()),
    ]
    triples = [ox.Triple(root, ox.NamedNode(name), value) for name, value in head]
    return _write([*triples, *results.triples()])


def _write(triples: list[ox.Triple]) -> str:
    lines = "\n".join(map(str, triples))
    used = {prefix: space for prefix, space in PREFIXES.items() if f"<{space}" in lines}
    written = BytesIO()
    ox.serialize(triples, written, ox.RdfFormat.TURTLE, prefixes=used)
    return written.getvalue().decode()


def _count(number: int, name: str) -> str:
    return f"{number:,} {name if number == 1 else f'{name}s'}"


class _Numbering:
    """Gives the blank nodes of results names that follow from what is said of them."""

    def __init__(self, verdict: Verdict) -> None:
        self._graph = verdict.results
        self._texts: dict[Node, str] = {}
        self._blanks: dict[Node, ox.BlankNode] = {}
        ordered = sorted(
            verdict.findings, key=lambda finding: (finding.order, self._text(finding.node))
        )
        self._results = [finding.node for finding in ordered]

    def nodes(self) -> list[ox.BlankNode]:
        """Return the nodes of the results."""
        return [self._blank(result) for result in self._results]

    def triples(self) -> Iterator[ox.Triple]:
        """Yield what the graph says of the results and of the blank nodes that they lead to."""
        nodes, seen = list(self._results), set(self._results)
        for node in nodes:
            for predicate, value in self._about(node):
                if isinstance(value, BNode) and value not in seen:
                    seen.add(value)
                    nodes.append(value)
                yield ox.Triple(self._blank(node), ox.NamedNode(str(predicate)), self._term(value))

    def _about(self, node: Node) -> list[tuple[Node, Node]]:
        pairs = list(self._graph.predicate_objects(node))
        return sorted(
            pairs, key=lambda pair: (pair[0] != RDF.type, str(pair[0]), self._text(pair[1]))
        )

    def _text(self, node: Node) -> str:
        if not isinstance(node, BNode):
            return str(to_oxigraph(node))
        if node not in self._texts:
            self._texts[node] = ""  # where blank nodes form a ring, it ends here
            self._texts[node] = " ".join(
                f"{predicate} {self._text(value)}" for predicate, value in self._about(node)
            )
        return self._texts[node]

    def _term(self, node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        return self._blank(node) if isinstance(node, BNode) else to_oxigraph(node)

    def _blank(self, node: Node) -> ox.BlankNode:
        return self._blanks.setdefault(node, ox.BlankNode(f"b{len(self._blanks) + 1}"))
