"""The guide to the tables: its five lines of pandas, its commands, and that it leaves none out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.support.program import Program

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.package import list_flat_files

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def read_python(text: str, word: str) -> str:
    blocks: list[str] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return next(block for block in blocks if word in block)


def run_python(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import pandas\npandas.options.display.width = 10_000\n{code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tables(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the command of the guides has written the tables."""
    folder = tmp_path_factory.mktemp("guide")
    assert "azru-kg tables tables\n" in GUIDE
    ended = program.run("tables", str(folder / "tables"))
    assert ended.returncode == 0, ended.stderr
    return folder


def test_five_lines_of_pandas_have_all_figures(address: str) -> None:
    code = read_python(GUIDE, "/tables/figures.csv")
    lines = [line for line in code.splitlines() if line]
    assert len(lines) <= 5
    printed = run_python(code.replace("http://localhost:8000/", address), ROOT)
    for name in ("value", "unit_en", "speaker_en", "stated_on", "source_title"):
        assert name in code
        assert name in printed or "..." in printed
    assert "figures[figures" in code


def test_the_lines_of_the_readme_run(tables: Path) -> None:
    printed = run_python(read_python(README, "tables/figures.csv"), tables)
    assert "rows x 6 columns]" in printed


def test_the_guide_names_every_table_and_file(address: str) -> None:
    assert all(f"`{table.name}`" in GUIDE for table in TABLES)
    for name in list_flat_files():
        if not name.startswith(tuple(table.name for table in TABLES)):
            assert name in GUIDE.replace("tables/datasette.json", "datasette.json")
        assert httpx.head(f"{address}tables/{name}", trust_env=False, timeout=30).is_success


def test_the_readers_of_the_guide_read(tables: Path) -> None:
    code = read_python(GUIDE, "mlcroissant")
    assert run_python(f"{code}\nprint(next(iter(records))['figures/claim'])", tables)
