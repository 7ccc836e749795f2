"""Gives the verdict of pySHACL, which a screen spares the nodes that are certain to conform.

The report is that of pySHACL in either case. With the screen, it is asked about suspects only, and
looks at the triples through a view; without, it is asked about everything, on a graph of rdflib.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pyshacl
from pyshacl.errors import ShapeRecursionWarning
from pyshacl.rdfutil.stringify import stringify_blank_node
from rdflib import SH, Graph

from azru_kg.check.finding import Finding, Severity
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.report_graph import Namer, collect
from azru_kg.check.shacl.screen.suspects import narrow, screen
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.screen.view import View
from azru_kg.check.shacl.shapes import Shapes, check_well_formed, read_shapes
from azru_kg.errors import AzruError, DataError
from azru_kg.graph import layout as layouts
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import Inputs, find_inputs
from azru_kg.graph.layout import Layout
from azru_kg.rdf.rdflib_terms import without_complaints

Engine = Literal["screened", "full"]

# What pySHACL and rdflib raise on shapes that they cannot apply.
_FAILURES = (RuntimeError, ValueError, TypeError, AssertionError, LookupError, ArithmeticError)
_RING = "a shape leads back to itself at the same node, and SHACL leaves open what that means"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found.

    The data conform where no finding is a violation. `triples` is the number of triples that the
    verdict is about, `files` the data files that were read. `results` is what pySHACL reports: it
    describes the `node` of each finding.
    """

    findings: tuple[Finding, ...]
    triples: int
    results: Graph = field(compare=False, repr=False)
    files: tuple[DataFile, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether the data have no violation; warnings and infos do not count."""
        return self.count("violation") == 0

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Data:
    """The data to judge: a graph of rdflib, and the same as numbered triples where they are read.

    Without triples there is no screen: pySHACL judges all.
    """

    graph: Graph
    triples: Triples | None = None


def read_data(files: Sequence[DataFile], engine: Engine) -> Data:
    """Return the data of files for an engine; raise DataError for a broken file."""
    triples = Triples()
    triples.read(files)
    return _show(triples, engine)


def judge(data: Graph, shapes: Shapes, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on a graph that `reading.read` has made.

    Raises DataError where a shape cannot be applied. Both engines give the same verdict: "full" is
    plain pySHACL.
    """
    if engine == "full":
        return judge_data(Data(data), shapes)
    triples = Triples()
    triples.add(data)
    return judge_data(Data(data, triples), shapes)


def judge_data(data: Data, shapes: Shapes) -> Verdict:
    """Return the verdict on data; raise DataError where a shape cannot be applied."""
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
    found = (None, SH.result, None) in report
    findings = collect(report, Namer(shapes.merge())) if found else []
    return Verdict(tuple(findings), len(data.graph), report)


def _run(data: Data, shapes: Shapes) -> Graph:
    graph = shapes.merge()
    # Custom targets are ignored without it, and what they aim at goes unseen.
    advanced = (None, SH.target, None) in graph
    with _without_log(), without_complaints():
        warnings.simplefilter("error", ShapeRecursionWarning)
        if data.triples is not None and not advanced:
            narrow(graph, screen(graph, data.triples, data.graph), data.triples)
        # It keeps the texts of blank nodes by the address of their graph, for ever.
        stringify_blank_node.dict_cache.clear()
        _, report, text = pyshacl.validate(
            data.graph,
            shacl_graph=graph,
            inference="none",
            do_owl_imports=False,
            advanced=advanced,
        )
    if isinstance(report, Graph):
        return report
    raise ValueError(text)


@contextmanager
def _without_log() -> Iterator[None]:
    # pySHACL logs what it raises as well.
    log = logging.getLogger("pyshacl-validate")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


def _find_culprit(data: Data, shapes: Shapes, error: Exception) -> Shapes:
    """Return the shapes of the one file that fails alone as it does among all, or else of all."""
    if len(shapes.files) > 1:
        for alone in shapes.alone():
            try:
                _run(data, alone)
            except _FAILURES as failure:
                if str(failure) == str(error):
                    return alone
    return shapes


def check_layout(layout: Layout, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on a graph of this project: everything in it, by its own shapes.

    Raises DataError where a file is missing, broken or, among the shapes, not to be applied.
    """
    return check_inputs(find_inputs((), (), layout), engine=engine)


def check_files(
    paths: Sequence[Path],
    *,
    shapes: Sequence[Path] = (),
    layout: Layout | None = None,
    engine: Engine = "screened",
) -> Verdict:
    """Return the verdict on any RDF files or folders, by the shapes given or the built-in ones.

    `layout` stands in for the built-in graph. Raises DataError where a file is missing, broken or,
    among the shapes, not to be applied.
    """
    return check_inputs(find_inputs(paths, shapes, layout or layouts.built_in()), engine=engine)


def check_inputs(
    inputs: Inputs, *, engine: Engine = "screened", triples: Triples | None = None
) -> Verdict:
    """Return the verdict on files, about the nodes that they mention.

    `triples` are those of the files, where they have been read already.
    Shapes that are not those of the layout are first tested against the shapes of SHACL itself.
    Raises DataError where a file is broken or, among the shapes, not to be applied.
    """
    shapes = read_shapes(inputs.shapes)
    if inputs.foreign:
        check_well_formed(shapes)
    if triples is None:
        triples = Triples()
        triples.read_inputs(inputs)
    verdict = judge_data(_show(triples, engine), shapes)
    if not inputs.beside:
        return replace(verdict, files=inputs.judged)
    kept = tuple(finding for finding in verdict.findings if triples.mentions(finding.focus))
    return replace(
        verdict,
        findings=kept,
        triples=triples.judged,
        files=(*inputs.judged, *inputs.beside),
    )


def _show(triples: Triples, engine: Engine) -> Data:
    """Return triples as an engine takes them."""
    return Data(View(triples), triples) if engine == "screened" else Data(reading.copy(triples))
