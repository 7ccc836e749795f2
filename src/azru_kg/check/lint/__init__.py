"""Lint: what is doubtful or wrong in a graph, and no shape can see.

Shapes judge nodes one by one; the rules here look at names, texts, IRIs, the ontology as a whole,
the shapes themselves and the stored queries.
"""
