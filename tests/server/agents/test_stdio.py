"""The tools at the other end of a pipe, as the SDK's own client has them."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

WITHOUT = "import sys; sys.modules['mcp'] = None; from azru_kg.cli import app; app()"


def test_an_agent_asks_over_a_pipe(founding_program: dict[str, str]) -> None:
    from mcp import Client, StdioServerParameters  # which takes more than a second

    command = StdioServerParameters(
        command=sys.executable,
        args=["-W", "error", "-m", "azru_kg", "mcp", "--log-level", "warning"],
        env=founding_program,
    )

    async def ask() -> None:
        async with Client(command, read_timeout_seconds=60) as client:
            assert len((await client.list_tools()).tools) == 7
            found = await client.call_tool("find", {"text": "Алиева"})
            assert found.structured_content is not None
            (first, *_) = found.structured_content["data"]["things"]
            thing = {"thing": first["iri"], "claims": 3}
            described = await client.call_tool("describe", thing)
            assert described.structured_content is not None
            assert described.structured_content["data"]["label"] == "Mehriban Aliyeva"
            refused = await client.call_tool("query", {"query": "SELECT * { ?s ?p ?o }"})
            assert refused.is_error
            assert refused.structured_content is not None
            assert refused.structured_content["error"]["code"] == "answer-too-large"
            wrong = await client.call_tool("query", {"qurey": "ASK {}"})
            assert wrong.is_error

    asyncio.run(ask())


@pytest.mark.parametrize("lines", ["", "\n", "no json\n", "{}\n", "[1]\n" * 100, "\x00\n"])
def test_whatever_comes_in_it_ends_with_its_input(
    founding_program: dict[str, str], lines: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "azru_kg", "mcp"],
        input=lines,
        env=founding_program,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_the_command_says_what_to_install(
    founding_program: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "mcp"],
        env=founding_program,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'azru-kg[mcp]'" in done.stderr
