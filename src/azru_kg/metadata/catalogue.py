"""Describes the dataset, its dumps and its endpoint as a DCAT 3 catalogue, as DCAT-AP 3.0.1 has it.

The profile wants the class of whatever is named, the entries of authority tables, and for each of
dataset, distribution and service what people look for in portals. What nobody knows is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from azru_kg.metadata.authorities import (
    classify,
    find_table,
    introduce,
    state_file_type,
    state_place,
)
from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.metadata.triple_builder import VOCABULARIES, TripleBuilder
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import PREFIXES

_XSD = PREFIXES["xsd"]
_PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_DCAT_AP = ox.NamedNode("https://semiceu.github.io/DCAT-AP/releases/3.0.1/")
# What only VoID needs, and what the catalogue states itself.
_LEFT_OUT = (PREFIXES["void"],)
_QUADS = ("application/n-quads", "application/trig", "application/ld+json")
_ARCHIVES = ("application/zip",)
# What a dataset, its files and its service have in common.
_SHARED = ("dcterms:license", "dcterms:publisher", "dcterms:issued", "dcterms:modified")


def describe_catalogue(
    inventory: Inventory, place: Place, files: Sequence[ReleaseFile]
) -> list[ox.Triple]:
    """Return the catalogue: the dataset, a distribution for each dump, and the data service."""
    statements = TripleBuilder()
    dataset = place.dataset(inventory)
    _describe_itself(statements, place, dataset, inventory)
    _describe_dataset(statements, place, dataset, inventory)
    for file in files:
        _describe_file(statements, place, dataset, inventory, file)
    _describe_service(statements, place, dataset, inventory)
    _offer_endpoint(statements, place, dataset, inventory)
    _class_what_is_named(statements, place, dataset, inventory)
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
    statements.add(catalogue, "dcterms:language", find_table("language/ENG"))
    statements.add(catalogue, "dcterms:conformsTo", _DCAT_AP)
    statements.add(catalogue, "foaf:homepage", place.at(""))
    statements.add(catalogue, "dcat:dataset", dataset)
    statements.add(catalogue, "dcat:service", place.at("sparql#service"))
    for name in _SHARED:
        statements.add(catalogue, name, *inventory.values(dataset, name))
    _state_places(statements, catalogue, inventory)
    introduce(statements, catalogue)


def _describe_dataset(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    statements.add(dataset, "a", "dcat:Dataset")
    if not inventory.about(dataset):
        statements.add(dataset, "dcterms:title", english("The data that are served here"))
        text = "RDF data that say nothing of themselves."
        statements.add(dataset, "dcterms:description", english(text))
    else:
        classify(statements, dataset)
        statements.add(dataset, "dcterms:identifier", ox.Literal(dataset.value))
        statements.add(dataset, "dcterms:language", find_table("language/ENG"))
        statements.add(dataset, "dcterms:accessRights", find_table("access-right/PUBLIC"))
        _state_places(statements, dataset, inventory)
        statements.add(dataset, "foaf:page", place.at("guide"), place.at("ontology"))
        statements.add(dataset, "dcterms:creator", *inventory.values(dataset, "dcterms:publisher"))
        _name_contact(statements, place, dataset, inventory)
    statements.add(dataset, "dcat:landingPage", place.at("dataset"))


def _name_contact(
    statements: TripleBuilder, place: Place, thing: ox.NamedNode, inventory: Inventory
) -> None:
    """State who is to be asked: the publisher, of whom nothing but a page is known."""
    for publisher in inventory.values(place.dataset(inventory), "dcterms:publisher"):
        if isinstance(publisher, ox.NamedNode):
            contact = place.at("catalogue#contact")
            statements.add(thing, "dcat:contactPoint", contact)
            statements.add(contact, "a", "vcard:Kind", "vcard:Group")
            statements.add(contact, "vcard:fn", *_find_names(inventory, publisher))
            statements.add(contact, "vcard:hasURL", publisher)


def _find_names(inventory: Inventory, thing: ox.NamedNode) -> list[ox.Literal]:
    label = named("skos:prefLabel")
    return [
        fact.object
        for fact in inventory.related
        if fact.subject == thing and fact.predicate == label and isinstance(fact.object, ox.Literal)
    ]


def _state_places(statements: TripleBuilder, thing: ox.NamedNode, inventory: Inventory) -> None:
    """State the countries that the dataset covers as the authority table names them, too."""
    match = named("skos:exactMatch")
    for fact in inventory.related:
        if fact.predicate == match and isinstance(fact.object, ox.NamedNode):
            state_place(statements, thing, fact.object)


def _class_what_is_named(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    """State the classes that the profile wants of what stands elsewhere."""
    for name, class_ in (
        ("dcterms:license", "dcterms:LicenseDocument"),
        ("dcterms:conformsTo", "dcterms:Standard"),
        ("dcterms:spatial", "dcterms:Location"),
        ("dcterms:publisher", "foaf:Agent"),
    ):
        for thing in inventory.values(dataset, name):
            if isinstance(thing, ox.NamedNode):
                statements.add(thing, "a", class_)
                if class_ == "foaf:Agent":
                    statements.add(thing, "foaf:name", *_find_names(inventory, thing))
    statements.add(_PROTOCOL, "a", "dcterms:Standard")
    statements.add(_DCAT_AP, "a", "dcterms:Standard")
    for page in ("", "dataset", "guide", "ontology"):
        statements.add(place.at(page), "a", "foaf:Document")


def _describe_file(
    statements: TripleBuilder,
    place: Place,
    dataset: ox.NamedNode,
    inventory: Inventory,
    file: ReleaseFile,
) -> None:
    address = place.at(file.path)
    distribution = place.at(f"catalogue#{file.name}")
    statements.add(dataset, "dcat:distribution", distribution)
    statements.add(distribution, "a", "dcat:Distribution")
    statements.add(distribution, "dcterms:title", english(file.name))
    statements.add(distribution, "dcterms:description", english(_tell_content(file)))
    _state_terms(statements, distribution, dataset, inventory)
    _state_format(statements, distribution, "dcat:mediaType", file.media_type)
    if file.media_type in _ARCHIVES:
        _state_format(statements, distribution, "dcat:packageFormat", file.media_type)
    statements.add(distribution, "dcat:downloadURL", address)
    statements.add(distribution, "dcat:accessURL", address)
    size = ox.Literal(str(file.size), datatype=ox.NamedNode(f"{_XSD}nonNegativeInteger"))
    statements.add(distribution, "dcat:byteSize", size)
    checksum = statements.nest(distribution, "spdx:checksum")
    statements.add(checksum, "a", "spdx:Checksum")
    statements.add(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    statements.add(
        named("spdx:checksumAlgorithm_sha256", VOCABULARIES), "a", "spdx:ChecksumAlgorithm"
    )
    value = ox.Literal(file.sha256, datatype=ox.NamedNode(f"{_XSD}hexBinary"))
    statements.add(checksum, "spdx:checksumValue", value)


def _state_terms(
    statements: TripleBuilder,
    distribution: ox.NamedNode,
    dataset: ox.NamedNode,
    inventory: Inventory,
) -> None:
    """State under which terms, since when and for how long something is offered."""
    for name in ("dcterms:license", "dcterms:issued", "dcterms:modified"):
        statements.add(distribution, name, *inventory.values(dataset, name))
    available = find_table("planned-availability/AVAILABLE")
    statements.add(distribution, "dcatap:availability", available)


def _state_format(
    statements: TripleBuilder, distribution: ox.NamedNode, name: str, media_type: str
) -> None:
    """State a media type, and the file type that stands for it."""
    known = named(f"media-types:{media_type}", VOCABULARIES)
    statements.add(distribution, name, known)
    statements.add(known, "a", "dcterms:MediaType")
    state_file_type(statements, distribution, media_type)


def _tell_content(file: ReleaseFile) -> str:
    if file.content:
        return file.content
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
    text = "Answers queries in SPARQL 1.1 about the dataset, over HTTP."
    statements.add(service, "dcterms:description", english(text))
    statements.add(service, "dcterms:conformsTo", _PROTOCOL)
    for name in ("dcterms:license", "dcterms:publisher", "dcat:keyword"):
        statements.add(service, name, *inventory.values(dataset, name))
    if inventory.about(dataset):
        classify(statements, service)
        statements.add(service, "dcterms:accessRights", find_table("access-right/PUBLIC"))
        _name_contact(statements, place, service, inventory)
    statements.add(service, "dcat:endpointURL", place.endpoint)
    statements.add(service, "dcat:endpointDescription", place.endpoint, place.at("openapi.json"))
    statements.add(service, "dcat:landingPage", place.at("dataset"))
    statements.add(service, "dcat:servesDataset", dataset)


def _offer_endpoint(
    statements: TripleBuilder, place: Place, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    """State that the endpoint is one more way to get at the dataset."""
    distribution = place.at("catalogue#endpoint")
    statements.add(dataset, "dcat:distribution", distribution)
    statements.add(distribution, "a", "dcat:Distribution")
    statements.add(distribution, "dcterms:title", english("By query"))
    text = "Any part of the dataset, as answers to queries in SPARQL."
    statements.add(distribution, "dcterms:description", english(text))
    _state_terms(statements, distribution, dataset, inventory)
    state_file_type(statements, distribution, "application/sparql-query")
    statements.add(distribution, "dcat:accessURL", place.endpoint)
    statements.add(distribution, "dcat:accessService", place.at("sparql#service"))


def _is_left_out(fact: ox.Triple) -> bool:
    void = named("void:Dataset")
    return fact.object == void or fact.predicate.value.startswith(_LEFT_OUT)
