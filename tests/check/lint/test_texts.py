from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.check.lint import texts
from azru_kg.check.lint.corpus import Corpus
from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.rdf.statements import Statement, Statements

THING = ox.NamedNode(f"{PREFIXES['person']}a")


def corpus(text: str, *, path: str = "skos:altLabel", language: str | None = "en") -> Corpus:
    said = Statements([Statement(THING, expand(path), ox.Literal(text, language=language), "")])
    return Corpus(said, said)


@pytest.mark.parametrize(
    "text",
    [
        "Baku",
        "Əliyeva, naïve, straße",
        "IT-компания",
        "KAMAZ / КАМАЗ",
        "5 µm and 3 Ω",
        "x² №1",
        "Баку2019 B2",
        "ﬁ",
    ],
)
def test_words_of_one_alphabet_are_not_mixed(text: str) -> None:
    assert list(texts.find_mixed_words(corpus(text))) == []


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("In Bаku", "Bаku", "CYRILLIC SMALL LETTER A"),
        ("Мoscow", "Мoscow", "CYRILLIC CAPITAL LETTER EM"),
        ("Мocквa", "Мocквa", "CYRILLIC CAPITAL LETTER EM"),
        ("САМУPСКИЙ", "САМУPСКИЙ", "LATIN CAPITAL LETTER P"),
        ("Αzeri", "Αzeri", "GREEK CAPITAL LETTER ALPHA"),
    ],
)
def test_a_letter_of_another_alphabet_is_named(text: str, word: str, letter: str) -> None:
    (hit,) = texts.find_mixed_words(corpus(text))
    assert f"“{word}”" in hit.message
    assert hit.message.endswith(letter)


@pytest.mark.parametrize("text", [" a", "a ", "a  b", "a\nb", "a\tb", "a\u00a0\u00a0b", "\u00a0a"])
def test_stray_white_space_is_found(text: str) -> None:
    assert len(list(texts.find_stray_space(corpus(text)))) == 1
    assert len(list(texts.find_stray_space(corpus(text, language=None)))) == 1


@pytest.mark.parametrize("text", ["a b", "87\u00a0%", "a"])
def test_single_spaces_inside_are_none(text: str) -> None:
    assert list(texts.find_stray_space(corpus(text))) == []


@pytest.mark.parametrize("path", ["oa:exact", "azru:reportedForm", "schema:headline", "sh:select"])
def test_what_is_printed_or_a_query_stands_as_it_is(path: str) -> None:
    said = corpus(" Bаku  O\u0308 ", path=path, language=None)
    for find in (texts.find_stray_space, texts.find_denormal, texts.find_mixed_words):
        assert list(find(said)) == []


@pytest.mark.parametrize("tag", ["en", "az", "ru", "en-gb", "az-latn", "az-cyrl-az", "ru-419"])
def test_the_three_languages_may_have_script_and_region(tag: str) -> None:
    assert list(texts.find_foreign_tags(corpus("a", language=tag))) == []


@pytest.mark.parametrize("tag", ["de", "eng", "aze", "russian", "en-x-own", "ru-latn-ru-x-a"])
def test_other_tags_are_found(tag: str) -> None:
    assert len(list(texts.find_foreign_tags(corpus("a", language=tag)))) == 1


@pytest.mark.parametrize(
    ("text", "tag", "found"),
    [
        ("Baku", "ru", 1),
        ("Баку", "en", 1),
        ("Баку", "az", 1),
        ("Завод SOCAR", "ru", 0),
        ("SOCAR (ГНКАР)", "en", 0),
        ("2018", "ru", 0),
        ("Баку", "az-cyrl", 0),
    ],
)
def test_a_name_has_letters_of_its_language(text: str, tag: str, found: int) -> None:
    assert len(list(texts.find_foreign_alphabets(corpus(text, language=tag)))) == found
