"""A small checkout, in which the commands of the guides run as they do in this one, but sooner."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES

_MADE = ("node_modules", "target")
_READ = ("docs", "handwritten", "ontology", "shapes", "sheets", "src", "tests")
_PACKED = ("land", "workbench")  # what npm builds of them goes into the wheel


@pytest.fixture(scope="module")
def small_checkout(founding: Layout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout of the founding documents whose .venv is the one that runs the tests.

    It has the stored queries that ask for nothing else, and is a copy in all: commands change it.
    """
    home, copy = built_in().root, tmp_path_factory.mktemp("small") / "azru-kg"
    copy.mkdir()
    for part in home.iterdir():
        if part.is_file() and part.name != ".git":  # which would lead to this repository
            shutil.copy(part, copy)
    for name in (*_READ, *_PACKED):
        shutil.copytree(home / name, copy / name, ignore=shutil.ignore_patterns(*_MADE))
    for name in _PACKED:
        if (installed := home / name / "node_modules").exists():
            (copy / name / "node_modules").symlink_to(installed)
    shutil.copytree(founding.graph, copy / "graph")
    (copy / "queries").mkdir()
    known = _list_things(founding)
    for query in sorted(founding.queries.glob("*.rq")):
        if _find_things(query.read_text(encoding="utf-8")) <= known:
            shutil.copy(query, copy / "queries")
    _link_environment(copy / ".venv")
    return copy


def _list_things(layout: Layout) -> set[str]:
    """Return the IRIs of the things that a graph describes."""
    subjects = (quad.subject for quad in read_layout(layout).quads())
    return {
        subject.value
        for subject in subjects
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(IDENTITY)
    }


def _find_things(query: str) -> set[str]:
    """Return the IRIs of the things that a query names."""
    spaces = {prefix: iri for prefix, iri in PREFIXES.items() if iri.startswith(IDENTITY)}
    names = re.findall(rf"\b({'|'.join(spaces)}):([\w-]+)", query)
    return {spaces[prefix] + name for prefix, name in names}


def _link_environment(folder: Path) -> None:
    """Make an environment of the parts of this one, as fresh as `make` asks for."""
    folder.mkdir()
    for part in Path(sys.prefix).iterdir():
        (folder / part.name).symlink_to(part)
    for stamp in ("run.stamp", "dev.stamp"):
        (folder / stamp).unlink(missing_ok=True)
        (folder / stamp).touch()
