"""Words as one hears them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.identity.sounds import LETTERS, hear, hear_otherwise

ALIKE = [
    ["Алиев", "Əliyev", "Aliyev", "Aliev", "Eliyev", "Aliýev", "ALİYEV"],
    ["Джейхун", "Jeyhun", "Jeihun", "Dzheikhun", "Djeyhun"],
    ["Мустафаев", "Mustafayev", "Mustafaev"],
    ["Евгений", "Evgeny", "Yevgeniy", "Evgenii"],
    ["Юрий", "Yuri", "Yuriy"],
    ["Гянджа", "Gəncə", "Ganja", "Gandja"],
    ["Карабах", "Karabakh", "Karabah"],
    ["Həsənov", "Hasanov", "Гасанов", "Hesenov", "Hassanov"],
    ["Алексей", "Alexei", "Aleksey", "Alexey"],
    ["Xələfov", "Khalafov", "Халафов"],
    ["Щербаков", "Shcherbakov", "Scherbakov"],
    ["Лавров", "Lavrov", "Lawrow"],
    ["Huseynov", "Гусейнов", "Hüseynov", "Guseinov"],
    ["Il'ham", "Il’ham", "Ilham"],
]


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[-1])
def test_spellings_of_a_name_sound_alike(spellings: list[str]) -> None:
    first = hear(spellings[0])[0]
    assert [spelling for spelling in spellings if first not in hear(spelling)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aliyev", "Aliyeva"), ("Baku", "Bakı"), ("Putin", "Batin"), ("2023", "2024")],
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert set(hear(one)).isdisjoint(hear(other))


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Alijev", "Aliyev"),
        ("Ceyhun", "Jeyhun"),
        ("Xelefov", "Khalafov"),
        ("Mustafajev", "Mustafaev"),
    ],
)
def test_a_plain_spelling_may_be_read_otherwise(spelling: str, name: str) -> None:
    assert hear(name)[0] not in hear(spelling)
    assert hear(name)[0] in hear_otherwise(spelling)


def test_an_azerbaijani_name_is_read_as_it_sounds_and_as_it_is_typed() -> None:
    assert hear("Şahin Xələfov", "az") == [*hear("Shahin Khalafov"), *hear("Sahin Xelefov")]


@given(
    st.text(alphabet=st.characters(), max_size=40) | st.text("cxqjgyiİıəşğё'’ -aeЕй", max_size=40)
)
def test_all_readings_of_a_text_have_as_many_words(text: str) -> None:
    for language in (None, "az"):
        readings = [*hear(text, language), *hear_otherwise(text)]
        assert len({len(reading) for reading in readings}) <= 1
        assert all(word for reading in readings for word in reading)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_plain_words_are_written_in_the_letters_that_are_named(text: str) -> None:
    assert set("".join(hear(text)[0])) <= set(LETTERS)
