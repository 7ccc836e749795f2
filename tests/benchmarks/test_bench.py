"""The benchmark as a newcomer runs it, on this server alone and a graph that is small."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

HOME = Path(__file__).parents[2]
_SIZE = "4k"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(HOME / "src")}
    command = [sys.executable, "-m", "benchmarks.bench", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=HOME)


@pytest.mark.long
def test_help_names_servers_and_gives_examples() -> None:
    told = run("--help")
    assert told.returncode == 0, told.stderr
    for name in ("oxigraph-disk", "fuseki", "virtuoso", "rdflib-endpoint", "--sizes 74k"):
        assert name in told.stdout


@pytest.mark.long
@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed: apt-get install wrk")
def test_this_server_alone_is_measured_once_and_told_in_a_table(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    where = ("--folder", tmp_path, "--results", results)
    asked = ("--sizes", _SIZE, "--own", "off", "cache", "--classes", "star", "construct")
    pace = ("--seconds", "1", "--warm", "0", "--clients", "2")
    first = run("--peers", *asked, *pace, *where)
    assert first.returncode == 0, first.stderr
    records = [json.loads(line) for line in results.read_text().splitlines()]
    slices = [record for record in records if record["kind"] == "slice"]
    assert {(one["class"], one["peer"]) for one in slices} == {
        (name, peer) for name in ("star", "construct") for peer in ("off", "cache")
    }
    assert all(one["answers"] > 0 and one["failed"] == 0 for one in slices)
    assert "| star, 100 rows |" in first.stdout
    assert "Not timed" not in first.stdout

    again = run("--peers", *asked, *pace, *where)
    assert again.returncode == 0, again.stderr
    kinds = [json.loads(line)["kind"] for line in results.read_text().splitlines()]
    assert kinds.count("slice") == len(slices)
    assert again.stdout.count("\n| star, 100 rows |") == first.stdout.count("\n| star, 100 rows |")


def test_a_size_that_is_none_is_refused(tmp_path: Path) -> None:
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed: apt-get install wrk")
    told = run(
        "--sizes",
        "large",
        "--peers",
        "--own",
        "--folder",
        tmp_path,
        "--results",
        tmp_path / "made.jsonl",
    )
    assert told.returncode != 0
    assert "large is no size" in told.stderr


def test_a_page_that_is_missing_is_named_before_anything_is_measured(tmp_path: Path) -> None:
    told = run("--into", tmp_path / "missing.md", "--results", tmp_path / "made.jsonl")
    assert told.returncode == 2
    assert "there is no page" in told.stderr
    assert not (tmp_path / "made.jsonl").exists()


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed: apt-get install wrk")
def test_what_bounds_lookups_is_measured_where_it_is_asked_for(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    bounds = ("bare-inside-1", "bare-inside-2", "bare-beside-1", "bare-beside-2")
    told = run(
        *("--sizes", _SIZE, "--peers", "--own", "off", *bounds, "--classes", "lookup"),
        *("--seconds", "1", "--warm", "0", "--rounds", "2", "--clients", "8"),
        *("--folder", tmp_path, "--results", results),
    )
    assert told.returncode == 0, told.stderr
    records = [json.loads(line) for line in results.read_text().splitlines()]
    answers = {json.dumps(one["digests"]) for one in records if one["kind"] == "answers"}
    assert len(answers) == 1
    slices = [record for record in records if record["kind"] == "slice"]
    assert {one["peer"] for one in slices} == {"off", *bounds}
    assert all(one["answers"] > 0 and one["failed"] == 0 for one in slices)
