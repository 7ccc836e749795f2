"""The program of a checkout of the founding documents: each command starts in a second."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest
from tests.support.program import Program


@pytest.fixture(scope="module", autouse=True)
def _founding_program(founding_program: dict[str, str]) -> Iterator[None]:
    """Let every process that a test starts be that program, if the test does not say otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", founding_program["PYTHONPATH"])
        yield


@pytest.fixture
def run(program: Program) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs it with arguments, variables and a text on stdin."""
    return program.run
