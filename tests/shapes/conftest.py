"""The built-in shapes and graph, and the verdict on all fixtures at once.

To judge each of the many fixtures alone would take minutes, nearly all of it for the same context.
So they are judged in one run, as the files of one `azru-kg validate`: no two of them describe the
same thing, and a finding belongs to the fixture that describes its focus. Tests make sure of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import Verdict, check_files
from azru_kg.check.shacl.shapes import Shapes, read_shapes
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in

FindFocus = Callable[[Node, Graph], set[Node]]

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def all_shapes() -> Shapes:
    """Return the shapes as the validator takes them."""
    return read_shapes(
        [DataFile(path, graph) for path, graph in built_in().files() if graph == SHAPES_GRAPH]
    )


@pytest.fixture(scope="session")
def shapes(all_shapes: Shapes) -> Graph:
    """Return the graph of all shapes."""
    return all_shapes.merge()


@pytest.fixture(scope="session")
def targeted(shapes: Graph) -> set[Node]:
    """Return the node shapes that have a target."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
    return {shape for target in targets for shape in shapes.subjects(target)}


@pytest.fixture(scope="session")
def data(sample: Layout) -> Graph:
    """Return the union of all graphs of the sample but that of the shapes."""
    return _read_data(sample)


@pytest.fixture(scope="session")
def founding_data(founding: Layout) -> Graph:
    """Return what the founding documents say, with what they speak of and the ontology."""
    return _read_data(founding)


@pytest.fixture(scope="session")
def fixtures() -> Mapping[str, Graph]:
    """Return what each fixture says, by its path from here, such as `valid/Claim.ttl`."""
    return {
        path.relative_to(HERE).as_posix(): reading.read([DataFile(path)])
        for path in sorted(HERE.glob("*valid/*.ttl"))
    }


@pytest.fixture(scope="session")
def verdict(sample: Layout) -> Verdict:
    """Return the verdict on all fixtures, beside the sample of sources."""
    return check_files([HERE / "valid", HERE / "invalid"], layout=sample)


@pytest.fixture(scope="session")
def find_focus(shapes: Graph, founding_data: Graph) -> FindFocus:
    """Return a function that finds the nodes of a graph that a shape is on, by its targets."""

    def find(shape: Node, graph: Graph) -> set[Node]:
        found: set[Node] = set()
        for target in shapes.objects(shape, SH.targetClass):
            for kind in founding_data.transitive_subjects(RDFS.subClassOf, target):
                found |= set(graph.subjects(RDF.type, kind))
        for target in shapes.objects(shape, SH.targetSubjectsOf):
            assert isinstance(target, URIRef)
            found |= set(graph.subjects(target))
        return found

    return find


def _read_data(layout: Layout) -> Graph:
    return reading.read(
        [DataFile(path, graph) for path, graph in layout.files() if graph != SHAPES_GRAPH]
    )
