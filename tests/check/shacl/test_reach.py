"""Nothing in shapes, data or queries makes a validation reach out: a listener hears nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import rdflib
from tests.support.sampling import sample_daily

from azru_kg.check.examine import examine
from azru_kg.check.shacl.judge import Engine
from azru_kg.errors import AzruError

Write = Callable[[str, str], Path]

SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; "
DECLARED = 'sh:prefixes ex:declared ; sh:select "SELECT $this WHERE {{ $this a ex:C }}"'
SERVICE = "SERVICE <{url}> {{ ?s ?p ?o }}"
# What a namespace has to end with so that rdflib runs the rest as a query of its own.
INJECTED = (
    "http://example.org/> SELECT $this WHERE {{ $this a ?c service <{url}> {{ ?s ?p ?o }} }} #"
)
WAYS = {
    "namespace": f"""{SHAPE} sh:sparql [ {DECLARED} ] .
      ex:declared sh:declare [ sh:prefix "ex" ; sh:namespace "{INJECTED}"^^xsd:anyURI ] .""",
    "namespace of a target": f"""ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ;
      sh:prefixes ex:declared ; sh:select "SELECT ?this {{{{ ?this a ex:C }}}}" ] .
      ex:declared sh:declare [ sh:prefix "ex" ; sh:namespace "{INJECTED}"^^xsd:anyURI ] .""",
    "prefix": f"""{SHAPE} sh:sparql [ {DECLARED} ] . ex:declared sh:declare
      [ sh:prefix "ex: <{INJECTED}\\nPREFIX ex" ; sh:namespace "http://example.org/" ] .""",
    "comment": f"""{SHAPE} sh:sparql [ sh:select "SELECT $this {{{{ {SERVICE} }}}} # WHERE" ] .""",
    "constraint": f'{SHAPE} sh:sparql [ sh:select "SELECT $this {{{{ {SERVICE} }}}}" ] .',
    "silent service": f"""{SHAPE} sh:sparql
      [ sh:select "SELECT $this {{{{ SERVICE SILENT <{{url}}> {{{{ ?s ?p ?o }}}} }}}}" ] .""",
    "variable service": f"""{SHAPE} sh:sparql [ sh:select
      "SELECT $this {{{{ BIND (<{{url}}> AS ?g) SERVICE ?g {{{{ ?s ?p ?o }}}} }}}}" ] .""",
    "nested service": f"""{SHAPE} sh:sparql [ sh:select
      "SELECT $this {{{{ FILTER EXISTS {{{{ {SERVICE} }}}} }}}}" ] .""",
    "from": """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql
      [ sh:select "SELECT $this FROM <{url}> {{ $this ?p ?o }}" ] .""",
    "from named": """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql
      [ sh:select "SELECT $this FROM NAMED <{url}> {{ $this ?p ?o }}" ] .""",
    "ask of a component": f"""{SHAPE} ex:p 1 . ex:K a sh:ConstraintComponent ;
      sh:parameter [ sh:path ex:p ] ;
      sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{{{ {SERVICE} }}}}" ] .""",
    "select of a component": f"""{SHAPE} ex:p 1 . ex:K a sh:ConstraintComponent ;
      sh:parameter [ sh:path ex:p ] ; sh:nodeValidator
      [ a sh:SPARQLSelectValidator ; sh:select "SELECT $this {{{{ {SERVICE} }}}}" ] .""",
    "target": f"""ex:S a sh:NodeShape ; sh:target
      [ a sh:SPARQLTarget ; sh:select "SELECT ?this {{{{ {SERVICE} }}}}" ] .""",
    "target type": f"""ex:S a sh:NodeShape ; sh:target [ a ex:T ; ex:p 1 ] . ex:T a
      sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:parameter [ sh:path ex:p ] ;
      sh:select "SELECT ?this {{{{ {SERVICE} }}}}" .""",
    "rule": f"""{SHAPE} sh:target [ a sh:SPARQLTarget ;
      sh:select "SELECT ?this {{{{ ?this a <http://example.org/C> }}}}" ] ;
      sh:rule [ a sh:SPARQLRule ;
      sh:construct "CONSTRUCT {{{{ $this a 1 }}}} WHERE {{{{ {SERVICE} }}}}" ] .""",
    "function": f"""{SHAPE} sh:target [ a sh:SPARQLTarget ;
      sh:select "SELECT ?this {{{{ ?this a ?c BIND(<http://example.org/f>() AS ?x) }}}}" ] .
      ex:f a sh:SPARQLFunction ; sh:returnType xsd:string ;
      sh:select "SELECT ?s {{{{ {SERVICE} }}}}" .""",
    "library": f"""{SHAPE} sh:js [ a sh:JSConstraint ; sh:jsFunctionName "f" ;
      sh:jsLibrary [ sh:jsLibraryURL "{{url}}"^^xsd:anyURI ] ] .""",
    "library of a target": """ex:S a sh:NodeShape ; sh:target [ a sh:JSTarget ;
      sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{url}"^^xsd:anyURI ] ] .""",
    "imports": f"{SHAPE} sh:nodeKind sh:IRI . <> a owl:Ontology ; owl:imports <{{url}}> .",
    "shapes graph": f"{SHAPE} sh:nodeKind sh:IRI ; sh:shapesGraph <{{url}}> .",
    "suggested graph": f"{SHAPE} sh:nodeKind sh:IRI ; sh:suggestedShapesGraph <{{url}}> .",
    "entailment": f"{SHAPE} sh:nodeKind sh:IRI . <> sh:entailment <{{url}}> .",
}
DATA = {
    "imports.ttl": "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<> owl:imports <{url}> .",
    "graph.ttl": "<> <http://www.w3.org/ns/shacl#shapesGraph> <{url}> .",
    "context.jsonld": '{{"@context": "{url}", "@id": "http://example.org/a", "p": 1}}',
    "import.jsonld": '{{"@context": {{"@import": "{url}", "@version": 1.1}}, "@id": "urn:a"}}',
    "scoped.jsonld": '{{"@context": {{"p": {{"@id": "urn:p", "@context": "{url}"}}}}, "p": {{}}}}',
    "entity.rdf": '<!DOCTYPE r [<!ENTITY e SYSTEM "{url}">]>\n<r>&e;</r>',
    "parameter.rdf": '<?xml version="1.0"?><!DOCTYPE r SYSTEM "{url}"><r/>',
}


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server of this machine, and the paths that it has been asked for."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 — the name that the library asks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/leak", heard
        finally:
            server.shutdown()
            thread.join()


def test_the_listener_hears(listener: tuple[str, list[str]]) -> None:
    url, heard = listener
    httpx.get(url)
    assert heard == ["/leak"]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_turtle(way: str, turtle: Write) -> None:
    text = turtle("shapes.ttl", WAYS[way].format(url="http://127.0.0.1:1/")).read_text()
    assert rdflib.Graph().parse(data=text)


@pytest.mark.parametrize(("engine", "meta"), [("screened", True), ("full", False)])
@pytest.mark.parametrize("way", sample_daily(WAYS, 4))
def test_no_shapes_reach_out(
    way: str, engine: Engine, meta: bool, turtle: Write, listener: tuple[str, list[str]]
) -> None:
    url, heard = listener
    shapes = turtle("shapes.ttl", WAYS[way].format(url=url))
    data = turtle("data.ttl", "ex:a a ex:C .")
    with suppress(AzruError):
        examine([data], shapes=[shapes], engine=engine, meta=meta)
    assert heard == []


@pytest.mark.parametrize("engine", ["screened", "full"])
@pytest.mark.parametrize("name", sample_daily(DATA, 3))
def test_no_data_reach_out(
    name: str, engine: Engine, turtle: Write, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    url, heard = listener
    shapes = turtle("shapes.ttl", f"{SHAPE} sh:nodeKind sh:IRI .")
    data = tmp_path / name
    data.write_text(DATA[name].format(url=url), encoding="utf-8")
    with suppress(AzruError):
        examine([data], shapes=[shapes], engine=engine)
    with suppress(AzruError):
        examine([shapes], shapes=[data], engine=engine)
    assert heard == []


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("namespace", "the sh:namespace 'http://example.org/> SELECT"),
        ("prefix", "the sh:prefix 'ex: <http"),
        ("constraint", "SERVICE is refused"),
        ("nested service", "SERVICE is refused"),
        ("from named", "FROM is refused"),
        ("ask of a component", "SERVICE is refused"),
        ("target type", "SERVICE is refused"),
        ("function", "SERVICE is refused"),
        ("entailment", "is not supported: nothing is inferred"),
    ],
)
def test_a_refusal_says_what_is_refused_and_where(way: str, reason: str, turtle: Write) -> None:
    shapes = turtle("shapes.ttl", WAYS[way].format(url="http://127.0.0.1:1/"))
    data = turtle("data.ttl", "ex:a a ex:C .")
    with pytest.raises(AzruError, match=rf"shapes\.ttl:\d+:\d+: shape .*{reason}"):
        examine([data], shapes=[shapes], meta=False)
