"""Things under /id/, asked of real servers: of the graph, and of data made for the test."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SKOS
from tests.support.process import Process
from tests.support.program import Program
from tests.support.sampling import sample_daily
from tests.support.serving import serve

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.rdf.prefixes import BASE, IDENTITY, PREFIXES
from azru_kg.server.app import create_app
from azru_kg.server.ask.surroundings import CLAIMS
from azru_kg.server.http.site import Site

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DATA = r"""
country:AZ a azru:Country ; skos:prefLabel "Azerbaijan"@en .
country:RU a azru:Country ; skos:prefLabel "Russia"@en .
place:old a schema:Place ; skos:prefLabel "Old"@en ; owl:deprecated true ;
  dcterms:isReplacedBy place:new .
place:new a schema:Place ; skos:prefLabel "New <b>place</b>"@en .
place:moved owl:deprecated true ;
  dcterms:isReplacedBy <http://example.org/ə> , <javascript:alert(1)> .
claim:evil a azru:Figure ; rdfs:label "</a><script>alert(1)</script>"@en ;
  rdfs:comment "\" onmouseover=alert(1) x=\"" ; sdmx-measure:obsValue 5.0 ;
  azru:inferred sdmx-measure:obsValue , schema:about ; schema:about country:AZ ;
  schema:url <javascript:alert(2)> .
place:lost a schema:Place ; owl:deprecated true .
place:kept a schema:Place ; owl:deprecated false .
place:odd skos:note "\u0001" ; schema:geo _:shared ; schema:map _:shared .
"""
TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
RDFLIB_NAMES = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
THINGS = [
    "country/AZ",
    "claim/trade-2023",
    "claim/aliyeva-first-lady",
    "quote/newsaz-2024-01-22-trade-level",
    "source/newsaz-2024-01-22-roadmap",
    "corridor/north-south",
    "code/more-than",
    "period/2018",
]
# rdflib reads JSON-LD with a class that it has itself deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

OA, PROV, SCHEMA = (rdflib.Namespace(PREFIXES[name]) for name in ("oa", "prov", "schema"))
Launch = Callable[..., Process]


def thing(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(IDENTITY + name)


def read(response: httpx.Response, suffix: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=response.content, format=RDFLIB_NAMES[suffix])


@pytest.fixture(scope="module")
def made_client(
    program: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a server over the data above, with more claims than a description holds."""
    file = tmp_path_factory.mktemp("made") / "all.ttl"
    many = "".join(
        f"claim:n-{n:04} a azru:Assessment ; schema:about country:RU .\n"
        for n in range(CLAIMS + 10)
    )
    file.write_text(HEAD + DATA + many, encoding="utf-8")
    with (
        serve(program, "--data", file) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("accept", "suffix"),
    sample_daily(
        [
            ("text/turtle", "ttl"),
            ("application/ld+json", "jsonld"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "rdf"),
            ("application/rdf+xml;q=0.5, application/ld+json", "jsonld"),
            ("text/turtle;q=0, application/n-triples;q=0.1", "nt"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
            ("*/*", "ttl"),
            ("", "ttl"),
        ],
        2,
    ),
)
def test_a_name_leads_with_303_to_the_description_that_suits(
    own_client: httpx.Client, accept: str, suffix: str
) -> None:
    for method in ("GET", "HEAD"):
        response = own_client.request(method, "id/country/AZ", headers={"Accept": accept})
        assert response.status_code == 303
        assert response.headers["location"] == f"/id/country/AZ.{suffix}"
        assert response.headers["vary"] == "Accept"
        assert response.headers["access-control-allow-origin"] == "*"
    followed = own_client.get("id/country/AZ", headers={"Accept": accept}, follow_redirects=True)
    assert followed.status_code == 200
    assert followed.headers["content-type"] == TYPES.get(suffix, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("turtle", "ttl"), ("json-ld", "jsonld"), ("nt", "nt"), ("rdf", "rdf"), ("html", "html")],
)
def test_the_parameter_format_overrides_the_header(
    own_client: httpx.Client, name: str, suffix: str
) -> None:
    accept = {"Accept": "application/n-quads"}
    response = own_client.get(f"id/country/AZ?format={name}", headers=accept)
    assert response.status_code == 303
    assert response.headers["location"].endswith(f".{suffix}")


@pytest.mark.parametrize(
    ("path", "accept"),
    [("id/country/AZ", "image/png"), ("id/country/AZ?format=csv", "*/*")],
)
def test_where_no_format_suits_the_answer_lists_what_there_is(
    own_client: httpx.Client, path: str, accept: str
) -> None:
    response = own_client.get(path, headers={"Accept": accept})
    assert response.status_code == 406
    for suffix in TYPES:
        assert TYPES[suffix].partition(";")[0] in response.text


@pytest.mark.long
@pytest.mark.parametrize("name", sample_daily(THINGS, 3))
def test_every_suffix_says_the_same_triples(own_client: httpx.Client, name: str) -> None:
    graphs = []
    for suffix, media_type in TYPES.items():
        response = own_client.get(f"id/{name}.{suffix}", headers={"Accept": "image/png"})
        assert response.status_code == 200
        assert response.headers["content-type"] == media_type
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["vary"] == "Accept-Encoding"
        graphs.append(read(response, suffix))
    assert len(graphs[0]) > 5
    for other in graphs[1:]:
        assert set(graphs[0]) == set(other)


def test_the_same_address_gives_the_same_bytes_and_head_their_length(
    own_client: httpx.Client,
) -> None:
    for suffix in (*TYPES, "html"):
        first, second = (own_client.get(f"id/country/AZ.{suffix}") for _ in range(2))
        assert first.content == second.content
        head = own_client.head(f"id/country/AZ.{suffix}")
        assert head.content == b""
        assert head.headers["content-length"] == first.headers["content-length"]


@pytest.mark.long
def test_a_document_that_the_client_has_is_not_sent_again(own_client: httpx.Client) -> None:
    for path in ("id/country/AZ.ttl", "id/country/AZ.html", "ontology", "graph/entities.nt"):
        tag = own_client.get(path).headers["etag"]
        for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            again = own_client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        assert own_client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    leading = own_client.get("id/country/AZ", headers={"If-None-Match": "*"})
    assert leading.status_code == 303


def test_turtle_has_the_prefixes_of_the_project(own_client: httpx.Client) -> None:
    text = own_client.get("id/country/AZ.ttl").text
    assert text.startswith("@prefix agreement: ")
    assert "country:AZ\n  a azru:Country ;" in text


def test_links_name_the_thing_and_the_other_formats(own_client: httpx.Client) -> None:
    links = own_client.get("id/country/AZ.ttl").links
    assert links["describes"]["url"] == f"{IDENTITY}country/AZ"
    header = own_client.get("id/country/AZ.ttl").headers["link"]
    assert '</id/country/AZ.rdf>; rel="alternate"; type="application/rdf+xml"' in header
    assert '</id/country/AZ.ttl>; rel="alternate"' not in header


@pytest.mark.parametrize("path", ["/id/country/AZ", "/ontology", "/perspective/official"])
def test_json_ld_comes_without_alternates_for_its_readers_look_for_a_context_there(
    own_client: httpx.Client, path: str
) -> None:
    told = own_client.get(f"{path}.jsonld").headers.get("link", "")
    assert "alternate" not in told
    assert ("describes" in told) == (path != "/perspective/official")
    assert "alternate" in own_client.get(f"{path}.ttl").headers["link"]


def test_a_description_holds_claims_quotes_sources_and_labels(own_client: httpx.Client) -> None:
    graph = read(own_client.get("id/country/AZ.nt"), "nt")
    claim, quote = thing("claim/trade-2023"), thing("quote/newsaz-2024-01-22-trade-level")
    source = thing("source/newsaz-2024-01-22-roadmap")
    azru = rdflib.Namespace(PREFIXES["azru"])
    assert (claim, azru.between, thing("country/AZ")) in graph
    assert (claim, PROV.wasDerivedFrom, quote) in graph
    words = rdflib.URIRef(f"{quote}#text")
    assert (words, OA.exact, rdflib.Literal("exceeding $ 4.3 billion compared to 2017")) in graph
    assert graph.value(rdflib.URIRef(f"{quote}#position"), OA.start) == rdflib.Literal(1715)
    assert (quote, OA.hasSource, source) in graph
    assert graph.value(source, SCHEMA.headline) is not None
    assert graph.value(thing("code/more-than"), SKOS.prefLabel) is not None
    assert graph.value(azru.between, RDFS.label) is not None


def test_selectors_stand_in_the_document_of_their_quote(own_client: httpx.Client) -> None:
    name = "quote/newsaz-2024-01-22-trade-level"
    response = own_client.get(
        f"id/{name}#text", headers={"Accept": "application/n-triples"}, follow_redirects=True
    )
    graph = read(response, "nt")
    assert (rdflib.URIRef(f"{IDENTITY}{name}#text"), RDF.type, OA.TextQuoteSelector) in graph
    assert (thing("claim/trade-2023"), PROV.wasDerivedFrom, thing(name)) in graph


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.long)])
def test_every_thing_of_the_graph_has_a_description(own_client: httpx.Client, every: int) -> None:
    query = f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{IDENTITY}")) }}'
    rows = own_client.post("sparql", data={"query": query}, headers={"Accept": "text/csv"})
    iris = {iri.partition("#")[0] for iri in rows.text.split()[1:]}
    assert len(iris) > 300
    for iri in sorted(iris)[::every]:
        response = own_client.head(iri.removeprefix(BASE))
        assert response.status_code == 303, iri


@pytest.mark.long
def test_what_a_description_page_links_to_is_there(own_client: httpx.Client) -> None:
    page = own_client.get("id/claim/corridor-cargo-8x.html").text
    links = {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    assert len(links) > 15
    for link in sorted(links):
        response = own_client.get(
            link.replace("&amp;", "&"), headers={"Accept": "text/html"}, follow_redirects=True
        )
        assert response.status_code == 200, link


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("id/country/az", "country/AZ"),
        ("id/countries/AZ", "country/AZ"),
        ("id/person/mehriban-alieva", "person/mehriban-aliyeva"),
        ("id/person/mehriban.ttl", "person/mehriban-aliyeva"),
        ("id/corridor/north-sout.html", "corridor/north-south"),
    ],
)
def test_an_unknown_name_is_a_404_with_what_may_have_been_meant(
    own_client: httpx.Client, path: str, near: str
) -> None:
    response = own_client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert IDENTITY + near in response.json()["similar"]
    page = own_client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert f'href="/id/{near}"' in page.text
    text = own_client.get(path, headers={"Accept": "text/plain"}).text
    assert IDENTITY + near in text


@pytest.mark.parametrize(
    "path",
    sample_daily(
        [
            "id/country",
            "id/country/AZ/",
            "id/country/AZ/RU",
            "id/country/AZ.exe",
            "id/country/AZ.ttl.ttl",
            "id/country/.ttl",
            "id//AZ",
            "id/country/%2e%2e/AZ",
            "id/country/..%2f..%2f..%2fetc%2fpasswd",
            "id/country/%252e%252e%252fpasswd",
            "id/country/..%5c..%5cwindows",
            "id/country/AZ%00",
            "id/country/AZ%0d%0aSet-Cookie:%20a=b",
            "id/country/AZ%3e%20%3fp%20%3fo%20%7d%20%23",
            "id/country/%ff%fe",
            "id/country/A%D0%97",
            "id/country/AZ%23text",
            "id/country/AZ;x=1",
            "id/country/" + "a" * 3000,
            "id/" + "%2e%2e%2f" * 40,
            "graph/..%2f..%2fetc%2fpasswd",
            "graph/%00",
            "graph/a%3e%20%7b",
        ],
        4,
    ),
)
def test_odd_paths_are_plain_404s(own_client: httpx.Client, path: str) -> None:
    response = own_client.get(path)
    assert response.status_code == 404
    assert response.json()["status"] == 404
    assert "set-cookie" not in response.headers
    assert own_client.get("id/country/AZ.nt").status_code == 200


def test_what_is_no_name_on_a_page_is_escaped(own_client: httpx.Client) -> None:
    page = own_client.get("id/country/%3Cscript%3E", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<script>" not in page.text


def test_a_method_that_changes_something_is_refused_and_options_are_told(
    own_client: httpx.Client,
) -> None:
    for path in ("id/country/AZ", "ontology", "shapes.ttl", "graph/entities"):
        refused = own_client.post(path)
        assert refused.status_code == 405
        assert "GET" in refused.headers["allow"]
        asked = own_client.options(path)
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.long
def test_what_is_retired_is_gone_and_names_its_replacement(made_client: httpx.Client) -> None:
    for path in ("id/place/old", "id/place/old.ttl"):
        response = made_client.get(path)
        assert response.status_code == 410
        assert response.json()["replacement"] == [f"{IDENTITY}place/new"]
        assert response.headers["link"] == '</id/place/new>; rel="successor-version"'
    page = made_client.get("id/place/old", headers={"Accept": "text/html"})
    assert '<a href="/id/place/new">New &lt;b&gt;place&lt;/b&gt;</a>' in page.text
    assert made_client.get("id/place/lost").json()["replacement"] == []
    assert made_client.get("id/place/kept").status_code == 303


def test_only_addresses_on_the_web_become_links(made_client: httpx.Client) -> None:
    response = made_client.get("id/place/moved")
    assert set(response.json()["replacement"]) == {"http://example.org/ə", "javascript:alert(1)"}
    assert response.headers["link"] == '<http://example.org/%C9%99>; rel="successor-version"'
    page = made_client.get("id/place/moved", headers={"Accept": "text/html"})
    assert 'href="http://example.org/%C9%99"' in page.text
    assert 'href="javascript' not in page.text


def test_what_data_say_stays_text_on_a_page(made_client: httpx.Client) -> None:
    for name in ("claim/evil", "country/AZ"):
        page = made_client.get(f"id/{name}.html").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>" not in page
        assert 'href="javascript' not in page
        assert " onmouseover" not in re.sub(r'"[^"]*"', '""', re.sub(r">[^<]*<", "><", page))


def test_a_description_that_leaves_claims_out_says_so(made_client: httpx.Client) -> None:
    graph = read(made_client.get("id/country/RU.nt"), "nt")
    assert len(set(graph.subjects(SCHEMA.about, thing("country/RU")))) == CLAIMS
    said = graph.value(thing("country/RU.ttl"), RDFS.comment)
    assert f"the first {CLAIMS} claims" in str(said)
    assert "This page stops here" in made_client.get("id/country/RU.html").text
    assert "This page stops here" not in made_client.get("id/country/AZ.html").text


def test_what_a_syntax_cannot_hold_is_refused_in_that_syntax_only(
    made_client: httpx.Client,
) -> None:
    refused = made_client.get("id/place/odd.rdf")
    assert refused.status_code == 406
    assert "another format" in refused.json()["detail"]
    for suffix in ("ttl", "nt"):
        graph = read(made_client.get(f"id/place/odd.{suffix}"), suffix)
        assert (thing("place/odd"), SKOS.note, rdflib.Literal("\x01")) in graph


@pytest.mark.long
@pytest.mark.parametrize(
    ("base", "root", "prefix"),
    sample_daily(
        [
            ("https://kg.example/azru/", "/azru", "https://kg.example/azru/"),
            ("", "/azru", "/azru/"),
            ("https://kg.example/", "", "https://kg.example/"),
        ],
        3,
    ),
)
def test_addresses_stay_at_the_public_address_and_under_its_path(
    tmp_path: Path, base: str, root: str, prefix: str
) -> None:
    (tmp_path / "data.ttl").write_text(HEAD + DATA, encoding="utf-8")
    dataset = read_files([tmp_path])

    async def fetch() -> list[httpx.Response]:
        pool = Pool(dataset, workers=1)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[], site=Site(base))
            transport = httpx.ASGITransport(app, root_path=root)
            async with httpx.AsyncClient(
                transport=transport,
                base_url="https://kg.example",
                headers={"Accept": "text/html"},
            ) as client:
                name = f"{root}/id/country/AZ"
                return [
                    await client.get(name),
                    await client.get(name, follow_redirects=True),
                    await client.get(f"{root}/id/country/A"),
                    await client.get(f"{root}/id/place/old"),
                ]
        finally:
            await pool.close()

    leading, page, missing, gone = asyncio.run(fetch())
    assert leading.headers["location"] == f"{prefix}id/country/AZ.html"
    assert page.status_code == 200
    assert f'href="{root}/static/style.css"' in page.text
    assert f'href="{root}/id/country/AZ.ttl"' in page.text
    own = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
    assert all(link.startswith(f"{root}/") for link in own)
    assert f'<{prefix}id/country/AZ.ttl>; rel="alternate"' in page.headers["link"]
    assert f'href="{prefix}id/country/AZ"' in missing.text
    assert gone.headers["link"].startswith(f"<{prefix}id/place/new>")
