"""The sides of figures, of each direction that the words of indicators have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.intake.convert.statements.figure.indicator import read_meaning
from azru_kg.intake.convert.statements.figure.sides import find_sides
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow

Facts = dict[str, set[str]]
SIDES = (
    "azru:between",
    "azru:destination",
    "azru:origin",
    "azru:partner",
    "azru:within",
    "schema:about",
)
HAND_CHECKED: dict[str, dict[str, set[str]]] = {
    # subject to counterpart
    "exports-az-ru-2024h1-growth": {
        "azru:origin": {"country:AZ"},
        "azru:destination": {"country:RU"},
    },
    # counterpart to subject
    "imports-az-ru-2018h1-level": {
        "azru:destination": {"country:AZ"},
        "azru:origin": {"country:RU"},
    },
    # both ways
    "trade-turnover-az-ru-2007q1-growth": {"azru:between": {"country:AZ", "country:RU"}},
    # within the subject
    "wheat-imports-share-ru-az-2024": {
        "azru:within": {"country:AZ"},
        "azru:partner": {"country:RU"},
    },
    # within the subject, with areas in the words: capital from Russia in Azerbaijan
    "companies-russian-capital-az-2019-12-lavrov": {
        "azru:within": {"country:AZ"},
        "azru:partner": {"country:RU"},
        "azru:origin": {"country:RU"},
        "azru:destination": {"country:AZ"},
    },
    # within the counterpart, with areas: orchards in Russia of a company of Azerbaijan
    "isfa-orchards-area": {
        "azru:within": {"country:RU"},
        "azru:partner": {"country:AZ"},
        "azru:origin": {"country:AZ"},
        "azru:destination": {"country:RU"},
        "schema:about": {"project:isfa-dagestan-orchards"},
    },
    # not applicable, with a topic: subject and counterpart are context
    "samur-bridge-spans": {"schema:about": {"project:samur-bridge"}},
    # an event is what it is about, and nobody is a side of it
    "azal-missiles-2": {"schema:about": {"event:incident-2024-12-azal-crash"}},
    # not applicable, with areas: from Mumbai to Moscow
    "north-south-mumbai-moscow-days": {
        "azru:origin": {"country:IN"},
        "azru:destination": {"country:RU"},
        "schema:about": {"corridor:north-south"},
    },
    # mixed, without areas
    "trade-rank-az-in-ru-cis-2016": {"azru:between": {"country:AZ", "country:RU"}},
    # mixed, with areas: the subject is the state of transit
    "ady-express-agro-2021": {
        "azru:origin": {"country:IR"},
        "azru:destination": {"country:RU"},
        "schema:about": {"corridor:instc-western"},
    },
    # both ways, with areas
    "ru-ir-freight-last-year-novak": {"azru:between": {"country:IR", "country:RU"}},
    # no counterpart
    "electricity-imports-az-total-2020": {"azru:destination": {"country:AZ"}},
    # organisations as sides
    "socar-polymer-socar-share": {
        "azru:origin": {"organisation:socar"},
        "azru:destination": {"organisation:socar-polymer"},
    },
    "kamaz-trucks-in-az-2021": {
        "azru:within": {"country:AZ"},
        "azru:partner": {"organisation:kamaz"},
    },
    # areas win over organisations, which the figure is then about
    "gazprombank-socar-polymer-loan-a": {
        "azru:origin": {"country:RU"},
        "azru:destination": {"country:AZ"},
        "schema:about": {
            "organisation:gazprombank",
            "organisation:socar",
            "project:socar-polymer",
        },
    },
    "star-russian-oil-2022-monthly": {
        "azru:origin": {"country:RU"},
        "azru:destination": {"country:TR"},
        "schema:about": {"organisation:socar"},
    },
}


@pytest.mark.parametrize("key", HAND_CHECKED)
def test_the_sides_of_a_row_are_those_that_its_words_name(
    key: str, stated: Callable[[str], Facts]
) -> None:
    facts = stated(key)
    assert {name: facts[name] for name in SIDES if facts[name]} == HAND_CHECKED[key]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"subject": "XX"}, "subject", "there is no country 'XX'"),
        ({"counterpart": "socarr"}, "counterpart", "there is no organisation 'socarr'"),
        ({"counterpart": "AZ"}, "counterpart", "it is the subject"),
        (
            {"about": "no-such-thing"},
            "about",
            "there is no corridor or project or event 'no-such-thing'",
        ),
    ],
)
def test_unknown_sides_are_refused(
    changes: dict[str, Any],
    field: str,
    said: str,
    make: Callable[[dict[str, Any]], FigureRow],
    register: Register,
) -> None:
    row = make(changes)
    with pytest.raises(RowRefused, match=said) as refusal:
        find_sides(row, read_meaning(row, register), register)
    assert refusal.value.field == field
