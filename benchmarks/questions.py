"""What a server is asked while it is hurt, and its answers so that they can be compared."""

from __future__ import annotations

import httpx
import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES

Answer = tuple[str, ...]

QUESTIONS = {
    "edition": "SELECT ?n { <urn:soak:data> rdf:value ?n }",
    "exists": "ASK { azru:Claim a owl:Class }",
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "kinds": "SELECT ?kind (COUNT(*) AS ?n) { ?s a ?kind } GROUP BY ?kind",
    "types": "SELECT ?s ?kind { ?s a ?kind FILTER (isIRI(?s) && isIRI(?kind)) }",
    "labels": "SELECT ?s ?label { ?s skos:prefLabel ?label } ORDER BY ?label ?s",
    "text": 'SELECT ?s { ?s rdfs:label|skos:prefLabel ?l FILTER CONTAINS(LCASE(?l), "az") }',
    "path": "SELECT ?a ?b { ?a rdfs:subClassOf+ ?b FILTER (isIRI(?a) && isIRI(?b)) }",
    "graph": "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a azru:Figure ; rdfs:label ?l }",
}
ENDLESS = {
    "count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
MALFORMED = "SELECT * { ?s ?p"


def answer(store: ox.Store, query: str) -> Answer:
    """Return what a store answers."""
    found = store.query(query, prefixes=PREFIXES)
    if isinstance(found, ox.QueryTriples):
        return tuple(sorted({str(triple) for triple in found}))
    text = found.serialize(format=ox.QueryResultsFormat.JSON)
    return _read_results(text or b"")


def _read_results(text: bytes) -> Answer:
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return (str(bool(found)),)
    return tuple(sorted(" ".join(map(str, row)) for row in found))


def read_answer(reply: httpx.Response) -> Answer:
    """Return what a server has answered."""
    if "json" in reply.headers["content-type"]:
        return _read_results(reply.content)
    return read_triples(reply.content, ox.RdfFormat.N_TRIPLES)


def read_triples(text: bytes, syntax: ox.RdfFormat) -> Answer:
    """Return the triples of a document."""
    return tuple(sorted({str(quad.triple) for quad in ox.parse(text, format=syntax)}))
