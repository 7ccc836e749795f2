"""Keeps the plan of the house: rooms in layers, no circle, names that tell files apart."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {each["id"]: each for each in SETTINGS["tool"]["importlinter"]["contracts"]}
PACKAGE = "azru_kg"
MOST = 16
"""How many files a room of the server has at most."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Return which file imports which, for the sake of types alone too."""
    return grimp.build_graph(PACKAGE, cache_dir=None)


def load_drawing() -> ModuleType:
    spec = spec_from_file_location("rooms", ROOT / "docs" / "rooms.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_layers(contract: str) -> list[set[str]]:
    """Return the layers of a contract, the highest first."""
    return [set(re.findall(r"\w+", layer)) for layer in CONTRACTS[contract]["layers"]]


def list_packages(graph: grimp.ImportGraph) -> Iterator[str]:
    """Yield the packages, from the outermost."""
    return (name for name in sorted(graph.modules) if graph.find_children(name))


def test_the_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_contract_stands_for_each_thing_that_is_promised() -> None:
    assert {"rooms", "server", "circles"} <= set(CONTRACTS)
    assert all(CONTRACTS[name]["exhaustive"] for name in ("rooms", "server"))


def test_no_file_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    # A circle raises CycleError, which names it.
    order = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(list(TopologicalSorter(order).static_order())) == len(graph.modules) > 200


def test_no_package_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    for package in list_packages(graph):
        children = graph.find_children(package)
        order = {
            child: {
                other
                for other in children - {child}
                if graph.direct_import_exists(importer=child, imported=other, as_packages=True)
            }
            for child in children
        }
        assert set(TopologicalSorter(order).static_order()) == children


def test_no_name_of_a_file_stands_in_more_than_two_packages(graph: grimp.ImportGraph) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module in sorted(graph.modules):
        if not graph.find_children(module):
            places[module.rpartition(".")[2]].append(module)
    assert {name: found for name, found in places.items() if len(found) > 2} == {}


def test_no_room_of_the_server_is_crowded(graph: grimp.ImportGraph) -> None:
    for room in list_packages(graph):
        if room.startswith(f"{PACKAGE}.server"):
            assert len(graph.find_children(room)) <= MOST, room


def test_the_page_tells_of_the_rooms_in_the_order_of_the_contract() -> None:
    table = PAGE.partition("| room |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)/?` \|", table, re.MULTILINE)
    layers = read_layers("rooms")[1:]
    assert read_layers("rooms")[0] == {"__main__"}
    assert sorted(told) == sorted(set().union(*layers))
    heights = [next(n for n, layer in enumerate(layers) if room in layer) for room in told]
    assert heights == sorted(heights)


def test_the_picture_on_the_page_is_that_of_the_program() -> None:
    assert load_drawing().replace_picture(PAGE) == PAGE, "renew it: make picture"


def test_an_arrow_is_left_out_where_a_longer_way_leads_there_too() -> None:
    graph = grimp.ImportGraph()
    for name in ("house", "house.attic", "house.hall", "house.cellar"):
        graph.add_module(name)
    for importer, imported in (("attic", "hall"), ("hall", "cellar"), ("attic", "cellar")):
        graph.add_import(importer=f"house.{importer}", imported=f"house.{imported}")
    assert load_drawing().find_arrows(graph, "house") == {
        "house.attic": {"house.hall"},
        "house.hall": {"house.cellar"},
        "house.cellar": frozenset(),
    }
