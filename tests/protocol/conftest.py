"""A real server over three small graphs, whose addresses the protocol tests name."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from tests.support.program import Program
from tests.support.serving import serve

_GRAPHS = """
<urn:in:one> <urn:p> "1" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:two> .
<urn:in:two> <urn:p> "3" <urn:graph:two> .
<urn:in:three> <urn:p> "4" <urn:graph:three> .
<urn:in:none> <urn:p> "5" .
"""


@pytest.fixture(scope="session")
def client(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that the command line has started."""
    data = tmp_path_factory.mktemp("protocol") / "graphs.nq"
    data.write_text(_GRAPHS, encoding="utf-8")
    with (
        serve(program, "--data", data) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
    ):
        yield client
