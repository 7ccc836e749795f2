"""Schemathesis asks a real server what the OpenAPI document allows, and what it does not.

All of its checks run on every address, but for those that are named below with the reason.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.layout import built_in
from azru_kg.server.app import create_app
from azru_kg.server.documents import watching
from azru_kg.server.documents.openapi import describe_api
from azru_kg.server.http.operation import QUERY_TYPE
from azru_kg.tables.definitions import TABLES

pytest_plugins = ("schemathesis.pytest.plugin",)
pytestmark = pytest.mark.long

SEED = 20180905
SECONDS = 20
CASES = max(settings().max_examples // 10, 1)
"""How many requests an operation gets of each kind: it has far fewer ways than a file."""
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": SEED,
        # A deadline of some milliseconds, which a client may set, passes: the document has 503.
        "checks": {"not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]}},
    }
)
QUERIES = st.sampled_from(
    [
        *(stored.text for stored in stored_queries.load(built_in().queries)),
        "ASK {}",
        "CONSTRUCT WHERE { country:AZ ?p ?o }",
        "DESCRIBE country:AZ",
        "SELECT",
    ]
)

BATCHES = st.sampled_from(["", "{}", '{"q": {"query": "Baku"}}', '{"q": {}}', "{", "[]"])

schemathesis.openapi.format("sparql-query", QUERIES)
schemathesis.openapi.format("reconciliation-queries", BATCHES)
schemathesis.openapi.media_type(QUERY_TYPE, QUERIES.map(str.encode))
# Tests are named for its operations, so it is here before there is a server.
NOTHING = Dataset((), "unversioned")
STORED = stored_queries.load(built_in().queries)
ROUTES = [*create_app(Pool(NOTHING), NOTHING, queries=STORED).routes, *watching.make_routes()]
api = schemathesis.openapi.from_dict(describe_api(ROUTES, "http://127.0.0.1"), config=CONFIG)
# Cases are made when tests are collected, which takes a while.
# Of the stored queries, which are alike, a few with parameters of each type stand for all.
OTHERS = r"^/query/(?!(exports-of-a-commodity|who-met-whom|post-holders-on-a-date)(\.|$)|$)"
asked = api.exclude(path_regex=OTHERS)


def test_the_document_is_the_one_that_is_served(address: str) -> None:
    served = httpx.get(f"{address}openapi.json", trust_env=False).json()
    assert served == describe_api(ROUTES, address.removesuffix("/"))


@pytest.mark.hypothesis
@asked.parametrize()
@settings(max_examples=CASES, derandomize=True, database=None)
def test_the_server_keeps_what_the_document_promises(
    case: schemathesis.Case[Any], address: str
) -> None:
    """Send a request, and hold the answer against the document."""
    # Whether a query is SPARQL, and a format one for its answer, is more than a schema can say; so
    # are which values a list has, and how many pages, and whether a text is a batch of names.
    of_queries = case.path in ("/sparql", "/reconcile")
    of_lists = case.path.removeprefix("/").partition(".")[0] in TABLES
    of_stored = case.path.startswith("/query/")
    case.call_and_validate(
        base_url=address.removesuffix("/"),
        timeout=SECONDS,
        excluded_checks=[positive_data_acceptance] if of_queries or of_lists or of_stored else [],
    )
