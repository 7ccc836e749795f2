"""Says what of some shapes is not judged: a validator that is silent about it seems to agree.

A notice is about the shapes and no result of a validation, so that data conform in spite of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.finding import Finding, spell
from azru_kg.check.shacl.report_graph import Namer
from azru_kg.check.shacl.shapes import Shapes
from azru_kg.rdf.nearest import find_nearest
from azru_kg.rdf.prefixes import expand, shorten

_KEYWORDS = ("and", "class", "in", "not", "or")
# rdflib lists no term that is a keyword of Python.
_KNOWN = frozenset(f"sh:{name}" for name in (*SH.__annotations__, *_KEYWORDS))
_LATER = frozenset(
    f"sh:{name}"
    for name in (
        *("Debug", "ListParameter", "NodeExpression", "ShapeClass", "Trace", "agentInstruction"),
        *("codeIdentifier", "conformanceDisallows", "expects", "listParameter", "maxListLength"),
        *("memberShape", "minListLength", "nodeByExpression", "reificationRequired"),
        *("reifierShape", "rootClass", "shape", "singleLine", "someValue", "subsetOf"),
        *("targetWhere", "uniqueMembers", "uniqueValuesFor", "values"),
    )
)
_PARTS: dict[Node, str] = {
    SH.expression: "sh:expression is not judged. Fix: write the constraint as sh:sparql.",
    SH.js: "sh:js is not judged: no JavaScript runs here. Fix: write the constraint as sh:sparql.",
    SH.rule: "sh:rule is not run: the data are judged as they are.",
}
_KINDS: dict[Node, str] = {
    SH.Function: "sh:Function is not known to queries here.",
    SH.SPARQLFunction: "sh:SPARQLFunction is not known to queries here.",
    SH.JSFunction: "sh:JSFunction is not known to queries here: no JavaScript runs here.",
    SH.JSTarget: "sh:JSTarget finds nothing: no JavaScript runs here.",
    SH.JSTargetType: "sh:JSTargetType finds nothing: no JavaScript runs here.",
}


def leave_out_unjudged(shapes: Graph) -> None:
    """Take out of a graph what is not judged, so that nothing of it begins to run."""
    for predicate in _PARTS:
        shapes.remove((None, predicate, None))
    for kind in _KINDS:
        for node in set(shapes.subjects(RDF.type, kind)):
            shapes.remove((None, SH.target, node))
            shapes.remove((node, None, None))


def find_notices(shapes: Shapes) -> list[Finding]:
    """Return a notice for each thing in shapes that is not judged, in the order of its names."""
    graph = shapes.unite()
    namer = Namer(graph)
    described = set(graph.subjects(unique=True))
    notices = [
        _make(node, predicate, value, reason, namer)
        for node, predicate, value in graph
        for reason in _find_reasons(predicate, value, described)
        if not str(node).startswith(str(SH))
    ]
    return sorted(notices, key=lambda notice: notice.order)


def _find_reasons(predicate: Node, value: Node, described: set[Node]) -> Iterator[str]:
    if predicate in _PARTS:
        yield _PARTS[predicate]
    elif predicate == RDF.type and value in _KINDS:
        yield _KINDS[value]
    elif predicate == OWL.imports and value not in described:
        yield f"owl:imports {spell(value)} is not followed. Fix: name its file with --shapes, too."
    for term in (predicate, value):
        if isinstance(term, URIRef) and term.startswith(str(SH)) and term not in _PARTS:
            yield from _doubt(shorten(str(term)))


def _doubt(name: str) -> Iterator[str]:
    if name in _LATER:
        yield f"{name} is a term of SHACL 1.2, and is not judged here."
    elif name not in _KNOWN and name != "sh:":
        near = find_nearest(name, _KNOWN)
        hint = f" Fix: write {near}." if near else ""
        yield f"{name} is no term of SHACL, and is not judged.{hint}"


def _make(node: Node, predicate: Node, value: Node, reason: str, namer: Namer) -> Finding:
    return Finding(
        severity="warning",
        label=namer.name(node),
        shape=namer.iri(node),
        focus=node,
        path=spell(predicate),
        value=value if isinstance(value, URIRef) else None,
        message=reason,
        component=expand("sh:Shape"),
        node=node,
    )
