"""Writes the words of a name as one hears them, whatever the script and the keyboard.

Алиев, Əliyev, Aliyev and Aliev are one word then. Vowels are kept, unlike in `words`, so that the
beginning of a word stays its beginning, and a letter too much or too few stays one.
"""

from __future__ import annotations

import re
import unicodedata

from azru_kg.identity.letters import romanise_official, sound_out, strip_marks

LETTERS = "abdfhiklmnoprstuvzCJS"
"""The letters in which sounds are written; digits and other scripts stay what they are."""

Reading = tuple[str, ...]
"""The words of a name, by sound."""

_AZERBAIJANI = re.compile("[əƏçÇğĞıİöÖşŞüÜ]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# The letter within a word that stands for nothing, or for the softness of the one before it.
_APOSTROPHES = re.compile("(?<=\\w)['\u2019\u2018\u02bc\u02b9`](?=\\w)")
_WORD = re.compile(r"[^\W_]+")
_SOUNDS = (
    (re.compile("shch|sch|sh"), "S"),
    (re.compile("tch|ch"), "C"),
    (re.compile("dzh|zh|dj|j"), "J"),
    (re.compile("kh|gh|g"), "h"),
    (re.compile("ck"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("[cq]"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("ph"), "f"),
    (re.compile("y"), "i"),
    (re.compile("i+"), "i"),
    # Евгений is Evgeny, Гянджа is Ganja, and Мустафаев is Mustafayev.
    (re.compile("^i(?=[aeou])|(?<=[hk])i(?=[aou])|(?<=[aeou])i(?=e)"), ""),
    (re.compile("e"), "a"),
    (re.compile(r"([^\d])\1+"), r"\1"),
)


def hear(name: str, language: str | None = None) -> list[Reading]:
    """Return how a name may be read: as it sounds, and as it is typed; each reading once.

    >>> hear("Алиев", "ru") == hear("Aliyev", "en") == hear("Aliev") == hear("Əliyev", "az")
    True
    """
    text = _romanise(name)
    is_azerbaijani = (language or "").partition("-")[0] == "az"
    readings = [_listen(strip_marks(text))]
    if is_azerbaijani or _AZERBAIJANI.search(text):
        readings.insert(0, _listen(sound_out(text)))
    return list(dict.fromkeys(filter(None, readings)))


def hear_otherwise(name: str) -> list[Reading]:
    """Return how a name in Latin letters might be read, too: as Azerbaijani, or j as in German.

    >>> hear_otherwise("Alijev")[0] == hear("Aliyev")[0]
    True
    """
    text = _romanise(name)
    first = hear(name)
    others = (_listen(strip_marks(re.sub("[jJ]", "y", text))), _listen(sound_out(text)))
    return [reading for reading in dict.fromkeys(others) if reading and reading not in first]


def _romanise(name: str) -> str:
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name))
    return romanise_official(text) if _CYRILLIC.search(text) else text


def _listen(text: str) -> Reading:
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_reduce(word) for word in _WORD.findall(letters))


def _reduce(word: str) -> str:
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word
