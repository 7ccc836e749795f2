"""The catalogue has what DCAT-AP 3.0.1 demands and recommends, as far as anybody knows it."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SH, SKOS

from azru_kg.graph.layout import built_in
from azru_kg.metadata.catalogue import describe_catalogue
from azru_kg.metadata.inventory import Inventory, Partitions, Place, ReleaseFile, Totals
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf.formats import TURTLE
from azru_kg.rdf.prefixes import BASE, PREFIXES, expand_all

AUTHORITY = "http://publications.europa.eu/resource/authority/"
DATASET = rdflib.URIRef(f"{BASE}dataset")
DCATAP = rdflib.Namespace("http://data.europa.eu/r5r/")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
SHAPES = os.environ.get("AZRU_DCAT_AP")

# What the profile calls mandatory and recommended, by class.
WANTED: dict[rdflib.URIRef, str] = {
    DCAT.Catalog: "dcterms:description dcterms:publisher dcterms:title dcat:dataset"
    " dcterms:language dcterms:license dcterms:issued dcterms:modified dcterms:spatial"
    " dcat:themeTaxonomy dcat:service foaf:homepage",
    DCAT.Dataset: "dcterms:description dcterms:title dcat:contactPoint dcat:distribution"
    " dcat:keyword dcterms:publisher dcterms:spatial dcterms:temporal dcat:theme"
    " dcterms:accessRights dcterms:language dcterms:identifier dcat:landingPage dcat:version",
    DCAT.DataService: "dcat:endpointURL dcterms:title dcat:contactPoint dcat:endpointDescription"
    " dcat:keyword dcterms:publisher dcat:servesDataset dcat:theme dcterms:conformsTo"
    " dcterms:license dcterms:accessRights",
    DCAT.Distribution: "dcat:accessURL dcterms:description dcterms:format dcterms:license",
    FOAF.Agent: "foaf:name",
    VCARD.Kind: "",
    DCTERMS.PeriodOfTime: "dcat:startDate dcat:endDate",
}
ENTITIES = f"""
organisation:editors skos:prefLabel "Editors"@en .
country:AZ a azru:Country ; skos:exactMatch wd:Q227 , <{AUTHORITY}country/AZE> .
period:years a dcterms:PeriodOfTime ; dcat:startDate "1992-01-01"^^xsd:date ;
  dcat:endDate "2026-12-31"^^xsd:date .
"""
METADATA = f"""
<{BASE}dataset> a dcat:Dataset ; dcterms:title "Data"@en ; dcterms:description "About."@en ;
  dcterms:publisher organisation:editors ; dcterms:spatial country:AZ ; dcat:version "1" ;
  dcterms:temporal period:years ; dcat:keyword "x"@en ;
  dcterms:issued "2026-01-01"^^xsd:date ; dcterms:modified "2026-01-02"^^xsd:date ;
  dcterms:conformsTo <{BASE}shapes> ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""
FILES = [
    ReleaseFile("a.nq", "application/n-quads", 10, "ab" * 32),
    ReleaseFile("tables/a.csv", "text/csv", 10, "ab" * 32, "A table."),
    ReleaseFile("a.zip", "application/zip", 10, "ab" * 32, "All of it."),
]


def parse(text: str) -> tuple[ox.Triple, ...]:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    quads = ox.parse((head + text).encode(), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def describe(metadata: str, entities: str) -> rdflib.Graph:
    inventory = Inventory(
        Totals(1, 1, 1, 1),
        Partitions(),
        (),
        (),
        union=False,
        metadata=parse(metadata),
        related=parse(entities),
    )
    triples = describe_catalogue(inventory, Place("https://kg.example/"), FILES)
    return rdflib.Graph().parse(data=write_graph(triples, TURTLE), format="turtle")


@pytest.fixture(scope="module")
def catalogue() -> rdflib.Graph:
    return describe(METADATA, ENTITIES)


@pytest.mark.parametrize("class_", WANTED, ids=str)
def test_what_the_profile_demands_and_recommends_is_stated(
    catalogue: rdflib.Graph, class_: rdflib.URIRef
) -> None:
    things = list(catalogue.subjects(RDF.type, class_))
    assert things
    for thing in things:
        stated = {str(name) for name in catalogue.predicates(thing)}
        assert set(expand_all(WANTED[class_])) - stated == set(), thing


def test_entries_of_authority_tables_say_of_which_table_they_are(catalogue: rdflib.Graph) -> None:
    entries = {
        term
        for triple in catalogue
        for term in (triple[0], triple[2])
        if str(term).removeprefix(AUTHORITY).count("/") == 1 and str(term).startswith(AUTHORITY)
    }
    names = {str(entry).removeprefix(AUTHORITY) for entry in entries}
    assert {"file-type/CSV", "language/ENG", "country/AZE", "data-theme/INTR"} <= names
    for entry in entries:
        table = rdflib.URIRef(str(entry).rpartition("/")[0])
        assert (entry, SKOS.inScheme, table) in catalogue
        assert catalogue.value(entry, RDF.type)


def test_a_file_has_its_type_size_checksum_and_packing(catalogue: rdflib.Graph) -> None:
    for file in FILES:
        node = rdflib.URIRef(f"https://kg.example/catalogue#{file.name}")
        media_type = rdflib.URIRef(
            f"https://www.iana.org/assignments/media-types/{file.media_type}"
        )
        packing = catalogue.value(node, DCAT.packageFormat)
        checksum = catalogue.value(node, SPDX.checksum)
        assert catalogue.value(node, DCAT.mediaType) == media_type
        assert packing == (media_type if file.name.endswith(".zip") else None)
        assert str(catalogue.value(node, DCAT.byteSize)) == "10"
        assert str(catalogue.value(checksum, SPDX.checksumValue)) == file.sha256
        assert catalogue.value(node, DCATAP.availability)


def test_who_is_to_be_asked_has_a_name_and_a_page(catalogue: rdflib.Graph) -> None:
    contact = catalogue.value(DATASET, DCAT.contactPoint)
    assert str(catalogue.value(contact, VCARD.fn)) == "Editors"
    assert catalogue.value(contact, VCARD.hasURL) == rdflib.URIRef(
        PREFIXES["organisation"] + "editors"
    )


def test_of_data_that_say_nothing_of_themselves_nothing_is_made_up() -> None:
    catalogue = describe("", "")
    dataset = rdflib.URIRef("https://kg.example/dataset")
    assert catalogue.value(dataset, DCTERMS.title)
    for name in (DCAT.theme, DCTERMS.accessRights, DCAT.contactPoint, DCTERMS.license):
        assert catalogue.value(dataset, name) is None


@pytest.mark.long
def test_the_built_in_metadata_have_what_the_catalogue_needs() -> None:
    stated = rdflib.Graph().parse(built_in().metadata)
    for name in ("title", "description", "publisher", "license", "issued", "spatial", "temporal"):
        assert stated.value(DATASET, DCTERMS[name]), name


@pytest.mark.skipif(not SHAPES, reason="AZRU_DCAT_AP names no file with the shapes of DCAT-AP")
def test_the_shapes_of_the_profile_find_nothing(catalogue: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(Path(SHAPES or ""))
    # The published file refers to two property shapes that it does not hold.
    for shape in set(shapes.objects(None, SH.property)):
        if (shape, SH.path, None) not in shapes:
            shapes.remove((None, SH.property, shape))
    shapes.remove((None, rdflib.OWL.imports, None))
    conforms, _, text = pyshacl.validate(catalogue, shacl_graph=shapes, allow_warnings=True)
    assert conforms, text
