"""Each rule has a valid example that no rule finds fault with, and an invalid one that it rejects.

A rule for any file has files as examples; one for the whole graph has folders, which are laid over
the graph of the founding documents. What lint finds in that graph itself is left out: the rest of
the built-in graph uses terms that these two do not need.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.check.finding import Finding, spell
from azru_kg.check.lint.run import RULES, check
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout

Overlay = Callable[[Path], Layout]

EXAMPLES = Path(__file__).parent / "examples"
MESSAGES = EXAMPLES.with_name("messages.txt").read_text(encoding="utf-8").splitlines()
FILES = [rule.name for rule in RULES if not rule.whole]
WHOLES = [rule.name for rule in RULES if rule.whole]


@pytest.fixture
def overlay(tmp_path: Path, founding: Layout) -> Overlay:
    """Return a function that copies the founding graph and lays the files of a folder over it."""

    def lay(folder: Path) -> Layout:
        for part in ("graph", "ontology", "queries", "shapes"):
            shutil.copytree(founding.root / part, tmp_path / part)
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        return Layout(tmp_path)

    return lay


@pytest.fixture(scope="module")
def own(founding: Layout) -> frozenset[str]:
    """Return what is found in the founding graph itself."""
    return frozenset(write(check(founding)))


def find_example(kind: str, name: str) -> Path:
    (path,) = (EXAMPLES / kind).glob(f"{name}.*")
    return path


def expect(name: str) -> list[str]:
    """Return the lines of messages.txt that are of one rule: what is found, where, and why."""
    lines = [line for line in MESSAGES if line.startswith(f"{name} | ")]
    assert lines
    return lines


def write(findings: list[Finding]) -> list[str]:
    return [
        " | ".join([one.label, spell(one.focus), one.path, value, message])
        for one in findings
        for value in ["" if one.value is None else spell(one.value)]
        for message in [one.message.partition(" Fix: ")[0]]
    ]


def test_no_rule_finds_fault_with_the_valid_files(founding: Layout) -> None:
    files = [DataFile(find_example("valid", name)) for name in FILES]
    assert write(check(files, layout=founding)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_no_rule_finds_fault_with_a_valid_file_alone(name: str, founding: Layout) -> None:
    assert write(check([DataFile(find_example("valid", name))], layout=founding)) == []


@pytest.mark.parametrize("name", sample_daily(FILES, 3))
def test_a_rule_rejects_its_invalid_file_and_no_other_rule_does(
    name: str, founding: Layout
) -> None:
    found = write(check([DataFile(find_example("invalid", name))], layout=founding))
    assert found == expect(name)


@pytest.mark.parametrize("name", sample_daily(WHOLES, 3))
def test_no_rule_finds_fault_with_a_valid_graph(
    name: str, overlay: Overlay, own: frozenset[str]
) -> None:
    assert set(write(check(overlay(EXAMPLES / "valid" / name)))) - own == set()


@pytest.mark.parametrize("name", sample_daily(WHOLES, 4))
def test_a_rule_rejects_its_invalid_graph_and_no_other_rule_does(
    name: str, overlay: Overlay, own: frozenset[str]
) -> None:
    found = write(check(overlay(EXAMPLES / "invalid" / name)))
    assert [line for line in found if line not in own] == expect(name)


def test_every_message_is_of_a_rule() -> None:
    assert {line.partition(" | ")[0] for line in MESSAGES} == {*FILES, *WHOLES}


@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_every_example_is_one_of_a_rule(kind: str) -> None:
    named = sorted(path.name.partition(".")[0] for path in (EXAMPLES / kind).iterdir())
    assert named == sorted([*FILES, *WHOLES])
