"""Reads the graph of this project, or any files, and gives the verdict on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib.term import Node

from azru_kg import layout as layouts
from azru_kg.dataset import DataFile
from azru_kg.layout import Layout
from azru_kg.validate import graphs
from azru_kg.validate.inputs import Inputs, find_inputs
from azru_kg.validate.judge import Data, Engine, Verdict, judge, judge_data, read_data
from azru_kg.validate.screen.triples import Triples
from azru_kg.validate.screen.view import View
from azru_kg.validate.shapes import check_well_formed, read_shapes

__all__ = ["Engine", "Verdict", "check_files", "check_inputs", "check_layout", "judge"]

_CONTEXT = "context-"


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


def check_inputs(inputs: Inputs, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on files, about the nodes that they mention.

    Shapes that are not those of the layout are first tested against the shapes of SHACL itself.
    Raises DataError where a file is broken or, among the shapes, not to be applied.
    """
    shapes = read_shapes(inputs.shapes)
    if inputs.foreign:
        check_well_formed(shapes)
    if not inputs.beside:
        verdict = judge_data(read_data(inputs.judged, engine), shapes)
        return replace(verdict, files=inputs.judged)
    read = _read_numbered if engine == "screened" else _read_graphs
    data, count, mentions = read(inputs.judged, inputs.beside)
    verdict = judge_data(data, shapes)
    kept = tuple(finding for finding in verdict.findings if mentions(finding.focus))
    return Verdict(kept, count, verdict.results, (*inputs.judged, *inputs.beside))


_Mixed = tuple[Data, int, Callable[[Node], bool]]


def _read_numbered(files: Sequence[DataFile], context: Sequence[DataFile]) -> _Mixed:
    """Return files with their context, the number of their triples, and what they mention."""
    triples = Triples()
    triples.read(files)
    count, terms = len(triples), triples.count_terms()
    triples.read(context, _CONTEXT)

    def mentions(node: Node) -> bool:
        number = triples.find(node)
        return number is not None and number < terms

    return Data(View(triples), triples), count, mentions


def _read_graphs(files: Sequence[DataFile], context: Sequence[DataFile]) -> _Mixed:
    given = graphs.read(files)
    mentioned = set(given.all_nodes()) | set(given.predicates(unique=True))
    return Data(given + graphs.read(context, _CONTEXT)), len(given), mentioned.__contains__
