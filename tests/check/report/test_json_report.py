from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from azru_kg.check.finding import Location
from azru_kg.check.report.json_report import VERSION, to_json
from azru_kg.check.report.outcome import Outcome

SCHEMA = Path(__file__).parents[3] / "docs" / "validate-report.schema.json"


def check_schema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_finding_is_told_with_place_terms_and_fix(outcome: Outcome) -> None:
    first = json.loads(to_json(outcome))["findings"][0]
    assert first == {
        "severity": "violation",
        "shape": "http://example.org/Figure-value",
        "name": "Reported figure",
        "component": "http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
        "message": "A figure has a value, an xsd:decimal.",
        "fix": "write 19.0, not 19.",
        "focus": {"type": "iri", "value": "http://example.org/a"},
        "path": "<http://example.org/value>",
        "value": {
            "type": "literal",
            "value": "19",
            "datatype": "http://www.w3.org/2001/XMLSchema#integer",
        },
        "place": {"path": "data/bad file.ttl", "line": 8, "column": 24},
    }


def test_the_head_counts_and_says_whether_the_run_passes(outcome: Outcome) -> None:
    report = json.loads(to_json(replace(outcome, omitted=2)))
    assert report.pop("tool")["name"] == "azru-kg"
    assert len(report.pop("findings")) == 3
    assert report == {
        "version": VERSION,
        "conforms": False,
        "passes": False,
        "failOn": "violation",
        "triples": 8,
        "counts": {"violation": 1, "warning": 1, "info": 1},
        "omitted": 2,
        "notices": [],
    }


@pytest.mark.long
def test_the_report_follows_its_schema_and_the_schema_is_one(
    outcome: Outcome, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    report.write_text(to_json(outcome))
    assert check_schema("--check-metaschema", SCHEMA).returncode == 0
    checked = check_schema("--schemafile", SCHEMA, report)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.long
def test_the_schema_refuses_a_key_that_it_does_not_name(outcome: Outcome, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    changed = json.loads(to_json(outcome))
    changed["findings"][0]["colour"] = "red"
    report.write_text(json.dumps(changed))
    assert check_schema("--schemafile", SCHEMA, report).returncode == 1


def test_a_file_name_that_is_not_utf_8_leaves_the_report_utf_8(outcome: Outcome) -> None:
    (first, *_) = outcome.verdict.findings
    odd = replace(first, place=Location(Path("data\udcff.ttl")))
    changed = replace(outcome, verdict=replace(outcome.verdict, findings=(odd,)))
    assert json.loads(to_json(changed).encode())["findings"][0]["place"]["path"] == "data\ufffd.ttl"
