"""RDF without our graph: prefixes, formats, canonical lines, terms, an index of triples."""
