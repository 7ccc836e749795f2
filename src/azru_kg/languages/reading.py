"""Who reads, and what: the language of the request that is answered, and its address.

Whoever writes a text for people asks here, however deep below the request it stands. What is worked
out once for all requests is worked out in English, or once for each language.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

ENGLISH: Final = "en"

LANGUAGES: Final = {ENGLISH: "English", "az": "Azərbaycanca", "ru": "Русский"}
"""The languages of the pages by their tags, each called as its speakers call it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A language by its tag, and the address that is read in it.

    That is the path below the site, without a slash before it and without the language, with the
    query string; None where nothing can be read there again, as after a POST.
    """

    language: str = ENGLISH
    address: str | None = None

    @property
    def prefix(self) -> str:
        """The path of the language below the site; there is none for English.

        >>> Reading("ru").prefix, Reading().prefix
        ('/ru', '')
        """
        return "" if self.language == ENGLISH else f"/{self.language}"


_CURRENT: ContextVar[Reading] = ContextVar("reading", default=Reading())  # noqa: B039 (frozen)


def get_reading() -> Reading:
    """Return how the request that is answered here is read."""
    return _CURRENT.get()


def get_language() -> str:
    """Return the tag of the language in which texts for people are written here."""
    return _CURRENT.get().language


@contextmanager
def read_in(reading: Reading | str) -> Iterator[None]:
    """Have texts written in a language, within this block and in the tasks that it begins."""
    token = _CURRENT.set(Reading(reading) if isinstance(reading, str) else reading)
    try:
        yield
    finally:
        _CURRENT.reset(token)
