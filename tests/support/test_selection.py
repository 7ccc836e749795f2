"""Runs of pytest in a folder of their own, with the plugins of this one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

ROOT = Path(__file__).parents[2]
PLUGINS = ("selection", "leftovers")
TESTS = """
import os, subprocess, sys, tempfile
import pytest
from hypothesis import given, strategies as st

@pytest.mark.long
def test_long(request): assert request.node.get_closest_marker("timeout").args == (600,)

def test_short(request): assert request.node.get_closest_marker("timeout") is None

@given(st.integers())
def test_random(number): pass

def test_left_behind():
    if "LEAVE" in os.environ:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        tempfile.mkdtemp(prefix="azru-kg-")
"""


ALL_LONG = """
import pytest

pytestmark = [
    pytest.mark.long,
]

def test_slow(): pass
"""


def run_pytest(folder: Path, *arguments: str, **environment: str) -> str:
    """Return what pytest says of the tests."""
    (folder / "test_it.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  long: takes long\n")
    plugins = [part for name in PLUGINS for part in ("-p", f"tests.support.{name}")]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *plugins, *arguments, str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout


def is_alive(number: int) -> bool:
    """Tell whether a process runs: of one that has ended, but was not waited for, no command is."""
    try:
        return bool(Path(f"/proc/{number}/cmdline").read_bytes())
    except FileNotFoundError:
        return False


@pytest.mark.long
@pytest.mark.parametrize("workers", sample_daily(["0", "2"], 2))
def test_long_tests_wait_and_are_counted(tmp_path: Path, workers: str) -> None:
    told = run_pytest(tmp_path, "-n", workers)
    assert set(re.findall(r"::(test_\w+)", told)) == {
        "test_short",
        "test_random",
        "test_left_behind",
    }
    assert "left to `make test-long`: 1 tests" in told


@pytest.mark.long
@pytest.mark.parametrize("workers", sample_daily(["0", "2"], 2))
def test_a_file_of_long_tests_is_read_by_the_long_run_alone(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_all_long.py").write_text(ALL_LONG)
    told = run_pytest(tmp_path, "-n", workers)
    assert "4 passed" not in told
    assert "3 passed" in told
    assert "left to `make test-long`: 1 tests, and all of 1 files" in told
    assert "::test_slow PASSED" in run_pytest(tmp_path, "--long")


@pytest.mark.long
def test_a_long_run_has_the_long_tests_and_those_of_random_cases(tmp_path: Path) -> None:
    told = run_pytest(tmp_path, "--long")
    assert set(re.findall(r"::(test_\w+)", told)) == {"test_long", "test_random"}
    assert "left to `make test`: 2 tests" in told


@pytest.mark.long
def test_what_is_left_behind_is_named_and_processes_are_ended(tmp_path: Path) -> None:
    told = run_pytest(tmp_path, "-k", "left_behind", LEAVE="1")
    found = re.search(r"left behind: processes, killed now: \{(\d+): '(.*)'\}; files: (.*)", told)
    assert found
    assert "time.sleep(60)" in found[2]
    assert re.fullmatch(r"\['azru-kg-\w+'\]", found[3])
    assert not is_alive(int(found[1]))
