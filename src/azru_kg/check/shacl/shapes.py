"""Reads shapes and refuses those that pySHACL would misread, fail on or take to the network.

pySHACL meets a faulty query or pattern only when some node is tested against it, and then with an
error that names no shape; rdflib follows FROM and SERVICE wherever they lead. So the texts inside
shapes are looked at before anything runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyparsing import ParseBaseException
from pyshacl.entrypoints import meta_validate
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from rdflib import OWL, RDF, SH, BNode, Graph, URIRef
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from azru_kg.check.finding import Location
from azru_kg.check.locate import locate_node
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.report_graph import Namer, collect
from azru_kg.errors import DataError, DataErrors
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.prefixes import shorten
from azru_kg.rdf.rdflib_terms import without_complaints

BLANK = "blank-of-shapes-"
"""How blank nodes of shapes are called: told apart from those of the data, and from words."""

_READY = {"rdf", "rdfs", "owl"}
_BLANK = re.compile(rf"'?({BLANK}\d+)'?")
_OUTSIDE = {"DatasetClause": "FROM", "ServiceGraphPattern": "SERVICE"}
_FORMS = {SH.select: "SelectQuery", SH.ask: "AskQuery"}


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of some files, a graph each."""

    files: tuple[DataFile, ...]
    graphs: tuple[Graph, ...]

    def merge(self) -> Graph:
        """Return all shapes as one new graph: pySHACL changes the one that it is given."""
        merged = Graph(bind_namespaces="none")
        for graph in self.graphs:
            merged += graph
        _import_prefixes(merged)
        return merged

    def alone(self) -> Iterator[Shapes]:
        """Yield the shapes of each file on their own."""
        for file, graph in zip(self.files, self.graphs, strict=True):
            yield Shapes((file,), (graph,))

    @property
    def place(self) -> str:
        """The names of the files, for messages."""
        return ", ".join(str(file.path) for file in self.files)

    def find_place(self, node: Node) -> Location:
        """Return where a node is described, by the nearest IRI; all files where it is in none.

        Of an empty `[ ]` nothing is said but where it is used.
        """
        for file, graph in zip(self.files, self.graphs, strict=True):
            if (node, None, None) in graph or (None, None, node) in graph:
                name = Namer(graph).iri(node)
                found = locate_node(URIRef(name), [file]) if name else None
                return found or Location(file.path)
        return Location(self.place)

    def blame(self, node: Node, reason: str) -> DataError:
        """Return the error that says what is wrong with a node, and where it is."""
        place = self.find_place(node)
        return DataError(place.path, reason, line=place.line, column=place.column)

    def explain(self, reason: str) -> str:
        """Return a text of pySHACL on one line, its blank nodes put into words."""
        namer = Namer(self.merge())
        named = _BLANK.sub(lambda match: f"a blank node of {namer.name(BNode(match[1]))}", reason)
        return " ".join(named.replace("For reference, see", "See").split())


def read_shapes(files: Sequence[DataFile]) -> Shapes:
    """Return the shapes of files; raise DataError for none at all and for faulty texts in them."""
    shapes = Shapes(tuple(files), tuple(_read_as_shapes(files)))
    merged = shapes.merge()
    if not any(str(name).startswith(str(SH)) for name in merged.predicates(unique=True)):
        raise DataError(shapes.place, "no SHACL shape here")
    for node, pattern in merged.subject_objects(SH.pattern):
        _check_pattern(shapes, node, str(pattern))
    for predicate, form in _FORMS.items():
        for node, query in merged.subject_objects(predicate):
            parts = _parse_query(shapes, node, str(query))
            if not any(part.name == form for part in parts):
                raise _fault(
                    shapes, node, f"its {shorten(str(predicate))} is not a query of that form"
                )
            _check_reach(shapes, node, parts)
            _check_prefixes(shapes, node, parts, _find_prefixes(merged, node))
    return shapes


def check_well_formed(shapes: Shapes) -> None:
    """Raise DataError, or DataErrors, where shapes are against the shapes of SHACL itself."""
    merged = shapes.merge()
    try:
        with without_complaints():
            _, report, _ = meta_validate(shapes.merge(), inference="none")
    except ValueError as error:
        raise DataError(shapes.place, f"not well-formed SHACL: {error}") from error
    namer = Namer(merged)
    # One for each node: that it is of none of the kinds there are follows from what is wrong.
    findings = {finding.focus: finding for finding in reversed(collect(report, namer))}
    errors = [
        shapes.blame(
            finding.focus,
            f"not well-formed SHACL: {namer.name(finding.focus)}: {shapes.explain(finding.message)}"
            f"{f' (path {finding.path})' if finding.path else ''}",
        )
        for finding in reversed(findings.values())
    ]
    if len(errors) > 1:
        raise DataErrors(errors)
    if errors:
        raise errors[0]


def _read_as_shapes(files: Sequence[DataFile]) -> list[Graph]:
    # As pySHACL reads them itself: of the boolean literals, only "true" switches something on.
    rdflib_bool_patch()  # type: ignore[no-untyped-call]
    try:
        return reading.read_each(files, BLANK)
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]


def _check_pattern(shapes: Shapes, node: Node, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        reason = f"the sh:pattern {pattern!r} is not a regular expression: {error}"
        raise _fault(shapes, node, reason) from error


def _parse_query(shapes: Shapes, node: Node, text: str) -> list[CompValue]:
    """Return all parts of the syntax tree of a query."""
    parts: list[CompValue] = []

    def note(part: object) -> None:
        if isinstance(part, CompValue):
            parts.append(part)

    try:
        traverse(list(parseQuery(text)), visitPre=note)
    except ParseBaseException as error:
        place = f"line {error.lineno}, column {error.column}"
        raise _fault(shapes, node, f"its query is not SPARQL at {place}: {error.msg}") from error
    except RecursionError as error:
        raise _fault(shapes, node, "its query is nested too deep") from error
    return parts


def _check_reach(shapes: Shapes, node: Node, parts: list[CompValue]) -> None:
    for part in parts:
        if part.name in _OUTSIDE:
            raise _fault(shapes, node, f"{_OUTSIDE[part.name]} is refused in its query")


def _check_prefixes(shapes: Shapes, node: Node, parts: list[CompValue], declared: set[str]) -> None:
    own = {part.prefix or "" for part in parts if part.name == "PrefixDecl"}
    used = {part.prefix or "" for part in parts if part.name == "pname"}
    for prefix in sorted(used - own - declared):
        reason = f"its query has the undefined prefix {prefix}: "
        raise _fault(shapes, node, f"{reason}(say sh:prefixes, and sh:declare there)")


def _import_prefixes(graph: Graph) -> None:
    """Declare at each value of sh:prefixes what it imports: pySHACL does not follow owl:imports."""
    for node in set(graph.objects(None, SH.prefixes)):
        for imported in set(graph.transitive_objects(node, OWL.imports)):
            for declaration in set(graph.objects(imported, SH.declare)):
                graph.add((node, SH.declare, declaration))


def _find_prefixes(graph: Graph, node: Node) -> set[str]:
    """Return the prefixes that pySHACL declares for a query, by its rules and no other."""
    everyone = set(graph.subjects(RDF.type, OWL.Ontology))
    declaring: set[Node] = set()
    for given in graph.objects(node, SH.prefixes):
        alone = given in everyone and (given, SH.declare, None) in graph
        declaring |= {given} if alone else {given, *everyone}
    return _READY | {
        str(prefix)
        for subject in declaring
        for declaration in graph.objects(subject, SH.declare)
        for prefix in graph.objects(declaration, SH.prefix)
    }


def _fault(shapes: Shapes, node: Node, reason: str) -> DataError:
    name = Namer(shapes.merge()).name(node)
    return shapes.blame(node, f"shape {name}: {reason}")
