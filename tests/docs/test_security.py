"""docs/security.md names the content security policy that is sent."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

TEXT = Path(__file__).parents[2].joinpath("docs", "security.md").read_text(encoding="utf-8")


def test_the_policy_is_the_one_that_pages_have(address: str) -> None:
    named = re.findall(r"^    Content-Security-Policy: (.*)$", TEXT, re.MULTILINE)
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        replies = [client.get(path) for path in ("", "sparql", "nothing/here", "static/style.css")]
    sent = {reply.headers["Content-Security-Policy"] for reply in replies}
    assert [*sent] == named
