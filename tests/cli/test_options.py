import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.process import Process
from tests.support.program import Program
from tests.support.sampling import sample_daily

from azru_kg.settings import list_settings

Run = Callable[..., subprocess.CompletedProcess[str]]

# A shell may have told its children to ignore the signal, as nohup does.
WAIT = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_DFL)
print(1, flush=True)
signal.pause()
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    return path


@pytest.fixture
def server(program: Program, data: Path) -> Iterator[tuple[str, Process]]:
    """A server that has its settings from the environment, but for one that a flag overrules."""
    process = program.start(
        *("serve", "--data", data, "--root-path", "/flag"),
        AZRU_PORT="0",
        AZRU_WORKERS="3",
        AZRU_ROOT_PATH="/kg",
        AZRU_LOG_LEVEL="warning",
        AZRU_PID_FILE=str(data.with_name("azru.pid")),
    )
    try:
        yield process.stdout.readline().split()[4], process
        process.terminate()
        process.wait(20)
    finally:
        process.close()


def test_the_help_of_serve_lists_every_setting_with_its_variable(run: Run) -> None:
    told = "".join(run("serve", "--help").stdout.split())
    for setting in list_settings():
        assert setting.flag in told
        assert f"[envvar:{setting.variable}" in told
        assert "".join(setting.about.help.split()) in told


@pytest.mark.parametrize(
    ("variable", "value"),
    sample_daily(
        [
            ("AZRU_PORT", "http"),
            ("AZRU_PORT", "65536"),
            ("AZRU_WORKERS", "1"),
            ("AZRU_TIMEOUT", "0"),
            ("AZRU_MEMORY", "15"),
            ("AZRU_QUEUE", "-1"),
            ("AZRU_GRACE", "1.5"),
            ("AZRU_LOG_LEVEL", "loud"),
            ("AZRU_LOG_FORMAT", "xml"),
            ("AZRU_LOG_QUERIES", "perhaps"),
            ("AZRU_PUBLIC_URL", "example.org"),
            ("AZRU_ROOT_PATH", "kg"),
            ("AZRU_TRUSTED_PROXIES", "everyone"),
        ],
        4,
    ),
)
def test_a_variable_with_a_bad_value_ends_with_2_and_is_named(
    run: Run, variable: str, value: str
) -> None:
    ended = run("serve", **{variable: value})
    assert (ended.returncode, ended.stdout) == (2, "")
    assert variable in ended.stderr
    assert "Invalid value" in ended.stderr or "cannot be" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.long
def test_settings_come_from_the_environment_and_flags_win(
    server: tuple[str, Process],
) -> None:
    address, _ = server
    with httpx.Client(base_url=address, trust_env=False) as client:
        told = client.get("/metrics").text
        states = re.findall(r'azru_workers{state="\w+"} (\d)', told)
        assert sum(map(int, states)) == 3 + 1
        assert 'href="/flag/static/' in client.get("/").text


@pytest.mark.long
def test_reload_makes_the_server_load_its_data_anew(
    run: Run, server: tuple[str, Process], data: Path
) -> None:
    address, process = server
    data.write_text("<urn:a> <urn:b> <urn:new> .")
    pid_file = data.with_name("azru.pid")
    ended = run("reload", "--pid-file", str(pid_file))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"Told process {process.pid} " in ended.stdout
    with httpx.Client(base_url=address, trust_env=False) as client:
        deadline = time.monotonic() + 20
        while 'azru_reloads_total{result="done"} 1.0' not in client.get("/metrics").text:
            assert time.monotonic() < deadline, "the data were not loaded anew"
            time.sleep(0.05)
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p <urn:new> }"})
    assert answer.json()["boolean"] is True


def test_reload_takes_the_number_of_a_process_too(run: Run) -> None:
    with subprocess.Popen([sys.executable, "-c", WAIT], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            assert run("reload", "--pid", str(process.pid)).returncode == 0
            assert process.wait(10) == -signal.SIGHUP
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    sample_daily(
        [
            ([], "Give --pid-file or --pid"),
            (["--pid", "1"], "--pid"),
            (["--pid", str(2**31 - 1)], "cannot be told to reload"),
            (["--pid-file", "no-such.pid"], "no-such.pid: No such file or directory"),
        ],
        2,
    ),
)
def test_reload_without_a_server_ends_with_2_and_says_why(
    run: Run, arguments: list[str], reason: str
) -> None:
    ended = run("reload", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert reason in ended.stderr
