"""The search on the page about HTTP: its command, and what it promises of spellings."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

TEXT = Path(__file__).parents[2].joinpath("docs", "http.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Finding by name\n")[2].partition("\n## ")[0]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_command_finds_people(address: str) -> None:
    (command,) = re.findall(r"^```sh\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL)
    words = shlex.split(command.replace("http://127.0.0.1:8000/", address))
    done = subprocess.run([*words, "--silent", "--noproxy", "*"], capture_output=True, check=True)
    kinds = {thing["kind"] for thing in json.loads(done.stdout)["things"]}
    assert kinds == {"person"}


def test_the_spellings_that_are_named_find_the_same_people(address: str) -> None:
    (named,) = re.findall(r"scripts: (.*?) find the same people", SECTION, re.DOTALL)
    spellings = re.findall(r"[^\W_]{4,}", named)
    assert len(spellings) == 5
    found = []
    for spelling in spellings:
        asked = {"q": spelling, "kind": "person"}
        answer = httpx.get(f"{address}search.json", params=asked, trust_env=False).json()
        found.append({thing["iri"] for thing in answer["things"]})
    assert found[0]
    assert all(people == found[0] for people in found)


def test_the_addresses_are_there(address: str) -> None:
    paths = re.findall(r"^\| `/([a-z.]+)\?q=`", SECTION, re.MULTILINE)
    assert len(paths) == 3
    for path in paths:
        asked = {"q": "baku"}
        response = httpx.get(f"{address}{path}", params=asked, trust_env=False)
        assert response.status_code == 200
