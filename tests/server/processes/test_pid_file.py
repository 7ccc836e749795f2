import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from azru_kg.errors import BadSetting, NoServer
from azru_kg.server.processes.pid_file import read_pid, signal_reload, write_pid


def test_the_file_holds_the_process_while_it_runs_and_is_gone_after(tmp_path: Path) -> None:
    path = tmp_path / "azru.pid"
    with write_pid(path):
        assert read_pid(path) == os.getpid()
    assert not path.exists()


def test_no_file_is_written_where_none_is_named(tmp_path: Path) -> None:
    with write_pid(None):
        assert list(tmp_path.iterdir()) == []


def test_a_second_server_cannot_take_the_file_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "azru.pid"
    with write_pid(path):
        with pytest.raises(BadSetting, match="another server holds it"), write_pid(path):
            pass
        assert read_pid(path) == os.getpid()


def test_a_file_of_a_dead_server_is_taken_over_but_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "azru.pid"
    path.write_text("1234567890\n")
    with pytest.raises(NoServer, match="left over"):
        read_pid(path)
    with write_pid(path):
        assert path.read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("name", ["missing/azru.pid", "."])
def test_a_file_that_cannot_be_written_or_read_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting, match="--pid-file cannot be"), write_pid(tmp_path / name):
        pass
    with pytest.raises(NoServer, match="--pid-file"):
        read_pid(tmp_path / name)


def test_the_signal_reaches_the_process() -> None:
    # A shell may have told its children to ignore the signal, as nohup does.
    wait = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL);"
        " print(1, flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", wait], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            signal_reload(process.pid)
            assert process.wait(10) == -signal.SIGHUP
        finally:
            process.kill()


def test_a_process_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NoServer, match="cannot be told to reload"):
        signal_reload(2**31 - 1)
    with pytest.raises(NoServer, match="no such process"):
        signal_reload(2**80)
