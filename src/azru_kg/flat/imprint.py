"""What a release says of itself where its tables go without it: title, version, how to cite it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.flat.collection import Ask
from azru_kg.rdf.prefixes import BASE, expand

_DATASET = f"{BASE}dataset"
_FACTS = f"""SELECT ?property ?value WHERE {{
  {{ <{_DATASET}> ?property ?value FILTER (?property != dcterms:publisher) }} UNION
  {{ <{_DATASET}> dcterms:publisher/skos:prefLabel ?value BIND (dcterms:publisher AS ?property) }}
  FILTER (!ISLITERAL(?value) || LANG(?value) IN ("", "en"))
}}"""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The title of a release, its version and digest, its publisher, day and licence."""

    title: str
    description: str
    version: str
    digest: str
    issued: str
    publisher: str
    license: str
    keywords: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the dataset."""
        return _DATASET

    def cite(self) -> str:
        """Return the citation that is suggested.

        >>> Imprint("T", "", "1.2", "ab12", "2026-11-21", "P", "").cite()
        'P (2026): T, version 1.2. SHA-256 ab12. https://w3id.org/azru-kg/dataset'
        """
        year = f" ({self.issued[:4]})" if self.issued else ""
        told = f"{self.title}, version {self.version}. SHA-256 {self.digest}. {self.iri}"
        return f"{self.publisher}{year}: {told}" if self.publisher else told


def read_imprint(ask: Ask, version: str, digest: str) -> Imprint:
    """Return what the metadata of the graph say of the release."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for property_, value in ask(_FACTS):
        if isinstance(property_, ox.NamedNode) and isinstance(value, ox.Literal | ox.NamedNode):
            found[property_.value].append(value.value)

    def tell(name: str, otherwise: str = "") -> str:
        return min(found[expand(name)], default=otherwise)

    return Imprint(
        title=tell("dcterms:title", "A dataset"),
        description=tell("dcterms:description"),
        version=version,
        digest=digest,
        issued=tell("dcterms:issued"),
        publisher=tell("dcterms:publisher"),
        license=tell("dcterms:license"),
        keywords=tuple(sorted(found[expand("dcat:keyword")])),
    )
