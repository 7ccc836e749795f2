"""The guide to differences names every reason and every form, and its patch makes the other."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.support.program import Program

from azru_kg.difference.reasons import Reason
from azru_kg.graph.layout import Layout

GUIDE = (Path(__file__).parents[2] / "docs" / "releases-compared.md").read_text("utf-8")


def test_the_guide_has_every_reason_and_form(program: Program) -> None:
    assert all(f"| {reason.title} |" in GUIDE for reason in Reason)
    told = re.search(r"[<\[](summary\|[a-z|]+)[>\]]", program.run("diff", "--help").stdout)
    assert told is not None
    assert all(f"| `{form}` |" in GUIDE for form in told[1].split("|"))


@pytest.mark.long
def test_the_commands_of_the_guide_make_the_other(
    program: Program, founding: Layout, tmp_path: Path
) -> None:
    (block,) = (
        text for text in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) if "patch" in text
    )
    old, new = (f"azru-kg-2026.{month}.0.nq" for month in (10, 11))
    assert program.run("dump", tmp_path / "dist").returncode == 0
    (dump,) = (tmp_path / "dist").glob("azru-kg-*.nq")
    shutil.copy(dump, tmp_path / new)
    lines = dump.read_bytes().splitlines(keepends=True)
    (tmp_path / old).write_bytes(b"".join(lines[: len(lines) // 2]))
    codes = []
    for command in block.splitlines():
        words = command.split()
        if words[0] == "azru-kg":
            codes.append(program.run(*words[1:], cwd=tmp_path).returncode)
    assert codes == [1, 0]
    summed = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert len({line.split()[0] for line in summed.stdout.splitlines()}) == 1
