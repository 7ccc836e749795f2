from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from azru_kg.check.examine import examine
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.graph import inputs as graph_inputs
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import Inputs, find_inputs
from azru_kg.graph.layout import Layout, built_in

Write = Callable[[str, str], Path]
HEAD = """PREFIX azru: <https://w3id.org/azru-kg/ontology#>
PREFIX person: <https://w3id.org/azru-kg/id/person/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
"""
FAULTY = f"{HEAD}person:ilham-aliyev a foaf:Person , azru:Sorce ; foaf:nam [] ."

_listeners: list[Callable[[str], None]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    # What opens for `open` is told of as well, without a mode: one file, one opening.
    if event == "open" and arguments[1] is not None:
        for listener in _listeners:
            listener(str(arguments[0]))


# A hook stays for as long as the process does: it is added once, and speaks to whoever listens.
sys.addaudithook(_hear)


@contextmanager
def _count(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Counter[str], Counter[str]]]:
    """Count how often Turtle files are opened, by Python or by Oxigraph, and how often parsed."""
    opened, parsed = Counter[str](), Counter[str]()
    parse = ox.parse

    def count_parsing(*args: Any, **options: Any) -> Any:
        parsed[options["base_iri"]] += 1
        if "path" in options:
            opened[str(options["path"])] += 1
        return parse(*args, **options)

    def count_opening(path: str) -> None:
        if path.endswith(".ttl"):
            opened[path] += 1

    monkeypatch.setattr(ox, "parse", count_parsing)
    _listeners.append(count_opening)
    try:
        yield opened, parsed
    finally:
        _listeners.remove(count_opening)


@pytest.mark.long
@pytest.mark.parametrize("lint", [True, False])
def test_each_file_is_opened_and_parsed_once_for_verdict_lint_places_and_fixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside_founding: Layout, lint: bool
) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_text(FAULTY, encoding="utf-8")
    with _count(monkeypatch) as (opened, parsed):
        outcome = examine([path], lint=lint)
    findings = outcome.verdict.findings
    assert findings
    assert all(finding.place is not None and finding.fix for finding in findings)
    files = {str(each) for each, _ in beside_founding.files()}
    assert opened == Counter(files | {str(path)})
    assert set(parsed.values()) == {1}


@pytest.mark.long
def test_a_whole_graph_is_opened_and_parsed_once(
    monkeypatch: pytest.MonkeyPatch, beside_founding: Layout
) -> None:
    with _count(monkeypatch) as (opened, parsed):
        examine(lint=True)
    assert set(opened.values()) == set(parsed.values()) == {1}
    assert len(opened) == len(beside_founding.files())


def test_what_is_too_much_to_hold_is_read_again(
    turtle: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = turtle("one.ttl", "ex:a ex:p 1 ."), turtle("two.ttl", "ex:a ex:p 2 .")
    monkeypatch.setattr(graph_inputs, "_MOST", one.stat().st_size)
    inputs = find_inputs([one, two], [two], built_in())
    assert [file.data is None for file in (*inputs.judged, *inputs.shapes)] == [False, True, True]
    assert len(Loaded(inputs).triples) == 2


def test_statements_come_in_the_order_asked_for_data_and_others_alike(turtle: Write) -> None:
    one, two, other = (
        DataFile(turtle(f"{name}.ttl", f"ex:a ex:p [] , {number} ."))
        for number, name in enumerate(("one", "two", "other"))
    )
    loaded = Loaded(Inputs((one, two), (), ()))
    told = [
        (statement.unit, str(statement.object))
        for statement in loaded.list_statements([other, two])
    ]
    assert [unit for unit, _ in told] == [f"{file.path} " for file in (other, other, two, two)]
    assert [value for _, value in told if value.startswith("_:")] == ["_:b3", "_:b2"]
