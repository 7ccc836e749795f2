"""Where documents say that they are."""

import pytest
from starlette.requests import Request

from azru_kg.errors import BadAddress
from azru_kg.server.documents import find_place
from azru_kg.server.site import Site


def make_request(host: str, root: str = "") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "path": "/void",
            "root_path": root,
            "query_string": b"",
            "headers": [(b"host", host.encode())],
        }
    )


def test_the_address_that_was_set_goes_before_the_one_of_the_request() -> None:
    place = find_place(make_request("kg.example"), Site("https://w3id.example/azru/"))
    assert place.endpoint.value == "https://w3id.example/azru/sparql"


def test_without_one_the_address_is_as_the_client_sees_it() -> None:
    assert find_place(make_request("kg.example:81"), Site()).base == "http://kg.example:81/"
    assert find_place(make_request("kg.example", "/azru"), Site()).base == "http://kg.example/azru/"


def test_a_host_of_which_no_iri_can_be_made_is_refused() -> None:
    with pytest.raises(BadAddress, match="Host"):
        find_place(make_request("a%zz"), Site())
