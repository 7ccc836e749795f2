"""Keeps the promise of the README: each command and each query in it is run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = os.environ.get("AZRU_SOURCES")
SECONDS = 900
_OF_MAKE = ("ARGS", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS")

Ask = Callable[[str], list[tuple[str, ...]]]


def read_fences(language: str) -> list[str]:
    """Return the fenced blocks of a language, unindented."""
    fences = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", README, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in fences]


BLOCKS = [text.splitlines() for text in read_fences("sh")]
WITHOUT_MAKE = next(block for block in BLOCKS if "venv" in block[0])
COMMANDS = [line for block in BLOCKS if block is not WITHOUT_MAKE for line in block]
SERVING = [line for line in COMMANDS if " serve" in line]
FETCHING = [line for line in COMMANDS if line.startswith("curl ")]
FETCHED = {
    "/sparql": "Şahin Mustafayev",
    "/id/country/AZ": '"Azərbaycan"@az',
    "/void": "a void:Dataset",
    "/tables/codebook.md": "## Cautions",
}
TESTING = [line for line in COMMANDS if line.startswith("make test")]
VERIFYING = [line for line in COMMANDS if " verify " in line]
_OF_ALL = re.compile(r"^make graph$| (build|duplicates|intake sheets)\b")
ON_ALL = [line for line in COMMANDS if _OF_ALL.search(line)]
OTHERS = (*SERVING, *FETCHING, *TESTING, *VERIFYING, *ON_ALL)
RUNNING = [line for line in COMMANDS if line not in OTHERS]


@pytest.fixture(scope="module")
def checkout(small_checkout: Path) -> Path:
    """Return a small checkout in which an article is at hand."""
    article = small_checkout / "article.txt"
    article.write_text("In 2018 goods turnover totaled $2.6billion, up by 19%.")
    return small_checkout


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=shell_environment(folder),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def served(command: str, folder: Path) -> Iterator[str]:
    """Run a command that serves, and yield the address that it prints."""
    with subprocess.Popen(
        shlex.split(command),
        cwd=folder,
        env=shell_environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as server:
        assert server.stdout is not None
        timer = threading.Timer(SECONDS, server.kill)
        timer.start()
        lines = []
        try:
            for line in server.stdout:
                lines.append(line)
                if found := re.search(r"listening on (http://\S+)", line):
                    yield found[1]
                    return
            pytest.fail(f"{command} did not listen: {lines}")
        finally:
            timer.cancel()
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def shell_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a shell of its own, whatever `make test ARGS=…` was told.

    Where the folder is a checkout, `azru-kg` is its program; elsewhere it is what is installed.
    """
    own = str(Path(sys.executable).parent)
    mine = {name: value for name, value in os.environ.items() if name not in _OF_MAKE}
    if (folder / ".venv").is_dir():
        mine["PYTHONPATH"] = str(folder / "src")
    return {**mine, "PATH": f"{own}{os.pathsep}{os.environ['PATH']}"}


def ask_names(address: str) -> httpx.Response:
    return httpx.get(f"{address}sparql", params={"query": "ASK { ?s ?p ?o }"}, trust_env=False)


def test_the_readme_has_commands_of_every_kind() -> None:
    assert SERVING
    assert FETCHING
    assert TESTING
    assert VERIFYING
    assert ON_ALL
    assert len(RUNNING) > 5


@pytest.mark.long
@pytest.mark.parametrize("command", sample_daily(RUNNING, 8))
def test_a_command_of_the_readme_works(command: str, checkout: Path) -> None:
    assert run(command, checkout).strip()


@pytest.mark.long
@pytest.mark.parametrize("command", ON_ALL)
def test_a_command_that_needs_the_whole_graph_works_and_leaves_it_as_it_is(command: str) -> None:
    assert run(command, ROOT).strip()


@pytest.mark.parametrize("command", sample_daily(SERVING, 2))
def test_a_serving_command_of_the_readme_answers(command: str, checkout: Path) -> None:
    free = 'make serve ARGS="--port 0"' if command == "make serve" else command
    with served(re.sub(r"--port \d+", "--port 0", free), checkout) as address:
        answer = ask_names(address)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize("command", FETCHING)
def test_a_request_of_the_readme_is_answered(command: str, address: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    answer = run(f"{command.replace('http://127.0.0.1:8000/', address)} --silent --fail", tmp_path)
    (expected,) = (text for part, text in FETCHED.items() if part in command)
    assert expected in answer


@pytest.mark.parametrize("command", TESTING)
def test_the_test_command_of_the_readme_runs_these_tests(command: str, checkout: Path) -> None:
    plan = run(f"{command} --dry-run", checkout)
    assert re.search(r"pytest .*\btests\b", plan)


@pytest.mark.parametrize("command", VERIFYING)
def test_the_verifying_command_of_the_readme_finds_nothing(command: str, checkout: Path) -> None:
    if TEXTS is None or not (ROOT / TEXTS).is_dir():
        pytest.skip("AZRU_SOURCES does not name the folder of archived texts")
    linked = checkout.parent / "sources"
    if not linked.exists():
        linked.symlink_to((ROOT / TEXTS).resolve())
    assert "no findings" in run(command, checkout)


@pytest.mark.long
@pytest.mark.timeout(SECONDS)
def test_the_lines_without_make_install_and_serve(tmp_path: Path) -> None:
    folder = tmp_path / "without-make"
    made = (".*", "build", "dist", "__pycache__", "node_modules", "target")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*made))
    *steps, serve = WITHOUT_MAKE
    for step in steps:
        run(step, folder)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    program = folder / shlex.split(serve)[0]
    with served(f"{program} serve --port 0", elsewhere) as address:
        assert ask_names(address).json()["boolean"] is True
        assert "Azerbaijan" in httpx.get(address, trust_env=False).text
    assert "no violation" in run(f"{program} validate", elsewhere)


def read_rows(query: str) -> list[tuple[str, ...]]:
    """Return the table that follows a query: its head, then its rows."""
    table = README.partition(query)[2].partition("|\n\n")[0].partition("\n|")[2]
    lines = [line.strip("|").split("|") for line in table.splitlines()]
    return [tuple(cell.strip() for cell in line) for line in lines if "---" not in line[0]]


@pytest.mark.parametrize("query", read_fences("sparql"))
def test_the_rows_that_follow_a_query_of_the_readme_are_those_of_the_founding_documents(
    query: str, ask: Ask
) -> None:
    assert ask(query) == read_rows(query)


@pytest.mark.long
@pytest.mark.parametrize("query", read_fences("sparql"))
def test_the_rows_that_follow_a_query_of_the_readme_are_in_its_answer(
    query: str, ask_whole: Ask
) -> None:
    answer, rows = ask_whole(query), read_rows(query)
    assert answer[0] == rows[0]
    assert [row for row in answer if row in rows] == rows


@pytest.mark.long
def test_the_lines_of_python_in_the_readme_give_all_figures(checkout: Path) -> None:
    (script,) = (text for text in read_fences("python") if "azru_kg.open(" in text)
    assert sum(bool(line) for line in script.splitlines()) == 5
    more = "print('; '.join(figures.label))\nprint(len(figures), *figures.columns)"
    run("azru-kg info", checkout)
    done = run(f"python -W error - <<'END'\n{script}\n{more}\nEND", checkout)
    assert "Goods turnover, 2018" in done
    assert int(done.splitlines()[-1].split()[0]) > 5


@pytest.mark.long
def test_the_lines_of_python_in_the_readme_read_the_table_of_figures(checkout: Path) -> None:
    (script,) = (text for text in read_fences("python") if "tables/figures.csv" in text)
    run("azru-kg tables tables", checkout)
    assert "Mehriban Aliyeva" in run(f"python -W error - <<'END'\n{script}\nEND", checkout)


@pytest.mark.parametrize("block", read_fences("turtle"))
def test_the_turtle_of_the_readme_stands_in_the_graph(block: str, founding: Layout) -> None:
    heads = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    store = read_layout(founding).store()
    for quad in ox.parse(heads + block, format=ox.RdfFormat.TURTLE):
        assert quad in store


@pytest.mark.parametrize("path", ["README.md", "docs/model.md"])
def test_every_own_term_in_the_docs_is_declared(path: str, founding: Layout) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    store = read_layout(founding).store()
    for prefix, name in set(re.findall(r"\b(azru|code):([A-Za-z][A-Za-z-]*)", text)):
        term = ox.NamedNode(PREFIXES[prefix] + name)
        assert any(store.quads_for_pattern(term, None, None)), f"{prefix}:{name}"


def test_every_command_is_in_the_readme() -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "azru_kg", "--help"], capture_output=True, text=True, check=True
    ).stdout.partition("Commands:")[2]
    for command in re.findall(r"^  ([a-z]+)  ", listing, re.MULTILINE):
        assert f"azru-kg {command}" in README, command
