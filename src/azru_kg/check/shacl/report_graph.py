"""What a validation report says, one finding a result, in words and in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from azru_kg.check.finding import Finding, Severity, spell
from azru_kg.check.shacl.amended.watch import Unjudged
from azru_kg.rdf.prefixes import shorten

_SEVERITY: dict[object, Severity] = {SH.Warning: "warning", SH.Info: "info"}
_MORE_TIME = "Fix: make it simpler, or give it more time (--constraint-timeout, --timeout)."
_STEPS = {
    SH.inversePath: "^{}",
    SH.zeroOrMorePath: "{}*",
    SH.oneOrMorePath: "{}+",
    SH.zeroOrOnePath: "{}?",
}


def collect(report: Graph, namer: Namer) -> list[Finding]:
    """Return the findings of a SHACL validation report, in order."""
    results = (
        result
        for root in report.subjects(RDF.type, SH.ValidationReport)
        for result in report.objects(root, SH.result)
    )
    return sorted(
        (_read(report, result, namer) for result in results), key=lambda finding: finding.order
    )


def add_unjudged(report: Graph, unjudged: Iterable[Unjudged]) -> frozenset[Node]:
    """Add a violation to a report for each part of a shape that has not been judged to the end.

    Returns the nodes of these results.
    """
    roots = list(report.subjects(RDF.type, SH.ValidationReport))
    results: set[Node] = set()
    for gap in unjudged:
        result = BNode()
        for root in roots:
            report.add((root, SH.result, result))
            report.set((root, SH.conforms, Literal(False)))
        for predicate, value in _describe_unjudged(gap):
            report.add((result, predicate, value))
        results.add(result)
    return frozenset(results)


def _describe_unjudged(gap: Unjudged) -> Iterator[tuple[URIRef, Node]]:
    part = shorten(str(gap.part))
    message = f"{part} has not been judged to the end: {gap.reason}. {_MORE_TIME}"
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, gap.shape if gap.focus is None else gap.focus
    yield SH.resultSeverity, SH.Violation
    yield SH.sourceConstraintComponent, gap.part
    yield SH.sourceShape, gap.shape
    yield SH.resultMessage, Literal(message, lang="en")


class Namer:
    """Finds what the shapes of a graph are called."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self.name, self.iri = cache(self._find_name), cache(self._find_iri)

    def _find_name(self, node: Node) -> str:
        """Return the label of a node of the shapes graph, or its IRI, or those of what holds it."""
        for holder in self._climb(node):
            if label := _pick(self._shapes, holder, RDFS.label) or _pick(
                self._shapes, holder, SH.name
            ):
                return label
        return shorten(self.iri(node)) or "a shape without an IRI"

    def _find_iri(self, node: Node) -> str:
        """Return the IRI of a node of the shapes graph, or of what holds it, or nothing."""
        return next((str(holder) for holder in self._climb(node) if isinstance(holder, URIRef)), "")

    def _climb(self, node: Node) -> Iterator[Node]:
        seen, layer = {node}, [node]
        while layer:
            yield from layer
            layer = sorted({up for held in layer for up in self._holders(held)} - seen, key=str)
            seen |= set(layer)

    def _holders(self, node: Node) -> Iterator[Node]:
        predicate = None if isinstance(node, BNode) else SH.property
        yield from self._shapes.subjects(predicate, node)


def spell_path(graph: Graph, path: Node) -> str:
    """Return a SHACL property path as SPARQL writes it; raise ValueError for a list in a ring.

    >>> graph = Graph().parse(data='''PREFIX sh: <http://www.w3.org/ns/shacl#>
    ... <urn:a> <urn:b> ( [ sh:inversePath sh:not ] sh:node ) .''')
    >>> spell_path(graph, graph.value(URIRef("urn:a"), URIRef("urn:b")))
    '^sh:not/sh:node'
    """
    if isinstance(path, URIRef):
        return spell(path)
    if (path, RDF.first, None) in graph:
        return "/".join(_nest(graph, step) for step in Collection(graph, path))
    if options := graph.value(path, SH.alternativePath):
        return "|".join(_nest(graph, option) for option in Collection(graph, options))
    for predicate, pattern in _STEPS.items():
        if inner := graph.value(path, predicate):
            text = _nest(graph, inner)
            repeats = any((inner, step, None) in graph for step in _STEPS)
            return pattern.format(f"({text})" if repeats else text)
    return spell(path)


def _nest(graph: Graph, path: Node) -> str:
    text = spell_path(graph, path)
    several = (path, RDF.first, None) in graph or (path, SH.alternativePath, None) in graph
    return f"({text})" if several else text


def _read(report: Graph, result: Node, namer: Namer) -> Finding:
    about = dict(report.predicate_objects(result))
    shape, path = about[SH.sourceShape], about.get(SH.resultPath)
    component = str(about[SH.sourceConstraintComponent])
    message = _pick(report, result, SH.resultMessage) or f"against {shorten(component)}"
    return Finding(
        severity=_SEVERITY.get(about[SH.resultSeverity], "violation"),
        label=namer.name(shape),
        shape=namer.iri(shape),
        focus=about[SH.focusNode],
        path="" if path is None else spell_path(report, path),
        value=about.get(SH.value),
        message=" ".join(message.split()),
        component=component,
        node=result,
    )


def _pick(graph: Graph, node: Node, predicate: URIRef) -> str:
    """Return the English text, or one without a language, or the first of all."""
    texts = [text for text in graph.objects(node, predicate) if isinstance(text, Literal)]
    wanted = ("en", "")
    ranked = sorted(
        (wanted.index(language) if language in wanted else len(wanted), language, str(text))
        for text in texts
        for language in [(text.language or "").lower()]
    )
    return ranked[0][2] if ranked else ""
