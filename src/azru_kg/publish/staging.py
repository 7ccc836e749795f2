"""What is loaded and not yet public: the names under which it stands, and how they are changed.

The names of a run are its own, so that two runs never mix what they load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from azru_kg.graph.layout import STAGING
from azru_kg.rdf.prefixes import GRAPH


def name_staged(run: str, graph: str) -> str:
    """Return the name of a graph before the switch.

    >>> name_staged("1f", "https://w3id.org/azru-kg/graph/ontology")
    'urn:azru-kg:staging:1f:https://w3id.org/azru-kg/graph/ontology'
    """
    return f"{STAGING}{run}:{graph}"


def write_clearing(graphs: Iterable[str]) -> str:
    """Return the update that drops graphs."""
    return " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in sorted(graphs))


def write_switch(staged: Mapping[str, str], gone: Iterable[str], union: str) -> str:
    """Return the one update that makes a release public.

    `staged` gives the name of each graph before the switch, `gone` are the graphs of the old
    release that this one has no more, `union` is what fills the default graph, where it has one.
    """
    # What is copied with MOVE, COPY or ADD is not all there then in Fuseki 5.6 (TDB2).
    copies = [
        f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{other}> {{ ?s ?p ?o }} }}"
        for graph, other in sorted(staged.items())
    ]
    old = [*gone, *staged]
    steps = [write_clearing(old), *copies, union, write_clearing(staged.values())]
    return " ;\n".join(step for step in steps if step)


def write_union(apart: Iterable[str]) -> str:
    """Return the update that makes the default graph the set union of the graphs of a release.

    Those named `apart` are reached with GRAPH only.
    """
    kept = "".join(f" && ?g != <{graph}>" for graph in sorted(apart))
    return (
        "DROP SILENT DEFAULT ;\nINSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o }"
        f' FILTER(STRSTARTS(STR(?g), "{GRAPH}"){kept}) }}'
    )
