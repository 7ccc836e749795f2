"""Keeps docs/performance.md in step with the benchmark."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from benchmarks.classes import NAMES
from benchmarks.options import read_options
from benchmarks.peers import OTHERS
from benchmarks.table import write_into

HOME = Path(__file__).parents[2]
PAGE = HOME / "docs" / "performance.md"
DOCS = PAGE.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r'make bench ARGS="([^"]+)"', DOCS)))


@pytest.mark.parametrize("arguments", [command for command in COMMANDS if command != "--help"])
def test_every_command_is_one_that_the_benchmark_takes(arguments: str) -> None:
    assert read_options(shlex.split(arguments)).sizes


def test_every_target_is_one_of_make() -> None:
    targets = re.findall(r"\bmake (?!of )([\w./-]+)", DOCS)
    rules = (HOME / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert {"bench", "peers"} <= set(targets)
    assert [name for name in targets if not re.search(rf"^{re.escape(name)}:", rules, re.M)] == []


def test_every_class_is_explained() -> None:
    method = DOCS.partition("## What was measured")[0]
    rows = re.findall(r"^\| (`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \|", method, re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`([^`]+)`", row)] == list(NAMES)


def test_every_server_is_named_with_how_to_install_it() -> None:
    names = re.findall(r"^\| ([A-Za-z-]+) \d", DOCS, re.MULTILINE)
    assert {peer.title.partition(",")[0] for peer in OTHERS} == set(names)


def test_tables_are_written_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(DOCS, encoding="utf-8")
    write_into(page, "| a table |")
    once = page.read_text(encoding="utf-8")
    write_into(page, "| a table |")
    assert page.read_text(encoding="utf-8") == once
    before, _, after = once.partition("| a table |")
    assert DOCS.startswith(before)
    assert after.lstrip("\n").startswith("<!-- / -->")
    assert DOCS.endswith(after.lstrip("\n"))
