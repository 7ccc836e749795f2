"""Holds the spans of a source against its text, and the text against the spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from azru_kg.quotes.sentences import (
    WordToken,
    find_all,
    find_passage,
    find_sentences,
    find_tokens,
    opens_sentence,
)
from azru_kg.quotes.spans import LONGEST, SourceText, Span

_SHOWN = 40
_CONTEXT = 30
_PRONOUN = "I"
_SHORTER = "Fix: the shortest words that bear the claim"
_INCOMPLETE = (
    "its selectors must say oa:exact, oa:start and oa:end, once each, the latter in digits"
)


@dataclass(frozen=True, slots=True)
class SpanFault:
    """Something wrong with a source or a span, at an offset of the text where it has one."""

    about: SourceText | Span
    message: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """What a look at one text found, and how many spans, numbers and names it passed."""

    faults: tuple[SpanFault, ...]
    spans: int = 0
    covered: int = 0


def review(source: SourceText, spans: Sequence[Span], text: str) -> Review:
    """Return what is wrong with the spans of a text, and which of its words they leave out."""
    sentences = find_sentences(text)
    faults = [
        SpanFault(span, fault) for span in spans for fault in _review_span(span, text, sentences)
    ]
    places = [
        (span.start, span.end)
        for span in spans
        if span.start is not None and span.end is not None and _stands(span, text)
    ]
    tokens = find_tokens(text)
    bare = find_uncovered(tokens, places)
    opening = {token.word for token in bare if _may_be_ignored(token, text)}
    left = [
        token
        for token in bare
        if not (token.word in source.ignored and _may_be_ignored(token, text))
    ]
    faults += [SpanFault(source, _describe(token, text), token.start) for token in left]
    faults += [
        SpanFault(source, f"azru:ignoredWord {show(word)} is not needed here. Fix: remove it")
        for word in sorted(source.ignored - opening)
    ]
    return Review(tuple(faults), len(spans), len(tokens) - len(left))


def explain_excess(start: int, end: int, sentences: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield why words from one offset to another are more than a quote may have, if they are."""
    if end - start > LONGEST:
        yield f"{end - start} characters; a quote has at most {LONGEST}. {_SHORTER}"
    if any(start <= first and last <= end for first, last in sentences):
        yield f"a whole sentence, which no quote may be. {_SHORTER}"


def suggest(text: str, words: str) -> str:
    """Return what a text has instead of words that it lacks, put into words."""
    near = find_passage(text, words)
    return f"the nearest there are {show(near)}" if near else "and it has nothing like them"


def show(text: str, width: int = _SHOWN) -> str:
    r"""Return a text in quotation marks on one line, cut, its invisible characters written out.

    >>> print(show("interview\xa0given"))
    'interview\xa0given'
    """
    return repr(text if len(text) <= width else f"{text[: width - 1]}…")


def find_uncovered(
    tokens: Sequence[WordToken], places: Sequence[tuple[int, int]]
) -> list[WordToken]:
    """Return those of the tokens, in order, that no place holds as a whole."""
    uncovered = []
    reach, waiting = 0, sorted(places, reverse=True)
    for token in tokens:
        while waiting and waiting[-1][0] <= token.start:
            reach = max(reach, waiting.pop()[1])
        if token.end > reach:
            uncovered.append(token)
    return uncovered


def _stands(span: Span, text: str) -> bool:
    return bool(span.exact) and text[span.start : span.end] == span.exact


def _review_span(span: Span, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[str]:
    if not span.exact or span.start is None or span.end is None:
        yield _INCOMPLETE
    elif _stands(span, text):
        yield from explain_excess(span.start, span.end, sentences)
    else:
        standing = text[span.start : span.end]
        wrong = f"at {span.start}-{span.end} stands {show(standing)}, not {show(span.exact)}."
        yield f"{wrong} {_correct(text, span.exact, span.start)}"


def _correct(text: str, exact: str, start: int) -> str:
    places = sorted(find_all(text, exact), key=lambda place: abs(place - start))
    if not places:
        return f"The text does not have these words: {suggest(text, exact)}"
    first, *others = places
    also = f" (also from {', '.join(map(str, sorted(others)))})" if others else ""
    return f"Fix: oa:start {first} ; oa:end {first + len(exact)}{also}"


def _may_be_ignored(token: WordToken, text: str) -> bool:
    """Say whether a word may have its capital letter from its place, or is the English pronoun."""
    free = token.word == _PRONOUN or opens_sentence(text, token.start)
    return token.kind == "name" and free


def _describe(token: WordToken, text: str) -> str:
    line = text.count("\n", 0, token.start) + 1
    margin = max(_CONTEXT - len(token.word), 0) // 2
    around = show(text[max(token.start - margin, 0) : token.end + margin], _CONTEXT)
    also = " or, if it names nothing, azru:ignoredWord" if _may_be_ignored(token, text) else ""
    return (
        f"{token.kind} {show(token.word)} at {token.start}-{token.end} (line {line}, {around})"
        f" stands in no quote. Fix: a quote, an azru:IgnoredSpan with its reason{also}"
    )
