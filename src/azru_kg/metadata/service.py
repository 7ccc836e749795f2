"""Describes the endpoint in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.partitions import find_space, state_partitions
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.query.functions import GEO, GEO_FUNCTIONS
from azru_kg.rdf import formats
from azru_kg.rdf.oxigraph_terms import english
from azru_kg.rdf.prefixes import BASE, PREFIXES

_WHOLE = "The set union of all named graphs: a triple counts once, however many graphs hold it."
_PART = (
    "The triples of the files that name no graph, and of the named graphs, in one set: a triple"
    " counts once, however many graphs hold it. Graphs that are kept apart, such as the one of the"
    " shapes, are not part of it: GRAPH reaches them."
)
# The W3C's list of formats has another IRI for JSON-LD than Oxigraph.
_REGISTERED = {
    "https://www.w3.org/ns/formats/data/JSON-LD": "http://www.w3.org/ns/formats/JSON-LD",
}


def describe_service(inventory: Inventory, place: Place) -> list[ox.Triple]:
    """Return the description of the endpoint, of what it takes and of the graphs behind it.

    `sd:UnionDefaultGraph` is stated only where it is true of every named graph.
    """
    statements = TripleBuilder()
    service = place.at("sparql#service")
    dataset = place.dataset(inventory)
    statements.add(service, "a", "sd:Service")
    statements.add(service, "sd:endpoint", place.endpoint)
    statements.add(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    statements.add(service, "sd:resultFormat", *list_formats())
    functions = [ox.NamedNode(f"{GEO}{name}") for name in GEO_FUNCTIONS]
    statements.add(service, "sd:extensionFunction", *functions)
    if inventory.union:
        statements.add(service, "sd:feature", "sd:UnionDefaultGraph")
    statements.add(service, "sd:defaultDataset", dataset)
    statements.add(service, "rdfs:seeAlso", place.at("void"), place.at("catalogue"))
    default = _describe_graphs(statements, inventory, dataset)
    state_partitions(statements, default, inventory.partitions, find_space(inventory, place))
    _offer_perspectives(statements, inventory, service)
    _declare_prefixes(statements, service)
    return statements.triples


def list_formats() -> list[ox.NamedNode]:
    """Return the W3C's IRIs of the formats in which the endpoint answers."""
    results = (ox.QueryResultsFormat.from_media_type(each.media_type) for each in formats.RESULTS)
    graphs = (ox.RdfFormat.from_media_type(each.media_type) for each in formats.GRAPHS)
    known = [format_.iri for format_ in (*results, *graphs) if format_ is not None]
    return [ox.NamedNode(_REGISTERED.get(iri, iri)) for iri in known]


def _describe_graphs(
    statements: TripleBuilder, inventory: Inventory, dataset: ox.NamedNode
) -> ox.BlankNode:
    """Describe the graphs, and return the default one."""
    statements.add(dataset, "a", "sd:Dataset")
    default = statements.nest(dataset, "sd:defaultGraph")
    statements.add(default, "a", "sd:Graph")
    statements.add(default, "dcterms:description", english(_WHOLE if inventory.union else _PART))
    statements.add(default, "void:triples", inventory.totals.triples)
    for share in inventory.graphs:
        name = ox.NamedNode(share.iri)
        named = statements.nest(dataset, "sd:namedGraph")
        statements.add(named, "a", "sd:NamedGraph")
        statements.add(named, "sd:name", name)
        graph = statements.nest(named, "sd:graph")
        statements.add(graph, "a", "sd:Graph")
        statements.add(graph, "void:triples", share.number)
        statements.add(graph, "dcterms:title", *inventory.values(name, "dcterms:title"))
    return default


def _offer_perspectives(
    statements: TripleBuilder, inventory: Inventory, service: ox.NamedNode
) -> None:
    for name in inventory.perspectives:
        perspective = PERSPECTIVES[name]
        node = ox.NamedNode(perspective.iri)
        statements.add(service, "sd:availableGraphs", node)
        statements.add(node, "a", "sd:GraphCollection")
        statements.add(node, "dcterms:title", english(perspective.title))
        statements.add(node, "dcterms:description", english(perspective.description))


def _declare_prefixes(statements: TripleBuilder, service: ox.NamedNode) -> None:
    """State the prefixes that a query needs no PREFIX line for."""
    for prefix, space in PREFIXES.items():
        declaration = ox.NamedNode(f"{BASE}shapes#prefix-{prefix}")
        statements.add(service, "sh:declare", declaration)
        statements.add(declaration, "sh:prefix", ox.Literal(prefix))
        uri = ox.Literal(space, datatype=ox.NamedNode(f"{PREFIXES['xsd']}anyURI"))
        statements.add(declaration, "sh:namespace", uri)
