"""The other spellings of a name: real names, and what holds for any name."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.identity import variants

SHEETS = Path(__file__).parents[2] / "sheets"
letters = st.characters(max_codepoint=0x04FF)
names_of_all_kinds = st.dictionaries(
    st.sampled_from(["en", "az", "ru"]), st.text(letters, max_size=40)
)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            {"en": "Ilham Aliyev", "az": "İlham Əliyev", "ru": "Ильхам Алиев"},
            {("Ilkham Aliyev", "ru-Latn"), ("Ilkham Aliev", "ru-Latn"), ("Ilham Eliyev", "az")},
        ),
        (
            {"en": "Shahin Mustafayev", "az": "Şahin Mustafayev", "ru": "Шахин Мустафаев"},
            {
                ("Shakhin Mustafayev", "ru-Latn"),
                ("Shakhin Mustafaev", "ru-Latn"),
                ("Sahin Mustafayev", "az"),
            },
        ),
        (
            {"en": "Alexei Overchuk", "az": "Aleksey Overçuk", "ru": "Алексей Оверчук"},
            {("Aleksey Overchuk", "ru-Latn"), ("Aleksey Overcuk", "az")},
        ),
        (
            {"en": "Pyotr Gorodov", "ru": "Пётр Городов"},
            {("Петр Городов", "ru"), ("Petr Gorodov", "ru-Latn")},
        ),
        (
            {"en": "Vagit Alekperov", "az": "Vahid Ələkbərov", "ru": "Вагит Алекперов"},
            {("Vahid Alakbarov", "en"), ("Vahid Elekberov", "az")},
        ),
        (
            {"en": "Khalaf Khalafov", "az": "Xələf Xələfov", "ru": "Халаф Халафов"},
            {("Xelef Xelefov", "az")},
        ),
        (
            {"en": "Polad Bulbuloglu", "ru": "Полад Бюльбюль-оглы"},
            {("Polad Byulbyul-ogly", "ru-Latn")},
        ),
        ({"en": "Maxim Oreshkin", "ru": "Максим Орешкин"}, {("Maksim Oreshkin", "ru-Latn")}),
        ({"en": "Yegor Stroyev", "ru": "Егор Строев"}, {("Egor Stroev", "ru-Latn")}),
        ({"en": "KAMAZ", "ru": "КАМАЗ"}, set()),
        ({"en": "Baku", "az": "Bakı", "ru": "Баку"}, {("Baki", "en")}),
        ({"en": "Kazem Jalali"}, set()),
    ],
)
def test_a_name_has_the_spellings_that_people_type(
    names: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    assert set(variants(names)) == expected


def test_a_search_in_any_script_finds_a_person_who_was_known_in_another() -> None:
    found = {text for text, _ in variants({"az": "Rəşad Nəbiyev", "ru": "Рашад Набиев"})}
    assert {"Rashad Nabiyev", "Rashad Nabiev", "Resad Nebiyev"} <= found


@given(names_of_all_kinds)
def test_variants_are_few_and_new_and_each_is_a_name_that_the_shapes_take(
    names: dict[str, str],
) -> None:
    found = variants(names)
    texts = [text.casefold() for text, _ in found]
    assert len(found) <= 5
    assert len(set(texts)) == len(texts)
    assert not {name.casefold() for name in names.values()} & set(texts)
    for text, tag in found:
        assert text == text.strip() != ""
        assert ox.Literal(text, language=tag).language == tag.lower()


@given(names_of_all_kinds)
def test_the_same_names_have_the_same_variants_in_any_order(names: dict[str, str]) -> None:
    assert variants(names) == variants(dict(reversed(names.items())))


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЕЁЖЩЮЯ -", max_size=40))
def test_no_cyrillic_letter_is_left_in_latin_letters(name: str) -> None:
    for text, tag in variants({"ru": name}):
        if tag == "ru-Latn":
            assert text.isascii()


@given(st.text("abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇƏĞXIİKQÖŞÜ -", max_size=40))
def test_no_letter_of_azerbaijani_alone_is_left(name: str) -> None:
    assert all(text.isascii() for text, _ in variants({"az": name}))


def test_every_person_of_the_sheets_with_a_name_in_both_has_a_handful_of_variants() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHEETS.glob("*/people.csv"))]
    rows = [row for text in texts for row in csv.DictReader(text.splitlines(), strict=True)]
    for row in rows:
        names = {tag: row[f"name_{tag}"] for tag in ("en", "az", "ru") if row[f"name_{tag}"]}
        assert len(variants(names)) <= 4, row["id"]
    assert len(rows) > 200
