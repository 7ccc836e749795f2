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
from azru_kg.layout import SHAPES_GRAPH, Layout
from azru_kg.validate import graphs
from azru_kg.validate.findings import Finding, Namer, Severity, collect
from azru_kg.validate.shapes import Shapes, check_well_formed, read_shapes

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
    data, shapes = _split(layout)
    return judge(graphs.read(data), read_shapes(shapes))


def check_files(
    paths: Sequence[Path], *, shapes: Sequence[Path] = (), layout: Layout | None = None
) -> Verdict:
    """Return the verdict on any RDF files or folders, by the shapes given or the built-in ones.

    Given shapes are first tested against the shapes of SHACL itself, and see the files as they are.
    For the built-in shapes the rest of the built-in graph is added, so that references resolve: all
    but the files that those given stand in for, being of the same name in a folder of the same
    name. The verdict is then about the nodes that the files mention. `layout` stands in for the
    built-in graph. Raises DataError where a file is missing, broken or, among the shapes, not to be
    applied.
    """
    if shapes:
        foreign = read_shapes(read_files(shapes).files)
        check_well_formed(foreign)
        return judge(graphs.read(read_files(paths).files), foreign)
    files = read_files(paths).files
    given = graphs.read(files)
    mentioned = set(given.all_nodes()) | set(given.predicates(unique=True))
    built_in, own = _split(layout or layouts.built_in())
    names = {_name(file) for file in files}
    context = graphs.read([file for file in built_in if _name(file) not in names], "context-")
    verdict = judge(given + context, read_shapes(own))
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


def _split(layout: Layout) -> tuple[list[DataFile], list[DataFile]]:
    """Return the files of a graph that hold data, and those that hold shapes."""
    files = [DataFile(path, graph) for path, graph in layout.files()]
    return (
        [file for file in files if file.graph != SHAPES_GRAPH],
        [file for file in files if file.graph == SHAPES_GRAPH],
    )


def _name(file: DataFile) -> tuple[str, str]:
    path = file.path.resolve()
    return path.parent.name, path.name
