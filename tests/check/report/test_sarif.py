"""SARIF as the standard and as code scanning want it.

What the standard demands of the objects used here is written down below, and nothing else is let
through. `tests/clients/test_sarif.py` asks the schema of OASIS, where the clients are installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from azru_kg.check.finding import Location
from azru_kg.check.paths import STDIN
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.report.sarif import to_sarif


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of an object with these properties and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed({"text": TEXT})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
URI = {"type": "string", "format": "uri-reference"}
COUNT = {"type": "integer", "minimum": 1}
RULE = closed(
    {"id": TEXT},
    {
        "name": TEXT,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "helpUri": {"type": "string", "format": "uri"},
        "defaultConfiguration": closed({"level": LEVEL}),
    },
)
DRIVER = closed(
    {"name": TEXT},
    {
        "informationUri": {"type": "string", "format": "uri"},
        "version": TEXT,
        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
)
LOCATION = closed(
    {
        "physicalLocation": closed(
            {
                "artifactLocation": closed({"uri": URI}, {"uriBaseId": {"const": "%SRCROOT%"}}),
                "region": closed({"startLine": COUNT}, {"startColumn": COUNT}),
            }
        )
    }
)
RESULT = closed(
    {"message": MESSAGE},
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "locations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
    },
)
RUN = closed(
    {"tool": closed({"driver": DRIVER})},
    {
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": closed({"%SRCROOT%": closed({}, {"description": MESSAGE})}),
        "results": {"type": "array", "items": RESULT},
    },
)
LOG = closed(
    {"version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}},
    {"$schema": {"type": "string", "format": "uri"}},
)


def read(outcome: Outcome) -> dict[str, Any]:
    (run,) = json.loads(to_sarif(outcome))["runs"]
    assert isinstance(run, dict)
    return run


def check(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    schema, log = folder / "schema.json", folder / "log.json"
    schema.write_text(json.dumps(LOG))
    log.write_text(text)
    command: list[str | Path] = [sys.executable, "-m", "check_jsonschema"]
    command += ["--schemafile", schema, log]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.long
@pytest.mark.parametrize("broken", [None, "level", "startLine"])
def test_a_log_is_what_the_standard_asks_for(
    outcome: Outcome, tmp_path: Path, broken: str | None
) -> None:
    changes = {None: "", "level": '"level": "fatal"', "startLine": '"startLine": 0'}
    text = to_sarif(outcome)
    if broken:
        start = text.index(f'"{broken}"', text.index('"results"'))
        end = min(text.index(sign, start) for sign in ",\n")
        text = text[:start] + changes[broken] + text[end:]
    checked = check(text, tmp_path)
    assert (checked.returncode == 0) == (broken is None), checked.stdout


def test_each_shape_is_a_rule_and_each_result_points_at_its_own(outcome: Outcome) -> None:
    run = read(outcome)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [
        f"http://example.org/Figure-{part}" for part in ("note", "unit", "value")
    ]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    assert rules[2]["name"] == "ReportedFigure"
    assert rules[2]["help"] == {"text": "write 19.0, not 19."}


def test_results_have_level_message_and_place(outcome: Outcome) -> None:
    first, second, third = read(outcome)["results"]
    assert [one["level"] for one in (first, second, third)] == ["error", "warning", "note"]
    assert first["message"]["text"].endswith("Fix: write 19.0, not 19.")
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 8, "startColumn": 24}
    assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    uri = place["artifactLocation"]["uri"]
    assert (uri, unquote(uri)) == ("data/bad%20file.ttl", "data/bad file.ttl")


def test_places_are_told_from_the_top_of_the_checkout(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path / "data")
    (place, *_) = read(outcome)["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "data/bad%20file.ttl"


def test_a_fingerprint_stays_when_lines_move_and_differs_between_findings(
    outcome: Outcome,
) -> None:
    moved = tuple(replace(one, place=Location("elsewhere", 99)) for one in outcome.verdict.findings)
    later = replace(outcome, verdict=replace(outcome.verdict, findings=moved))
    prints = [
        {one["partialFingerprints"]["azruFinding/v1"] for one in read(state)["results"]}
        for state in (outcome, later)
    ]
    assert prints[0] == prints[1]
    assert len(prints[0]) == 3


def test_a_finding_always_has_a_place_and_a_line(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    for place, uri in (
        (None, "data/bad%20file.ttl"),
        (Location(outcome.files[1]), "data/good.ttl"),
        (Location(STDIN, 1, 1), "file:///dev/stdin"),
        (Location(Path("/elsewhere/x.ttl"), 1), "file:///elsewhere/x.ttl"),
    ):
        verdict = replace(outcome.verdict, findings=(replace(first, place=place),))
        (result,) = read(replace(outcome, verdict=verdict))["results"]
        found = result["locations"][0]["physicalLocation"]
        assert found["artifactLocation"]["uri"] == uri
        assert found["region"]["startLine"] == 1


def test_data_that_conform_give_a_run_without_results(outcome: Outcome, tmp_path: Path) -> None:
    fine = replace(outcome, verdict=replace(outcome.verdict, findings=()))
    assert read(fine)["results"] == []
    assert check(to_sarif(fine), tmp_path).returncode == 0
