"""What DCAT-AP wants named by the authority tables of the European Union, as IRIs.

They are named, and given the classes and labels without which a catalogue does not hold together.
"""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english

_TABLES = "http://publications.europa.eu/resource/authority/"
_THEMES = {
    "INTR": "International issues",
    "ECON": "Economy and finance",
    "ENER": "Energy",
    "TRAN": "Transport",
}
_FILE_TYPES = {
    "application/csvm+json": "JSON",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/sparql-query": "SPARQLQ",
    "application/trig": "RDF_TRIG",
    "application/vnd.apache.parquet": "PARQUET",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "text/turtle": "RDF_TURTLE",
}


def find_table(name: str) -> ox.NamedNode:
    """Return the IRI of an authority table, or of an entry, by its path.

    >>> find_table("language/ENG").value
    'http://publications.europa.eu/resource/authority/language/ENG'
    """
    return ox.NamedNode(f"{_TABLES}{name}")


def classify(statements: TripleBuilder, thing: ox.NamedNode) -> None:
    """State the themes of a dataset or a service: entries of the table of themes."""
    for name in _THEMES:
        statements.add(thing, "dcat:theme", find_table(f"data-theme/{name}"))


def introduce(statements: TripleBuilder, catalogue: ox.NamedNode) -> None:
    """State what the entries are that a catalogue names, and the table of its themes."""
    themes = find_table("data-theme")
    statements.add(catalogue, "dcat:themeTaxonomy", themes)
    statements.add(themes, "a", "skos:ConceptScheme")
    statements.add(themes, "dcterms:title", english("Data theme"))
    for name, label in _THEMES.items():
        theme = find_table(f"data-theme/{name}")
        statements.add(theme, "a", "skos:Concept")
        statements.add(theme, "skos:prefLabel", english(label))
        statements.add(theme, "skos:inScheme", themes)
    _enter(statements, "language/ENG", "dcterms:LinguisticSystem")
    _enter(statements, "access-right/PUBLIC", "dcterms:RightsStatement")
    available = _enter(statements, "planned-availability/AVAILABLE", "skos:Concept")
    statements.add(available, "skos:prefLabel", english("available"))


def state_file_type(statements: TripleBuilder, distribution: ox.NamedNode, media_type: str) -> None:
    """State the file type that the table has for a media type, if there is one."""
    name = _FILE_TYPES.get(media_type)
    if name is not None:
        entry = _enter(statements, f"file-type/{name}", "dcterms:MediaTypeOrExtent")
        statements.add(distribution, "dcterms:format", entry)


def state_place(statements: TripleBuilder, thing: ox.NamedNode, place: ox.NamedNode) -> None:
    """State what a country of the table is, and that it is covered, but nothing of other IRIs."""
    if place.value.startswith(f"{_TABLES}country/"):
        statements.add(thing, "dcterms:spatial", place)
        _enter(statements, place.value.removeprefix(_TABLES), "dcterms:Location")


def _enter(statements: TripleBuilder, name: str, class_: str) -> ox.NamedNode:
    """State what an entry is and of which table, and return it."""
    entry = find_table(name)
    statements.add(entry, "a", class_)
    statements.add(entry, "skos:inScheme", find_table(name.partition("/")[0]))
    return entry
