"""Writes names in Cyrillic and in the Azerbaijani alphabet in plain Latin letters.

Three small tables do this better than a library: those map each letter on its own, whatever the
language, and so write Əliyev as Eliyev only, and never Алиев as Aliyev.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_CYRILLIC = {
    **dict(zip("абвгдзиклмнопрстуфыэ", "abvgdziklmnoprstufye", strict=True)),
    "е": "e",
    "ё": "yo",
    "ж": "zh",
    "й": "y",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
_SOUNDED = {
    "ə": "a",
    "x": "kh",
    "c": "j",
    "ç": "ch",
    "ğ": "gh",
    "ı": "i",
    "j": "zh",
    "ö": "o",
    "q": "g",
    "ş": "sh",
    "ü": "u",
}
_TYPED = {"ə": "e", "ç": "c", "ğ": "g", "ı": "i", "ö": "o", "ş": "s", "ü": "u"}
_LOWER = {"İ": "i", "I": "ı"}
_PRESS = (
    (re.compile(r"(?<=[аеёиоуыэюя])кс"), "x"),
    (re.compile(r"[иы]й\b"), "y"),
    (re.compile(r"ей\b"), "ei"),
    (re.compile(r"ё"), "e"),
)
_SOFTENED = re.compile(r"(?:(?<=[аеёиоуыэюяйъь])|(?<!\w))е")


def romanise_official(text: str) -> str:
    """Return a Russian name in Latin letters as maps and passports of today write it.

    The system is BGN/PCGN without its signs for ъ and ь.

    >>> romanise_official("Ильхам Алиев"), romanise_official("Евгений Примаков")
    ('Ilkham Aliyev', 'Yevgeniy Primakov')
    """
    return _convert(text, lambda word: _spell(_SOFTENED.sub("ye", word.lower()), _CYRILLIC))


def romanise_press(text: str) -> str:
    """Return a Russian name in Latin letters as newspapers like to write it: short and plain.

    >>> romanise_press("Ильхам Алиев"), romanise_press("Алексей Оверчук")
    ('Ilkham Aliev', 'Alexei Overchuk')
    """
    return _convert(text, _shorten)


def sound_out(text: str) -> str:
    """Return an Azerbaijani name as English texts write it, by sound.

    >>> sound_out("Ceyhun Bayramov"), sound_out("Xələf Xələfov")
    ('Jeyhun Bayramov', 'Khalaf Khalafov')
    """
    return _convert(text, lambda word: _spell(lower_azerbaijani(word), _SOUNDED))


def strip_marks(text: str) -> str:
    """Return an Azerbaijani name as it is typed on a keyboard that lacks its letters.

    >>> strip_marks("İlham Əliyev"), strip_marks("Şahin Mustafayev")
    ('Ilham Eliyev', 'Sahin Mustafayev')
    """
    return _convert(text, lambda word: _spell(lower_azerbaijani(word), _TYPED))


def lower_azerbaijani(text: str) -> str:
    """Return a text in small letters, the two letters i of Azerbaijani kept apart.

    >>> lower_azerbaijani("İQ ILIQ")
    'iq ılıq'
    """
    return "".join(_LOWER.get(letter) or letter.lower() for letter in text)


def _shorten(word: str) -> str:
    lower = word.lower()
    for pattern, letters in _PRESS:
        lower = pattern.sub(letters, lower)
    return _spell(lower, _CYRILLIC)


def _spell(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


def _convert(text: str, convert: Callable[[str], str]) -> str:
    """Return a text converted part by part, each in the case that it had."""
    parts = re.split(r"([\W_]+)", unicodedata.normalize("NFC", text))
    return "".join(_recase(convert(part), part) for part in parts)


def _recase(part: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return part.upper()
    return part[:1].upper() + part[1:] if model[:1].isupper() else part
