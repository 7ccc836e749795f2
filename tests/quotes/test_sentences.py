from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.quotes.sentences import (
    find_all,
    find_passage,
    find_sentences,
    find_tokens,
    opens_sentence,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$2.6billion and 7,000km, 19%.", ["2.6", "7,000", "19"]),
        ("2024-2026 and 13:52 and 2024-01-22", ["2024", "2026", "13", "52", "2024", "01", "22"]),
        ("the North-South line, a near-border bridge", ["North-South"]),
        ("KAMAZ, iPhone, pre-Soviet, G20", ["KAMAZ", "pre-Soviet", "G20", "20"]),
        ("Азербайджан və Əliyev, ЕАЭС", ["Азербайджан", "Əliyev", "ЕАЭС"]),
        ("Azerbaijan`s, Russia’s", ["Azerbaijan", "Russia"]),
        ("I\u0307lham Aliyev", ["I\u0307lham", "Aliyev"]),
        ("26M and 8 times", ["26", "8"]),
    ],
)
def test_numbers_and_names_are_found(text: str, words: list[str]) -> None:
    assert [token.word for token in find_tokens(text)] == words


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    for token in find_tokens(text):
        assert text[token.start : token.end] == token.word


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("X", True),
        ("a line\nX", True),
        ("a line\r\n \u00a0X", True),
        ("It rose. X", True),
        ("Did it? “X", True),
        ("(so it was!) X", True),
        ("it is “X", True),
        ('it is "X', True),
        ("it is (X", False),
        ("it is X", False),
        ("News.X", False),
        ("so it was”, X", False),
        ("it`X", False),
        ("it'X", False),
    ],
)
def test_the_start_of_a_sentence_is_known(text: str, opens: bool) -> None:
    assert opens_sentence(text, len(text) - 1) is opens


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A headline about trade\n", []),
        ("It rose by 2.6 percent.", ["It rose by 2.6 percent"]),
        ("“It did rise.” he said so. Why?", ["It did rise.” he said so"]),
        ("(It did rise!) So it did.", ["It did rise", "So it did"]),
        ("One Mr. Smith of Baku spoke", []),
        ("It did rise.\u00a0So it did…", ["It did rise", "So it did"]),
    ],
)
def test_sentences_end_with_a_full_stop_and_have_three_words(
    text: str, sentences: list[str]
) -> None:
    assert [text[start:end] for start, end in find_sentences(text)] == sentences


def test_overlapping_places_are_all_found() -> None:
    assert find_all("anana", "ana") == [0, 2]
    assert find_all("anana", "") == []


def test_the_nearest_passage_is_like_the_words_or_is_none() -> None:
    assert find_passage("met with Shahin Mustafayev there", "Shahin Mustafaev") == (
        "Shahin Mustafayev"
    )
    assert find_passage("met with him", "Baku") is None
    assert find_passage("", "Baku") is None
