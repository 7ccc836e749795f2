"""azru-kg: the open, source-cited knowledge graph of Azerbaijan–Russia relations.

The graph itself is Turtle (`ontology/`, `graph/`, `shapes/`); this package loads, checks, queries
and serves it. Start with `azru-kg --help`.
"""

__version__ = "0.1.0"
