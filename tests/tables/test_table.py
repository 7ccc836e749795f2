from __future__ import annotations

import pytest

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.table import Facet, Table


@pytest.mark.parametrize(
    ("space", "value", "written"),
    [
        ("country", f"{IDENTITY}country/AZ", "AZ"),
        ("country", f"{IDENTITY}person/ali-asadov", "person/ali-asadov"),
        ("person", f"{IDENTITY}person/organisation/trend", "person/organisation/trend"),
        ("person", f"{IDENTITY}person/", "person/"),
        ("perspective", "https://w3id.org/azru-kg/perspective/russian", "russian"),
        ("person", f"{IDENTITY}ali", f"{IDENTITY}ali"),
        ("country", "https://example.org/AZ", "https://example.org/AZ"),
        ("", "ru", "ru"),
    ],
)
def test_a_thing_has_a_short_name_in_an_address_and_others_their_own(
    space: str, value: str, written: str
) -> None:
    assert Facet("facet", "column", "Facet", space).write(value) == written


def test_a_chosen_order_goes_before_the_order_of_the_list() -> None:
    meetings = TABLES["meetings"]
    assert meetings.keys("") == meetings.order
    assert meetings.keys("meeting")[0] == "name"
    assert meetings.keys("-kind")[0] == "-kindName"
    assert meetings.keys("-date") == ("-earliest", *meetings.order)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_what_cannot_be_put_in_an_order_is_not_offered_for_it(table: Table) -> None:
    assert table.sorts
    assert {table.column(name).type for name in table.sorts}.isdisjoint({"things", "amount"})
