"""A crawl of a site: what its descriptions name is there, of the type they promise, and whole.

It begins where users begin: the first page, the README and the guides, and what the endpoint says
about itself (service description, VoID, DCAT, OpenAPI). Addresses of others are not visited.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpx
import pyoxigraph as ox
import rdflib
from rdflib.namespace import DCAT, VOID
from tests.support.serving import await_files

from azru_kg.graph.layout import built_in
from azru_kg.languages.reading import LANGUAGES
from azru_kg.rdf.formats import GRAPHS
from azru_kg.server.http.site import Site

Read = Callable[[httpx.Response], set[str]]

ANY = "*/*"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LEVELS = 2
"""How many steps from the descriptions an answer is still read for further addresses."""

FIRST = 10
"""How many addresses of a kind are asked for where there are many."""

OF_LANGUAGES = {f"/{language}" for language in LANGUAGES}
"""The kinds of addresses that have a language: each is another address in it."""

AGAIN = OF_LANGUAGES | {"/release", "/timegate", "/timemap"}
"""The kinds of addresses that stand for all others once more."""

SELECT = "SELECT ?name { country:AZ skos:prefLabel ?name }"
CONSTRUCT = "CONSTRUCT WHERE { country:AZ skos:prefLabel ?name }"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
IANA = "https://www.iana.org/assignments/media-types/"
GRAPH_TYPES = tuple(format_.media_type for format_ in GRAPHS)
# As http://www.w3.org/ns/formats/ lists them.
SYNTAXES = {
    "Turtle": "text/turtle",
    "JSON-LD": "application/ld+json",
    "N-Triples": "application/n-triples",
    "RDF_XML": "application/rdf+xml",
    "TriG": "application/trig",
    "N-Quads": "application/n-quads",
    "N3": "text/n3",
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
}
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[a-z]+="[^"]*")*)')
WRITTEN = re.compile(r"https?://[^\s<>()\[\]{}'\"`…\\|]*[^\s<>()\[\]{}'\"`…\\|.,;:]")
SUFFIX = re.compile(r"[.][a-z]+$")
POSTED = re.compile(r"http://127\.0\.0\.1:8000/(q|mcp)")
"""What the guides name and nothing is read at: queries to be kept, and calls of tools, are sent."""

LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1):8000/")


@dataclass(frozen=True, slots=True)
class Ask:
    """An address, what is asked for there, and the types the answer may have (none: any).

    What is asked `in_brief` is got, but neither tried with other methods nor read for links.
    """

    address: str
    accept: str = ANY
    types: tuple[str, ...] = ()
    in_brief: bool = False


def read_links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the targets of a Link header with their parameters."""
    for target, parameters in LINK.findall(header):
        yield target, dict(re.findall(r'([a-z]+)="([^"]*)"', parameters))


def name_kind(address: str) -> str:
    """Return what kind of address it is: the path up to the name in it."""
    path = urlsplit(address).path
    parts = path.split("/")
    return "/".join(parts[:3] if parts[1] == "id" else parts[:2]) if len(parts) > 2 else path


class Crawl:
    """Asks for every address, and notes what it asked, where others are, and what is wrong."""

    def __init__(self, client: httpx.Client, read: Read, first: int | None = None) -> None:
        self._client = client
        self._read = read
        self._first = first
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._base = str(client.base_url)
        self._queue: deque[tuple[Ask, int]] = deque()
        self._seen: set[Hashable] = set()
        self._met: dict[str, str] = {}
        self._answers: dict[tuple[str, str], httpx.Response] = {}
        self._tried: set[Hashable] = set()
        self.requests = 0
        self.external: set[str] = set()
        self.faults: list[str] = []

    def name(self, link: str, level: int, source: str = "") -> None:
        """Note an address that is named; of the things of a kind one is asked for in full."""
        try:
            iri = urldefrag(ox.NamedNode(urljoin(source, link)).value).url
        except ValueError:
            self.faults.append(f"{source} names {link!r}, which is no IRI")
            return
        address = Site(self._base).locate(iri) or iri
        if not address.startswith(self._base):
            if iri.startswith("http") and not urlsplit(iri).hostname:
                self.faults.append(f"{source} names {link!r}, which is at no host")
            self.external.add(iri)
            return
        kind = name_kind(address)
        if not self._is_taken(kind, address):
            return
        thing = SUFFIX.sub("", address)
        in_brief = kind.startswith("/id/") and self._met.setdefault(kind, thing) != thing
        self.ask(Ask(address, in_brief=in_brief), level)
        if not in_brief:
            self.ask(Ask(address, BROWSER), level)

    def _is_taken(self, kind: str, address: str) -> bool:
        """Return whether an address is among the first of its kind, or all are taken."""
        named = self._named[kind]
        first = self._first or (FIRST if kind in AGAIN else None)
        if first is None or len(named) < first:
            named.add(address)
        return address in named

    def ask(self, ask: Ask, level: int) -> None:
        """Put a question in the queue, once."""
        if (like := self._name_like(ask)) not in self._seen:
            self._seen.add(like)
            self._queue.append((ask, level))

    @property
    def addresses(self) -> set[str]:
        """Return where it has been."""
        return {address for address, _ in self._answers}

    def run(self) -> None:
        """Ask until nothing is left to ask."""
        while self._queue:
            ask, level = self._queue.popleft()
            try:
                self._try(ask, level)
            except (AssertionError, ValueError, SyntaxError) as error:
                self.faults.append(f"{ask}: {str(error).partition(chr(10))[0]}")

    def get(self, address: str, accept: str, method: str = "GET", tag: str = "") -> httpx.Response:
        self.requests += 1
        headers = {"Accept": accept} | ({"If-None-Match": tag} if tag else {})
        return self._client.request(method, address, headers=headers)

    def _try(self, ask: Ask, level: int) -> None:
        response = self._answers.get((ask.address, ask.accept))
        if response is None:
            response = self.get(ask.address, ask.accept)
            self._answers[ask.address, ask.accept] = response
        if not ask.in_brief and (place := self._name_place(ask)) not in self._tried:
            self._tried.add(place)
            self._try_methods(ask, response)
        if response.is_redirect:
            target = urljoin(ask.address, response.headers["location"])
            assert target.startswith(self._base), f"leads to {target}"
            self.ask(replace(ask, address=target), level)
            links = set()
        else:
            assert response.status_code == 200, f"status {response.status_code}"
            media_type = response.headers.get("content-type", "").partition(";")[0]
            assert not ask.types or media_type in ask.types, f"type {media_type}"
            links = self._read(response)
        for target, parameters in read_links(response.headers.get("link", "")):
            links.add(target)
            if parameters["rel"] == "alternate" and not ask.in_brief:
                types = (parameters["type"],)
                self.ask(Ask(urljoin(ask.address, target), ANY, types), level + 1)
        if level < LEVELS and not ask.in_brief:
            for link in sorted(links):
                self.name(link, level + 1, ask.address)

    def _name_like(self, ask: Ask) -> Hashable:
        """Return what questions have in common of which one is asked."""
        return ask

    def _name_place(self, ask: Ask) -> Hashable:
        """Return what questions have in common of which one is tried with other methods."""
        return ask.address, ask.accept

    def _try_methods(self, ask: Ask, response: httpx.Response) -> None:
        head = self.get(ask.address, ask.accept, "HEAD")
        assert (head.status_code, head.content) == (response.status_code, b""), "HEAD differs"
        tag = response.headers.get("etag", "")
        names = ["content-type", "etag", "location", "link", "vary"]
        for name in names:
            assert head.headers.get(name) == response.headers.get(name), f"HEAD: other {name}"
        # What has no tag may be different each time: a page says how long its answer took.
        if tag:
            # A long answer has no length while it is made, and has one as soon as it is kept.
            made = {response.headers.get("content-length"), str(response.num_bytes_downloaded)}
            assert head.headers.get("content-length") in made, "HEAD: other content-length"
        if tag:
            held = self.get(ask.address, ask.accept, tag=tag)
            assert (held.status_code, held.content) == (304, b""), f"held: {held.status_code}"
            assert held.headers["etag"] == tag
        elif response.status_code == 200:
            assert response.headers.get("cache-control") in ("no-store", "no-cache"), "no tag"


class DailyCrawl(Crawl):
    """Asks one address of a kind for each type, by the header or by the suffix."""

    def _name_like(self, ask: Ask) -> Hashable:
        suffix = SUFFIX.findall(urlsplit(ask.address).path)
        return name_kind(ask.address), *(suffix or [ask.accept])

    def _name_place(self, ask: Ask) -> Hashable:
        return name_kind(ask.address)


def fetch_graph(client: httpx.Client, path: str) -> rdflib.Graph:
    text = client.get(path, headers={"Accept": "text/turtle"}).text
    return rdflib.Graph().parse(data=text, format="turtle")


def list_service(client: httpx.Client) -> Iterator[Ask]:
    """Yield what the service description promises: each format for an answer that it can carry."""
    graph = fetch_graph(client, "/sparql")
    for endpoint, syntax in product(
        graph.objects(None, SD.endpoint), graph.objects(None, SD.resultFormat)
    ):
        media_type = SYNTAXES[str(syntax).removeprefix(FORMATS)]
        of_graphs = media_type in GRAPH_TYPES
        query = quote(CONSTRUCT if of_graphs else SELECT)
        yield Ask(f"{endpoint}?query={query}", media_type, (media_type,))
        if of_graphs:
            yield Ask(str(endpoint), media_type, (media_type,))


def list_void(client: httpx.Client) -> Iterator[Ask]:
    """Yield what VoID promises: the example resources in each format that is a feature."""
    graph = fetch_graph(client, "/void")
    site = Site(str(client.base_url))
    for resource, syntax in product(
        graph.objects(None, VOID.exampleResource), graph.objects(None, VOID.feature)
    ):
        media_type = SYNTAXES[str(syntax).removeprefix(FORMATS)]
        yield Ask(site.locate(str(resource)) or "", media_type, (media_type,))


def list_catalogue(client: httpx.Client) -> Iterator[Ask]:
    """Yield what DCAT promises: the files, of the type that is theirs."""
    graph = fetch_graph(client, "/catalogue")
    for file, address in graph.subject_objects(DCAT.downloadURL):
        media_type = str(graph.value(file, DCAT.mediaType, any=False)).removeprefix(IANA)
        yield Ask(str(address), ANY, (media_type,))
        yield Ask(str(address), media_type, (media_type,))


def list_api(client: httpx.Client) -> Iterator[Ask]:
    """Yield what OpenAPI promises: each address, filled with examples, in each of its types."""
    document = client.get("/openapi.json").json()
    (server,) = document["servers"]
    for path, operations in document["paths"].items():
        answers = operations["get"]["responses"]
        types = tuple(answers.get("200", {}).get("content", ()))
        redirects = any(status in answers for status in ("302", "303"))
        for address in fill(path, operations["get"].get("parameters", [])):
            # A suffix goes before Accept; the formats of queries are those of the service.
            fixed = "{suffix}" in path or path in ("/dump/{name}", "/tables/{name}", "/sparql")
            for accept in (ANY, BROWSER) if fixed or redirects else (ANY, BROWSER, *types):
                named = (accept,) if accept in types and not fixed else types
                any_type = redirects or accept == BROWSER
                yield Ask(server["url"] + address, accept, () if any_type else named)


def fill(path: str, parameters: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a path with each value of its parameters that there is, or else the example."""
    needed = [taken for taken in parameters if taken["in"] == "path" or taken.get("required")]
    names = [taken["name"] for taken in needed]
    choices = [taken["schema"].get("enum") or taken["schema"]["examples"] for taken in needed]
    for values in product(*choices):
        chosen = dict(zip(names, (quote(value) for value in values), strict=True))
        query = "&".join(f"{k}={v}" for k, v in chosen.items() if f"{{{k}}}" not in path)
        yield path.format(**chosen) + (f"?{query}" if query else "")


def make_crawl(
    address: str, read_body: Read, first: int | None = None, kind: type[Crawl] = Crawl
) -> Crawl:
    """Return a crawl of a site that has come to its end."""
    with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
        await_files(client)
        crawl = kind(client, read_body, first)
        for path in ("", "sparql", "void", "catalogue", "openapi.json"):
            crawl.name(address + path, 0)
        for seed in (list_service, list_void, list_catalogue, list_api):
            for ask in seed(client):
                crawl.ask(ask, 1)
        root = built_in().root
        for text in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
            for link in WRITTEN.findall(text.read_text(encoding="utf-8")):
                if not POSTED.fullmatch(link):
                    crawl.name(LOCAL.sub(address, link), 1, str(text))
        crawl.run()
        print(f"{len(crawl.addresses)} addresses, {crawl.requests} requests")
        return crawl
