"""What the docstrings of the program show comes out as they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
SHOWING = [
    pytest.param(
        ".".join(path.relative_to(SOURCE).with_suffix("").parts),
        # What opens the whole graph takes seconds.
        marks=[pytest.mark.long] if ">>> with azru_kg.open()" in text else [],
    )
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>> " in (text := path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("module", SHOWING)
def test_the_examples_of_a_module_come_out_as_it_says(module: str) -> None:
    failed, tried = doctest.testmod(import_module(module.removesuffix(".__init__")))
    assert tried > 0
    assert failed == 0
