"""A server as a visitor meets it: an address, for as long as it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import httpx
import pytest
from tests.support.program import Program

_STOP_SECONDS = 20


@contextmanager
def serve(program: Program, *arguments: str | Path) -> Iterator[str]:
    """Give the address of a server, on a port of its own; it ends when it is asked to."""
    process = program.start("serve", "--port", "0", "--log-level", "warning", *arguments)
    try:
        announcement = process.stdout.readline()
        found = re.search(r"http://\S+/", announcement)
        if not found:
            process.kill()
            pytest.fail(f"it said {announcement!r} and {process.communicate(_STOP_SECONDS)[1]}")
        yield found[0]
        process.terminate()
        process.wait(_STOP_SECONDS)
    finally:
        process.close()


def await_files(client: httpx.Client) -> None:
    """Wait until the files of the release are made: before, what tells of them is a 503."""
    while (reply := client.get("catalogue")).status_code == httpx.codes.SERVICE_UNAVAILABLE:
        sleep(float(reply.headers["Retry-After"]))
