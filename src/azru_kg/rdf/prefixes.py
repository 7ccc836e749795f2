"""The one table of prefixes: Turtle files, SPARQL queries and pages all use it.

The endpoint knows these prefixes without being told, as Wikidata's does: a query needs no PREFIX
lines for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

BASE = "https://w3id.org/azru-kg/"
ONTOLOGY = f"{BASE}ontology"
IDENTITY = f"{BASE}id/"
GRAPH = f"{BASE}graph/"
SHAPES = f"{BASE}shapes"
ENDPOINT = f"{BASE}sparql"

KINDS = (
    "agreement",
    "claim",
    "code",
    "commodity",
    "corridor",
    "country",
    "event",
    "indicator",
    "organisation",
    "period",
    "person",
    "place",
    "post",
    "project",
    "quote",
    "sector",
    "segment",
    "source",
    "topic",
)
"""The kinds of things that have an IRI under `id/`, each with a prefix of its own name."""

OWN: dict[str, str] = dict(
    sorted(
        {
            "azru": f"{ONTOLOGY}#",
            "azru-sh": f"{SHAPES}#",
            "graph": GRAPH,
            "quality": f"{BASE}quality#",
            **{kind: f"{IDENTITY}{kind}/" for kind in KINDS},
        }.items()
    )
)
"""Prefixes of this project."""

EXTERNAL: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sf": "http://www.opengis.net/ont/sf#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "wd": "http://www.wikidata.org/entity/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of the vocabularies that the graph reuses."""

PREFIXES: dict[str, str] = {**OWN, **EXTERNAL}
"""Every prefix, own ones first, each part in alphabetical order."""

# Pages name the same things again and again: what so many IRIs so long are in short is kept.
_KNOWN, _LONGEST = 8_192, 500
_BY_SPACE = {space: prefix for prefix, space in PREFIXES.items()}
# Of two that fit, the longer one goes first.
_SPACE = re.compile("|".join(map(re.escape, sorted(_BY_SPACE, reverse=True))))


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> shorten("https://w3id.org/azru-kg/id/country/AZ")
    'country:AZ'
    >>> shorten("https://example.org/x")
    'https://example.org/x'
    """
    return _shorten_known(iri) if len(iri) <= _LONGEST else _shorten(iri)


def _shorten(iri: str) -> str:
    fitting = _SPACE.match(iri)
    if fitting is None:
        return iri
    local = iri[fitting.end() :]
    return f"{_BY_SPACE[fitting[0]]}:{local}" if "/" not in local else iri


_shorten_known = lru_cache(_KNOWN)(_shorten)


def expand(name: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the IRI of a prefixed name, by the prefixes of this project or by others.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return f"{prefixes[prefix]}{local}"


def expand_all(names: str) -> list[str]:
    """Return the IRIs of prefixed names that stand one after the other.

    >>> len(expand_all("skos:prefLabel rdfs:label"))
    2
    """
    return [expand(name) for name in names.split()]
