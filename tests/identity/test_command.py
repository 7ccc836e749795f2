"""The command `azru-kg duplicates`: what it prints, and the code with which it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from azru_kg.cli import duplicates
from azru_kg.errors import DataError

pytestmark = pytest.mark.long

TWICE = """@prefix person: <https://w3id.org/azru-kg/id/person/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
person:a skos:prefLabel "Əli Əsədov"@az . person:b skos:prefLabel "Али Асадов"@ru .
"""
HEADER = "kind,id,other,reason\n"


def run(*arguments: str | Path) -> Result:
    """Run the command."""
    app = typer.Typer()
    app.command(help=duplicates.HELP)(duplicates.duplicates)
    return CliRunner().invoke(app, [str(one) for one in arguments])


def write(folder: Path, name: str, text: str) -> Path:
    """Return the path of a file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_built_in_graph_passes() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("0 pairs not reviewed, ")


def test_a_pair_that_nobody_has_looked_at_fails_and_says_what_to_do(tmp_path: Path) -> None:
    result = run(write(tmp_path, "two.ttl", TWICE))
    assert result.exit_code == 1
    assert "person:a and person:b: names alike\nFix: join" in result.stdout


def test_the_same_pair_passes_once_it_is_reviewed(tmp_path: Path) -> None:
    table = write(tmp_path, "table.csv", HEADER + "person,a,b,Two people of one name\n")
    result = run(write(tmp_path, "two.ttl", TWICE), "--reviewed", table, "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["unreviewed"], len(report["reviewed"])) == ([], 1)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.ttl"):
        raise run(tmp_path / "none.ttl").exception or AssertionError


def test_a_broken_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="header"):
        raise run("--reviewed", write(tmp_path, "t.csv", "a,b\n")).exception or AssertionError
