"""Standard streams that are closed, full or left: exit codes as documented, and no traceback."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

pytestmark = pytest.mark.long

COMMAND = f"{sys.executable} -m azru_kg"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a1> ;
  sh:property [ sh:path <urn:q> ; sh:minCount 1 ] ."""
ALL = "query --text 'SELECT * { ?s ?p ?o }' --format csv --data many.nt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    lines = (f"<urn:a{n}> <urn:p> <urn:b> .\n" for n in range(20_000))
    (folder / "many.nt").write_text("".join(lines))
    (folder / "one.ttl").write_text("<urn:a1> <urn:p> 1 .")
    (folder / "shapes.ttl").write_text(SHAPES)
    os.mkfifo(folder / "pipe.ttl")
    return folder


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {line}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    sample_daily(
        [
            (f"{COMMAND} {ALL} | head -n 1", 0),
            (f"{COMMAND} --help | true", 0),
            (f"{COMMAND} validate one.ttl --shapes shapes.ttl | true", 1),
        ],
        3,
    ),
)
def test_a_reader_that_has_gone_changes_no_exit_code(folder: Path, line: str, code: int) -> None:
    ended = run(line, folder)
    assert (ended.returncode, ended.stderr) == (code, "")


@pytest.mark.parametrize(
    ("command", "target", "reason"),
    sample_daily(
        [
            (command, target, reason)
            for command in (ALL, "--version", "info --data one.ttl")
            for target, reason in ((">/dev/full", "No space left"), (">&-", "Bad file descriptor"))
        ],
        3,
    ),
)
def test_what_cannot_be_written_to_standard_output_is_an_error(
    folder: Path, command: str, target: str, reason: str
) -> None:
    ended = run(f"{COMMAND} {command} {target}", folder)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"azru-kg: standard output: not written: {reason}")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command", sample_daily(["query --data one.ttl", "validate - --shapes shapes.ttl"], 2)
)
def test_a_closed_standard_input_is_no_empty_one(folder: Path, command: str) -> None:
    ended = run(f"{COMMAND} {command} <&-", folder)
    assert ended.returncode == 2
    assert "not read: Bad file descriptor" in ended.stderr


def test_a_closed_standard_error_changes_nothing_else(folder: Path) -> None:
    ended = run(f"{COMMAND} info --data gone.ttl 2>&-", folder)
    assert (ended.returncode, ended.stdout) == (2, "")


def test_a_disk_that_is_full_leaves_a_formatted_file_as_it_was(folder: Path) -> None:
    path = folder / "large.ttl"
    text = "".join(f"<urn:a{n}> <urn:p>  1 .\n" for n in range(200))
    path.write_text(text)
    ended = run(f"ulimit -f 1; {COMMAND} format large.ttl", folder)
    assert ended.returncode == 2
    assert ended.stderr == "azru-kg: large.ttl: not written: File too large\n"
    assert path.read_text() == text
    assert not list(folder.glob(".*.part"))


@pytest.mark.parametrize(
    "command",
    sample_daily(
        [
            "query --text 'ASK {}' --data pipe.ttl",
            "query pipe.ttl",
            "info --data pipe.ttl",
            "validate pipe.ttl",
            "validate one.ttl --shapes pipe.ttl",
            "format --check pipe.ttl",
            "serve --data pipe.ttl --port 0",
            "quote pipe.ttl words",
            "intake pipe.ttl",
            "info --data .",
            "format .",
        ],
        8,
    ),
)
def test_a_pipe_that_nobody_writes_is_waited_for_by_no_command(folder: Path, command: str) -> None:
    ended = run(f"{COMMAND} {command}", folder)
    assert ended.returncode == 2
    assert "pipe.ttl: n" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_query_comes_from_what_the_shell_has_opened(folder: Path) -> None:
    ended = run(f"{COMMAND} query <(printf '\\xef\\xbb\\xbfASK {{}}') --data one.ttl", folder)
    assert (ended.returncode, ended.stdout) == (0, "true\n")


def test_a_byte_order_mark_on_standard_input_is_passed_over(folder: Path) -> None:
    ended = run(f"printf '\\xef\\xbb\\xbfASK {{}}' | {COMMAND} query - --data one.ttl", folder)
    assert (ended.returncode, ended.stdout) == (0, "true\n")
    data = "printf '\\xef\\xbb\\xbf<urn:a1> <urn:q> 1 .'"
    ended = run(f"{data} | {COMMAND} validate - --shapes shapes.ttl", folder)
    assert ended.returncode == 0, ended.stderr


def test_who_is_asked_to_end_leaves_no_copy_of_standard_input_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "azru_kg", "validate", "-"],
        stdin=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        while process.poll() is None and not any(tmp_path.iterdir()):
            time.sleep(0.02)
        process.terminate()
        assert process.wait(20) == 143
    assert list(tmp_path.iterdir()) == []
