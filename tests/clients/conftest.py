"""What the clients share: nothing of the machine's own settings for proxies."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> object:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("no_proxy", "127.0.0.1")
        yield
