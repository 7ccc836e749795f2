"""The kinds of pages that the site of the whole graph has, each by a page that has much on it.

A new kind of page is a new line here: it is then looked at in every way that there is.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from urllib.parse import quote

import httpx
from tests.support.serving import await_files

from azru_kg.server.lists.stored.kept_queries import canonize
from azru_kg.server.pictures.picture_kinds import PICTURE_KINDS
from azru_kg.tables.definitions import TABLES

TABLE = "SELECT ?person ?name { ?person a foaf:Person ; skos:prefLabel ?name } ORDER BY ?person"

KEPT = hashlib.sha256(canonize(TABLE).encode()).hexdigest()[:12]
"""The name of that query where it is kept."""


class PageKind(NamedTuple):
    """A page: its name, its address below that of the server, and the status of the answer."""

    name: str
    path: str
    status: int = 200


def ask(query: str) -> str:
    """Return the address of the answer to a query."""
    return f"sparql?query={quote(query)}"


def make_ready(address: str) -> None:
    """Have a query kept, so that it has a page, and wait for the files of the release."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        client.post("q", data={"query": TABLE})
        await_files(client)


_OF_ENTITIES = (
    "agreement/roadmaps-until-2024",
    "claim/investment-ru-to-az-2019-06",
    "code/level",
    "commodity/crude-oil",
    "corridor/north-south",
    "country/AZ",
    "event/visit-2024-08-18-putin-baku",
    "indicator/trade-turnover",
    "organisation/socar",
    "period/2023",
    "person/ilham-aliyev",
    "place/baku",
    "post/president-az",
    "project/baku-novorossiysk-pipeline",
    "quote/caspianenergy-2019-11-25-presidents-meetings",
    "sector/transport",
    "segment/rasht-astara-railway",
    "source/caspianenergy-2019-11-25-mehriban-aliyeva",
    "topic/relations",
)
"""Of each kind of entity one that much is said about."""

PAGE_KINDS = (
    PageKind("home", ""),
    PageKind("query-form", "sparql"),
    PageKind("table", ask(TABLE)),
    PageKind("boolean", ask("ASK { country:AZ a azru:Country }")),
    PageKind("graph", ask("DESCRIBE country:AZ")),
    PageKind("nothing-found", ask("SELECT ?one { ?one a azru:None }")),
    PageKind("faulty-query", ask("SELECT * {"), 400),
    PageKind("faulty-address", "id/person/?page=many", 400),
    PageKind("not-found", "nothing/here", 404),
    PageKind("misspelt", "id/person/ilham-aliev", 404),
    PageKind("find", "search"),
    PageKind("preview", "reconcile/preview?id=person/ilham-aliyev"),
    PageKind("found", f"search?q={quote('Алиев')}"),
    PageKind("dataset", "dataset"),
    PageKind("void", "void"),
    PageKind("stored-queries", "query/"),
    PageKind("stored-query", "query/figures-of-trade?year=2018"),
    PageKind("stored-query-turned", "query/who-said-what?offset=100"),
    PageKind("stored-query-refused", "query/exports-of-a-commodity?commodity=appels", 400),
    PageKind("cited-answer", "query/figures-of-trade/citation?year=2018"),
    PageKind("releases", "release/"),
    PageKind("release-below", "release/2026.11.0/query/figures-of-trade?year=2018"),
    PageKind("release-missing", "release/1999.1.0/people", 404),
    PageKind("kept-query", f"q/{KEPT}"),
    PageKind("perspectives", "perspective/"),
    PageKind("perspective", "perspective/official"),
    PageKind("quality", "quality"),
    PageKind("pictures", "pictures/"),
    *(
        PageKind(f"picture-of-{picture_kind.name}", f"pictures/{picture_kind.name}")
        for picture_kind in PICTURE_KINDS
    ),
    PageKind("ontology", "ontology"),
    PageKind("shapes", "shapes"),
    PageKind("guide", "guide"),
    PageKind("graphs", "graph/"),
    PageKind("source-graph", "graph/caspianenergy-2019-11-25-mehriban-aliyeva"),
    PageKind("problems", "problem/"),
    PageKind("problem", "problem/gone"),
    PageKind("lint-rules", "lint/"),
    PageKind("entity-kinds", "id/"),
    PageKind("entities", "id/person/"),
    *(PageKind(f"list-of-{slug}", slug) for slug in TABLES),
    PageKind("list-turned", "figures?page=2"),
    PageKind("disputed-figure", "id/claim/trade-turnover-az-ru-2018-level-a"),
    PageKind("topics", "topics"),
    PageKind("topic-of-trade", "topics/trade"),
    PageKind("topic-of-posts", "topics/people-and-posts"),
    PageKind("topic-not-found", "topics/weather", 404),
    PageKind("years", "year/"),
    PageKind("year", "year/2023"),
    PageKind("pair", "pair/ilham-aliyev/vladimir-putin"),
    PageKind("promised", "promises/rasht-astara-railway"),
    *(PageKind(path.partition("/")[0], f"id/{path}") for path in _OF_ENTITIES),
)
