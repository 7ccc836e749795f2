"""Lets an agent ask some documents alone: their graphs, with what the editors say of things.

Names, kinds and trees of things are of no document; without them no query would find anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from azru_kg.errors import BadRequest, NotFound
from azru_kg.graph.layout import ENTITIES_GRAPH, ONTOLOGY_GRAPH
from azru_kg.rdf.prefixes import shorten
from azru_kg.server.agents.row_sources import SOURCES
from azru_kg.server.agents.told_terms import read_thing
from azru_kg.server.ask.ask import read_iri, select, write_iris
from azru_kg.server.ask.door import Visit

MOST_DOCUMENTS: Final = 20
"""So many documents can be asked alone at once."""

_FIND: Final = """SELECT DISTINCT ?source ?graph WHERE {{
  VALUES ?source {{ {iris} }}
  GRAPH ?graph {{ ?source a azru:Source }}
  FILTER (?graph != <{entities}>)
}}"""


@dataclass(frozen=True, slots=True)
class AskedGraphs:
    """The graphs that a query sees; where there are none it sees the whole dataset."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


async def find_graphs(names: Sequence[str], visit: Visit) -> AskedGraphs:
    """Return the graphs of some documents and those of the editors; all where none is named.

    Raises BadRequest for what is the name of no document, NotFound for one that there is not.
    """
    if not names:
        return AskedGraphs()
    sources = [_read_document(name) for name in dict.fromkeys(names)]
    query = _FIND.format(iris=write_iris(sources), entities=ENTITIES_GRAPH)
    graphs = {read_iri(source): read_iri(graph) for source, graph in await select(visit, query)}
    for source in sources:
        if source not in graphs:
            raise NotFound(
                f"There is no document {shorten(source)}. Use find with the kind source, or look in"
                " the graphs: SELECT ?graph WHERE { GRAPH ?graph { ?source a azru:Source } }"
            )
    own = tuple(sorted(graphs.values()))
    return AskedGraphs((*own, ENTITIES_GRAPH, ONTOLOGY_GRAPH), own)


def _read_document(name: str) -> str:
    iri = read_thing(name)
    if not iri.startswith(SOURCES):
        raise BadRequest(
            f"{name[:100]!r} is no document. Write its name, such as source:slug",
            parameter="documents",
        )
    return iri
