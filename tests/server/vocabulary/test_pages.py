"""The pages of the ontology and the shapes, asked of a server of the founding documents."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from azru_kg.rdf.prefixes import ONTOLOGY, SHAPES

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(("path", "iri"), [("/ontology", ONTOLOGY), ("/shapes", SHAPES)])
def test_each_term_has_its_place_once(own_client: httpx.Client, path: str, iri: str) -> None:
    page = own_client.get(path, headers=HTML).text
    names = re.findall(rf"<{re.escape(iri)}#([^>]+)>", own_client.get(f"{path}.nt").text)
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    said = own_client.get(f"{path}.nt").text
    subjects = set(re.findall(rf"^<{re.escape(iri)}#([^>]+)>", said, re.MULTILINE))
    declared = set(re.findall(rf"<{re.escape(iri)}#([^>]+)> <[^>]*shacl#(?:declare|prefix)>", said))
    assert names
    assert subjects - declared <= set(anchors)


def test_the_queries_of_classes_have_answers(own_client: httpx.Client) -> None:
    page = own_client.get("/ontology", headers=HTML).text
    links = [html.unescape(link) for link in re.findall(r'href="(/sparql\?[^"]+)"', page)]
    queries = [parse_qs(urlsplit(link).query)["query"][0] for link in links]
    of_classes = [query for query in queries if query.startswith("SELECT *")]
    assert len(of_classes) > 10
    for query in of_classes:
        answer = own_client.get(
            "/sparql", params={"query": query}, headers={"Accept": "application/json"}
        )
        assert answer.json()["results"]["bindings"], query


def test_a_term_is_named_as_queries_name_it(own_client: httpx.Client) -> None:
    page = own_client.get("/ontology", headers=HTML).text
    assert re.search(r'<tr id="asOf"><th scope="row"><code>azru:asOf</code>', page)
