"""Runs SHACL over the graph of this project or over any files, and gives the verdict."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyshacl
from pyshacl.errors import ShapeRecursionWarning
from rdflib import SH, Graph

from azru_kg import layout as layouts
from azru_kg.dataset import DataFile, read_files
from azru_kg.errors import AzruError, DataError
from azru_kg.layout import ENTITIES_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.validate import graphs
from azru_kg.validate.findings import Finding, Namer, Severity, collect
from azru_kg.validate.shapes import Shapes, check_well_formed, read_shapes

_CONTEXT = {ONTOLOGY_GRAPH, ENTITIES_GRAPH}
# What pySHACL and rdflib raise on shapes that they cannot apply.
_FAILURES = (RuntimeError, ValueError, TypeError, AssertionError)
_RING = "a shape leads back to itself at the same node, and SHACL leaves open what that means"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found.

    The data conform where no finding is a violation. `triples` is the number of triples that the
    verdict is about. `results` is what pySHACL reports: it describes the `node` of each finding.
    """

    findings: tuple[Finding, ...]
    triples: int
    results: Graph = field(compare=False, repr=False)

    @property
    def conforms(self) -> bool:
        """Whether the data have no violation; warnings and infos do not count."""
        return self.count("violation") == 0

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check_layout(layout: Layout) -> Verdict:
    """Return the verdict on a graph of this project: everything in it, by its own shapes.

    Raises DataError where a file is missing, broken or, among the shapes, not to be applied.
    """
    shapes = read_shapes(_pick_files(layout, {SHAPES_GRAPH}))
    data = [DataFile(path, graph) for path, graph in layout.files() if graph != SHAPES_GRAPH]
    return judge(graphs.read(data), shapes)


def check_files(
    paths: Sequence[Path], *, shapes: Sequence[Path] = (), layout: Layout | None = None
) -> Verdict:
    """Return the verdict on any RDF files or folders, by the shapes given or the built-in ones.

    Given shapes are first tested against the shapes of SHACL itself, and see the files as they are.
    For the built-in shapes the ontology and the entities are added, so that references resolve;
    the verdict is then about the nodes that the files mention. `layout` stands in for the built-in
    graph. Raises DataError where a file is missing, broken or, among the shapes, not to be applied.
    """
    if shapes:
        own = read_shapes(read_files(shapes).files)
        check_well_formed(own)
        return judge(graphs.read(read_files(paths).files), own)
    home = layout or layouts.built_in()
    given = graphs.read(read_files(paths).files)
    mentioned = set(given.all_nodes()) | set(given.predicates(unique=True))
    context = graphs.read(_pick_files(home, _CONTEXT), "context-")
    verdict = judge(given + context, read_shapes(_pick_files(home, {SHAPES_GRAPH})))
    kept = tuple(finding for finding in verdict.findings if finding.focus in mentioned)
    return Verdict(kept, len(given), verdict.results)


def judge(data: Graph, shapes: Shapes) -> Verdict:
    """Return the verdict of pySHACL on a graph; raise DataError where a shape cannot be applied."""
    try:
        report = _run(data, shapes)
    except re.error as error:
        # Patterns are tested when the shapes are read; what is left is how pySHACL fills messages.
        reason = "a value with a backslash stands in a sh:message with {?…}, which pySHACL cannot"
        raise AzruError(f"{shapes.place}: {reason} fill: {error}") from error
    except ShapeRecursionWarning as error:
        raise DataError(shapes.place, _RING) from error
    except _FAILURES as error:
        culprit = _find_culprit(data, shapes, error)
        reason = f"a shape cannot be applied: {shapes.explain(str(error) or repr(error))}"
        raise DataError(culprit.place, reason) from error
    findings = collect(report, Namer(shapes.merge()))
    return Verdict(tuple(findings), len(data), report)


def _run(data: Graph, shapes: Shapes) -> Graph:
    graph = shapes.merge()
    # pySHACL logs what it raises as well.
    log = logging.getLogger("pyshacl-validate")
    log.disabled = True
    try:
        with graphs.without_complaints():
            warnings.simplefilter("error", ShapeRecursionWarning)
            _, report, text = pyshacl.validate(
                data,
                shacl_graph=graph,
                inference="none",
                do_owl_imports=False,
                # Custom targets are ignored without it, and what they aim at goes unseen.
                advanced=(None, SH.target, None) in graph,
            )
    finally:
        log.disabled = False
    if isinstance(report, Graph):
        return report
    raise ValueError(text)


def _find_culprit(data: Graph, shapes: Shapes, error: Exception) -> Shapes:
    """Return the shapes of the one file that fails alone as it does among all, or else of all."""
    if len(shapes.files) > 1:
        for alone in shapes.alone():
            try:
                _run(data, alone)
            except _FAILURES as failure:
                if str(failure) == str(error):
                    return alone
    return shapes


def _pick_files(layout: Layout, wanted: set[str]) -> list[DataFile]:
    return [DataFile(path, graph) for path, graph in layout.files() if graph in wanted]
