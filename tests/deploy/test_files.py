"""What the files say that only a container engine could run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import yaml
from tests.deploy.conftest import DEPLOY

ROOT = DEPLOY.parent
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_what_is_copied_is_there_and_what_is_installed_is_locked() -> None:
    for line in re.findall(r"^COPY (?!--from)(.*)$", CONTAINERFILE, re.MULTILINE):
        assert all((ROOT / name).exists() for name in line.split()[:-1])
    for line in re.findall(r"pip install (.*?)(?:&&|$)", CONTAINERFILE, re.MULTILINE):
        assert "--require-hashes" in line or "--no-deps /opt/wheel/" in line


def test_it_runs_as_a_user_without_rights() -> None:
    last = CONTAINERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)


def test_the_check_of_health_tells_a_server_that_is_ready_from_none(address: str) -> None:
    check = json.loads(re.search(r"HEALTHCHECK.*?CMD (\[.*\])", CONTAINERFILE)[1])  # type: ignore[index]
    port = urlsplit(address).port

    def run(port: int | None) -> int:
        script = check[2].replace(":8000/", f":{port}/")
        return subprocess.run([sys.executable, "-c", script], capture_output=True).returncode

    assert check[0] == "python"
    assert run(port) == 0
    assert run(1) != 0


def test_servers_are_read_only_and_know_their_proxy() -> None:
    services = COMPOSE["services"]
    proxy = services["proxy"]["networks"]["kg"]["ipv4_address"]
    names = re.findall(r"server (kg-\d):8000", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert names == [name for name in services if name != "proxy"]
    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    for name in names:
        assert services[name]["environment"]["AZRU_TRUSTED_PROXIES"] == proxy
    assert services["proxy"]["ports"] == ["127.0.0.1:8080:8080"]


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take rights away")
def test_without_any_right_it_serves_and_writes_to_a_temporary_folder_alone(
    tmp_path: Path, founding_program: dict[str, str]
) -> None:
    """Run the server as the container does, but for its number, which may enter no folder here."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    script = (
        'set -e; mount --make-rprivate /; mount -t tmpfs -o mode=1777 tmpfs "$TMPDIR";'
        " mount -o remount,bind,ro /; if touch /probe 2>/dev/null; then exit 1; fi;"
        ' exec setpriv --bounding-set -all --inh-caps -all --no-new-privs "$@"'
    )
    serve = [sys.executable, "-m", "azru_kg", "serve", "--port", "0", "--log-level", "warning"]
    env = {**founding_program, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", script, "sh", *serve],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            announcement = process.stdout.readline()
            found = re.search(r"http://\S+/", announcement)
            assert found, process.communicate(timeout=20)[1]
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            assert re.search(r"^CapEff:\t0+$", status, re.MULTILINE)
            query = {"query": "ASK { ?s ?p ?o }"}
            answer = httpx.get(f"{found[0]}sparql", params=query, timeout=20, trust_env=False)
            assert answer.status_code == 200
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert process.returncode == 0
