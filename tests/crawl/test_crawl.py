"""A crawl of the site of the founding documents, to its end.

That takes long: every day the first of each kind of addresses is asked for, in each way once.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from tests.crawl.crawling import Crawl, DailyCrawl, Read, make_crawl, name_kind

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.server.documents.problem_types import list_types


@pytest.fixture(scope="module")
def daily_crawl(address: str, read_body: Read) -> Crawl:
    return make_crawl(address, read_body, 1, DailyCrawl)


@pytest.fixture(scope="module")
def founding_crawl(address: str, read_body: Read) -> Crawl:
    return make_crawl(address, read_body)


@pytest.mark.parametrize(
    "crawl",
    [
        pytest.param("daily_crawl", marks=pytest.mark.timeout(300)),
        pytest.param("founding_crawl", marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
    ],
)
def test_everything_that_is_named_is_there_and_as_it_is_promised(
    crawl: str, request: pytest.FixtureRequest
) -> None:
    faults = request.getfixturevalue(crawl).faults
    assert not faults, "\n".join(faults)


@pytest.mark.timeout(300)
def test_the_daily_crawl_has_seen_every_kind_of_address(daily_crawl: Crawl) -> None:
    kinds = Counter(map(name_kind, daily_crawl.addresses))
    assert {"/ontology", "/graph", "/static", "/catalogue", "/void", "/dump"} <= set(kinds)
    assert {"/query", "/problem", "/id/claim", "/id/quote", "/id/source"} <= set(kinds)
    assert daily_crawl.requests > len(daily_crawl.addresses) > 100


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_crawl_of_the_founding_documents_has_been_everywhere(founding_crawl: Crawl) -> None:
    kinds = Counter(map(name_kind, founding_crawl.addresses))
    assert len(founding_crawl.addresses) > 1000
    assert founding_crawl.requests > 2 * len(founding_crawl.addresses)
    assert {"/ontology", "/graph", "/static", "/catalogue", "/void"} <= set(kinds)
    assert kinds["/dump"] == 11
    paths = {urlsplit(address).path for address in founding_crawl.addresses}
    assert {f"/query/{stored.slug}" for stored in stored_queries.load(built_in().queries)} < paths
    assert kinds["/problem"] == len(list_types()) + 1
    assert len(founding_crawl.external) > 100
