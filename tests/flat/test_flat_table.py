"""What the tables are made of: names, keys, and columns that tell where they are from."""

import re

import pyoxigraph as ox
import pytest

from azru_kg.errors import NotFound
from azru_kg.flat.all_tables import TABLES, find_table
from azru_kg.flat.flat_table import FlatTable
from azru_kg.flat.restoring import RESTORED
from azru_kg.flat.statement_tables import STATEMENTS
from azru_kg.flat.thing_tables import FACTS
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import PREFIXES, expand

PLAIN = re.compile(r"[a-z][a-z0-9_]*")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_names_are_plain_and_once_in_a_table(table: FlatTable) -> None:
    assert len(set(table.names)) == len(table.names)
    assert all(PLAIN.fullmatch(name) for name in (table.name, *table.names))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_say_what_they_mean_and_tell_of_columns_before_them(table: FlatTable) -> None:
    for at, column in enumerate(table.columns):
        assert column.meaning.endswith((".", "…"))
        assert not column.of or column.of in table.names[:at]
        assert not column.table or find_table(column.table)
        assert not column.term or expand(column.term)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_property_is_stated_by_one_column(table: FlatTable) -> None:
    terms = [column.term for column in table.columns if column.stated]
    assert len(set(terms)) == len(terms)


def test_a_table_of_statements_has_a_row_for_each_source() -> None:
    assert {table.key for table in STATEMENTS} == {("claim", "source")}
    assert all(table in RESTORED for table in (*STATEMENTS, FACTS))


def test_each_class_of_claims_has_a_table() -> None:
    store = read_layout(built_in(), unmeasured=True).files
    ontology = [quad for file in store if file.path.name == "azru.ttl" for quad in file.parse()]
    claim = ox.NamedNode(f"{PREFIXES['azru']}Claim")
    classes = {quad.subject.value for quad in ontology if quad.object == claim}  # type: ignore[union-attr]
    kinds = {expand(table.kind) for table in STATEMENTS}
    properties = {quad.subject for quad in ontology if quad.predicate.value.endswith("domain")}
    assert {each for each in classes if ox.NamedNode(each) not in properties} == kinds


def test_an_unknown_table_is_told_what_there_is() -> None:
    with pytest.raises(NotFound, match="Did you mean figures"):
        find_table("figure")
    with pytest.raises(NotFound, match="There are figures"):
        find_table("x")
