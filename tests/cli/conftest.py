"""The program of a checkout of the founding documents: each command starts in a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _founding_program(founding_program: dict[str, str]) -> Iterator[None]:
    """Let every process that a test starts be that program, if the test does not say otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", founding_program["PYTHONPATH"])
        yield
