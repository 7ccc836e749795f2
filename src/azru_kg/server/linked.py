"""The routes of linked data: every IRI of the graph leads to what the graph says of it."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from azru_kg.engine.protocol import Engine
from azru_kg.server.documents import SUFFIXES, Document
from azru_kg.server.entities import Entities
from azru_kg.server.neighbours import Neighbours
from azru_kg.server.pages import Pages
from azru_kg.server.site import Site
from azru_kg.server.vocabularies import Vocabularies

_SUFFIXES = [("", None), *((f".{suffix}", offer) for suffix, offer in SUFFIXES.items())]


def make_routes(engine: Engine, pages: Pages, site: Site) -> list[BaseRoute]:
    """Return the routes under which a dataset answers for its IRIs."""
    neighbours = Neighbours(engine)
    entities = Entities(engine, pages, site, neighbours)
    vocabularies = Vocabularies(engine, pages, site, neighbours)
    return [
        Route("/id/{path:path}", Document(entities.show)),
        *(
            Route(f"/{name}{suffix}", Document(partial(show, offer=offer)))
            for name, show in (
                ("ontology", vocabularies.show_ontology),
                ("shapes", vocabularies.show_shapes),
            )
            for suffix, offer in _SUFFIXES
        ),
        Route("/ontology/{version:path}", Document(vocabularies.show_version)),
        Route("/graph/{path:path}", Document(vocabularies.show_graph)),
    ]
