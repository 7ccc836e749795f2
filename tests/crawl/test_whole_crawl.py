"""A crawl of the site of the whole graph, which grows: the first addresses of each kind.

They are taken in an order that is the same each time.
"""

from __future__ import annotations

from collections import Counter

import pytest
from tests.crawl.crawling import FIRST, Crawl, Read, make_crawl, name_kind

from azru_kg.rdf.prefixes import KINDS

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def whole_crawl(whole_address: str, read_body: Read) -> Crawl:
    return make_crawl(whole_address, read_body, FIRST)


def test_everything_that_is_named_is_there_and_as_it_is_promised(whole_crawl: Crawl) -> None:
    assert not whole_crawl.faults, "\n".join(whole_crawl.faults)


def test_the_crawl_of_the_whole_graph_has_seen_things_of_every_kind(whole_crawl: Crawl) -> None:
    # Few figures name a commodity, and the first of each kind need not be among them.
    kinds = Counter(map(name_kind, whole_crawl.addresses))
    assert {f"/id/{kind}" for kind in KINDS if kind != "commodity"} <= set(kinds)
    assert {"/ontology", "/graph", "/static", "/catalogue", "/void"} <= set(kinds)
    assert kinds["/dump"] == 11
