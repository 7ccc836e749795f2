"""Describes the dataset, its dumps and its endpoint as a DCAT 3 catalogue."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import PREFIXES

_XSD = PREFIXES["xsd"]
_PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")
# What only VoID needs, and what the catalogue states itself.
_LEFT_OUT = (PREFIXES["void"],)
_QUADS = ("application/n-quads", "application/trig", "application/ld+json")


def describe_catalogue(
    inventory: Inventory, place: Place, files: Sequence[ReleaseFile]
) -> list[ox.Triple]:
    """Return the catalogue: the dataset, a distribution for each dump, and the data service."""
    statements = TripleBuilder()
    dataset = place.dataset(inventory)
    _describe_itself(statements, place, dataset, inventory)
    statements.add(dataset, "a", "dcat:Dataset")
    statements.add(dataset, "dcat:landingPage", place.at(""))
    for file in files:
        _describe_file(statements, place, dataset, inventory, file)
    _describe_service(statements, place, dataset, inventory)
    _offer_endpoint(statements, place, dataset, inventory)
    stated = [fact for fact in inventory.about(dataset) if not _is_left_out(fact)]
    return list(dict.fromkeys([*stated, *inventory.related, *statements.triples]))


def _describe_itself(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    catalogue = place.at("catalogue")
    statements.add(catalogue, "a", "dcat:Catalog")
    statements.add(catalogue, "dcterms:title", english("Catalogue of azru-kg"))
    text = "One dataset, the files of its release and the service that answers queries about it."
    statements.add(catalogue, "dcterms:description", english(text))
    statements.add(catalogue, "dcterms:language", ox.Literal("en"))
    statements.add(catalogue, "foaf:homepage", place.at(""))
    statements.add(catalogue, "dcat:dataset", dataset)
    statements.add(catalogue, "dcat:service", place.at("sparql#service"))
    for name in ("dcterms:license", "dcterms:publisher", "dcterms:modified"):
        statements.add(catalogue, name, *inventory.values(dataset, name))


def _describe_file(
    statements: TripleBuilder,
    place: Place,
    dataset: ox.NamedNode,
    inventory: Inventory,
    file: ReleaseFile,
) -> None:
    address = place.at(f"dump/{file.name}")
    distribution = place.at(f"catalogue#{file.name}")
    statements.add(dataset, "dcat:distribution", distribution)
    statements.add(distribution, "a", "dcat:Distribution")
    statements.add(distribution, "dcterms:title", english(file.name))
    statements.add(distribution, "dcterms:description", english(_tell_content(file)))
    statements.add(distribution, "dcterms:license", *inventory.values(dataset, "dcterms:license"))
    statements.add(distribution, "dcat:mediaType", f"media-types:{file.media_type}")
    statements.add(distribution, "dcat:downloadURL", address)
    statements.add(distribution, "dcat:accessURL", address)
    size = ox.Literal(str(file.size), datatype=ox.NamedNode(f"{_XSD}nonNegativeInteger"))
    statements.add(distribution, "dcat:byteSize", size)
    checksum = statements.nest(distribution, "spdx:checksum")
    statements.add(checksum, "a", "spdx:Checksum")
    statements.add(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    value = ox.Literal(file.sha256, datatype=ox.NamedNode(f"{_XSD}hexBinary"))
    statements.add(checksum, "spdx:checksumValue", value)


def _tell_content(file: ReleaseFile) -> str:
    if file.name in ("ontology.ttl", "shapes.ttl"):
        return f"The graph of the {file.name.removesuffix('.ttl')} alone."
    if file.media_type in _QUADS:
        return "All named graphs."
    return "The default graph of the endpoint: one set of the triples of all graphs but the shapes."


def _describe_service(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    service = place.at("sparql#service")
    statements.add(service, "a", "dcat:DataService")
    statements.add(service, "dcterms:title", english("SPARQL endpoint of azru-kg"))
    statements.add(service, "dcterms:conformsTo", _PROTOCOL)
    statements.add(service, "dcterms:license", *inventory.values(dataset, "dcterms:license"))
    statements.add(service, "dcterms:publisher", *inventory.values(dataset, "dcterms:publisher"))
    statements.add(service, "dcat:endpointURL", place.endpoint)
    statements.add(service, "dcat:endpointDescription", place.endpoint)
    statements.add(service, "dcat:landingPage", place.at(""))
    statements.add(service, "dcat:servesDataset", dataset)


def _offer_endpoint(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    """State that the endpoint is one more way to get at the dataset."""
    distribution = place.at("catalogue#endpoint")
    statements.add(dataset, "dcat:distribution", distribution)
    statements.add(distribution, "a", "dcat:Distribution")
    statements.add(distribution, "dcterms:title", english("By query"))
    statements.add(distribution, "dcterms:license", *inventory.values(dataset, "dcterms:license"))
    statements.add(distribution, "dcat:accessURL", place.endpoint)
    statements.add(distribution, "dcat:accessService", place.at("sparql#service"))


def _is_left_out(fact: ox.Triple) -> bool:
    void = named("void:Dataset")
    return fact.object == void or fact.predicate.value.startswith(_LEFT_OUT)
