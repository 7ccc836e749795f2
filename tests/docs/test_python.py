"""What the guide to Python shows comes out as it says; what the first steps send is answered."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import azru_kg
from azru_kg import errors

DOCS = Path(__file__).parents[2] / "docs"
PYTHON = (DOCS / "python.md").read_text(encoding="utf-8")
STEPS = (DOCS / "first-steps.md").read_text(encoding="utf-8")
CURL = re.findall(r"^curl .*$", STEPS, re.MULTILINE)
HERE = "http://127.0.0.1:8000/"


@pytest.mark.long
def test_the_examples_of_the_guide_come_out_as_it_says() -> None:
    test = doctest.DocTestParser().get_doctest(PYTHON, {}, "python.md", "docs/python.md", 0)
    assert len(test.examples) > 10
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_every_error_of_the_guide_is_one() -> None:
    table = PYTHON.partition("| error | when |")[2].partition("\n\n")[0]
    named = re.findall(r"`([A-Z]\w+)`", table)
    assert len(named) > 10
    assert all(issubclass(getattr(errors, name), errors.AzruError) for name in named)


def test_every_name_that_the_package_gives_is_in_the_guide() -> None:
    assert [
        name for name in azru_kg.__all__ if name not in PYTHON and name != "KnowledgeGraph"
    ] == []


@pytest.mark.parametrize("command", CURL)
def test_a_request_of_the_first_steps_is_answered(command: str, address: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    assert HERE in command
    done = subprocess.run(
        ["bash", "-c", command.replace(HERE, address)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert len(done.stdout.splitlines()) > 1


def test_what_is_not_run_says_so() -> None:
    r = STEPS.partition("## R\n")[2]
    assert "**not run by our tests**" in r.partition("```r")[0]
    assert r.count("```r\n") == STEPS.count("```r\n") == 2
