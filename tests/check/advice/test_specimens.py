from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from azru_kg.check.advice.specimens import find_invalid, find_valid
from azru_kg.graph.layout import built_in

ROOT = Path(__file__).parents[3]


def test_an_example_can_be_pasted_without_the_note_to_the_tests() -> None:
    specimen = find_invalid(built_in().specimens, "Figure-value", ["Figure", "Figure-value"])[0]
    assert specimen.shape == "Figure-value"
    assert specimen.turtle.startswith("@prefix ")


def test_examples_are_those_of_the_shape_and_its_parts_and_not_of_its_namesakes() -> None:
    folder = built_in().specimens
    names = [path.stem for path in (folder / "valid").glob("*.ttl")]
    found = {one.path.name for one in find_invalid(folder, "Figure", [*names, "Figure-value"])}
    assert "Figure-value-missing.ttl" in found
    assert not any(name.startswith("FigureUnit") for name in found)
    assert find_valid(folder, "Figure-value") is None


def test_the_installed_package_has_the_examples(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(ROOT)], capture_output=True, timeout=120, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    told = subprocess.run(
        [sys.executable, "-m", "azru_kg", "explain", "Figure-value"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "\nValid\n" in told.stdout
    assert "\nInvalid: " in told.stdout
