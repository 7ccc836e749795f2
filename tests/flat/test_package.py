"""All files of the tables together: their names, their bytes, what goes into a dump."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from azru_kg.flat.package import FlatFiles, list_archives, list_flat_files, tell_content
from azru_kg.graph.layout import Layout

pytestmark = pytest.mark.long

SCRIPT = """
import hashlib, sys
from pathlib import Path
from azru_kg.flat.package import make_tables
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout
made = make_tables(read_layout(Layout(Path(sys.argv[1]))))
for name, content in (*made.list(), *made.pack()):
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_the_files_are_those_that_are_listed(made: FlatFiles) -> None:
    assert tuple(made.files) == list_flat_files()
    assert [name for name, _ in made.pack()] == list(list_archives(made.version))


def test_each_file_says_what_is_in_it() -> None:
    names = (*(f"tables/{name}" for name in list_flat_files()), *list_archives("1"))
    assert all(tell_content(name) for name in names)
    assert not tell_content("azru-kg-1.nq")


def test_the_archive_holds_the_files(made: FlatFiles) -> None:
    name, content = next(made.pack())
    with ZipFile(io.BytesIO(content)) as archive:
        held = {Path(member).name: archive.read(member) for member in archive.namelist()}
        assert {str(Path(member).parent) for member in archive.namelist()} == {Path(name).stem}
    assert held == made.files


def test_two_builds_are_the_same_bytes_whatever_the_hash_seed(founding: Layout) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(founding.root)],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "POLARS_MAX_THREADS": str(seed)},
            capture_output=True,
            text=True,
            check=True,
            timeout=100,
        ).stdout
        for seed in (1, 2)
    }
    assert len(outputs) == 1
