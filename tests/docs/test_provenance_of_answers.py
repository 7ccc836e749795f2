import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.cli.sourced_rows import lay_out_sources
from azru_kg.engine.sourced import ask_sources
from azru_kg.provenance.told import MOST_MEMBERS, SHOWN
from azru_kg.provenance.tracing import MOST_SOLUTIONS
from azru_kg.provenance.witnesses import MOST

pytestmark = pytest.mark.long

TEXT = (Path(__file__).parents[2] / "docs" / "provenance-of-answers.md").read_text("utf-8")


def test_the_example_has_its_answer(whole_store: ox.Store) -> None:
    query, answer = re.findall(r"```(?:sparql|text)\n(.*?)```", TEXT, re.DOTALL)
    assert lay_out_sources(ask_sources(whole_store, query)) == answer


def test_the_bounds_are_those_that_are_told() -> None:
    for bound in (f"{MOST_SOLUTIONS:,}", f"{MOST_MEMBERS:,}", f"at most {SHOWN} ", f"than {MOST}"):
        assert bound in TEXT
