"""What the wheel carries: the program with its data, also what git does not have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.languages.reading import ENGLISH, LANGUAGES

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
SECONDS = 120


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a wheel of this checkout is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], capture_output=True, timeout=SECONDS, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "azru_kg", *arguments],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=True,
    )
    return ended.stdout


def test_it_has_the_dataset_of_the_checkout_with_metadata_and_measurements(
    installed: Path,
) -> None:
    told = json.loads(run(installed, "info", "--format", "json"))
    assert told["places"] == [str(installed / "azru_kg" / "data")]
    assert told["digest"] == read_layout(built_in()).digest
    assert (installed / "azru_kg" / "data" / "graph" / "quality.ttl").is_file()


def test_it_has_the_catalogs_of_all_languages(installed: Path) -> None:
    folder = installed / "azru_kg" / "languages" / "po"
    assert {path.stem for path in folder.glob("*.po")} == set(LANGUAGES) - {ENGLISH}


def test_it_has_the_files_of_pages_with_the_workbench_where_that_is_built(installed: Path) -> None:
    own, built = (
        {path.name for path in root.rglob("azru_kg/server/pages/static/**/*.*") if path.is_file()}
        for root in (ROOT / "src", installed)
    )
    assert own == built >= {"style.css", "workbench.css"}


def test_it_has_the_examples_of_shapes(installed: Path) -> None:
    told = run(installed, "explain", "Figure-value")
    assert "\nValid\n" in told
    assert "\nInvalid: " in told
