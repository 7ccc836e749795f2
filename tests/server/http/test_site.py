from __future__ import annotations

from azru_kg.server.http.site import Site

QUOTE = "https://w3id.org/azru-kg/id/quote/a#text"


def test_iris_of_the_graph_are_located_at_the_public_address() -> None:
    assert Site("https://kg.example/azru/").locate(QUOTE) == (
        "https://kg.example/azru/id/quote/a#text"
    )


def test_without_a_public_address_iris_are_located_relative_to_the_host() -> None:
    assert Site().locate(QUOTE) == "/id/quote/a#text"
    assert Site().locate(QUOTE, "/azru") == "/azru/id/quote/a#text"


def test_iris_of_others_are_not_located() -> None:
    assert Site().locate("http://www.wikidata.org/entity/Q227") is None


def test_an_address_never_leaves_its_path() -> None:
    assert Site().locate('https://w3id.org/azru-kg/id/x/"<a>') == "/id/x/%22%3Ca%3E"


def test_pages_link_under_the_path_of_the_public_address_or_else_where_they_are_mounted() -> None:
    assert Site("https://kg.example/azru/").root("/elsewhere") == "/azru"
    assert Site("https://kg.example/").root("/elsewhere") == ""
    assert Site().root("/azru") == "/azru"
