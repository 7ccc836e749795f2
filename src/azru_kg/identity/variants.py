"""Gives the other spellings under which people look for a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from azru_kg.identity.letters import romanise_official, romanise_press, sound_out, strip_marks


def variants(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return other spellings of a name, each with its language tag: at most five, none given.

    `names` are the preferred names by language tag, of which `az` and `ru` have variants. They are
    made for people and places; the name of an office in other letters is of use to nobody.

    >>> variants({"en": "Ilham Aliyev", "az": "İlham Əliyev", "ru": "Ильхам Алиев"})
    [('Ilkham Aliyev', 'ru-Latn'), ('Ilkham Aliev', 'ru-Latn'), ('Ilham Eliyev', 'az')]
    """
    seen = {_fold(name) for name in names.values()}
    spellings = []
    for text, tag in _spell(names):
        if text and _fold(text) not in seen:
            seen.add(_fold(text))
            spellings.append((text, tag))
    return spellings


def _spell(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if russian := _clean(names.get("ru", "")):
        yield russian.replace("ё", "е").replace("Ё", "Е"), "ru"
        yield romanise_official(russian), "ru-Latn"
        yield romanise_press(russian), "ru-Latn"
    if azerbaijani := _clean(names.get("az", "")):
        yield sound_out(azerbaijani), "en"
        yield strip_marks(azerbaijani), "az"


def _clean(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _fold(name: str) -> str:
    return _clean(name).casefold()
