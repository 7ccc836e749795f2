from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from azru_kg.check.advice.explain import Explainer
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import check_files
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in
from azru_kg.rdf.prefixes import PREFIXES, shorten

SPACE = PREFIXES["azru-sh"]


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(built_in())


@pytest.fixture(scope="module")
def shapes() -> Graph:
    files = [DataFile(path, graph) for path, graph in built_in().files() if graph == SHAPES_GRAPH]
    return reading.read(files)


def read_examples(text: str) -> tuple[str, str]:
    """Return the Turtle of the valid and of the invalid example."""
    found = re.search(r"\nValid\n\n(.*)\nInvalid: [^\n]+\n\n(.*)", text, re.DOTALL)
    assert found, text
    return textwrap.dedent(found[1]), textwrap.dedent(found[2])


def test_every_named_shape_is_listed_on_one_line(explainer: Explainer, shapes: Graph) -> None:
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    named = {
        node
        for kind in kinds
        for node in shapes.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    }
    lines = explainer.list_shapes()
    assert [line.split()[0] for line in lines] == sorted(shorten(str(node)) for node in named)
    assert [line for line in lines if len(line.split()) < 2] == []


@pytest.mark.long
def test_every_shape_is_explained_by_target_constraint_and_examples(
    explainer: Explainer,
) -> None:
    for line in explainer.list_shapes():
        text = explainer.explain(line.split()[0])
        target, asks = re.search(r"\nTarget: (.*)\n", text), text.partition("\nAsks\n")[2]
        assert target, text
        assert target[1], text
        assert asks.startswith("  azru-sh:"), text
        read_examples(text)


@pytest.mark.long
def test_each_valid_example_conforms_and_each_invalid_one_is_found_by_what_is_explained(
    explainer: Explainer, shapes: Graph, sample: Layout, tmp_path: Path
) -> None:
    targets = (SH.targetClass, SH.targetSubjectsOf)
    targeted = {shape for target in targets for shape in shapes.subjects(target)}
    parts = {part for one in targeted for part in shapes.objects(one, SH.property)}
    broken: dict[str, str] = {}
    valid: set[str] = set()
    for number, shape in enumerate(sorted(targeted | parts, key=str)):
        good, bad = read_examples(explainer.explain(str(shape)))
        valid.add(good)
        if bad not in broken:
            broken[bad] = str(shape)
            (tmp_path / f"bad{number}.ttl").write_text(bad)
    verdict = check_files([tmp_path], layout=sample)
    found: dict[str, set[str]] = {}
    for finding in verdict.findings:
        found.setdefault(str(finding.focus), set()).add(finding.shape)
    for bad, meant in broken.items():
        subjects = {str(node) for node in Graph().parse(data=bad, format="turtle").subjects()}
        causes = {cause for subject in subjects for cause in found.get(subject, ())}
        assert any(cause.startswith(meant) for cause in causes), meant
    for path in tmp_path.iterdir():
        path.unlink()
    for number, good in enumerate(sorted(valid)):
        (tmp_path / f"good{number}.ttl").write_text(good)
    assert check_files([tmp_path], layout=sample).findings == ()


@pytest.mark.parametrize(
    "name",
    ["Figure-value", "azru-sh:Figure-value", f"{SPACE}Figure-value", f"<{SPACE}Figure-value>"],
)
def test_a_shape_is_found_by_name_prefixed_name_and_iri(explainer: Explainer, name: str) -> None:
    text = explainer.explain(name)
    assert text.startswith("azru-sh:Figure-value: A figure has exactly one ")
    assert "\n    sdmx-measure:obsValue: exactly 1 value;" in text
    assert "Part of: azru-sh:Figure, Reported figure\nTarget: every azru:Figure\n" in text
    assert "\n    Fix: write 19.0, not 19" in text


def test_what_a_class_is_and_why_a_shape_is_there_are_told(explainer: Explainer) -> None:
    text = explainer.explain("Entity")
    assert "\n  azru:Corridor: " in text
    assert "\nWhy: What holds for every entity, whatever its class.\n" in text


def test_a_misspelt_name_is_answered_with_near_ones(explainer: Explainer) -> None:
    with pytest.raises(AzruError, match=r"no shape is called Figrue\. Did you mean azru-sh:Figure"):
        explainer.explain("Figrue")
    with pytest.raises(AzruError, match="lists all"):
        explainer.explain("qqqqqqqq")
