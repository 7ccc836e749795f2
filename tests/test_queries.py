"""The stored queries: examples in the workbench, resources of the server, and tests of the graph.

The answer that the whole graph gives to each stands in `tests/queries/<slug>.csv`, so that a change
of facts, or of the query, shows as a change of answers. Of a long answer the first rows stand there
and, in a last row with one cell, how many there are. `make answers` writes these files anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.parameters import bind
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.prefixes import OWN, PREFIXES

Table = list[tuple[str, ...]]

ANSWERS = Path(__file__).parent / "queries"
LONGEST = 120
"""An answer of more rows than this is not kept whole."""
KEPT = 100
QUERIES = stored_queries.load(built_in().queries)
THING = re.compile(rf"({'|'.join(OWN)}):\S+$")
"""A thing of this graph in an answer: one that a row is about, or an example of what it sums up."""
KEYWORDS = re.compile(
    r"\b(select|distinct|where|optional|filter|union|bind|values|graph|exists|not|as|prefix"
    r"|order by|group by|having|limit|count|if|coalesce|str|lang|replace)\b"
)


def _slug(query: StoredQuery) -> str:
    return query.slug


def _code(text: str) -> str:
    """Return a query without its prefixes, comments, strings and names."""
    lines = (line for line in text.splitlines() if not line.startswith("PREFIX "))
    return re.sub(r'"[^"]*"|^\s*#.*$', "", "\n".join(lines), flags=re.MULTILINE)


def _shorten(answer: Table) -> Table:
    """Return an answer as its file holds it: whole, or the first rows and the number of all."""
    rows = len(answer) - 1
    if rows <= LONGEST:
        return answer
    return [*answer[: KEPT + 1], (f"{KEPT} of {rows} rows",)]


def _prefixes(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", text, flags=re.MULTILINE)


HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DOCUMENT = """
organisation:outlet skos:prefLabel "Outlet"@en .
source:whole a azru:Source ; schema:datePublished "2020-05-06"^^xsd:date ;
  dcterms:publisher organisation:outlet .
claim:whole-trade a azru:Figure ; rdfs:label "Said as a whole"@en ;
  azru:indicator indicator:trade-turnover ; azru:kind code:level ; azru:rank code:preferred ;
  azru:bound code:as-stated ; sdmx-measure:obsValue 7500000000.0 ;
  sdmx-attribute:unitMeasure unit:CCY_USD ; prov:wasAttributedTo person:mehriban-aliyeva ;
  prov:wasDerivedFrom source:whole .
claim:whole-cargo a azru:Figure ; schema:about corridor:north-south ;
  azru:indicator indicator:corridor-freight ;
  azru:kind code:relative-change ; azru:rank code:preferred ; azru:baseline period:2018 ;
  sdmx-dimension:refPeriod period:2019 ; sdmx-measure:obsValue 25.0 ;
  prov:wasDerivedFrom source:whole .
claim:whole-tenure a azru:Tenure ; org:member person:shahin-mustafayev ;
  azru:post post:deputy-prime-minister-az ; azru:attestedOn "2020-05-06"^^xsd:date ;
  prov:wasDerivedFrom source:whole .
"""
ON_DOCUMENTS = {
    "corridor-cargo-compared": {"Outlet", "1.25"},
    "everything-one-source-says": {"Said as a whole"},
    "figures-of-trade": {"Outlet", "7.5"},
    "posts-as-attested": {"Outlet", "Deputy Prime Minister of Azerbaijan"},
    "who-said-what": {"Outlet", "Said as a whole"},
}
"""What some queries must find of a document whose text is not archived, in one row."""

each_query = pytest.mark.parametrize("query", QUERIES, ids=_slug)


@each_query
def test_the_stored_query_has_its_answer_and_each_row_a_thing_that_it_is_about(
    query: StoredQuery, ask_whole: Callable[[str], Table], write_answers: bool
) -> None:
    path = ANSWERS / f"{query.slug}.csv"
    whole = ask_whole(query.text)
    lost = [row for row in whole[1:] if not any(map(THING.match, row))]
    assert not lost, "rows without a thing that they are about: there is no exception"
    answer = _shorten(whole)
    if write_answers:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(answer)
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    assert len(expected) > 1
    assert answer == expected


# rdflib joins as the query is written, which takes it minutes for some; but in Fuseki the relations
# of GeoSPARQL are reckoned from shapes, and not read.
@each_query
@pytest.mark.long
@pytest.mark.timeout(600)
def test_two_engines_give_the_stored_query_one_answer(
    query: StoredQuery, ask_sample: Callable[[str], Table], request: pytest.FixtureRequest
) -> None:
    answer = ask_sample(query.text)
    assert len(answer) > 1, "the sample has no answer: add a source of the whole answer to it"
    other = "rdflib" if "geo:sfWithin" in query.text else "fuseki"
    assert request.getfixturevalue(f"ask_sample_{other}")(query.text) == answer


@pytest.fixture(scope="module")
def store(founding: Layout) -> ox.Store:
    """Return a store of the founding documents and of one whose text is not archived."""
    store = read_layout(founding).store()
    named = ox.NamedNode(f"{PREFIXES['graph']}whole")
    for graph in (ox.DefaultGraph(), named):
        store.load(f"{HEAD}{DOCUMENT}", format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


@pytest.mark.parametrize("slug", ON_DOCUMENTS)
def test_the_stored_query_finds_what_rests_on_a_source_as_a_whole(
    slug: str, store: ox.Store
) -> None:
    (text,) = (query.text for query in QUERIES if query.slug == slug)
    # One of the queries names its source; the others ask for all.
    answer = store.query(text.replace("source:newsaz-2024-01-22-roadmap", "source:whole"))
    assert isinstance(answer, ox.QuerySolutions)
    rows = [{getattr(term, "value", "") for term in row} for row in answer]
    assert [row >= ON_DOCUMENTS[slug] for row in rows].count(True) == 1


def test_meetings_without_a_place_are_in_no_country(whole_store: ox.Store) -> None:
    (query,) = (query for query in QUERIES if query.slug == "meetings-by-year-and-place")
    rows = whole_store.query(bind(query.text, query.parameters, {"inCountry": "UZ"}))
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["country"].value for row in rows} == {"UZ"}


def test_every_stored_query_has_an_answer_and_every_answer_a_query() -> None:
    assert [query.slug for query in QUERIES] == [path.stem for path in sorted(ANSWERS.iterdir())]


@each_query
def test_the_stored_query_runs_in_any_sparql_tool(query: StoredQuery) -> None:
    solutions = ox.Store().query(query.text)
    assert isinstance(solutions, ox.QuerySolutions)


@each_query
def test_the_stored_query_declares_the_prefixes_that_it_uses(query: StoredQuery) -> None:
    used = set(re.findall(r"(?<![\w?-])([a-z][\w-]*):\w", _code(query.text)))
    assert _prefixes(query.text) == [item for item in PREFIXES.items() if item[0] in used]


@each_query
def test_the_stored_query_says_what_it_is_for(query: StoredQuery) -> None:
    assert len(query.summary) <= 60
    assert query.description.endswith(".")
    assert query.tags
    assert re.search(r"^ *# \S", query.text, flags=re.MULTILINE), "no comment teaches anything"


@each_query
def test_the_stored_query_is_in_the_house_style(query: StoredQuery) -> None:
    code = _code(query.text)
    assert not KEYWORDS.findall(re.sub(r"[?\w-]+:[\w-]+|\?\w+", "", code))
    assert "*" not in code.partition("WHERE")[0].replace("COUNT(*)", "")
    assert re.search(r"^ORDER BY \S", code, flags=re.MULTILINE)
    assert max(map(len, query.text.splitlines())) <= 100
    assert all((len(line) - len(line.lstrip(" "))) % 2 == 0 for line in query.text.splitlines())
    assert not re.search(r"\t| $", query.text, flags=re.MULTILINE)
