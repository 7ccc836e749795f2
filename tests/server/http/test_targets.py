"""The forms that a request line may have: RFC 9112, section 3.2."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest


def send(url: httpx.URL, target: str, method: str = "GET", host: str = "127.0.0.1") -> str:
    """Return the answer to one request, as it comes over the wire."""
    head = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((url.host, url.port or 80), timeout=20) as connection:
        connection.sendall(head.encode())
        with connection.makefile("rb") as answer:
            return answer.read().decode()


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://kg.example", "HTTPS://a.b:1"])
def test_the_absolute_form_is_the_same_request(client: httpx.Client, origin: str) -> None:
    answer = send(client.base_url, f"{origin}/sparql?query=ASK%7B%7D&format=csv")
    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith("\r\n\r\ntrue")
    assert send(client.base_url, f"{origin}?query=x").startswith("HTTP/1.1 200")
    assert send(client.base_url, f"{origin}/nothing").startswith("HTTP/1.1 404")


def test_the_host_of_the_absolute_form_goes_before_that_of_the_header(client: httpx.Client) -> None:
    answer = send(client.base_url, "http://kg.example:81/void", host="other.example")
    assert "<http://kg.example:81/sparql>" in answer
    assert "other.example" not in answer


@pytest.mark.long
def test_a_server_under_a_path_knows_the_absolute_form(launch: Callable[..., Any]) -> None:
    url = httpx.URL(launch(root_path="/kg").stdout.readline().split()[4])
    assert send(url, "http://kg.example/sparql?query=ASK%7B%7D").startswith("HTTP/1.1 200")


def test_the_asterisk_is_about_the_server_as_a_whole(client: httpx.Client) -> None:
    answer = send(client.base_url, "*", "OPTIONS")
    assert answer.startswith("HTTP/1.1 204")
    assert "\nallow: GET, HEAD, POST, OPTIONS\r\n" in answer
    assert send(client.base_url, "*").startswith("HTTP/1.1 404")
