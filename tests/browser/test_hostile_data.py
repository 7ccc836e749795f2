"""Data that are to run in a page: each text of the founding documents ends in markup and script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.browser.conftest import Visit
from tests.browser.page_kinds import PAGE_KINDS, ask
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import IDENTITY, KINDS, expand

SCRIPT = "<script>alert(1)</script>"
ATTACK = f"\"'></textarea></title></td>{SCRIPT}<img src=x onerror=alert(2)>{{{{ 7*191 }}}}"
EVIL = [
    ox.NamedNode(iri)
    for iri in (
        "javascript:alert(3)",
        "JaVaScRiPt:alert(4)",
        "data:text/html,%3Cscript%3Ealert(5)%3C/script%3E",
        "https://example.org/'onmouseover='alert(6)",
    )
]
RETIRED = "person/retired"
KINDS_OF_FOUNDING = sorted({*KINDS} - {"commodity"})
PAGES = [kind.path for kind in PAGE_KINDS if kind.name not in KINDS]
_LEADS_ASTRAY = """() => [...document.querySelectorAll('a[href], form[action]')]
  .map(it => new URL(it.getAttribute('href') ?? it.getAttribute('action'), document.baseURI).href)
  .filter(it => !/^https?:/.test(it))"""
# Of a block of data nothing runs, whatever its text.
_INTRUDERS = """() => [...document.querySelectorAll(
    'script:not([type="application/ld+json"]), img, [onmouseover], [onerror]')]
  .map(it => it.outerHTML).filter(it => /alert|src="x"/.test(it))"""

pytestmark = pytest.mark.long


def spoil(triple: ox.Triple) -> Iterator[ox.Triple]:
    """Yield a triple with an attack in its text, or beside its link and in place of its unit."""
    subject, predicate, thing = triple.subject, triple.predicate, triple.object
    if isinstance(thing, ox.Literal):
        if thing.language:
            thing = ox.Literal(thing.value + ATTACK, language=thing.language)
        elif thing.datatype.value == expand("xsd:string"):
            thing = ox.Literal(thing.value + ATTACK)
    elif predicate.value == expand("sdmx-attribute:unitMeasure"):
        thing = EVIL[0]
    elif predicate.value == expand("rdf:type"):
        for iri in EVIL:
            yield ox.Triple(subject, ox.NamedNode(expand("schema:url")), iri)
            yield ox.Triple(subject, iri, ox.Literal(ATTACK))
    yield ox.Triple(subject, predicate, thing)


@pytest.fixture(scope="module")
def spoilt(founding: Layout) -> list[ox.Triple]:
    files = [
        *(founding.root / "graph").rglob("*.ttl"),
        *(founding.root / "ontology").glob("*.ttl"),
    ]
    read = [quad.triple for file in files for quad in ox.parse(path=file)]
    retired = ox.NamedNode(f"{IDENTITY}{RETIRED}")
    return [
        *(spoilt for triple in read for spoilt in spoil(triple)),
        ox.Triple(retired, ox.NamedNode(expand("owl:deprecated")), ox.Literal(True)),
        ox.Triple(retired, ox.NamedNode(expand("dcterms:isReplacedBy")), EVIL[0]),
        ox.Triple(
            retired,
            ox.NamedNode(expand("dcterms:isReplacedBy")),
            ox.NamedNode(f"{IDENTITY}person/mehriban-aliyeva"),
        ),
    ]


@pytest.fixture(scope="module")
def entities(spoilt: list[ox.Triple]) -> dict[str, str]:
    """Return of each kind the first entity that has most said of it."""
    numbers: dict[str, int] = {}
    for triple in spoilt:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(IDENTITY):
                path = term.value.removeprefix(IDENTITY)
                numbers[path] = numbers.get(path, 0) + 1
    ranked = sorted(numbers, key=lambda path: (numbers[path], path))
    return {path.partition("/")[0]: f"id/{path}" for path in ranked if not path.endswith("/")}


@pytest.fixture(scope="module")
def hostile_address(
    program: Program, spoilt: list[ox.Triple], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    file: Path = tmp_path_factory.mktemp("hostile") / "'onmouseover='alert(7).ttl"
    with file.open("wb") as output:
        ox.serialize(spoilt, output, ox.RdfFormat.TURTLE)
    with serve(program, "--data", file) as served:
        yield served


def look(visit: Visit, address: str) -> str:
    """Return the text of a page on which nothing of an attack has come to life."""
    visitor = visit()
    visitor.go(address)
    assert visitor.page.evaluate(_LEADS_ASTRAY) == []
    assert visitor.page.evaluate(_INTRUDERS) == []
    for block in visitor.page.locator('script[type="application/ld+json"]').all_text_contents():
        assert json.loads(block)["@context"] == "https://schema.org"
        assert "<" not in block
    visitor.page.locator("h1").first.hover()
    text = visitor.page.locator("body").inner_text()
    assert str(7 * 191) not in text
    return text


@pytest.mark.parametrize("kind", KINDS_OF_FOUNDING)
def test_a_page_of_an_entity_runs_nothing(
    visit: Visit, hostile_address: str, entities: dict[str, str], kind: str
) -> None:
    assert SCRIPT in look(visit, hostile_address + entities[kind])


@pytest.mark.parametrize("path", PAGES)
def test_another_page_runs_nothing(visit: Visit, hostile_address: str, path: str) -> None:
    assert look(visit, hostile_address + path)


@pytest.mark.parametrize(
    "path",
    [
        f"id/{RETIRED}",
        ask(f"SELECT ('{SCRIPT}' AS ?text) (<javascript:alert(1)> AS ?iri) {{}} #{SCRIPT}"),
        ask("CONSTRUCT WHERE { ?figure a azru:Figure ; ?property ?value }"),
        ask("SELECT ?thing ?url ?label { ?thing schema:url ?url ; rdfs:label ?label }"),
        ask(f"SELECT * {{ ?s ?p '{SCRIPT}"),
        f"nothing/{SCRIPT}",
        f"id/person/{SCRIPT}",
        f"?{SCRIPT}={SCRIPT}",
    ],
)
def test_what_is_asked_runs_nothing(visit: Visit, hostile_address: str, path: str) -> None:
    assert look(visit, hostile_address + path)


def test_who_is_retired_is_gone(visit: Visit, hostile_address: str, axe: str) -> None:
    visitor = visit()
    assert visitor.go(f"{hostile_address}id/{RETIRED}") == 410
    assert visitor.check(axe) == []
