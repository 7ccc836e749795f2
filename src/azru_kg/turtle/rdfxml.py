"""Writes RDF/XML, the same bytes for the same triples in the same order.

Oxigraph's own writer declares namespaces in random order, breaks on some predicates and lets
carriage returns through, which readers of XML turn into line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.rdf.prefixes import PREFIXES

_NAME = re.compile(r"(.*?)([A-Za-z_][A-Za-z0-9_.-]*)", re.DOTALL)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = {space: prefix for prefix, space in PREFIXES.items()}


def write(triples: Iterable[ox.Triple | ox.Quad]) -> str:
    r"""Return triples as RDF/XML, those of one subject together where they follow one another.

    Raises DataError for what RDF/XML cannot hold: a predicate that ends in no XML name, a control
    character, a term that only RDF 1.2 has.

    >>> line = b'<urn:s> <http://purl.org/dc/terms/title> "a < b"@en .'
    >>> print(write(ox.parse(line, format=ox.RdfFormat.TURTLE)).partition(">\n")[2], end="")
    <rdf:RDF
      xmlns:dcterms="http://purl.org/dc/terms/"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="urn:s">
      <dcterms:title xml:lang="en">a &lt; b</dcterms:title>
    </rdf:Description>
    </rdf:RDF>
    """
    used = {"rdf"}
    blocks = []
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        lines = "".join(_write_property(triple, used) for triple in group)
        node = _refer(subject, "about")
        blocks.append(f"<rdf:Description {node}>\n{lines}</rdf:Description>\n")
    spaces = "".join(f"\n  xmlns:{prefix}={quoteattr(PREFIXES[prefix])}" for prefix in sorted(used))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    return f"{head}{''.join(blocks)}</rdf:RDF>\n"


def _write_property(triple: ox.Triple | ox.Quad, used: set[str]) -> str:
    name, declaration = _split(triple.predicate.value, used)
    value = triple.object
    if not isinstance(value, ox.Literal):
        return f"  <{name}{declaration} {_refer(value, 'resource')}/>\n"
    if value.direction is not None or _UNFIT.search(value.value):
        raise DataError("RDF/XML", f"this syntax cannot hold the literal {value}")
    kind = ""
    if value.language is not None:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype.value != f"{PREFIXES['xsd']}string":
        kind = f" rdf:datatype={quoteattr(value.datatype.value)}"
    text = escape(value.value, {"\r": "&#13;"})
    return f"  <{name}{declaration}{kind}>{text}</{name}>\n"


def _split(predicate: str, used: set[str]) -> tuple[str, str]:
    """Return the element's name, and the declaration of its namespace if it has no prefix."""
    match = _NAME.fullmatch(predicate)
    if match is None:
        raise DataError("RDF/XML", f"the predicate <{predicate}> ends in no XML name. Rename it")
    space, local = match.groups()
    if prefix := _SPACES.get(space):
        used.add(prefix)
        return f"{prefix}:{local}", ""
    return f"ns:{local}", f" xmlns:ns={quoteattr(space)}"


def _refer(node: ox.NamedNode | ox.BlankNode | ox.Triple, role: str) -> str:
    if isinstance(node, ox.Triple):
        raise DataError("RDF/XML", f"a triple about the triple {node}. Use RDF 1.1 terms")
    if isinstance(node, ox.BlankNode):
        return f'rdf:nodeID="{node.value}"'
    return f"rdf:{role}={quoteattr(node.value)}"
