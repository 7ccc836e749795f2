"""What the endpoint says about itself: parsed by rdflib, equal to real counts, and followed."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID
from starlette.requests import Request
from tests.support.sampling import sample_daily

from azru_kg.errors import BadAddress
from azru_kg.flat.package import list_flat_files
from azru_kg.graph.dataset import canonical, read_layout
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.rdf.formats import GRAPHS, Format
from azru_kg.rdf.prefixes import BASE, GRAPH, PREFIXES
from azru_kg.server.documents.self_description import find_place
from azru_kg.server.http.site import Site

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
DATASET = rdflib.URIRef(f"{BASE}dataset")
FORMATS = "http://www.w3.org/ns/formats/"
DOCUMENTS = ("/sparql", "/void", "/catalogue")
# What Comunica and rdflib send when they look at a source.
COMUNICA = (
    "application/n-quads;q=1.0,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,"
    "application/xml;q=0.3,text/xml;q=0.3,image/svg+xml;q=0.3,text/html;q=0.2,"
    "application/xhtml+xml;q=0.18"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def parse(response: httpx.Response) -> rdflib.Graph:
    """Return a graph from any of the formats; those of quads are read as one of triples."""
    assert response.status_code == 200, response.text
    syntax = response.headers["content-type"].partition(";")[0]
    if syntax in ("application/n-quads", "application/n-triples", "text/n3", "application/trig"):
        syntax = "nt" if syntax.startswith("application/n-") else "turtle"
    return rdflib.Graph().parse(data=response.text, format=syntax)


def canonicalise(graph: rdflib.Graph) -> bytes:
    """Return a graph as text in which blank nodes have the same names in every copy."""
    triples = ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    return canonical(triples)


def fetch(client: httpx.Client, path: str) -> rdflib.Graph:
    return parse(client.get(path, headers={"Accept": "text/turtle"}))


def count(client: httpx.Client, query: str) -> int:
    answer = client.get("/sparql", params={"query": query, "format": "json"}).json()
    ((value,),) = (row.values() for row in answer["results"]["bindings"])
    return int(value["value"])


def number(graph: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef) -> int:
    return int(str(graph.value(subject, name, any=False)))


@pytest.fixture(scope="module")
def void(own_client: httpx.Client) -> rdflib.Graph:
    return fetch(own_client, "/void")


@pytest.fixture(scope="module")
def catalogue(own_client: httpx.Client) -> rdflib.Graph:
    return fetch(own_client, "/catalogue")


@pytest.fixture(scope="module")
def service(own_client: httpx.Client) -> rdflib.Graph:
    return fetch(own_client, "/sparql")


# rdflib warns of its own JSON-LD parser.
@pytest.mark.long
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("path", "format_"),
    sample_daily([(path, format_) for path in DOCUMENTS for format_ in GRAPHS], 7),
    ids=lambda value: getattr(value, "name", value),
)
def test_a_document_says_the_same_in_every_format(
    own_client: httpx.Client, path: str, format_: Format
) -> None:
    turtle = fetch(own_client, path)
    by_type = own_client.get(path, headers={"Accept": format_.media_type})
    by_name = own_client.get(path, params={"format": format_.name})
    assert by_type.headers["content-type"].partition(";")[0] == format_.media_type
    assert by_name.content == by_type.content
    assert canonicalise(parse(by_type)) == canonicalise(turtle)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_the_same_bytes_each_time_and_for_head(
    own_client: httpx.Client, path: str
) -> None:
    first, again, head = own_client.get(path), own_client.get(path), own_client.head(path)
    assert first.content == again.content
    assert first.headers["content-type"] == "text/turtle; charset=utf-8"
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == first.headers[name]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_client_that_has_a_document_gets_304(own_client: httpx.Client, path: str) -> None:
    tag = own_client.get(path).headers["etag"]
    for known in (tag, f'"other", {tag}', "*"):
        response = own_client.get(path, headers={"If-None-Match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == tag
    assert own_client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    other = own_client.get(path, params={"format": "nt"}, headers={"If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["/void", "/catalogue"])
def test_a_document_in_no_format_there_is_is_406(own_client: httpx.Client, path: str) -> None:
    for response in (
        own_client.get(path, headers={"Accept": "image/png"}),
        own_client.get(path, params={"format": "png"}),
    ):
        assert response.status_code == 406
        assert "text/turtle" in response.text


@pytest.mark.parametrize("path", ["/void", "/catalogue", "/dump/SHA256SUMS", "/dataset"])
def test_a_document_cannot_be_written_and_says_so(own_client: httpx.Client, path: str) -> None:
    response = own_client.put(path, content=b"x")
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert own_client.options(path).headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.long
def test_the_endpoint_describes_itself_to_clients_of_rdf_and_shows_people_a_form(
    own_client: httpx.Client,
) -> None:
    for accept in ("*/*", "text/turtle", COMUNICA, "application/rdf+xml, */*;q=0.1"):
        graph = parse(own_client.get("/sparql", headers={"Accept": accept}))
        assert (None, RDF.type, SD.Service) in graph
    page = own_client.get("/sparql", headers={"Accept": FIREFOX})
    assert page.headers["content-type"].startswith("text/html")
    assert own_client.get("/sparql", headers={"Accept": "text/csv"}).status_code == 400
    assert own_client.post("/sparql", data={"format": "ttl"}).status_code == 400


def test_the_service_is_at_the_address_that_was_asked(
    own_client: httpx.Client, service: rdflib.Graph
) -> None:
    node = service.value(predicate=RDF.type, object=SD.Service, any=False)
    assert service.value(node, SD.endpoint) == rdflib.URIRef(f"{own_client.base_url}sparql")
    assert service.value(node, SD.supportedLanguage) == SD.SPARQL11Query
    assert service.value(node, SD.defaultDataset) == DATASET


def test_the_service_names_each_format_as_the_w3c_does(service: rdflib.Graph) -> None:
    names = (
        "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV"
        " Turtle N-Triples N-Quads TriG RDF_XML JSON-LD N3"
    )
    found = {str(format_) for format_ in service.objects(None, SD.resultFormat)}
    assert found == {f"{FORMATS}{name}" for name in names.split()}


def test_the_service_counts_each_graph_as_queries_do(
    own_client: httpx.Client, service: rdflib.Graph, founding: Layout
) -> None:
    default = service.value(DATASET, SD.defaultGraph, any=False)
    assert default is not None
    counted = count(own_client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert number(service, default, VOID.triples) == counted
    named = list(service.objects(DATASET, SD.namedGraph))
    names = {str(service.value(node, SD.name, any=False)) for node in named}
    assert names == {str(quad.graph_name)[1:-1] for quad in read_layout(founding).quads()}
    for node in named:
        name, graph = service.value(node, SD.name), service.value(node, SD.graph, any=False)
        assert graph is not None
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        assert number(service, graph, VOID.triples) == count(own_client, query)
        assert service.value(graph, DCTERMS.title)


def test_the_default_graph_is_not_called_the_union_since_the_shapes_are_apart(
    own_client: httpx.Client, service: rdflib.Graph
) -> None:
    assert (None, SD.feature, SD.UnionDefaultGraph) not in service
    shapes = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{SHAPES_GRAPH}> {{ ?s a sh:NodeShape }} }}"
    assert count(own_client, shapes) > 0
    assert count(own_client, "SELECT (COUNT(*) AS ?n) { ?s a sh:NodeShape }") == 0


def test_the_service_declares_every_prefix_that_a_query_may_use(service: rdflib.Graph) -> None:
    sh = rdflib.Namespace(PREFIXES["sh"])
    declared = {
        (str(service.value(node, sh.prefix)), str(service.value(node, sh.namespace)))
        for node in service.objects(None, sh.declare)
    }
    assert declared == set(PREFIXES.items())


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (VOID.triples, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctObjects, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        (VOID.classes, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        (
            VOID.entities,
            f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER REGEX(STR(?s), '^{BASE}id/') }}",
        ),
    ],
)
def test_void_counts_as_queries_do(
    own_client: httpx.Client, void: rdflib.Graph, name: rdflib.URIRef, query: str
) -> None:
    assert number(void, DATASET, name) == count(own_client, query) > 0


def test_void_partitions_are_all_classes_and_properties_of_the_files(
    void: rdflib.Graph, founding: Layout
) -> None:
    quads = read_layout(founding).quads()
    triples = {quad.triple for quad in quads if str(quad.graph_name) != f"<{SHAPES_GRAPH}>"}
    typed = {
        (t.subject, t.object) for t in triples if t.predicate.value == f"{PREFIXES['rdf']}type"
    }
    classes = {
        str(void.value(part, VOID["class"])): number(void, part, VOID.entities)
        for part in void.objects(DATASET, VOID.classPartition)
    }
    properties = {
        str(void.value(part, VOID.property)): number(void, part, VOID.triples)
        for part in void.objects(DATASET, VOID.propertyPartition)
    }
    assert classes == Counter(str(kind)[1:-1] for _, kind in typed)
    assert properties == Counter(triple.predicate.value for triple in triples)


def test_void_says_which_properties_the_instances_of_a_class_have(
    own_client: httpx.Client, void: rdflib.Graph
) -> None:
    figure = rdflib.URIRef(f"{PREFIXES['azru']}Figure")
    parts = set(void.objects(DATASET, VOID.classPartition))
    (part,) = parts & set(void.subjects(VOID["class"], figure))
    found = {
        str(void.value(use, VOID.property)): number(void, use, VOID.triples)
        for use in void.objects(part, VOID.propertyPartition)
    }
    for name, counted in found.items():
        query = f"SELECT (COUNT(*) AS ?n) {{ ?s a azru:Figure ; <{name}> ?o }}"
        assert counted == count(own_client, query)
    kinds = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s a azru:Figure ; ?p ?o }"
    assert len(found) == count(own_client, kinds) > 5


def test_editors_of_queries_find_the_partitions_in_void_and_in_the_service(
    own_client: httpx.Client, void: rdflib.Graph, service: rdflib.Graph
) -> None:
    whole = service.value(DATASET, SD.defaultGraph, any=False)
    assert whole is not None
    found = [find_ranges(void, DATASET), find_ranges(service, whole)]
    assert found[0] == found[1]
    query = """SELECT DISTINCT ?c ?p ?k ?d { ?s a ?c ; ?p ?o
      OPTIONAL { ?o a ?k } BIND (IF (ISLITERAL(?o), DATATYPE(?o), ?none) AS ?d) }"""
    rows = own_client.get("/sparql", params={"query": query, "format": "json"}).json()
    counted = {
        tuple(row[name]["value"] if name in row else None for name in "cpkd")
        for row in rows["results"]["bindings"]
    }
    # A property has values of no known class, beside others: that says no partition.
    assert {row for row in counted if row[2] or row[3]} == found[0]
    assert len(found[0]) > 100


def find_ranges(graph: rdflib.Graph, whole: rdflib.term.Node) -> set[tuple[object, ...]]:
    """Return classes, properties, and classes or datatypes of values, as an editor asks for them.

    The query is in the shape that the SPARQL editor of the SIB sends.
    """
    query = """SELECT ?class ?property ?kind ?datatype {
      ?whole void:classPartition ?part .
      ?part void:class ?class ; void:propertyPartition ?use .
      ?use void:property ?property
      { ?use void:classPartition [ void:class ?kind ] }
      UNION { ?use void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
    }"""
    assert isinstance(whole, rdflib.term.Identifier)
    rows = graph.query(query, initNs=PREFIXES, initBindings={"whole": whole})
    return {
        tuple(None if term is None else str(term) for term in row)
        for row in rows
        if isinstance(row, rdflib.query.ResultRow)
    }


def test_void_keeps_what_the_metadata_state_and_names_each_graph_as_a_subset(
    own_client: httpx.Client, void: rdflib.Graph, founding: Layout
) -> None:
    metadata = founding.graph / "metadata.ttl"
    assert set(rdflib.Graph().parse(metadata)) - set(void) == set()
    subsets = {str(part) for part in void.objects(DATASET, VOID.subset)}
    # The others are perspectives, whose triples nobody has counted.
    for graph in (rdflib.URIRef(part) for part in subsets if part.startswith(GRAPH)):
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        assert number(void, graph, VOID.triples) == count(own_client, query)


def test_each_dump_is_one_of_what_it_holds(void: rdflib.Graph, founding: Layout) -> None:
    dumps = {
        str(file).rpartition("/")[2]: str(of) for of, file in void.subject_objects(VOID.dataDump)
    }
    version = read_layout(founding).version
    names = {f"azru-kg-{version}.{syntax}" for syntax in ("nq", "trig", "jsonld", "ttl", "rdf")}
    assert dumps == {
        **dict.fromkeys(names, str(DATASET)),
        "ontology.ttl": ONTOLOGY_GRAPH,
        "shapes.ttl": SHAPES_GRAPH,
    }


def test_the_well_known_address_leads_to_void(own_client: httpx.Client) -> None:
    for response in (
        own_client.get("/.well-known/void"),
        own_client.get("/.well-known/void?format=nt"),
    ):
        assert response.status_code == 302
    followed = own_client.get("/.well-known/void?format=nt", follow_redirects=True)
    assert followed.url.path == "/void"
    assert followed.headers["content-type"] == "application/n-triples"


def test_a_format_that_no_document_has_is_refused_before_a_redirect(
    own_client: httpx.Client,
) -> None:
    for path in ("/.well-known/void", "/dataset"):
        assert own_client.get(f"{path}?format=png").status_code == 406


def test_the_dataset_leads_to_the_catalogue(own_client: httpx.Client) -> None:
    response = own_client.get("/dataset")
    assert (response.status_code, response.headers["location"]) == (303, "/catalogue")


def test_the_namespaces_of_things_and_of_graphs_lead_to_what_is_in_them(
    own_client: httpx.Client,
) -> None:
    for path in ("/id/", "/graph/", "/perspective/"):
        response = own_client.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/void")


def test_the_catalogue_has_what_a_portal_needs(catalogue: rdflib.Graph) -> None:
    for name in (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        DCTERMS.publisher,
        DCTERMS.temporal,
        DCTERMS.spatial,
        DCTERMS.issued,
        rdflib.URIRef(f"{PREFIXES['dcat']}version"),
        DCAT.keyword,
    ):
        assert list(catalogue.objects(DATASET, name)), name
    period = catalogue.value(DATASET, DCTERMS.temporal)
    assert str(catalogue.value(period, DCAT.startDate)) == "1992-01-01"
    service = catalogue.value(predicate=RDF.type, object=DCAT.DataService, any=False)
    assert catalogue.value(service, DCAT.servesDataset) == DATASET
    assert catalogue.value(service, DCAT.endpointURL)
    assert catalogue.value(service, DCAT.endpointDescription)


def distributions(catalogue: rdflib.Graph) -> Iterator[tuple[rdflib.term.Node, str]]:
    for node in catalogue.objects(DATASET, DCAT.distribution):
        if address := catalogue.value(node, DCAT.downloadURL):
            yield node, str(address)


def test_each_distribution_is_the_bytes_that_the_catalogue_promises(
    own_client: httpx.Client, catalogue: rdflib.Graph
) -> None:
    found = list(distributions(catalogue))
    assert len(found) == 8 + len(list_flat_files())
    for node, address in found:
        response = own_client.get(address)
        media_type = str(catalogue.value(node, DCAT.mediaType))
        checksum = catalogue.value(node, SPDX.checksum)
        assert (
            response.headers["content-type"].partition(";")[0]
            == media_type.split("/media-types/")[1]
        )
        assert len(response.content) == number(catalogue, node, DCAT.byteSize)
        assert hashlib.sha256(response.content).hexdigest() == str(
            catalogue.value(checksum, SPDX.checksumValue)
        )


def test_every_address_of_this_host_that_a_document_names_is_there(
    own_client: httpx.Client, void: rdflib.Graph, catalogue: rdflib.Graph, service: rdflib.Graph
) -> None:
    own = urlsplit(str(own_client.base_url)).netloc
    named = {
        str(term).partition("#")[0]
        for graph in (void, catalogue, service)
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef) and urlsplit(term).netloc == own
    }
    assert len(named) == 17 + len(list_flat_files())
    for address in named:
        reply = own_client.get(address, follow_redirects=True)
        assert reply.status_code == 200, address


def test_addresses_follow_the_host_that_the_client_names(own_client: httpx.Client) -> None:
    response = own_client.get("/sparql", headers={"Host": "kg.example:8443"})
    assert "<http://kg.example:8443/sparql>" in response.text
    for host in ("a b<>", "kg.example/>", '"', "[::g]"):
        response = own_client.get("/void", headers={"Host": host})
        assert f"//{host}" not in response.text


def test_a_document_is_written_once_whatever_the_client_calls_the_host(
    own_client: httpx.Client,
) -> None:
    for path in DOCUMENTS:
        for format_ in GRAPHS:
            ask = {"format": format_.name}
            first = own_client.get(path, params=ask, headers={"Host": "first.example"}).text
            other = own_client.get(path, params=ask, headers={"Host": "other.example:81"}).text
            assert "http://first.example/" in first
            assert first.replace("http://first.example/", "http://other.example:81/") == other


@pytest.mark.parametrize("host", ["a'b", "a&b", "a%zz", "a!b", "(a)"])
def test_a_host_that_is_none_is_refused(own_client: httpx.Client, host: str) -> None:
    assert own_client.get("/void", headers={"Host": host}).status_code == 400


def test_a_dataset_of_ones_own_files_describes_itself_without_a_release(
    client: httpx.Client,
) -> None:
    graph = fetch(client, "/void")
    dataset = rdflib.URIRef(f"{client.base_url}dataset")
    assert number(graph, dataset, VOID.triples) == count(
        client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    )
    assert (dataset, VOID.dataDump, None) not in graph
    assert (None, SD.Service, None) not in fetch(client, "/sparql")
    assert list(distributions(fetch(client, "/catalogue"))) == []
    response = client.get("/dump/azru-kg.nq")
    assert response.status_code == 404
    assert "no version" in response.text


def make_request(host: str, root: str = "") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "path": "/void",
            "root_path": root,
            "query_string": b"",
            "headers": [(b"host", host.encode())],
        }
    )


def test_the_address_that_was_set_goes_before_the_one_of_the_request() -> None:
    place = find_place(make_request("kg.example"), Site("https://w3id.example/azru/"))
    assert place.endpoint.value == "https://w3id.example/azru/sparql"


def test_without_one_the_address_is_as_the_client_sees_it() -> None:
    assert find_place(make_request("kg.example:81"), Site()).base == "http://kg.example:81/"
    assert find_place(make_request("kg.example", "/azru"), Site()).base == "http://kg.example/azru/"


def test_a_host_of_which_no_iri_can_be_made_is_refused() -> None:
    with pytest.raises(BadAddress, match="Host"):
        find_place(make_request("a%zz"), Site())
