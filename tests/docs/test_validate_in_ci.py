"""Keeps the promise of "Validate in CI": workflows, hooks and commands are checked and run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml
from tests.support.sampling import sample_daily

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "validate-in-ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
BIN = Path(sys.executable).parent
# A copy of the repository, or a place that the reader has to fill in.
USED = {"actions/checkout", "github/codeql-action/upload-sarif", "OWNER/azru-kg"}
SECONDS = 900
BAD = '<urn:ex:c> <urn:ex:name> "abc" .\n'
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:ex:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:ex:name> ;
  sh:property [ sh:path <urn:ex:size> ; sh:minCount 1 ; sh:message "No size." ] .
"""


def read_fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


YAML = read_fences("yaml")
WORKFLOWS = [text for text in YAML if "runs-on:" in text]
(GITLAB,) = [text for text in YAML if "artifacts:" in text]
(PRE_COMMIT,) = [text for text in YAML if "repos:" in text]
COMMANDS = [line for text in read_fences("sh") for line in text.splitlines()]


def run(
    command: list[str | Path], folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    done = run(["git", *identity, *arguments], folder)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def checkout(small_checkout: Path) -> Path:
    """Return a small checkout, in git."""
    copy = small_checkout
    (copy / ".gitignore").write_text(".venv/\n__pycache__/\n")
    git(copy, "init", "--quiet")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "All")
    git(copy, "update-ref", "refs/remotes/origin/main", "HEAD")
    (copy / "data.nt").write_text("<urn:ex:a> <urn:ex:b> <urn:ex:c> .\n")
    return copy


@pytest.mark.long
@pytest.mark.parametrize(
    ("schema", "texts"),
    [
        ("github-workflows", WORKFLOWS),
        ("gitlab-ci", [GITLAB]),
        ("github-actions", [(ROOT / "action.yml").read_text()]),
    ],
)
def test_the_yaml_follows_the_schema_of_its_service(
    tmp_path: Path, schema: str, texts: list[str]
) -> None:
    files = [tmp_path / f"{number}.yml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    checked = run([*checker, *files], tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_workflows_use_this_action_and_give_it_what_it_takes() -> None:
    assert len(WORKFLOWS) == 3
    for text in WORKFLOWS:
        steps = yaml.safe_load(text)["jobs"]["validate"]["steps"]
        assert {step["uses"].partition("@")[0] for step in steps} <= {*USED, "./"}
        (own,) = [step for step in steps if step["uses"] in ("./", "OWNER/azru-kg@TAG")]
        assert set(own.get("with", {})) <= set(ACTION["inputs"])
    for name in re.findall(r"steps\.validate\.outputs\.([\w-]+)", PAGE):
        assert name in ACTION["outputs"]


def test_the_page_names_every_input_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE))
    assert list(rows) == list(ACTION["inputs"])
    for name, about in ACTION["inputs"].items():
        if about["default"]:
            assert rows[name].strip("`") == about["default"]


def find_step(name: str) -> str:
    (step,) = [step for step in ACTION["runs"]["steps"] if step["name"] == name]
    assert step["shell"] == "bash"
    script = step["run"]
    assert isinstance(script, str)
    assert "${{" not in script, "what a user gives must not become part of a script"
    return script


class Runner:
    """Runs the steps of the action as a runner does."""

    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary
        (temporary / "output").touch()

    def run(self, name: str, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step with inputs, and with the defaults of those that are not given."""
        given = {key: value["default"] for key, value in ACTION["inputs"].items()} | {
            key.replace("_", "-"): value for key, value in inputs.items()
        }
        environment = {
            f"AZRU_{key.upper().replace('-', '_')}": value for key, value in given.items()
        }
        return run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", find_step(name)],
            folder,
            AZRU_HOME=str(ROOT),
            AZRU_PYTHON=sys.executable,
            RUNNER_TEMP=str(self.temporary),
            GITHUB_OUTPUT=str(self.temporary / "output"),
            **environment,
        )

    @property
    def report(self) -> Path:
        """The file that the last step said it has written."""
        name, _, value = (self.temporary / "output").read_text().splitlines()[-1].partition("=")
        assert name == "report"
        return Path(value)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Return a runner on which azru-kg is installed by the step that does so."""
    made = Runner(tmp_path_factory.mktemp("runner"))
    done = made.run("Install azru-kg", ROOT)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a repository with data that do not conform, and a module that must not be run."""
    (tmp_path / "my data").mkdir()
    (tmp_path / "my data" / "bad.ttl").write_text(BAD)
    (tmp_path / "-good.ttl").write_text('<urn:ex:a> <urn:ex:b> "c" .\n')
    (tmp_path / "shapes.ttl").write_text(SHAPE)
    (tmp_path / "rdflib.py").write_text("raise SystemExit('the file of the repository ran')\n")
    return tmp_path


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_the_action_validates_the_graph_if_nothing_else_is_given(runner: Runner) -> None:
    done = runner.run("Validate", ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nno violation, but does not conform: " in f"\n{done.stdout}"
    assert "::error" not in done.stdout


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_the_action_shows_findings_and_fails(runner: Runner, folder: Path) -> None:
    done = runner.run("Validate", folder, paths="my data\n-good.ttl\n", shapes="shapes.ttl")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error file=my data/bad.ttl,")


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_the_action_writes_a_report_and_names_it(runner: Runner, folder: Path) -> None:
    done = runner.run("Validate", folder, paths="my data", shapes="shapes.ttl", format="sarif")
    assert done.returncode == 1
    (result,) = json.loads(runner.report.read_text())["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "my%20data/bad.ttl"


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_the_action_takes_what_is_given_as_words_and_never_as_a_script(
    runner: Runner, folder: Path
) -> None:
    done = runner.run("Validate", folder, paths="$(touch made); `touch made`", fail_on="info")
    assert done.returncode == 2
    assert not (folder / "made").exists()


@pytest.mark.long
def test_the_job_of_gitlab_makes_a_report_that_junit_readers_take(checkout: Path) -> None:
    job = yaml.safe_load(GITLAB)["validate"]
    for line in job["script"]:
        done = run(["bash", "-c", line], checkout)
        assert done.returncode == 0, done.stderr
    report = JUnitXml.fromfile(str(checkout / job["artifacts"]["reports"]["junit"]))
    assert report.tests > 0
    assert report.failures == 0


@pytest.mark.long
def test_the_hooks_and_their_example_are_what_pre_commit_reads(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(PRE_COMMIT)
    for command, file in (
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", config),
    ):
        done = run([sys.executable, "-m", "pre_commit", command, file], tmp_path)
        assert done.returncode == 0, done.stdout
    used = {hook["id"] for hook in yaml.safe_load(PRE_COMMIT)["repos"][0]["hooks"]}
    assert used == {hook["id"] for hook in HOOKS}


@pytest.mark.long
def test_the_hooks_run_on_the_files_of_a_commit(folder: Path) -> None:
    # pre-commit would install the package anew for each test: here it runs the one that is.
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    (validating,) = [hook for hook in hooks if hook["id"] == "azru-kg-validate"]
    validating["args"] = ["--shapes", "shapes.ttl", "--"]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (folder / "rdflib.py").unlink()
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    done = run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        folder,
        PRE_COMMIT_HOME=str(folder / "cache"),
    )
    assert done.returncode == 1
    assert "my data/bad.ttl: violation: " in re.sub(r":\d+:\d+: ", ": ", done.stdout)
    assert "files were modified by this hook" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("command", sample_daily(COMMANDS, 16))
def test_a_command_of_the_page_runs(checkout: Path, command: str) -> None:
    done = run(["bash", "-c", command], checkout, PYTHONPATH=str(checkout / "src"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_the_line_shown_is_what_the_command_prints(checkout: Path, tmp_path: Path) -> None:
    (shown,) = read_fences("text")
    invalid = ROOT / "tests" / "shapes" / "invalid" / "Figure-value-as-an-integer.ttl"
    text = invalid.read_text().replace("figure-value-as-an-integer", "mine")
    (tmp_path / "mine.ttl").write_text(text.replace("4300000000 ", "19 "))
    program = {"PYTHONPATH": str(checkout / "src")}
    line = run(["azru-kg", "validate", "mine.ttl"], tmp_path, **program).stdout.splitlines()[0]
    assert line.partition(": violation")[2] == shown.rstrip("\n").partition(": violation")[2]
