"""docs/lint.md has the table of rules as it is, and its checklist names only what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from azru_kg.check.lint.corpus import read_layout
from azru_kg.check.lint.run import RULES
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import expand

ROOT = Path(__file__).parents[3]
TEXT = ROOT.joinpath("docs", "lint.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the rows of the first table below a heading, without its head."""
    below = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_the_table_is_that_of_the_rules() -> None:
    assert rows("Rules") == [
        [
            f"`{rule.name}`",
            rule.severity,
            "graph" if rule.whole else "files",
            rule.asks,
            rule.why,
            rule.fix,
        ]
        for rule in RULES
    ]


@pytest.mark.long
def test_whatever_the_checklist_asks_for_is_held_by_a_rule_a_shape_or_a_test() -> None:
    table = rows("The checklist")
    rules = {rule.name for rule in RULES}
    shapes = read_targeted()
    tests = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
    }
    assert len(table) > 30
    for asked, holders in table:
        names = re.findall(r"`([^`]+)`", holders)
        assert names, asked
        for name in names:
            known = name in rules | tests or (":" in name and expand(name) in shapes)
            assert known, f"{asked}: there is no {name}"


def test_every_rule_holds_something_of_the_checklist() -> None:
    held = {
        name for _, holders in rows("The checklist") for name in re.findall(r"`(.+?)`", holders)
    }
    assert {rule.name for rule in RULES} - held == set()


def read_targeted() -> set[str]:
    corpus = read_layout(built_in())
    targets = ("sh:targetClass", "sh:targetSubjectsOf")
    return {one.subject.value for path in targets for one in corpus.given.read(path)}
