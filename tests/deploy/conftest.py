"""nginx with the configuration of this repository, before servers of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0


def find_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Replica:
    """A server of a checkout on a port of its own, which it keeps."""

    root: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid_file(self) -> Path:
        return self.root / "server.pid"

    def start(self) -> None:
        """Start it, and return when it answers queries."""
        command = [sys.executable, "-m", "azru_kg", "serve", "--port", str(self.port)]
        command += ["--trusted-proxies", "127.0.0.1", "--pid-file", str(self.pid_file)]
        command += ["--log-level", "warning", "--workers", "2"]
        env = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        with (self.root / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        wait_until(self.is_ready)

    def is_ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return self.get("ready").status_code == 200
        return False

    def get(self, path: str, **parameters: str) -> httpx.Response:
        url = f"http://127.0.0.1:{self.port}/{path}"
        return httpx.get(url, params=parameters, timeout=10, trust_env=False)

    def kill(self) -> None:
        """End it as a lack of memory does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """Ask it to end."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(_STOP_SECONDS)

    def reload(self) -> None:
        command = [sys.executable, "-m", "azru_kg", "reload", "--pid-file", str(self.pid_file)]
        env = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=_START_SECONDS)


def wait_until(met: Callable[[], bool], seconds: float = _START_SECONDS) -> None:
    """Return when something is so; fail where it is not in time."""
    until = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < until, f"not so after {seconds} s"
        time.sleep(0.05)


@contextmanager
def run_nginx(folder: Path, ports: dict[str, int]) -> Iterator[str]:
    """Give the address of nginx with deploy/nginx.conf, the names of servers led to ports."""
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        text = "nginx is not installed (Debian: nginx-light)"
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)
    port = find_port()
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for name, target in ports.items():
        text, changed = re.subn(rf"\b{name}:8000\b", f"127.0.0.1:{target}", text)
        assert changed == 1
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{folder}/")  # noqa: S108
    # Started by root, it would give its work to a user who may not enter the folder of a test.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"{user}daemon off;\n{text}", encoding="utf-8")
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    env = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        wait_until(lambda: process.poll() is not None or _answers(port))
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Visitors:
    """Ask an address at a bounded rate until they are told to stop, and keep what came of it."""

    def __init__(
        self, ask: Callable[[httpx.Client, int], str], *, count: int, pause: float
    ) -> None:
        self.outcomes: list[str] = []
        self._ask = ask
        self._pause = pause
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(number,)) for number in range(count)
        ]

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _run(self, number: int) -> None:
        with httpx.Client(timeout=30, trust_env=False) as client:
            while not self._done.wait(self._pause):
                self.outcomes.append(self._ask(client, number))
                number += 1
