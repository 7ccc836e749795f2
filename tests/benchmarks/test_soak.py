"""The soak that is run by hand for minutes, for some seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from benchmarks.soak import Report, soak

from azru_kg.graph.layout import Layout

SECONDS = 15
SEED = 20261129


@pytest.mark.long
def test_a_server_that_is_hurt_for_a_while_answers_rightly_all_along(
    founding: Layout, tmp_path: Path
) -> None:
    for part in (founding.ontology, founding.graph, founding.shapes):
        shutil.copytree(part, tmp_path / part.name)
    report = soak(tmp_path, SECONDS, SEED)
    assert report.good, "\n".join(report.lines())
    assert report.ends["question: 200"] > 0
    assert report.ends["left"] > 0
    assert report.killed["worker"] > 0


@pytest.mark.parametrize("kind", ["wrong", "undocumented", "faults"])
def test_whatever_is_wrong_is_told_and_makes_a_soak_fail(kind: str) -> None:
    report = Report()
    assert report.good
    getattr(report, kind).append("a fault")
    assert not report.good
    assert "  a fault" in report.lines()
