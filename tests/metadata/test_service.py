"""The service description of datasets unlike the built-in one."""

import pyoxigraph as ox

from azru_kg.metadata.inventory import Inventory, Partitions, Place, Share, Totals, sort_shares
from azru_kg.metadata.service import describe_service, list_formats
from azru_kg.metadata.triple_builder import VOCABULARIES
from azru_kg.query.functions import GEO_FUNCTIONS
from azru_kg.rdf.oxigraph_terms import named

PLACE = Place("https://kg.example/azru/")


def make_inventory(*, union: bool) -> Inventory:
    return Inventory(
        totals=Totals(3, 2, 3, 2),
        partitions=Partitions(),
        properties=(Share("urn:p", 3),),
        graphs=(Share("urn:g", 3),),
        union=union,
    )


def test_a_default_graph_that_is_the_union_is_called_so() -> None:
    feature = named("sd:UnionDefaultGraph", VOCABULARIES)
    for union in (True, False):
        triples = describe_service(make_inventory(union=union), PLACE)
        assert any(triple.object == feature for triple in triples) is union


def test_addresses_are_under_the_public_one() -> None:
    triples = describe_service(make_inventory(union=True), PLACE)
    endpoints = {t.object for t in triples if t.predicate == named("sd:endpoint", VOCABULARIES)}
    assert endpoints == {ox.NamedNode("https://kg.example/azru/sparql")}
    assert any(t.subject == ox.NamedNode("https://kg.example/azru/dataset") for t in triples)


def test_the_functions_beside_those_of_sparql_are_listed() -> None:
    triples = describe_service(make_inventory(union=True), PLACE)
    listed = {
        t.object for t in triples if t.predicate == named("sd:extensionFunction", VOCABULARIES)
    }
    assert ox.NamedNode("http://www.opengis.net/def/function/geosparql/distance") in listed
    assert len(listed) == len(GEO_FUNCTIONS)


def test_no_format_is_named_twice() -> None:
    assert len(list_formats()) == len(set(list_formats()))


def test_the_largest_share_comes_first_and_ties_go_by_iri() -> None:
    shares = [Share("urn:b", 1), Share("urn:c", 2), Share("urn:a", 1)]
    assert [share.iri for share in sort_shares(shares)] == ["urn:c", "urn:a", "urn:b"]
