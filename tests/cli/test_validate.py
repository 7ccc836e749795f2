from __future__ import annotations

import json
import os
import pty
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.program import Program
from tests.support.sampling import sample_daily

COMMAND = Path(sys.executable).parent / "azru-kg"
FORMATS = ("text", "json", "turtle", "sarif", "junit", "github")
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:ex:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:ex:name> ;
  sh:property [ sh:path <urn:ex:size> ; sh:minCount 1 ; sh:message "No size." ] ,
    [ sh:path <urn:ex:name> ; sh:maxLength 3 ; sh:severity sh:Warning ;
      sh:message "Too long. Fix: cut it." ] .
"""
GOOD = '<urn:ex:a> <urn:ex:name> "abc" ; <urn:ex:size> 1 .\n'
LONG = '<urn:ex:b> <urn:ex:name> "abcd" ; <urn:ex:size> 1 .\n'
BAD = '<urn:ex:c> <urn:ex:name> "abc" .\n'

Validate = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def validate(program: Program, tmp_path: Path) -> Validate:
    """Return a function that runs the command in a folder with shapes and data."""
    for name, text in (("shapes", SHAPE), ("good", GOOD), ("long", LONG), ("bad", BAD)):
        (tmp_path / f"{name}.ttl").write_text(text)

    def run(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        arguments = ("validate", *arguments, "--shapes", "shapes.ttl")
        return program.run(*arguments, cwd=tmp_path, text=text)

    return run


def test_a_line_says_where_how_bad_what_and_how_to_fix(validate: Validate) -> None:
    ended = validate("long.ttl", "bad.ttl")
    assert (ended.returncode, ended.stderr) == (1, "")
    first, second, last = ended.stdout.splitlines()
    assert first.startswith("bad.ttl:")
    assert ": violation: urn:ex:S: No size. (focus <urn:ex:c>, path <urn:ex:size>)" in first
    assert first.endswith(" fix: add `<urn:ex:size> …`.")
    assert second.startswith("long.ttl:")
    assert second.endswith(
        ' (focus <urn:ex:b>, path <urn:ex:name>, value "abcd")'
        ' fix: cut it. Here: `"abcd"` has 4 characters.'
    )
    assert last == "does not conform: 3 triples, 1 violation, 1 warning"


@pytest.mark.parametrize(
    ("file", "level", "code"),
    sample_daily(
        [
            ("good.ttl", "info", 0),
            ("long.ttl", "violation", 0),
            ("long.ttl", "warning", 1),
            ("long.ttl", "info", 1),
            ("bad.ttl", "violation", 1),
            ("none.ttl", "violation", 2),
        ],
        2,
    ),
)
def test_the_exit_code_follows_the_level(
    validate: Validate, file: str, level: str, code: int
) -> None:
    assert validate(file, "--fail-on", level).returncode == code


RIDDLE = f'<urn:ex:a> <urn:ex:name> "{"a" * 60}!" ; <urn:ex:size> 1 .\n'
EXTRA = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:ex:T> a sh:NodeShape ; sh:targetSubjectsOf <urn:ex:name> ; sh:property <urn:ex:T-name> .
<urn:ex:T-name> sh:path <urn:ex:name> ;
"""


@pytest.mark.parametrize("form", sample_daily(FORMATS, 2))
def test_what_is_not_judged_is_told_in_every_format(
    validate: Validate, tmp_path: Path, form: str
) -> None:
    (tmp_path / "extra.ttl").write_text(f"{EXTRA}  sh:minlength 3 .\n")
    ended = validate("good.ttl", "--shapes", "extra.ttl", "--format", form)
    assert ended.returncode == 0
    assert "sh:minlength is no term of SHACL" in f"{ended.stdout}{ended.stderr}"
    assert (ended.stderr == "") == (form != "turtle")


def test_strict_refuses_what_is_not_judged(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "extra.ttl").write_text(f"{EXTRA}  sh:minlength 3 .\n")
    ended = validate("good.ttl", "--shapes", "extra.ttl", "--strict")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: extra.ttl:4:")


@pytest.mark.long
def test_a_constraint_without_an_end_is_a_violation_and_no_silent_pass(
    validate: Validate, tmp_path: Path
) -> None:
    (tmp_path / "extra.ttl").write_text(f'{EXTRA}  sh:pattern "^(a+)+$" .\n')
    (tmp_path / "riddle.ttl").write_text(RIDDLE)
    given = ("riddle.ttl", "--shapes", "extra.ttl", "--constraint-timeout", "0.5")
    ended = validate(*given)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "riddle.ttl:1:1: violation: urn:ex:T-name: sh:Pattern" in ended.stdout
    assert " has not been judged to the end: it ran out of time" in ended.stdout


def test_a_run_ends_when_its_time_is_up(validate: Validate) -> None:
    ended = validate("good.ttl", "--timeout", "0.001")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: the files could not be read within 0.001 s")


@pytest.mark.long
def test_shapes_of_others_are_tested_unless_that_is_left_out(
    validate: Validate, tmp_path: Path
) -> None:
    (tmp_path / "extra.ttl").write_text(f"{EXTRA}  sh:severity 1 ; sh:maxLength 9 .\n")
    assert validate("good.ttl", "--shapes", "extra.ttl").returncode == 2
    assert validate("good.ttl", "--shapes", "extra.ttl", "--no-meta").returncode == 0


@pytest.mark.long
def test_an_ontology_stands_behind_the_data_and_is_not_judged(
    validate: Validate, tmp_path: Path
) -> None:
    sub = "<urn:ex:Cat> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:ex:Animal> ."
    (tmp_path / "ontology.ttl").write_text(f"{sub} <urn:ex:z> a <urn:ex:Animal> .\n")
    (tmp_path / "cat.ttl").write_text("<urn:ex:tom> a <urn:ex:Cat> .\n")
    (tmp_path / "animal.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:ex:A> a sh:NodeShape ;"
        " sh:targetClass <urn:ex:Animal> ; sh:property [ sh:path <urn:ex:age> ; sh:minCount 1 ] .\n"
    )
    alone = validate("cat.ttl", "--shapes", "animal.ttl")
    assert alone.stdout == "conforms: 1 triple, no findings\n"
    ended = validate("cat.ttl", "--shapes", "animal.ttl", "--ont-graph", "ontology.ttl")
    assert ended.returncode == 1
    assert ended.stdout.startswith("cat.ttl:1:1: violation: ")
    assert ended.stdout.endswith("does not conform: 1 triple, 1 violation\n")


def test_the_help_says_what_the_exit_codes_mean(validate: Validate) -> None:
    words = " ".join(validate("--help").stdout.split())
    assert "0, no finding at or above the level of --fail-on; 1, there is one; 2, it" in words


@pytest.mark.long
@pytest.mark.parametrize("layout", sample_daily(FORMATS, 3))
def test_every_format_is_the_same_on_stdout_and_in_a_file(
    validate: Validate, tmp_path: Path, layout: str
) -> None:
    shown = validate("bad.ttl", "--format", layout)
    written = validate("bad.ttl", "--format", layout, "--output", "report")
    assert (shown.returncode, written.returncode) == (1, 1)
    assert (tmp_path / "report").read_text() == shown.stdout
    assert written.stdout == "does not conform: 1 triple, 1 violation\n"


@pytest.mark.parametrize(
    ("syntax", "text"),
    sample_daily(
        [
            ("ttl", BAD),
            ("trig", f"<urn:ex:g> {{ {BAD} }}"),
            ("nt", BAD),
            ("nq", BAD.replace(" .", " <urn:ex:g> .")),
            ("jsonld", '{"@id": "urn:ex:c", "urn:ex:name": "abc"}'),
            (
                "rdf",
                '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:ex:">'
                '<r:Description r:about="urn:ex:c"><e:name>abc</e:name></r:Description></r:RDF>',
            ),
        ],
        3,
    ),
)
def test_data_come_from_stdin_in_every_syntax(validate: Validate, syntax: str, text: str) -> None:
    ended = validate("-", "--input-format", syntax, text=text)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.startswith("<stdin>")
    assert "focus <urn:ex:c>" in ended.stdout


@pytest.mark.long
@pytest.mark.parametrize("layout", sample_daily(FORMATS, 3))
def test_the_file_behind_stdin_does_not_show(validate: Validate, layout: str) -> None:
    text = '<#c> <urn:ex:name> "abc" .'
    first, second = (validate("-", "--format", layout, text=text) for _ in range(2))
    assert first.stdout == second.stdout
    assert "azru-kg-" not in first.stdout


def test_what_is_named_relative_to_stdin_has_its_name(validate: Validate) -> None:
    text = '<#c> <urn:ex:name> "abc" .'
    assert "<file:///dev/stdin#c>" in validate("-", text=text).stdout


@pytest.mark.parametrize(
    ("syntax", "text", "message"),
    sample_daily(
        [
            ("ttl", "<urn:a> <urn:b> oops .", "<stdin>:1:"),
            ("rdf", "<!DOCTYPE r><r/>", "<stdin>:1:12: a DOCTYPE is refused"),
            (
                "jsonld",
                '{"@context": "https://schema.org/"}',
                "<stdin>:1:2: its @context is elsewhere",
            ),
            ("ttl", "x:a x:b x:c .", "<stdin>:1:"),
        ],
        2,
    ),
)
def test_broken_data_on_stdin_are_named_and_end_with_2(
    validate: Validate, syntax: str, text: str, message: str
) -> None:
    ended = validate("-", "--input-format", syntax, text=text)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {message}")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    sample_daily(
        [
            ("broken.ttl", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> oops", "broken.ttl:2:"),
            ("table.csv", b"a,b", "table.csv: unknown extension '.csv'"),
            ("latin.ttl", b'<urn:a> <urn:b> "\xe9" .', "latin.ttl:1:"),
            (
                "doctype.rdf",
                b'<?xml version="1.0"?><!DOCTYPE r><r/>',
                "doctype.rdf:1:33: a DOCTYPE is",
            ),
            (
                "remote.jsonld",
                b'{"@context": "https://schema.org/"}',
                "remote.jsonld:1:2: its @context",
            ),
            (
                "wide.ttl",
                "<urn:a> <urn:b> 'ə' .".encode("utf-16"),
                "wide.ttl:1:1: the file is UTF-16",
            ),
            ("undeclared.ttl", b"x:a x:b x:c .", "undeclared.ttl:1:"),
        ],
        3,
    ),
)
def test_what_cannot_be_read_is_named_with_its_place_and_nothing_is_written(
    validate: Validate, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ended = validate("good.ttl", name, "--output", "report")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {message}")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "report").exists()


def test_a_folder_without_rdf_and_a_missing_file_end_with_2(
    validate: Validate, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "none.ttl"):
        ended = validate(name)
        assert ended.returncode == 2
        assert ended.stderr.startswith(f"azru-kg: {name}: ")


def test_a_file_that_may_not_be_read_ends_with_2(validate: Validate, tmp_path: Path) -> None:
    # Not even root reads a folder as a file, or a loop of links.
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    ended = validate("loop.ttl")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: loop.ttl: ")


@pytest.mark.parametrize(
    "shape",
    sample_daily(
        [
            "<urn:ex:T> a <http://www.w3.org/ns/shacl#NodeShape> ; sh:targetClass 'text' .",
            "<urn:ex:T> sh:path <urn:ex:p> ; sh:minCount 'many' .",
            "<urn:ex:T> sh:path <urn:ex:p> ; sh:pattern '(' .",
        ],
        3,
    ),
)
def test_shapes_that_are_wrong_themselves_are_named_and_end_with_2(
    validate: Validate, tmp_path: Path, shape: str
) -> None:
    (tmp_path / "faulty.ttl").write_text(f"PREFIX sh: <http://www.w3.org/ns/shacl#>\n{shape}")
    ended = validate("good.ttl", "--shapes", "faulty.ttl")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: faulty.ttl:2:1: ")
    assert "urn:ex:T" in ended.stderr


@pytest.mark.long
def test_a_reader_that_stops_early_gets_no_traceback_and_the_verdict_stands(
    validate: Validate, tmp_path: Path
) -> None:
    lines = "".join(f'<urn:ex:n{number}> <urn:ex:name> "abc" .\n' for number in range(1000))
    (tmp_path / "many.ttl").write_text(lines)
    command = f"set -o pipefail; {COMMAND} validate many.ttl --shapes shapes.ttl | head -n 1"
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.count("\n") == 1


@pytest.mark.long
def test_a_full_disk_ends_with_2_and_leaves_no_half_file(
    tmp_path: Path, validate: Validate
) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

    (tmp_path / "report").write_text("what was there")
    ended = subprocess.run(
        [COMMAND, "validate", "bad.ttl", "--shapes", "shapes.ttl", "--output", "report"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: report: not written: ")
    assert (tmp_path / "report").read_text() == "what was there"
    assert list(tmp_path.glob(".report*")) == []
    assert validate("bad.ttl").returncode == 1


@pytest.mark.long
def test_what_is_no_file_is_written_to_and_stays_what_it_is(validate: Validate) -> None:
    ended = validate("bad.ttl", "--output", "/dev/full")
    assert ended.returncode == 2
    assert ended.stderr.startswith("azru-kg: /dev/full: not written: ")
    assert validate("bad.ttl", "--output", "/dev/null").returncode == 1
    assert Path("/dev/null").is_char_device()


@pytest.mark.long
def test_a_full_standard_output_ends_with_2(validate: Validate, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [COMMAND, "validate", "bad.ttl", "--shapes", "shapes.ttl"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith("azru-kg: standard output: not written: ")
    assert ended.stderr.count("\n") == 1


def show_on_terminal(folder: Path, **environment: str) -> str:
    """Return what the command writes to a terminal, errors too."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "validate", "bad.ttl", "--shapes", "shapes.ttl"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "60", **environment},
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:
            pass  # The other end is closed: a terminal tells that by an error.
        assert process.wait(60) == 1
    os.close(ours)
    return shown.decode()


@pytest.mark.long
def test_a_terminal_gets_colours_and_progress_unless_it_wants_none(
    validate: Validate, tmp_path: Path
) -> None:
    plain = validate("bad.ttl").stdout
    coloured = show_on_terminal(tmp_path)
    assert "\x1b[1;31mviolation" in coloured
    assert "Looking for places and fixes" in coloured
    quiet = show_on_terminal(tmp_path, NO_COLOR="1")
    assert "\x1b[1;31m" not in quiet
    assert plain.splitlines()[0] in quiet


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, timeout=60, check=True
    )


@pytest.mark.long
def test_with_a_revision_only_files_that_differ_from_it_are_told_of(
    validate: Validate, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    files = ["good.ttl", "long.ttl", "bad.ttl"]
    unchanged = validate(*files, "--changed-since", "HEAD")
    assert unchanged.returncode == 0
    assert unchanged.stdout == (
        "conforms where it changed: 5 triples, no findings; left out: 2 in unchanged files\n"
    )
    (tmp_path / "long.ttl").write_text(f"# changed\n{LONG}")
    (tmp_path / "new file.ttl").write_text('<urn:ex:d> <urn:ex:name> "abc" .\n')
    changed = validate(*files, "new file.ttl", "--changed-since", "HEAD", "--format", "json")
    report = json.loads(changed.stdout)
    assert changed.returncode == 1
    assert report["omitted"] == 1
    assert [one["place"]["path"] for one in report["findings"]] == ["long.ttl", "new file.ttl"]


@pytest.mark.parametrize("revision", sample_daily(["nowhere", "--output=x", "HEAD~9"], 3))
def test_an_unknown_revision_ends_with_2(validate: Validate, tmp_path: Path, revision: str) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    ended = validate("bad.ttl", f"--changed-since={revision}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: --changed-since {revision}: git knows no such ")


def test_outside_of_a_checkout_there_are_no_changes_to_ask_for(validate: Validate) -> None:
    ended = validate("bad.ttl", "--changed-since", "HEAD")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("azru-kg: --changed-since: git rev-parse: ")


def test_files_outside_of_the_checkout_cannot_have_changed(
    validate: Validate, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "bad.ttl"
    elsewhere.write_text(BAD)
    ended = validate(elsewhere, "--changed-since", "HEAD")
    assert ended.returncode == 2
    assert "no file to validate is in the checkout" in ended.stderr


def test_the_report_in_turtle_is_one_of_shacl(validate: Validate) -> None:
    report = validate("long.ttl", "--format", "turtle").stdout
    conforms = ox.NamedNode("http://www.w3.org/ns/shacl#conforms")
    found = [
        quad.object
        for quad in ox.parse(report, format=ox.RdfFormat.TURTLE)
        if quad.predicate == conforms
    ]
    assert found == [ox.Literal(False)]
