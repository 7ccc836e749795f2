"""Says what a shape of this project asks, why, and what keeps to it and what does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent

from rdflib import RDF, RDFS, SH, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg.check.advice import specimens
from azru_kg.check.advice.shape_text import word_constraints, word_path, word_targets
from azru_kg.check.finding import split_message
from azru_kg.check.shacl import reading
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, Layout
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import PREFIXES, shorten

_SPACE = PREFIXES["azru-sh"]
_KINDS = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
_MARGIN = "  "
# A node shape speaks of the focus alone, which is "each" of its values.
_OF_ITSELF = {"each ": "it ", "none meets ": "it does not meet "}
_ITSELF = re.compile("^(each |none meets )")


class Explainer:
    """Knows the shapes of a layout, and the ontology that they are about."""

    def __init__(self, layout: Layout) -> None:
        self._specimens = layout.specimens
        files = [DataFile(path, graph) for path, graph in layout.files()]
        self._shapes = reading.read([file for file in files if file.graph == SHAPES_GRAPH])
        self._ontology = reading.read(
            [file for file in files if file.path.parent == layout.ontology]
        )
        shapes = {node for kind in _KINDS for node in self._shapes.subjects(RDF.type, kind)}
        names = (str(node).removeprefix(_SPACE) for node in shapes if isinstance(node, URIRef))
        self._names = sorted(names)

    def list_shapes(self) -> list[str]:
        """Return a line for each shape: its name, and what it is in short."""
        width = max(len(name) for name in self._names)
        return [
            f"azru-sh:{name:{width}}  {self._sum_up(URIRef(_SPACE + name))}".rstrip()
            for name in self._names
        ]

    def explain(self, name: str) -> str:
        """Return what a shape asks, by its name, prefixed name or IRI; raise AzruError if none."""
        local = self._find(name)
        shape = URIRef(_SPACE + local)
        lines = [f"azru-sh:{local}: {self._sum_up(shape)}", f"<{shape}>", ""]
        lines += self._tell_about(shape)
        lines += ["", "Asks", *self._tell_parts(shape)]
        return "\n".join([*lines, *self._show_examples(shape), ""])

    def _find(self, name: str) -> str:
        local = name.strip("<>").removeprefix(_SPACE).removeprefix("azru-sh:")
        if local in self._names:
            return local
        near = find_similar(local, self._names, most=3)
        meant = f"Did you mean {' or '.join(f'azru-sh:{shape}' for shape in near)}?"
        hint = meant if near else "azru-kg explain, without a name, lists all"
        raise AzruError(f"no shape is called {name}. {hint}")

    def _sum_up(self, shape: URIRef) -> str:
        label, path = self._shapes.value(shape, RDFS.label), word_path(self._shapes, shape)
        return str(label) if label is not None else split_message(self._message(shape))[0] or path

    def _tell_about(self, shape: URIRef) -> Iterator[str]:
        owner = self._find_owner(shape)
        if owner != shape:
            yield f"Part of: {shorten(owner)}, {self._sum_up(owner)}"
        yield f"Target: {word_targets(self._shapes, owner)}"
        for kind in sorted(self._shapes.objects(owner, SH.targetClass), key=str):
            for text in self._ontology.objects(kind, SKOS.definition):
                yield f"{_MARGIN}{shorten(str(kind))}: {text}"
        for predicate in (RDFS.comment, SH.description):
            yield from (f"Why: {text}" for text in self._shapes.objects(shape, predicate))

    def _tell_parts(self, shape: URIRef) -> Iterator[str]:
        parts = [*self._shapes.objects(shape, SH.property), *self._shapes.objects(shape, SH.sparql)]
        for part in [shape, *sorted(parts, key=str)]:
            if asked := self._word(part):
                severity = str(self._shapes.value(part, SH.severity) or "")
                level = severity.removeprefix(str(SH)).lower()
                statement, advice = split_message(self._message(part))
                yield f"{_MARGIN}{shorten(str(part))}{f' ({level})' if level else ''}"
                told = (asked, statement, advice and f"Fix: {advice}")
                yield from (f"{_MARGIN * 2}{text}" for text in told if text)

    def _word(self, part: Node) -> str:
        """Return the constraints of a part on one line, or nothing where it has none of its own."""
        asked = word_constraints(self._shapes, part)
        if (part, SH.select, None) in self._shapes:
            asked.append("a query in SPARQL finds nothing against it")
        if path := word_path(self._shapes, part):
            return f"{path}: {'; '.join(asked)}"
        return "; ".join(_ITSELF.sub(lambda match: _OF_ITSELF[match[0]], text) for text in asked)

    def _show_examples(self, shape: URIRef) -> Iterator[str]:
        owner = str(self._find_owner(shape)).removeprefix(_SPACE)
        own = str(shape).removeprefix(_SPACE)
        valid = specimens.find_valid(self._specimens, owner)
        invalid = specimens.find_invalid(self._specimens, own, self._names)
        invalid = invalid or specimens.find_invalid(self._specimens, owner, self._names)
        if valid is not None:
            yield f"\nValid\n\n{indent(valid.turtle.rstrip(), _MARGIN)}"
        for specimen in invalid[:1]:
            broken = URIRef(_SPACE + specimen.shape)
            yield f"\nInvalid: {split_message(self._message(broken))[0]}"
            yield f"\n{indent(specimen.turtle.rstrip(), _MARGIN)}"

    def _message(self, shape: Node) -> str:
        message = self._shapes.value(shape, SH.message)
        for query in self._shapes.objects(shape, SH.sparql) if message is None else ():
            message = message or self._shapes.value(query, SH.message)
        return str(message) if isinstance(message, Literal) else ""

    def _find_owner(self, shape: URIRef) -> URIRef:
        """Return the nearest shape with a target that a shape is part of, or itself."""
        seen: set[Node] = {shape}
        layer: list[Node] = [shape]
        while layer:
            for holder in layer:
                if isinstance(holder, URIRef) and word_targets(self._shapes, holder):
                    return holder
            above = {up for part in layer for up in self._shapes.subjects(None, part)} - seen
            seen |= above
            layer = sorted(above, key=lambda node: (isinstance(node, BNode), str(node)))
        return shape
