"""Engines in process: what the child that asks one of them prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.classes import list_classes
from benchmarks.grow import grow_lines

from benchmarks import in_process

_QUERIES = {one.name: one.questions[0].text for one in list_classes()}


def test_an_engine_tells_how_many_rows_it_found(tmp_path: Path) -> None:
    data = tmp_path / "small.nt"
    grow_lines(data, 4_000)
    command = [sys.executable, in_process.__file__, "pyoxigraph", str(data)]
    done = subprocess.run(command, input=_QUERIES["rows-20k"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["milliseconds"] > 0
    assert len(data.read_bytes().splitlines()) == int(
        told["found"].removesuffix(" rows").replace(",", "")
    )


def test_an_engine_tells_the_value_that_is_alone(tmp_path: Path) -> None:
    data = tmp_path / "two.nt"
    data.write_text("<urn:a> <urn:p> <urn:b> .\n<urn:b> <urn:p> <urn:c> .\n", encoding="utf-8")
    command = [sys.executable, in_process.__file__, "pyoxigraph", str(data)]
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    done = subprocess.run(command, input=query, capture_output=True, text=True)
    assert json.loads(done.stdout)["found"] == "1 row, 2"
