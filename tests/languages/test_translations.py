from __future__ import annotations

import pytest

from azru_kg.languages.reading import read_in
from azru_kg.languages.translations import gettext, ngettext, pgettext, translate


@pytest.mark.parametrize(
    ("language", "found"), [("en", "Sources"), ("az", "Mənbələr"), ("ru", "Источники")]
)
def test_a_message_is_said_in_the_language_that_is_read(language: str, found: str) -> None:
    with read_in(language):
        assert gettext("Sources") == translate("Sources") == found


def test_what_a_catalog_lacks_is_said_in_english_and_nothing_stays_nothing() -> None:
    with read_in("ru"):
        assert gettext("Nobody says this") == "Nobody says this"
        assert translate("") == ""


def test_numbers_have_the_forms_of_the_language() -> None:
    def say(number: int) -> str:
        return ngettext("%s source", "%s sources", number) % number

    assert [say(1), say(2)] == ["1 source", "2 sources"]
    with read_in("ru"):
        assert [say(1), say(2), say(5), say(21)] == [
            "1 источник",
            "2 источника",
            "5 источников",
            "21 источник",
        ]
    with read_in("az"):
        assert [say(1), say(2)] == ["1 mənbə", "2 mənbə"]


def test_a_context_tells_what_is_meant() -> None:
    with read_in("ru"):
        assert pgettext("year", "to") == "по"
        assert gettext("To") == "По"
