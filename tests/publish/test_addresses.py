from __future__ import annotations

import pytest

from azru_kg.errors import BadSetting
from azru_kg.publish.addresses import Addresses, find_addresses

SITE = "http://here"


@pytest.mark.parametrize(
    ("engine", "store", "update"),
    [
        ("/query", "/store", "/update"),
        ("/ds/query", "/ds/data", "/ds/update"),
        ("/ds/sparql", "/ds/data", "/ds/update"),
        ("/sparql", "/sparql-graph-crud-auth", "/sparql-auth"),
        ("/ds", "/ds", "/ds"),
    ],
)
def test_the_store_that_is_there_tells_the_engine(engine: str, store: str, update: str) -> None:
    found = find_addresses(f"{SITE}{engine}", None, None, lambda url: url == f"{SITE}{store}")
    assert found == Addresses(f"{SITE}{engine}", f"{SITE}{update}", f"{SITE}{store}")


def test_addresses_that_are_given_are_taken() -> None:
    given = (f"{SITE}/a", f"{SITE}/b", f"{SITE}/c")
    assert find_addresses(*given, lambda url: False) == Addresses(*given)


def test_where_no_store_is_found_the_options_are_named() -> None:
    with pytest.raises(BadSetting, match="--update URL --store URL"):
        find_addresses(f"{SITE}/query", None, None, lambda url: False)


@pytest.mark.parametrize("url", ["here/query", "ftp://here/", "http://", "http://here/#a"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="--store cannot be"):
        find_addresses(f"{SITE}/query", None, url, lambda url: True)
