"""The commands diff and patch, on the founding documents before and after a changed row."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.layout import Layout

pytestmark = pytest.mark.long

Run = Callable[..., subprocess.CompletedProcess[str]]
VALUE = "sdmx-measure:obsValue 2600000000.0"


@pytest.fixture(scope="module")
def changed(founding: Layout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the graph of the founding documents in which a figure was read again."""
    graph = tmp_path_factory.mktemp("changed") / "graph"
    shutil.copytree(founding.graph, graph)
    (path,) = (path for path in (graph / "sources").glob("*.ttl") if VALUE in path.read_text())
    path.write_text(path.read_text().replace(VALUE, VALUE.replace("26", "27"), 1))
    return graph


def test_a_changed_row_is_a_correction_and_makes_the_other(
    run: Run, founding: Layout, changed: Path, tmp_path: Path
) -> None:
    ended = run("diff", founding.graph, changed)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "correction – the same source and claim, with another value: 1 changed" in ended.stdout
    assert "~ sdmx-measure:obsValue 2600000000.0 → 2700000000.0" in ended.stdout
    digest = ended.stdout.splitlines()[1].rpartition("sha256 ")[2].rstrip(")")
    patch, made = tmp_path / "changes.rdfp", tmp_path / "made.nq"
    ended = run("diff", founding.graph, changed, "--format", "patch", "--output", patch)
    assert (ended.returncode, ended.stdout) == (1, "")
    ended = run("patch", founding.graph, patch, "--output", made)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert hashlib.sha256(made.read_bytes()).hexdigest() == digest
    ended = run("diff", made, shutil.copy(made, tmp_path / "copy.nq"))
    assert (ended.returncode, "No difference" in ended.stdout) == (0, True)
    ended = run("patch", made, patch, "--output", tmp_path / "none.nq")
    assert (ended.returncode, (tmp_path / "none.nq").exists()) == (2, False)


@pytest.mark.parametrize("layout", sample_daily(["html", "text", "atom"], 3))
def test_each_form_tells_the_thing(
    run: Run, founding: Layout, changed: Path, layout: str, tmp_path: Path
) -> None:
    output = tmp_path / "told"
    ended = run("diff", founding.graph, changed, "--format", layout, "--output", output)
    assert ended.returncode == 1
    assert "turnover-2018" in output.read_text("utf-8")


def test_trouble_ends_with_2_and_leaves_no_file(run: Run, founding: Layout, tmp_path: Path) -> None:
    output = tmp_path / "told"
    broken = tmp_path / "broken.nq"
    broken.write_text("oops\n")
    for b in (tmp_path / "none.nq", tmp_path / "none", broken, tmp_path, founding.graph):
        ended = run("diff", founding.graph, b, "--output", output)
        assert (ended.returncode, ended.stdout, output.exists()) == (2, "", False)
        assert ended.stderr.startswith(f"azru-kg: {b}")
        assert ended.stderr.count("\n") == 1
    assert "the same file as the first" in ended.stderr
