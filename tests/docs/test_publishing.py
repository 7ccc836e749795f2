"""Runs the commands of docs/publishing.md, and compares its options with those of the program."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.engines import ENGINES, Served, require
from tests.support.program import Program

from azru_kg.engine.credentials import CREDENTIALS
from azru_kg.graph.layout import STAGING, UNION_GRAPH

DOCS = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:azru-kg) (publish .*)$", DOCS, re.MULTILINE)
PLACES = {"7878": "oxigraph", "3030": "fuseki", "8890": "virtuoso"}


def find_engine(command: str) -> str:
    return next(name for port, name in PLACES.items() if f":{port}/" in command)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    require("oxigraph")
    with ENGINES["oxigraph"](tmp_path_factory.mktemp("oxigraph")) as served:
        yield served


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[Served]:
    require("virtuoso")
    with ENGINES["virtuoso"](tmp_path) as served:
        yield served


def run(program: Program, command: str, served: Served) -> subprocess.CompletedProcess[str]:
    arguments = [served.query if word.startswith("http") else word for word in shlex.split(command)]
    return program.run(*arguments, cwd=None, **served.credentials)


def test_the_commands_are_three() -> None:
    assert [find_engine(command) for command in COMMANDS] == ["oxigraph", "oxigraph", "virtuoso"]


@pytest.mark.long
def test_the_commands_for_oxigraph_do_what_they_say(program: Program, oxigraph: Served) -> None:
    outputs = [run(program, command, oxigraph) for command in COMMANDS[:2]]
    assert [output.returncode for output in outputs] == [0, 0]
    assert "would be published" in outputs[0].stdout
    assert "is published" in outputs[1].stdout


@pytest.mark.long
def test_the_command_for_virtuoso_does_too(program: Program, virtuoso: Served) -> None:
    ended = run(program, COMMANDS[2], virtuoso)
    assert (ended.returncode, "is published" in ended.stdout) == (0, True), ended.stderr


def test_options_variables_and_names_are_those_of_the_program(program: Program) -> None:
    told = program.run("publish", "--help").stdout
    for option in set(re.findall(r"`(--[a-z-]+)", DOCS)):
        assert option in told
    assert set(re.findall(r"\bAZRU_[A-Z_]+", DOCS)) == set(CREDENTIALS)
    assert f"`{STAGING}…`" in DOCS
    assert f"`{UNION_GRAPH}`" in DOCS
