"""Where documents say that they are."""

import pyoxigraph as ox
import pytest
from starlette.requests import Request

from azru_kg.dataset import canonical
from azru_kg.errors import BadAddress
from azru_kg.media import GRAPHS, Format
from azru_kg.metadata.statements import Statements, english
from azru_kg.namespaces import PREFIXES
from azru_kg.server.replies import find_place, spell
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


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_a_document_is_spelled_the_same_each_time_and_nothing_is_lost(format_: Format) -> None:
    statements = Statements()
    for name in ("dcterms:title", "rdfs:label", "skos:prefLabel", "schema:name", "foaf:name"):
        statements.add(ox.NamedNode(f"{PREFIXES['graph']}a"), name, english("ə & <b>"))
    statements.add(statements.nest(ox.NamedNode("urn:a"), "void:subset"), "void:triples", 3)
    content = spell(statements.triples, format_)
    assert all(spell(statements.triples, format_) == content for _ in range(5))
    syntax = ox.RdfFormat.from_media_type(format_.media_type)
    quads = [ox.Quad(*triple) for triple in statements.triples]
    assert canonical(ox.parse(content, format=syntax)) == canonical(quads)
