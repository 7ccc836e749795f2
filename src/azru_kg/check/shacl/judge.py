"""Gives the verdict of pySHACL, which a screen spares the nodes that are certain to conform.

The report is that of pySHACL in either case. With the screen, it is asked about suspects only, and
looks at the triples through a view; without, it is asked about everything, on a graph of rdflib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Literal

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.finding import Finding, Severity
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.amended.watch import ShapeFault
from azru_kg.check.shacl.deadlines import OutOfTime, limit
from azru_kg.check.shacl.engine import Data, Limits, run
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.check.shacl.notices import find_notices, leave_out_unjudged
from azru_kg.check.shacl.report_graph import Namer, add_unjudged, collect
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.screen.view import View
from azru_kg.check.shacl.shapes import Shapes
from azru_kg.check.shacl.well_formed import check_well_formed
from azru_kg.errors import DataError, DeadlinePassed
from azru_kg.graph import layout as layouts
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import find_inputs
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import shorten

Engine = Literal["screened", "full"]
Progress = Callable[[str], None]
"""What is told, in words, what comes next."""

DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found.

    `triples` is the number of triples that the verdict is about. `results` is what pySHACL reports:
    it describes the `node` of each finding. `notices` say what of the shapes is not judged,
    `unjudged` are the nodes of results on what ran out of time.
    """

    findings: tuple[Finding, ...]
    triples: int
    results: Graph = field(compare=False, repr=False)
    notices: tuple[Finding, ...] = ()
    unjudged: frozenset[Node] = frozenset()

    @property
    def conforms(self) -> bool:
        """Whether the data have no finding of any severity, as SHACL defines it (3.6.1.1)."""
        return not self.findings

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


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


def judge_data(
    data: Data,
    shapes: Shapes,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = lambda stage: None,
) -> Verdict:
    """Return the verdict on data; raise DataError where a shape cannot be applied."""

    def begin(shape: Node) -> None:
        if isinstance(shape, URIRef):
            progress(f"Judging by {shorten(shape)}")

    try:
        report, unjudged = run(data, _merge(shapes), limits, begin)
    except ShapeFault as fault:
        reason = f"it cannot be applied: {fault.reason}"
        raise shapes.blame_by_name(fault.shape, reason) from fault
    except Exception as error:
        culprit = _find_culprit(data, shapes, error, limits)
        reason = f"a shape cannot be applied: {shapes.explain(str(error) or repr(error))}"
        raise DataError(culprit.place, reason) from error
    late = add_unjudged(report, unjudged)
    failed = (None, SH.result, None) in report
    findings = collect(report, Namer(shapes.merge())) if failed else []
    return Verdict(tuple(findings), len(data.graph), report, unjudged=late)


def _merge(shapes: Shapes) -> Graph:
    graph = shapes.merge()
    leave_out_unjudged(graph)
    return graph


def _find_culprit(data: Data, shapes: Shapes, error: Exception, limits: Limits) -> Shapes:
    """Return the shapes of the one file that fails alone as it does among all, or else of all."""
    if len(shapes.files) > 1:
        for alone in shapes.alone():
            try:
                run(data, _merge(alone), limits)
            except Exception as failure:
                if str(failure) == str(error):
                    return alone
    return shapes


def check_layout(layout: Layout, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on a graph of this project: everything in it, by its own shapes.

    Raises DataError where a file is missing, broken or, among the shapes, not to be applied.
    """
    return check_loaded(Loaded(find_inputs((), (), layout)), engine=engine)


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
    inputs = find_inputs(paths, shapes, layout or layouts.built_in())
    return check_loaded(Loaded(inputs), engine=engine)


def check_loaded(
    loaded: Loaded,
    *,
    engine: Engine = "screened",
    limits: Limits = DEFAULT_LIMITS,
    meta: bool = True,
    progress: Progress = lambda stage: None,
) -> Verdict:
    """Return the verdict on files, about the nodes that they mention.

    Shapes that are not those of the layout are first tested against the shapes of SHACL itself,
    unless `meta` is false. Raises DataError where a file is broken or, among the shapes, not to be
    applied, DeadlinePassed where reading takes all the time there is.
    """
    start, inputs = monotonic(), loaded.inputs
    try:
        with limit(limits.run):
            shapes = loaded.shapes.check()
            if inputs.foreign and meta:
                check_well_formed(shapes)
            triples = loaded.triples
            data = _show(triples, engine)
    except OutOfTime as error:
        raise DeadlinePassed(
            f"the files could not be read within {limits.run:g} s. Give --timeout more"
        ) from error
    verdict = judge_data(data, shapes, limits.less(monotonic() - start), progress)
    # What was not judged to the end is told wherever it was.
    findings = tuple(
        finding
        for finding in verdict.findings
        if not inputs.beside or triples.mentions(finding.focus) or finding.node in verdict.unjudged
    )
    return replace(
        verdict,
        findings=findings,
        triples=triples.judged if inputs.beside else verdict.triples,
        notices=tuple(find_notices(shapes)),
    )


def _show(triples: Triples, engine: Engine) -> Data:
    """Return triples as an engine takes them."""
    return Data(View(triples), triples) if engine == "screened" else Data(reading.copy(triples))
