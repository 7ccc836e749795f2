import asyncio
from collections.abc import Callable

import httpx
import pytest
import rdflib
from markupsafe import escape
from rdflib.namespace import VOID

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import BASE
from azru_kg.server.app import create_app

pytestmark = pytest.mark.long


def test_the_graph_of_this_project_is_served_with_its_questions() -> None:
    dataset, queries = read_layout(built_in()), stored_queries.load(built_in().queries)

    async def fetch() -> tuple[httpx.Response, httpx.Response, list[httpx.Response]]:
        pool = Pool(dataset)
        await pool.start()
        try:
            transport = httpx.ASGITransport(create_app(pool, dataset, queries=queries))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                label = "SELECT ?l { country:AZ skos:prefLabel ?l FILTER (LANG(?l) = 'en') }"
                csv = {"format": "csv"}
                return (
                    await client.get("/"),
                    await client.get("/sparql", params={"query": label, **csv}),
                    [await client.get("/sparql", params={"query": q.text, **csv}) for q in queries],
                )
        finally:
            await pool.close()

    home, label, answers = asyncio.run(fetch())
    assert "who said what about the relations" in home.text
    assert all(escape(query.summary) in home.text for query in queries)
    assert label.text.splitlines() == ["l", "Azerbaijan"]
    assert queries
    for query, answer in zip(queries, answers, strict=True):
        assert answer.status_code == 200, query.slug
        assert len(answer.text.splitlines()) > 1, query.slug


def test_void_counts_the_whole_graph_as_a_query_does(
    whole_address: str, ask_whole: Callable[[str], list[tuple[str, ...]]]
) -> None:
    headers = {"Accept": "application/n-triples"}
    text = httpx.get(f"{whole_address}void", headers=headers, timeout=120, trust_env=False).text
    void = rdflib.Graph().parse(data=text, format="nt")
    dataset = rdflib.URIRef(f"{BASE}dataset")
    counted = ask_whole("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [("n",), (str(void.value(dataset, VOID.triples)),)] == counted
    subsets = {str(subset) for subset in void.objects(dataset, VOID.subset)}
    graphs = {graph for _, graph in [*built_in().files(), *built_in().examples()]}
    assert graphs < subsets
    assert {iri.startswith(f"{BASE}perspective/") for iri in subsets - graphs} == {True}
