"""Keeps names apart: one thing under each, and none that says nothing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "azru_kg"
TERMS = "rdf/oxigraph_terms.py"
PREFIXES = "rdf/prefixes.py"
ALIASES = {"Term", "Node", "AnyTerm"}
"""What the terms of RDF are called, in one place for all."""


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """Return the files of the program by their paths."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def list_assigned(module: ast.Module) -> Iterator[str]:
    """Yield the names that a file assigns to at its top, without the underscore of private ones."""
    for statement in module.body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        yield from (name.id.lstrip("_") for name in targets if isinstance(name, ast.Name))


def list_variables(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the variables of loops, comprehensions and lambdas, each with its line."""
    for node in ast.walk(module):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            names = (name for name in ast.walk(node.target) if isinstance(name, ast.Name))
            yield from ((name.id, name.lineno) for name in names)
        elif isinstance(node, ast.Lambda):
            yield from ((argument.arg, argument.lineno) for argument in node.args.args)


def test_no_public_class_has_the_name_of_another(modules: dict[str, ast.Module]) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, module in modules.items():
        for statement in module.body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                places[statement.name].append(path)
    assert len(places) > 200
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@pytest.mark.long
def test_the_terms_of_rdf_are_named_in_one_place(modules: dict[str, ast.Module]) -> None:
    named = {path: ALIASES & set(list_assigned(module)) for path, module in modules.items()}
    assert {path: names for path, names in named.items() if names} == {TERMS: ALIASES}


@pytest.mark.long
def test_prefixed_names_are_expanded_in_one_place(modules: dict[str, ast.Module]) -> None:
    paths = [
        path
        for path, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name == "expand"
    ]
    assert paths == [PREFIXES]


@pytest.mark.long
def test_what_a_loop_goes_over_has_a_name_that_says_what_it_is(
    modules: dict[str, ast.Module],
) -> None:
    variables = [
        (path, name, line)
        for path, module in modules.items()
        for name, line in list_variables(module)
    ]
    assert len(variables) > 1_000
    assert [place for place in variables if place[1] == "one"] == []


def test_variables_are_seen_wherever_they_stand() -> None:
    text = "for one, other in x: [one for one in y if any(map(lambda one: one, z))]"
    assert sorted(name for name, _ in list_variables(ast.parse(text))) == [
        "one",
        "one",
        "one",
        "other",
    ]
