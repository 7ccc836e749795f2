"""curl, as people type it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

CURL = shutil.which("curl")
ASK = "query=ASK { country:AZ a azru:Country }"
WRONG = "query=SELECT * { ?s }"

pytestmark = pytest.mark.skipif(CURL is None, reason="curl is not installed")


def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [CURL or "", "--silent", "--noproxy", "*", "--max-time", "20", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [["-G"], [], ["--http1.0", "-G"], ["--compressed", "-G"]])
def test_a_query_is_answered(address: str, options: list[str]) -> None:
    done = curl("--fail", *options, "--data-urlencode", ASK, f"{address}sparql")
    assert done.returncode == 0
    assert json.loads(done.stdout)["boolean"] is True


def test_a_file_with_a_query_is_answered(address: str, tmp_path: Path) -> None:
    file = tmp_path / "a.rq"
    file.write_text("SELECT ('ə' AS ?x)\n# a comment\n{}\n", encoding="utf-8")
    header = "Content-Type: application/sparql-query"
    for data in (["--data-binary", f"@{file}"], ["-T", str(file), "-X", "POST"]):
        done = curl("--fail", "-H", header, "-H", "Accept: text/csv", *data, f"{address}sparql")
        assert (done.returncode, done.stdout.split()) == (0, ["x", "ə"])


def test_a_head_ends_at_once(address: str) -> None:
    done = curl("--fail", "-I", f"{address}sparql?query=ASK%7B%7D")
    assert done.returncode == 0
    assert done.stdout.startswith("HTTP/1.1 200")


def test_an_error_is_an_error_to_scripts_and_a_sentence_to_people(address: str) -> None:
    assert curl("--fail", "-G", "--data-urlencode", WRONG, f"{address}sparql").returncode == 22
    text = curl(
        "-G", "-H", "Accept: text/csv, text/plain", "--data-urlencode", WRONG, f"{address}sparql"
    )
    assert "SELECT * { ?s }" in text.stdout
    assert "^" in text.stdout


@pytest.mark.long
def test_an_answer_that_was_cut_is_an_error_to_scripts(address: str) -> None:
    endless = "query=SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    options = ["--fail", "-G", "-o", "/dev/null", "-d", "timeout=1", "--data-urlencode", endless]
    done = curl(*options, f"{address}sparql")
    # 18: the file is shorter than it was to be; 56: the connection ended within it.
    assert done.returncode in (18, 56)
