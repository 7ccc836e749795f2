"""What of a text has to stand in a quote: its numbers and names; and where its sentences are."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "name"]

# Combining marks, soft hyphens and joiners are parts of words, although no letters to `re`.
_LETTER = r"[^\W\d_]"
_PART = r"[\w\u0300-\u036f\xad\u200b-\u200d]"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(rf"(?<!\w){_LETTER}{_PART}*(?:[-\u2010\u2011]{_PART}+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_NEWLINES = "\n\r\u2028\u2029"
_ENDS = ".!?…"
_OPENING = "“«„‘‹‚"
_STRAIGHT = "\"'"
_BRACKETS = "()[]{}"
_PASSED = f"{_OPENING}{_STRAIGHT}{_BRACKETS}”’»›"
_STOP = re.compile(rf"[{_ENDS}]+[{re.escape(_PASSED)}]*(?=\s|\Z)|[{_NEWLINES}]+")
_FEWEST = 3  # words of a sentence; fewer are an abbreviation or a name before a full stop
_NEAR = 0.6


@dataclass(frozen=True, slots=True, order=True)
class WordToken:
    """A number or a name at its place in a text, the end exclusive."""

    start: int
    end: int
    kind: Kind
    word: str


def find_tokens(text: str) -> list[WordToken]:
    """Return the numbers and names of a text, in order.

    A number is a run of digits with what separates them inside. A name is a word with an upper-case
    letter at its start or after a hyphen.

    >>> [token.word for token in find_tokens("7,000km in 2024-2026 for KAMAZ of Baku-born Əli")]
    ['7,000', '2024', '2026', 'KAMAZ', 'Baku-born', 'Əli']
    """
    numbers = [WordToken(*match.span(), "number", match[0]) for match in _NUMBER.finditer(text)]
    names = [
        WordToken(*match.span(), "name", match[0])
        for match in _WORD.finditer(text)
        if any(part[:1].isupper() or part[:1].istitle() for part in _HYPHEN.split(match[0]))
    ]
    return sorted(numbers + names)


def opens_sentence(text: str, start: int) -> bool:
    """Say whether a word that starts here may owe its capital letter to its place.

    It does at the start of the text or a line, after the end of a sentence, with spaces, quotation
    marks or brackets between, and right after an opening quotation mark.

    >>> opens_sentence("It rose. (Trade", 10), opens_sentence("of Trade", 3)
    (True, False)
    """
    if start and (
        text[start - 1] in _OPENING
        or (text[start - 1] in _STRAIGHT and (start == 1 or _is_gap(text[start - 2])))
    ):
        return True
    for position in range(start - 1, -1, -1):
        char = text[position]
        # Without a gap the full stop is inside a word, as in News.Az.
        if char in _NEWLINES or (char in _ENDS and position < start - 1):
            return True
        if not char.isspace() and char not in _PASSED:
            return False
    return True


def find_sentences(text: str) -> list[tuple[int, int]]:
    r"""Return where the sentences of a text start and end, without their full stops.

    A line without a full stop, such as a headline, is none.

    >>> find_sentences("Trade up\nIt rose by 2.6 percent. Why?")
    [(9, 31)]
    """
    sentences, start = [], 0
    for stop in _STOP.finditer(text):
        closed = text[stop.start()] in _ENDS
        if closed and text[stop.end() :].lstrip()[:1].islower():
            continue
        words = text[start : stop.start()]
        if closed and len(words.split()) >= _FEWEST:
            lead = len(words) - len(words.lstrip(f"{_PASSED} \t\xa0"))
            sentences.append((start + lead, stop.start()))
        start = stop.end()
    return sentences


def find_all(text: str, words: str) -> list[int]:
    """Return where words start in a text, overlapping places too.

    >>> find_all("Baku, Baku", "Baku")
    [0, 6]
    """
    starts, start = [], text.find(words)
    while start >= 0 and words:
        starts.append(start)
        start = text.find(words, start + 1)
    return starts


def find_passage(text: str, words: str) -> str | None:
    """Return the passage of a text that is most like words which it does not have, if any is."""
    places = [match.span() for match in re.finditer(r"\S+", text)]
    count = max(len(words.split()), 1)
    passages = {
        text[first[0] : last[1]]
        for more in (0, 1)
        for first, last in zip(places, places[count - 1 + more :], strict=False)
    }
    near = difflib.get_close_matches(words, sorted(passages), n=1, cutoff=_NEAR)
    return near[0] if near else None


def _is_gap(char: str) -> bool:
    return char.isspace() or char in _BRACKETS
