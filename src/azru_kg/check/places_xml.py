"""Finds where in RDF/XML a subject is named: the element with `rdf:about` or `rdf:ID`."""

from __future__ import annotations

from xml.parsers import expat

from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle.terms import Values

_XML_BASE = "http://www.w3.org/XML/1998/namespace base"
_ABOUT, _ID = (f"{PREFIXES['rdf']} {name}" for name in ("about", "ID"))


def find_xml_subjects(data: bytes, base: str) -> list[tuple[str, int, int]]:
    """Return the IRI of each subject that has one, with line and column of its element.

    An `rdf:ID` on a property names a statement, which is a subject too.

    >>> rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    >>> data = f'<rdf:RDF xmlns:rdf="{rdf}">' + chr(10) + ' <rdf:Bag rdf:about="urn:a"/></rdf:RDF>'
    >>> find_xml_subjects(data.encode(), "urn:base")
    [('urn:a', 2, 2)]
    """
    subjects: list[tuple[str, int, int]] = []
    bases = [base]
    reader = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        own = attributes.get(_XML_BASE)
        bases.append(bases[-1] if own is None else Values(bases[-1]).iri(f"<{own}>").value)
        about, fragment = attributes.get(_ABOUT), attributes.get(_ID)
        if about is None and fragment is not None:
            about = f"#{fragment}"
        if about is not None:
            iri = Values(bases[-1]).iri(f"<{about}>").value
            subjects.append((iri, reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))

    reader.StartElementHandler = start
    reader.EndElementHandler = lambda name: bases.pop()
    reader.Parse(data, True)
    return subjects
