from __future__ import annotations

from hashlib import md5

import httpx
import pytest

from azru_kg.engine.credentials import read_credentials
from azru_kg.errors import BadSetting

USER = {"AZRU_ENGINE_USER": "me", "AZRU_ENGINE_PASSWORD": "word"}


def ask(auth: httpx.Auth | None, challenge: str, times: int = 2) -> list[str]:
    """Return what each request says of who sends it, to a server that asks for it like this."""
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("Authorization", ""))
        if sent[-1] or not challenge:
            return httpx.Response(200)
        return httpx.Response(401, headers={"WWW-Authenticate": challenge})

    with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
        for _ in range(times):
            client.get("http://engine/")
    return sent


def test_a_password_is_sent_only_when_it_is_asked_for() -> None:
    assert ask(read_credentials(USER), "") == ["", ""]
    assert ask(read_credentials(USER), "Basic realm=x") == ["", *["Basic bWU6d29yZA=="] * 2]


def test_a_digest_is_made_of_the_password() -> None:
    sent = ask(read_credentials(USER), 'Digest realm="x", nonce="n", algorithm="MD5"', times=1)
    secret = md5(b"me:x:word", usedforsecurity=False).hexdigest()
    path = md5(b"GET:/", usedforsecurity=False).hexdigest()
    meant = md5(f"{secret}:n:{path}".encode(), usedforsecurity=False).hexdigest()
    assert f'response="{meant}"' in sent[-1]
    assert "word" not in sent[-1]


def test_a_token_is_sent_at_once() -> None:
    assert ask(read_credentials({"AZRU_ENGINE_TOKEN": "abc"}), "", times=1) == ["Bearer abc"]


def test_without_variables_nobody_is_named() -> None:
    assert read_credentials({}) is None


@pytest.mark.parametrize(
    "variables",
    [
        {"AZRU_ENGINE_USER": "me"},
        {"AZRU_ENGINE_PASSWORD": "word"},
        {**USER, "AZRU_ENGINE_TOKEN": "abc"},
    ],
)
def test_half_of_it_and_too_much_are_refused(variables: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="AZRU_ENGINE_") as error:
        read_credentials(variables)
    assert "word" not in str(error.value)
