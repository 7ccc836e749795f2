"""What is found by what people write, and what comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.find.name_index import FEW, Named, NameIndex, TaggedName, misspell

GOLD = {
    "person/ilham-aliyev": "Aliyev|Əliyev|Алиев|Alijev|Aliev|Eliyev|Aliyew|Alyev|ilham aliyev"
    "|Aliyev Ilham|İlham Əliyev|ильхам алиев|Ilkham Aliev|Ilham Alijev|Ильхам Aliyev|Алеив Ильхам",
    "person/mehriban-aliyeva": "Mehriban|Мехрибан Алиева|Mehriban Eliyeva|Mehriban Alieva"
    "|Mekhriban Aliyeva|Алиева Мехрибан|Mehribam Aliyeva",
    "person/vladimir-putin": "Putin|Путин|Putn|Puttin|Ptuin|putin vladimir|Wladimir Putin"
    "|Vladmir Putin",
    "person/sergey-lavrov": "Lavrov|Лавров|Lawrow|Sergej Lawrow|Lavrof|Сергей Лавров",
    "person/jeyhun-bayramov": "Ceyhun Bayramov|Джейхун Байрамов|Djeyhun Bayramov|Jeyhun Bajramov"
    "|Bayramov Jeyhun|Ceyhun|Jeyhn Bayramov",
    "person/shahin-mustafayev": "Mustafayev|Мустафаев|Mustafaev|Mustafajev|Şahin Mustafayev"
    "|Sahin Mustafayev|Шахин Мустафаев|mustaf|Mustafyev|Мустафев",
    "person/alexei-overchuk": "Overchuk|Оверчук|Overçuk|Aleksey Overchuk|Overchuk Alexei|Overchyk",
    "person/maxim-oreshkin": "Oreshkin|Oreşkin|Орешкин|Oreshkn|Maksim Oreshkin|Орешкин Максим",
    "person/mikhail-mishustin": "Mishustin|Мишустин|Misustin|Mihail Mishustin|Mişustin",
    "person/khalaf-khalafov": "Khalafov|Xələfov|Халафов|Xelefov",
    "person/heydar-aliyev": "Heydar Aliyev|Гейдар Алиев|Heydər Əliyev|Geydar Aliev",
    "place/baku": "Baku|Баку|Bakı|Baki|БАКУ",
    "place/ganja": "Ganja|Гянджа|Gəncə|Gence|Gandja",
    "place/karabakh": "Karabakh|Qarabağ|Карабах|Garabagh",
    "place/moscow": "Moscow|Москва|Moskva|Moscou",
    "place/sumgait": "Sumqayıt|Sumgait|Сумгаит|Sumgayit",
    "organisation/gazprom": "Gazprom|Газпром|Qazprom|Gasprom",
    "organisation/lukoil": "LUKOIL|Лукойл|Lukoyl|lukol",
    "corridor/zangezur-tripp": "Zangezur|Zəngəzur|Зангезур|Zengezur",
    "corridor/north-south": "North-South|Север-Юг|Şimal-Cənub|Simal-Cenub|south north",
    "indicator/trade-turnover": "trade turnover|товарооборот|ticarət dövriyyəsi|ticaret dovriyyesi"
    "|turnover trade|trade turnovr",
    "country/AZ": "Azerbaijan|Azərbaycan|Азербайджан|Azerbajan|Azerbaidjan",
    "country/RU": "Russia|Rusiya|Россия|Rossiya|Rusia",
}
CASES = [(text, thing) for thing, texts in GOLD.items() for text in texts.split("|")]


def make(*things: str, said: dict[str, int] | None = None) -> NameIndex:
    """Return an index of things, each given as its kind and its name; its name is its IRI, too."""
    pairs = (thing.split("/", 1) for thing in things)
    return NameIndex(
        [Named(name, kind, (TaggedName(name, "en"),)) for kind, name in pairs], said=said or {}
    )


def find(index: NameIndex, text: str) -> list[str]:
    return [thing.label for thing in index.find(text).things]


@pytest.mark.long
@pytest.mark.parametrize(("text", "thing"), CASES)
def test_what_was_meant_comes_first(whole_index: NameIndex, text: str, thing: str) -> None:
    assert whole_index.find(text).things[0].iri == f"{IDENTITY}{thing}"


@pytest.mark.long
def test_every_thing_is_found_by_each_of_its_names(whole_index: NameIndex) -> None:
    sample = list(whole_index)[::97]
    assert {thing.kind for thing in sample} >= {"person", "source", "claim", "event"}
    for thing in sample:
        for name in thing.names:
            assert thing in whole_index.find(name.text).things


@pytest.mark.long
def test_claims_come_last_and_sources_before_them(whole_index: NameIndex) -> None:
    found = whole_index.find("trade turnover")
    places = {"source": 1, "claim": 2}
    ranks = [places.get(thing.kind, 0) for thing in found.things]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}
    assert list(found.count())[-1] == "claim"


def test_whole_names_come_before_words_and_words_before_beginnings() -> None:
    index = make(
        "place/Bakuva", "place/Baku Metro", "place/Baku", said={"Bakuva": 9, "Baku Metro": 5}
    )
    assert find(index, "baku") == ["Baku", "Baku Metro", "Bakuva"]


def test_of_names_that_fit_alike_the_one_of_which_more_is_said_comes_first() -> None:
    index = make(
        "person/Ann Lee", "person/Bob Lee", "event/Lee speaks", said={"Bob Lee": 2, "Lee speaks": 9}
    )
    assert find(index, "lee") == ["Bob Lee", "Ann Lee", "Lee speaks"]


def test_all_words_must_be_there_in_any_order() -> None:
    index = make("place/Port of Baku", "place/Port of Derbent")
    assert find(index, "baku port") == ["Port of Baku"]
    assert find(index, "port moscow") == []


def test_spellings_are_looked_for_where_few_things_are_spelt_so() -> None:
    many = [f"person/Marin {letter}" for letter in "abcdefghijkl"]
    assert len(many) > FEW
    assert "Martin z" not in find(make(*many, "person/Martin z"), "marin")
    found = make("person/Marin a", "person/Martin z").find("marin")
    assert [thing.label for thing in found.things] == ["Marin a", "Martin z"]
    assert found.misspelt
    assert not make("person/Marin a").find("marin").misspelt


@pytest.mark.parametrize("text", ["", "  ", "--", "'", "\x00", ".*", "(((", "%s", "\\", "🙂"])
def test_what_has_no_word_finds_nothing(text: str) -> None:
    assert find(make("place/Baku", "place/.*"), text) == []


def test_a_number_is_never_taken_for_another() -> None:
    index = make("period/2023", "period/2024")
    assert find(index, "2023") == ["2023"]
    assert find(index, "2025") == []


@given(st.text("abcdeиəş", min_size=4, max_size=9), st.data())
def test_each_change_of_a_letter_is_among_the_misspellings(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert word[:at] + word[at + 1 :] in misspell(word)
    assert word[:at] + "k" + word[at:] in misspell(word)
    assert word[:at] + "k" + word[at + 1 :] in misspell(word)


@pytest.mark.long
@given(st.text(max_size=200))
def test_any_text_is_looked_for(whole_index: NameIndex, text: str) -> None:
    found = whole_index.find(text).things
    assert len(found) == len({thing.iri for thing in found})
