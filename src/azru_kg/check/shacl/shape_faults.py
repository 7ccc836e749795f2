"""Looks for faults in shapes before anything runs: in queries, prefixes and patterns.

pySHACL meets a faulty one only when some node is tested against it, and puts the prefixes of a
query before it as they are, so that a namespace could end the line and go on with a query of its
own. So each query is judged as it will run, and each namespace has to be an IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyparsing import ParseBaseException
from rdflib import OWL, RDF, SH, Graph, Literal
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from azru_kg.check.finding import spell
from azru_kg.check.shacl.amended.patterns import compile_pattern
from azru_kg.check.shacl.querying import OUTSIDE, list_parts
from azru_kg.errors import AzruError
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import shorten

_READY = {"rdf", "rdfs", "owl"}
_HOLDERS = (SH.sparql, SH.validator, SH.nodeValidator, SH.propertyValidator, SH.target)
_FORMS = {SH.select: "SelectQuery", SH.ask: "AskQuery"}
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')
_PREFIX = re.compile(r"|[^\W\d_](?:[\w.-]*[\w-])?")

Fault = tuple[Node, str]


def find_faults(shapes: Graph) -> Iterator[Fault]:
    """Yield the nodes of a shapes graph with a faulty query, prefix or pattern, and what it is."""
    for node, regime in shapes.subject_objects(SH.entailment):
        # SHACL 3.2 says to fail on it.
        yield node, f"the sh:entailment {spell(regime)} is not supported: nothing is inferred here"
    for node, pattern in shapes.subject_objects(SH.pattern):
        yield from _check_pattern(shapes, node, str(pattern))
    for declaration, namespace in shapes.subject_objects(SH.namespace):
        if not _IRI.fullmatch(str(namespace)):
            yield declaration, f"the sh:namespace {str(namespace)!r} is no IRI"
    for declaration, prefix in shapes.subject_objects(SH.prefix):
        if not _PREFIX.fullmatch(str(prefix)):
            yield declaration, f"the sh:prefix {str(prefix)!r} is no prefix"
    for predicate, form in _FORMS.items():
        for node, query in shapes.subject_objects(predicate):
            if _is_run(shapes, node):
                yield from _check_query(shapes, node, str(query), shorten(str(predicate)), form)


def _is_run(shapes: Graph, node: Node) -> bool:
    """Return whether a query can run: some files keep others, such as tests of queries."""
    named = any((None, predicate, node) in shapes for predicate in _HOLDERS)
    return named or any(str(kind).startswith(str(SH)) for kind in shapes.objects(node, RDF.type))


def import_prefixes(graph: Graph) -> None:
    """Declare at each value of sh:prefixes what it imports: pySHACL does not follow owl:imports.

    A namespace that is given as an IRI is made a text, which pySHACL asks for.
    """
    for node in set(graph.objects(None, SH.prefixes)):
        for imported in set(graph.transitive_objects(node, OWL.imports)):
            for declaration in set(graph.objects(imported, SH.declare)):
                graph.add((node, SH.declare, declaration))
    for declaration, namespace in list(graph.subject_objects(SH.namespace)):
        if not isinstance(namespace, Literal):
            graph.set((declaration, SH.namespace, Literal(str(namespace))))


def _check_pattern(shapes: Graph, node: Node, pattern: str) -> Iterator[Fault]:
    flags = min(map(str, shapes.objects(node, SH.flags)), default="")
    try:
        compile_pattern(pattern, flags)
    except ValueError as error:
        told = f" with sh:flags {flags!r}" if flags else ""
        yield node, f"the sh:pattern {pattern!r}{told} is not a regular expression: {error}"


def _check_query(shapes: Graph, node: Node, query: str, name: str, form: str) -> Iterator[Fault]:
    try:
        parts = _parse(query)
        list(tokenize(query))
    except ParseBaseException as error:
        place = f"line {error.lineno}, column {error.column}"
        yield node, f"its query is not SPARQL at {place}: {error.msg}"
        return
    except AzruError as error:
        yield node, f"its query is not SPARQL: {error}"
        return
    except RecursionError:
        yield node, "its query is nested too deep"
        return
    if not any(part.name == form for part in parts):
        yield node, f"its {name} is not a query of that form"
        return
    declared = _find_prefixes(shapes, node)
    yield from ((node, reason) for reason in _find_undefined(parts, set(declared)))
    yield from ((node, reason) for reason in _find_reach(parts))
    head = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in declared.items())
    yield from ((node, reason) for reason in _judge_whole(f"{head}\n{query}", parts))


def _judge_whole(text: str, alone: list[CompValue]) -> Iterator[str]:
    """Yield what is wrong with a query once its prefixes are before it."""
    try:
        parts = _parse(text)
    except ParseBaseException:
        yield "its query is not SPARQL once the prefixes of sh:prefixes are before it"
        return
    yield from _find_reach(parts)
    added = [part for part in parts if part.name not in ("PrefixDecl", "Prologue")]
    kept = [part for part in alone if part.name not in ("PrefixDecl", "Prologue")]
    if len(added) != len(kept):
        yield "its query is another one once the prefixes of sh:prefixes are before it"


def _parse(text: str) -> list[CompValue]:
    return list_parts(parseQuery(text))


def _find_reach(parts: list[CompValue]) -> Iterator[str]:
    for part in parts:
        if part.name in OUTSIDE:
            yield f"{OUTSIDE[part.name]} is refused in its query"


def _find_undefined(parts: list[CompValue], declared: set[str]) -> Iterator[str]:
    own = {part.prefix or "" for part in parts if part.name == "PrefixDecl"}
    used = {part.prefix or "" for part in parts if part.name == "pname"}
    for prefix in sorted(used - own - declared - _READY):
        reason = f"its query has the undefined prefix {prefix}: "
        yield f"{reason}(say sh:prefixes, and sh:declare there)"


def _find_prefixes(graph: Graph, node: Node) -> dict[str, str]:
    """Return the prefixes that pySHACL declares for a query, by its rules and no other."""
    everyone = set(graph.subjects(RDF.type, OWL.Ontology))
    declaring: set[Node] = set()
    for given in graph.objects(node, SH.prefixes):
        alone = given in everyone and (given, SH.declare, None) in graph
        declaring |= {given} if alone else {given, *everyone}
    return {
        str(prefix): str(namespace)
        for subject in declaring
        for declaration in graph.objects(subject, SH.declare)
        for prefix in graph.objects(declaration, SH.prefix)
        for namespace in graph.objects(declaration, SH.namespace)
    }
