import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.support.program import Program
from tests.support.sampling import sample_daily
from tests.support.serving import serve

from azru_kg import __version__
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.stored_queries import load
from azru_kg.rdf.prefixes import PREFIXES

COMMAND = Path(sys.executable).parent / "azru-kg"
COMMANDS = ["serve", "reload", "mcp", "query", "validate", "build", "intake", "duplicates"]
COMMANDS += ["quality", "explain", "verify", "quote", "format", "dump", "tables"]
COMMANDS += ["diff", "patch", "publish", "info"]
TURTLE = '@prefix ex: <urn:ex:> .\n\nex:s\n  ex:name "Bakı"@az ;\n  ex:size 2.50 .\n'
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:ex:shape> a sh:NodeShape ; sh:targetSubjectsOf <urn:ex:name> ;
  sh:property <urn:ex:shape-size> .
<urn:ex:shape-size> a sh:PropertyShape ; sh:path <urn:ex:size> ; sh:maxCount LIMIT ;
  sh:message "Too many sizes. Fix: keep one."@en .
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(TURTLE)
    return path


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"azru-kg {__version__}\n"


@pytest.mark.long
def test_the_package_runs_as_a_module_too() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "azru_kg", "--version"], capture_output=True, timeout=60, check=True
    )
    assert ended.stdout.decode() == f"azru-kg {__version__}\n"


def test_the_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    ended = run("--help")
    assert ended.returncode == 0
    listed = ended.stdout.partition("Commands:")[2].partition("Exit codes:")
    assert [line.split()[0] for line in listed[0].splitlines() if line.strip()] == COMMANDS
    assert listed[1]


@pytest.mark.parametrize("command", sample_daily(COMMANDS, 5))
def test_the_help_of_a_command_has_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.returncode == 0
    assert f"\n  azru-kg {command}" in ended.stdout


@pytest.mark.parametrize(
    "arguments",
    sample_daily(
        [
            ["nope"],
            ["query", "--format", "nope"],
            ["verify"],
            ["serve", "--port", "x"],
            ["serve", "a.ttl"],
            ["query", "a.rq", "--text", "ASK {}"],
        ],
        3,
    ),
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Error: " in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    sample_daily(
        [
            ["info", "--data", "FILE"],
            ["query", "--data", "FILE", "--text", "ASK {}"],
            ["validate", "FILE"],
            ["format", "FILE"],
            ["serve", "--port", "0", "--data", "FILE"],
        ],
        2,
    ),
)
def test_a_broken_file_is_named_with_line_and_column_and_ends_with_2(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> oops .\n")
    ended = run(*[str(path) if argument == "FILE" else argument for argument in arguments])
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {path}:2:17: ")
    assert ended.stderr.count("\n") == 1


def test_a_query_comes_from_a_file_from_text_or_from_stdin(
    run: Run, data: Path, tmp_path: Path
) -> None:
    question = "SELECT ?name { ?s <urn:ex:name> ?name }"
    file = tmp_path / "question.rq"
    file.write_text(question)
    answers = [
        run("query", "--data", data, file),
        run("query", "--data", data, "--text", question),
        run("query", "--data", data, "-", text=question),
        run("query", "--data", data, text=question),
    ]
    assert {ended.stdout for ended in answers} == {"name\n----\nBakı\n"}
    assert [(ended.returncode, ended.stderr) for ended in answers] == [(0, "")] * 4


@pytest.mark.long
def test_a_stored_query_is_answered_by_its_name(run: Run) -> None:
    name = "figures-of-trade"
    (stored,) = (query for query in load(built_in().queries) if query.slug == name)
    ended = run("query", name)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == run("query", "--text", stored.text).stdout
    assert len(ended.stdout.splitlines()) > 2


@pytest.mark.long
def test_a_stored_query_is_asked_about_another_value(run: Run) -> None:
    name = "everything-one-official-stated"
    own, other = run("query", name), run("query", name, "--param", "speaker=mehriban-aliyeva")
    assert (other.returncode, other.stderr) == (0, "")
    assert len(other.stdout.splitlines()) > 2
    assert other.stdout != own.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    sample_daily(
        [
            (["--param", "speaker=shahin-mustafaev"], "Did you mean shahin-mustafayev"),
            (["--param", "speaker=} #"], "It takes the name of a person"),
            (["--param", "speker=x"], "It has speaker. Did you mean speaker?"),
            (["--param", "speaker"], "Write NAME=VALUE instead of 'speaker'"),
            (["--param", "speaker=a", "--param", "speaker=b"], "speaker is given twice"),
        ],
        4,
    ),
)
def test_a_value_that_does_not_fit_ends_with_2(run: Run, arguments: list[str], reason: str) -> None:
    ended = run("query", "everything-one-official-stated", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert reason in " ".join(ended.stderr.split())


def test_a_query_without_a_header_has_no_parameters(run: Run, data: Path) -> None:
    ended = run("query", "--data", data, "--text", "ASK {}", "--param", "a=b")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--param goes with a stored query" in ended.stderr


def test_a_table_is_never_cut_to_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.nt"
    path.write_text(f'<urn:s> <urn:p> "{"x" * 500}" .')
    ended = run("query", "--data", path, "--text", "SELECT * { ?s ?p ?o }", COLUMNS="40")
    assert "x" * 500 in ended.stdout


def test_the_format_of_an_answer_can_be_chosen(run: Run, data: Path) -> None:
    ended = run(
        "query", "--data", data, "--format", "json", "--text", "SELECT ?o { ?s <urn:ex:name> ?o }"
    )
    (row,) = json.loads(ended.stdout)["results"]["bindings"]
    assert row["o"] == {"type": "literal", "value": "Bakı", "xml:lang": "az"}


def test_a_format_that_does_not_suit_ends_with_2(run: Run) -> None:
    ended = run("query", "--format", "csv", "--text", "DESCRIBE country:AZ")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--format csv does not suit this query" in ended.stderr


@pytest.mark.long
def test_text_is_utf_8_whatever_the_locale(data: Path) -> None:
    question = 'SELECT ?o { ?s ?p ?o FILTER (?o = "Bakı"@az) }'
    ended = subprocess.run(
        [COMMAND, "query", "--data", data, "--text", question],
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert "Bakı" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "place"),
    sample_daily([(["--text", "SELECT *\n{ ?s ?p }"], "--text:2:9: "), (["-"], "stdin:2:9: ")], 2),
)
def test_a_bad_query_is_named_with_line_and_column_and_ends_with_2(
    run: Run, arguments: list[str], place: str
) -> None:
    ended = run("query", *arguments, text="SELECT *\n{ ?s ?p }")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {place}")


def test_a_bad_query_in_a_file_is_named_with_the_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT *\n{ ?s ?p }")
    assert run("query", path).stderr.startswith(f"azru-kg: {path}:2:9: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, ": no such file, and no stored query"),
        (b"\xff", ":1:1: the byte 0xFF is not UTF-8"),
    ],
)
def test_a_file_that_holds_no_query_is_named(
    run: Run, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "question.rq"
    if content is not None:
        path.write_bytes(content)
    ended = run("query", path)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"azru-kg: {path}{reason}")


@pytest.mark.long
def test_bytes_that_are_no_text_are_a_bad_query() -> None:
    ended = subprocess.run(
        [COMMAND, "query"], input=b"ASK {} # \xff", capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"azru-kg: stdin:1:10: ")


@pytest.mark.long
def test_a_file_name_that_is_no_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.ttl"
    Path(os.fsdecode(path)).write_text("<urn:s> a <urn:o>.")
    for arguments, code in [(["--check"], 1), ([], 0)]:
        ended = subprocess.run(
            [COMMAND, "format", *arguments, path], capture_output=True, timeout=60, check=False
        )
        assert (ended.returncode, ended.stdout) == (code, path + b"\n")


def test_a_query_that_calls_another_server_is_refused(run: Run) -> None:
    ended = run("query", "--text", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "SERVICE" in ended.stderr


@pytest.mark.long
def test_a_reader_that_leaves_early_is_no_error() -> None:
    question = "SELECT ?s ?x { ?s ?p ?o . ?x ?y ?z }"
    piped = f"{COMMAND} query --format csv --text '{question}' | head -n 1"
    ended = subprocess.run(
        ["sh", "-c", piped], capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert ended.stdout.splitlines() == ["s,x"]
    assert "Traceback" not in ended.stderr


@pytest.mark.long
def test_ctrl_c_ends_a_query_that_would_run_for_ever(program: Program) -> None:
    question = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    process = program.start("query", "--text", question)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        # It may still be loading, when Python itself takes the interrupt.
        assert process.wait(timeout=20) in (-signal.SIGINT, 128 + signal.SIGINT)
        assert process.stdout.read() == ""
    finally:
        process.close()


def ask(address: str, query: str) -> str:
    answer = httpx.get(
        f"{address}sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.long
def test_the_graph_is_served_on_loopback_until_it_is_interrupted() -> None:
    with subprocess.Popen(
        [COMMAND, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().partition(" on ")[2].partition(" ")[0]
            assert address.startswith("http://127.0.0.1:")
            count = "SELECT (COUNT(*) AS ?n) { country:AZ a azru:Country }"
            assert ask(address, count) == "n\r\n1\r\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()


@pytest.mark.long
def test_several_files_of_several_syntaxes_are_served_with_their_graphs(
    program: Program, data: Path, tmp_path: Path
) -> None:
    quads = tmp_path / "b.nq"
    quads.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    for second in (["--data", quads], [quads]):
        with serve(program, "--data", data, *second) as address:
            assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n3\r\n"
            assert ask(address, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == "g\r\nurn:g\r\n"


@pytest.mark.long
def test_a_port_that_is_taken_is_named_and_ends_with_2(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: Cannot listen on 127.0.0.1, port {port}: ")


@pytest.mark.long
def test_the_built_in_graph_has_no_violation(run: Run) -> None:
    # Lint would miss what the stored queries name, and the founding documents do not.
    ended = run("validate", "--no-lint")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1].startswith("conforms: ")


@pytest.mark.parametrize(
    ("limit", "code", "outcome"), sample_daily([(1, 0, "conforms"), (0, 1, "does not")], 2)
)
def test_validation_with_own_shapes_ends_with_its_verdict(
    run: Run, data: Path, tmp_path: Path, limit: int, code: int, outcome: str
) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPE.replace("LIMIT", str(limit)))
    ended = run("validate", data, "--shapes", shapes)
    assert (ended.returncode, ended.stderr) == (code, "")
    assert ended.stdout.splitlines()[-1].startswith(outcome)
    assert ("Too many sizes. (" in ended.stdout) == bool(code)


def test_the_report_of_validation_comes_as_turtle(run: Run, data: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPE.replace("LIMIT", "0"))
    ended = run("validate", data, "--shapes", shapes, "--format", "turtle")
    assert ended.returncode == 1
    conforms = ox.NamedNode(f"{PREFIXES['sh']}conforms")
    report = ox.parse(ended.stdout, format=ox.RdfFormat.TURTLE)
    assert [quad.object for quad in report if quad.predicate == conforms] == [ox.Literal(False)]


def test_validation_that_cannot_run_ends_with_2(run: Run, tmp_path: Path) -> None:
    ended = run("validate", tmp_path / "none.ttl")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {tmp_path}/none.ttl: ")


@pytest.mark.long
def test_a_shape_is_explained_or_all_are_listed(run: Run) -> None:
    told = run("explain", "Figure-value")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("azru-sh:Figure-value: ")
    assert "azru-sh:Figure-value " in run("explain").stdout


def test_a_shape_that_does_not_exist_ends_with_2_and_a_suggestion(run: Run) -> None:
    told = run("explain", "Figrue")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("azru-kg: no shape is called Figrue. Did you mean azru-sh:Figure")


def test_verification_without_the_texts_ends_with_2(run: Run, tmp_path: Path) -> None:
    ended = run("verify", "--sources", tmp_path / "none")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {tmp_path}/none: ")


def test_verification_against_other_texts_ends_with_1_and_names_them(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Other words.")
    ended = run("verify", "--sources", tmp_path)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "other.txt" in ended.stdout


def test_verification_against_the_archived_texts_finds_nothing(run: Run) -> None:
    sources = os.environ.get("AZRU_SOURCES")
    if not sources or not Path(sources).is_dir():
        pytest.skip("the texts of the sources are not here: AZRU_SOURCES names no folder")
    ended = run("verify", "--sources", sources)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1].endswith("no findings")


def test_a_quote_is_printed_with_its_offsets_under_a_speaking_name(
    run: Run, tmp_path: Path
) -> None:
    text = tmp_path / "Outlet 2024-01-22 Trade.txt"
    text.write_text("The trade rose to $4.3 billion in Baku last year, they said.\n")
    ended = run("quote", text, "$4.3 billion")
    assert (ended.returncode, ended.stderr) == (0, "")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    quads = list(ox.parse(head + ended.stdout, format=ox.RdfFormat.TURTLE))
    said = {(quad.subject.value, quad.predicate.value): quad.object for quad in quads}
    name = f"{PREFIXES['quote']}outlet-2024-01-22-4-3-billion"
    assert said[f"{name}#text", f"{PREFIXES['oa']}exact"] == ox.Literal("$4.3 billion")
    assert said[f"{name}#position", f"{PREFIXES['oa']}start"] == ox.Literal(18)
    assert said[f"{name}#position", f"{PREFIXES['oa']}end"] == ox.Literal(30)
    source = ox.NamedNode(f"{PREFIXES['source']}outlet-2024-01-22-trade")
    assert said[name, f"{PREFIXES['oa']}hasSource"] == source


def test_a_quote_takes_the_names_and_the_occurrence_it_is_given(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Baku said so, and in Baku they know.\n")
    ended = run("quote", text, "Baku", "--source", "s", "--slug", "q", "--occurrence", "2")
    assert "\nquote:q\n" in f"\n{ended.stdout}"
    assert "source:s" in ended.stdout
    assert "oa:start 21" in ended.stdout


def test_words_that_a_text_lacks_end_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Other words.")
    ended = run("quote", tmp_path / "a.txt", "Baku")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {tmp_path}/a.txt: ")


def test_formatting_names_what_it_changes_and_ends_with_0(
    run: Run, tmp_path: Path, data: Path
) -> None:
    wild = tmp_path / "wild.ttl"
    wild.write_text("<urn:s> a <urn:o>.")
    ended = run("format", tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{wild}\n", "")
    assert (wild.read_text(), data.read_text()) == ("<urn:s>\n  a <urn:o> .\n", TURTLE)


def test_a_check_of_the_format_changes_nothing_and_ends_with_1(
    run: Run, tmp_path: Path, data: Path
) -> None:
    assert run("format", "--check", tmp_path).returncode == 0
    data.write_text("<urn:s> a <urn:o>.")
    ended = run("format", "--check", tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, f"{data}\n", "")
    assert data.read_text() == "<urn:s> a <urn:o>."


def test_a_comment_is_kept_by_formatting(run: Run, data: Path) -> None:
    data.write_text("# mine\n<urn:s>   a <urn:o> . # its kind")
    ended = run("format", data)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{data}\n", "")
    assert data.read_text() == "# mine\n<urn:s>\n  a <urn:o> .  # its kind\n"


@pytest.mark.long
def test_a_dump_names_its_files_and_has_the_digest_that_info_tells(
    run: Run, tmp_path: Path
) -> None:
    ended = run("dump", tmp_path / "dist")
    assert (ended.returncode, ended.stderr) == (0, "")
    written = [Path(line) for line in ended.stdout.splitlines()]
    assert sorted(written) == sorted((tmp_path / "dist").iterdir())
    digest = json.loads(run("info", "--format", "json").stdout)["digest"]
    assert hashlib.sha256(written[0].read_bytes()).hexdigest() == digest


@pytest.mark.long
def test_a_dump_that_cannot_be_written_ends_with_2(run: Run, data: Path) -> None:
    ended = run("dump", data)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"azru-kg: {data}: ")


@pytest.mark.long
def test_info_tells_version_digest_place_and_counts(run: Run, founding: Layout) -> None:
    dataset = read_layout(founding)
    facts = json.loads(run("info", "--format", "json").stdout)
    assert (facts["version"], facts["digest"]) == (dataset.version, dataset.digest)
    assert facts["places"] == [str(founding.root)]
    lines = run("info").stdout
    for label, number in facts["counts"].items():
        assert f"{label:13} {number:,}\n" in lines


def test_info_tells_of_other_data_too(run: Run, data: Path) -> None:
    facts = json.loads(run("info", "--data", data, "--format", "json").stdout)
    assert (facts["places"], facts["counts"]) == ([str(data)], {"triples": 2})
