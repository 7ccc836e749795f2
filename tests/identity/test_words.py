"""Names reduced to what is the same in all three languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.identity.words import compare, fold

SHEETS = Path(__file__).parents[2] / "sheets"


@pytest.mark.parametrize(
    "names",
    [
        {"en": "Ilham Aliyev", "az": "İlham Əliyev", "ru": "Ильхам Алиев"},
        {"en": "Jeyhun Bayramov", "az": "Ceyhun Bayramov", "ru": "Джейхун Байрамов"},
        {"en": "Shahin Mustafayev", "az": "Şahin Mustafayev", "ru": "Шахин Мустафаев"},
        {"en": "Khalaf Khalafov", "az": "Xələf Xələfov", "ru": "Халаф Халафов"},
        {"en": "Ganja", "az": "Gəncə", "ru": "Гянджа"},
        {"en": "Novorossiysk", "az": "Novorossiysk", "ru": "Новороссийск"},
        {"en": "Zakir Hasanov", "az": "Zakir Həsənov", "ru": "Закир Гасанов"},
        {"en": "Maxim Oreshkin", "az": "Maksim Oreşkin", "ru": "Максим Орешкин"},
    ],
)
def test_a_name_is_the_same_in_three_alphabets(names: dict[str, str]) -> None:
    assert len({fold(text, tag) for tag, text in names.items()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Metrowagonmash (Transmashholding)", "Metrovagonmash"),
        ("Russian-Azerbaijani Business Council", "Azerbaijan-Russia Business Council"),
        ("Aliyev Ilham", "Ilham Aliyev"),
        (
            "Amelioration and Water Management OJSC of Azerbaijan",
            "Azerbaijan Amelioration and Water Management",
        ),
    ],
)
def test_names_in_other_words_order_or_spelling_are_alike(one: str, other: str) -> None:
    assert compare(fold(one, "en"), fold(other, "en")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Energy of Azerbaijan", "Ministry of Economy of Azerbaijan"),
        ("Roadmap of SOCAR and Tatneft (2023)", "Roadmap of SOCAR and Tatneft (2024)"),
        ("Rashad Nabiyev", "Rashad Nabiyeva"),
    ],
)
def test_names_that_differ_in_a_word_or_a_number_are_not_alike(one: str, other: str) -> None:
    assert compare(fold(one, "en"), fold(other, "en")) < 1


@given(
    st.text(st.characters(max_codepoint=0x04FF), max_size=60),
    st.sampled_from(["en", "az", "ru", "ru-Latn", None]),
)
def test_any_text_folds_to_words_without_space(text: str, tag: str | None) -> None:
    bag = fold(text, tag)
    assert all(word and not word.isspace() for word in bag)
    assert compare(bag, bag) == (1.0 if bag else 0.0)


def test_most_people_of_the_sheets_fold_to_one_bag_in_russian_and_in_azerbaijani() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHEETS.glob("*/people.csv"))]
    rows = [row for text in texts for row in csv.DictReader(text.splitlines(), strict=True)]
    both = [row for row in rows if row["name_az"] and row["name_ru"]]
    same = [row for row in both if fold(row["name_az"], "az") == fold(row["name_ru"], "ru")]
    assert len(both) > 100
    assert len(same) >= 0.9 * len(both)
