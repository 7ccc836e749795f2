import pytest

from azru_kg.errors import BadAddress
from azru_kg.metadata.inventory import Share
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import ENTRIES, Entry, count_pages, cut_page, list_shares


def test_the_pages_have_every_entry_once() -> None:
    entries = list(range(2 * ENTRIES + 1))
    assert count_pages(len(entries)) == 3
    assert [entry for page in (1, 2, 3) for entry in cut_page(entries, page)] == entries


@pytest.mark.parametrize("page", [0, -1, 2])
def test_a_page_that_there_is_not_is_an_error_that_names_those_there_are(page: int) -> None:
    with pytest.raises(BadAddress, match="pages 1 to 1"):
        cut_page([1, 2], page)


def test_nothing_is_one_empty_page() -> None:
    assert (count_pages(0), list(cut_page([], 1))) == (1, [])


def test_a_page_may_be_of_another_size() -> None:
    assert (count_pages(5, 2), list(cut_page([1, 2, 3, 4, 5], 3, 2))) == (3, [5])
    with pytest.raises(BadAddress, match="pages 1 to 3"):
        cut_page([1, 2, 3, 4, 5], 4, 2)


def test_shares_are_named_linked_and_counted() -> None:
    shares = [Share("https://w3id.org/azru-kg/graph/a", 1200), Share("urn:b", 1)]
    assert list_shares(shares, {"urn:b": "B"}, Links("/kg"), "triple") == (
        Entry("graph:a", "/kg/graph/a", "1,200 triples"),
        Entry("B", "", "1 triple"),
    )
