"""Keeps the path for contributors: its guide, its forms, and the workflows that judge a change."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.schemas.registers import SourceRow

ROOT = Path(__file__).parents[2]
FORGE = ROOT / ".github"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHECKLIST = (FORGE / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FORM: dict[str, Any] = yaml.safe_load((FORGE / "ISSUE_TEMPLATE" / "add-a-source.yml").read_text())
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
FOR_EDITORS = {"inferred", "seen"}
"""Fields of the sheet that nobody is asked: whoever reads the page for the graph fills them in."""
SECONDS = 900


def read(path: Path) -> dict[str, Any]:
    """Return a workflow; YAML 1.1 takes its key `on` for a boolean, which nothing here asks for."""
    workflow: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return workflow


@pytest.mark.parametrize("text", [GUIDE, CHECKLIST], ids=["guide", "checklist"])
def test_every_command_of_make_that_is_named_exists(text: str) -> None:
    named = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)
    assert named
    assert all(re.search(rf"^{target}:", MAKEFILE, re.MULTILINE) for target in named)


def test_every_file_that_the_guide_leads_to_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_answers_of_the_form_are_a_row_of_the_sheet_of_sources() -> None:
    answers = {each["id"]: each for each in FORM["body"] if each["type"] == "input"}
    fields = list_fields(SourceRow)
    assert [*answers] == [name for name in fields if name not in FOR_EDITORS]
    for name in answers:
        field, asked = fields[name], answers[name]["attributes"]
        assert (asked["label"], asked["description"]) == (name, field.description)
        assert asked["placeholder"] == EXAMPLES["sources"][name]
        assert answers[name]["validations"]["required"] is field.is_needed


@pytest.mark.long
@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("github-workflows", path) for path in WORKFLOWS),
        ("github-issue-forms", FORGE / "ISSUE_TEMPLATE" / "add-a-source.yml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_file_of_the_forge_follows_its_schema(schema: str, path: Path) -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    checked = subprocess.run(
        [*checker, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert set(job["permissions"]) == {"contents"}
        assert job["permissions"]["contents"] == ("write" if name == "publish" else "read")
        assert job["timeout-minutes"] <= 60


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: str(path.name))
def test_every_action_is_pinned_by_its_hash(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_others_write_never_becomes_part_of_a_script(path: Path) -> None:
    steps = [step for job in read(path)["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []
    for step in steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_continuous_integration_runs_what_the_guide_promises() -> None:
    (job,) = read(FORGE / "workflows" / "ci.yml")["jobs"].values()
    assert job["steps"][-1]["run"].splitlines()[-1] == ".ci/run"
    ran = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make lint", "make test", "make test-long", "make validate"} <= set(ran)


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_a_release_is_built_and_its_checksums_hold(small_checkout: Path) -> None:
    (build, publish) = read(FORGE / "workflows" / "release.yml")["jobs"].values()
    compare, make, check = (
        next(step for step in job["steps"] if step["name"].startswith(name))
        for job, name in ((build, "Compare"), (build, "Build"), (publish, "Check"))
    )
    for step, folder in ((compare, "."), (make, "."), (check, check["working-directory"])):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", step["run"]],
            cwd=small_checkout / folder,
            env={"PATH": "/usr/bin:/bin", "GITHUB_REF_NAME": "v0.1.0"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    names = {path.name for path in (small_checkout / "dist").iterdir()}
    assert any(name.endswith(".whl") for name in names)
    sums = (small_checkout / "dist" / "SHA256SUMS").read_text().splitlines()
    assert {line.split()[1] for line in sums} == names - {"SHA256SUMS"}
