from __future__ import annotations

import pytest

from azru_kg.languages.collation import sort_key
from azru_kg.languages.reading import read_in


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Baku", "baku port", "Bakü roads", "Zira", "Баку"]),
        ("az", ["Cəfər", "Çingiz", "Elçin", "Əli", "Gədəbəy", "Ğ", "Hadrut", "Xaçmaz"]),
        ("az", ["Ilıca", "ısı", "İlham", "Kür", "Qax", "Laçın", "Şəki", "Tovuz", "Баку"]),
        ("ru", ["Ежов", "Ёлкин", "Енисей", "Жуков", "Йод", "Яков", "Baku"]),
        ("ru", ["2023 год", "Алиев", "Алиева"]),
    ],
)
def test_words_stand_as_in_a_dictionary_of_the_language(language: str, words: list[str]) -> None:
    mixed = words[::-1]
    with read_in(language):
        assert sorted(mixed, key=sort_key) == words


def test_signs_only_part_words() -> None:
    words = ["Baku – Tbilisi", "Baku, the port", "Bakuriani"]
    mixed = words[::-1]
    assert sorted(mixed, key=sort_key) == words
