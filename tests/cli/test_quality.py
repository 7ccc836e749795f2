"""`azru-kg quality`, of the founding documents: what it prints and writes."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.measures import FINDINGS, METRICS, SPEAKERS

pytestmark = pytest.mark.long

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_each_metric_is_told_with_its_number(run: Run) -> None:
    told = run("quality")
    assert told.returncode == 0
    lines = dict(line.rsplit(maxsplit=1) for line in told.stdout.splitlines())
    titles = [title for _, title, _ in (*METRICS.values(), *FINDINGS.values())]
    told_titles = [title.strip() for title in lines]
    speakers = [title for title in told_titles if title.startswith("Speaker: ")]
    assert len(speakers) == len(SPEAKERS)
    assert [title for title in told_titles if title not in speakers] == [
        *titles,
        "Sources measured",
    ]
    assert int(lines["Claims"]) > 50
    assert lines["Sources measured"] == "2"


def test_what_is_written_is_turtle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quality.ttl"
    assert run("quality", "--write", path).returncode == 0
    assert len(list(ox.parse(path=path))) > 50


def test_a_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    told = run("quality", "--write", tmp_path / "none" / "quality.ttl")
    assert told.returncode == 2
    assert f"{tmp_path / 'none' / 'quality.ttl'}: not written: " in told.stderr
