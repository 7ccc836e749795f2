"""A real server over three small graphs, whose addresses the protocol tests name."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import httpx
import pytest

_GRAPHS = """
<urn:in:one> <urn:p> "1" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:two> .
<urn:in:two> <urn:p> "3" <urn:graph:two> .
<urn:in:three> <urn:p> "4" <urn:graph:three> .
<urn:in:none> <urn:p> "5" .
"""


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that the command line has started."""
    data = tmp_path_factory.mktemp("protocol") / "graphs.nq"
    data.write_text(_GRAPHS, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "azru_kg", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data", str(data)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        timer = threading.Timer(60, server.kill)
        timer.start()
        found = re.search(r"http://\S+/", server.stdout.readline())
        timer.cancel()
        assert found
        with httpx.Client(base_url=found[0], timeout=20, trust_env=False) as client:
            yield client
        server.terminate()
        server.wait(20)
