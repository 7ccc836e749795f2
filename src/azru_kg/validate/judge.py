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
from dataclasses import dataclass, field
from typing import Literal

import pyshacl
from pyshacl.errors import ShapeRecursionWarning
from pyshacl.rdfutil.stringify import stringify_blank_node
from rdflib import SH, Graph

from azru_kg.dataset import DataFile
from azru_kg.errors import AzruError, DataError
from azru_kg.validate import graphs
from azru_kg.validate.findings import Finding, Namer, Severity, collect
from azru_kg.validate.screen.suspects import narrow, screen
from azru_kg.validate.screen.triples import Triples
from azru_kg.validate.screen.view import View
from azru_kg.validate.shapes import Shapes

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
    if engine == "full":
        return Data(graphs.read(files))
    triples = Triples()
    triples.read(files)
    return Data(View(triples), triples)


def judge(data: Graph, shapes: Shapes, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on a graph that `graphs.read` has made.

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
    with _without_log(), graphs.without_complaints():
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
