"""Reads the graph of this project, or any files, and gives the verdict on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib.term import Node

from azru_kg import layout as layouts
from azru_kg.dataset import DataFile, read_files
from azru_kg.layout import SHAPES_GRAPH, Layout
from azru_kg.validate import graphs
from azru_kg.validate.judge import Data, Engine, Verdict, judge, judge_data, read_data
from azru_kg.validate.shapes import check_well_formed, read_shapes
from azru_kg.validate.triples import Triples
from azru_kg.validate.view import View

__all__ = ["Engine", "Verdict", "check_files", "check_layout", "judge"]

_CONTEXT = "context-"


def check_layout(layout: Layout, *, engine: Engine = "screened") -> Verdict:
    """Return the verdict on a graph of this project: everything in it, by its own shapes.

    Raises DataError where a file is missing, broken or, among the shapes, not to be applied.
    """
    data, shapes = _split(layout)
    verdict = judge_data(read_data(data, engine), read_shapes(shapes))
    return replace(verdict, files=tuple(data))


def check_files(
    paths: Sequence[Path],
    *,
    shapes: Sequence[Path] = (),
    layout: Layout | None = None,
    engine: Engine = "screened",
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
        files = read_files(paths).files
        return replace(judge_data(read_data(files, engine), foreign), files=files)
    files = read_files(paths).files
    built_in, own = _split(layout or layouts.built_in())
    names = {_name(file) for file in files}
    context = [file for file in built_in if _name(file) not in names]
    read = _read_numbered if engine == "screened" else _read_graphs
    data, count, mentions = read(files, context)
    verdict = judge_data(data, read_shapes(own))
    kept = tuple(finding for finding in verdict.findings if mentions(finding.focus))
    return Verdict(kept, count, verdict.results, (*files, *context))


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
