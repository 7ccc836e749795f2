"""What language models are told: few lines, of which every address is there."""

from __future__ import annotations

import re

import httpx

from azru_kg.server.find.llms_text import MOST_LINES


def test_the_text_is_short_has_a_title_a_summary_and_links_as_the_convention_asks(
    own_client: httpx.Client,
) -> None:
    reply = own_client.get("/llms.txt")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/markdown; charset=utf-8"
    lines = reply.text.splitlines()
    assert len(lines) <= MOST_LINES
    assert lines[0] == "# azru-kg"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("#")] == ["# azru-kg", "## Access"]
    assert all(re.match(r"- \[[^\]]+\]\(http[^)]+\): .+", line) for line in lines[-9:])


def test_it_says_how_to_cite_this_release_and_how_long_a_query_may_take(
    own_client: httpx.Client,
) -> None:
    text = own_client.get("/llms.txt").text
    assert re.search(r"version 20\d\d\.\d+\.\d+, SHA-256 [0-9a-f]{64}", text)
    assert re.search(r"at most [0-9.]+ seconds", text)
    assert "CC BY 4.0" in text


def test_every_address_of_it_is_there(own_client: httpx.Client) -> None:
    addresses = re.findall(r"\]\(([^)]+)\)", own_client.get("/llms.txt").text)
    assert len(addresses) == 9
    for address in addresses:
        assert address.startswith(str(own_client.base_url))
        # The tools are for POST alone.
        expected = 405 if address.endswith("/mcp") else 200
        reply = own_client.get(address, headers={"Accept": "*/*"}, follow_redirects=True)
        assert reply.status_code == expected, address


def test_of_other_data_it_says_only_what_is_known(client: httpx.Client) -> None:
    text = client.get("/llms.txt").text
    assert text.startswith("# RDF data")
    assert "Azerbaijan" not in text
    assert "CC BY" not in text
