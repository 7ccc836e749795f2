"""The certificates that clients trust are read once, not for each client of a test.

A client of httpx reads them all at its making, though it may never speak TLS: that takes longer
than most tests.
"""

from __future__ import annotations

import functools
import ssl
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _certificates_are_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield
