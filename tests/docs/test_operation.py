"""Keeps docs/operation.md in step with the program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from azru_kg.engine.credentials import CREDENTIALS
from azru_kg.server.http import logs, record
from azru_kg.settings import list_settings

DOCS = (Path(__file__).parents[2] / "docs" / "operation.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_that_of_the_program() -> None:
    documented = re.findall(r"^\| `--.*\|$", DOCS, re.MULTILINE)
    assert documented == [
        f"| `{setting.flag}` | `{setting.variable}` | {setting.shown_default} |"
        f" {setting.about.help} |"
        for setting in list_settings()
    ]


def test_every_variable_and_option_in_the_text_exists() -> None:
    settings = list(list_settings())
    variables = set(re.findall(r"\bAZRU_[A-Z_]+", DOCS))
    assert variables == {setting.variable for setting in settings} | {*CREDENTIALS}
    options = set(re.findall(r"`(--[a-z-]+)", DOCS))
    off = {setting.flag.replace("--", "--no-", 1) for setting in settings if setting.kind is bool}
    assert options - off == {setting.flag for setting in settings}


def test_the_line_of_the_log_has_the_members_of_a_real_one() -> None:
    asked = record.Record("127.0.0.1", "GET", "/sparql", 200, 26, 0.1, "answered", "?")
    line = logs.JsonFormatter().format_request(0, asked, None)
    shown = re.findall(r"```json\n(.*)\n```", DOCS)
    assert [list(json.loads(text)) for text in shown] == [list(json.loads(line))]


def test_every_metric_is_explained_and_every_one_that_is_explained_exists(address: str) -> None:
    assert httpx.get(f"{address}sparql?query=ASK{{}}", trust_env=False).status_code == 200
    told = httpx.get(f"{address}metrics", trust_env=False).text
    exist = re.findall(r"^# TYPE (azru_\w+)", told, re.MULTILINE)
    explained = re.findall(r"^\| `(azru_\w+)", DOCS, re.MULTILINE)
    assert set(explained) == {name for name in exist if not name.endswith("_created")}


def test_every_outcome_that_is_no_problem_is_explained() -> None:
    for outcome in (record.ANSWERED, record.CLIENT_LEFT, record.CUT_OFF, record.STOPPED):
        assert f"`{outcome}`" in DOCS.partition("An outcome is")[2]
