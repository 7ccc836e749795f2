"""Each list against its query, and its rows against another way of counting the same."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from tests.conftest import Ask
from tests.tables.conftest import Lists

from azru_kg.graph.coverage import count_coverage, list_coverage_queries
from azru_kg.graph.perspectives import FIND_SOURCES, PERSPECTIVES, group_sources
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.state import State
from azru_kg.tables.table import Table

pytestmark = pytest.mark.long

EACH = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
# One row a thing: how many there are is asked without any of the rest of the query.
THINGS = {
    "people": "?thing a foaf:Person",
    "organisations": "?thing a org:Organization",
    "projects": "?thing a azru:Project",
    "agreements": "?thing a azru:Agreement",
    "corridors": "?thing a azru:Corridor",
    "indicators": "?thing a azru:Indicator",
    "sources": "?thing a azru:Source",
}
STATEMENTS = {"figures": "azru:Figure", "promises": "azru:Promise"}
# Counted from the other side: from those who took part, up to what their event is a part of.
ENCOUNTERS = """SELECT (COUNT(DISTINCT ?whole) AS ?number) {
  { ?event a azru:Meeting } UNION { ?event a azru:Visit } UNION { ?event a azru:Signing }
  UNION { ?event a azru:Interview } UNION { ?taking azru:event ?event }
  ?event schema:superEvent* ?whole .
  FILTER NOT EXISTS { ?whole schema:superEvent ?wider }
}"""


def list_field(lists: Lists, slug: str, name: str) -> list[str | None]:
    rows = lists.rows(slug)
    at = TABLES[slug].names.index(name)
    return [row[at] for row in rows.find(State(TABLES[slug])).rows]


@EACH
def test_the_columns_of_a_list_are_those_of_its_query(table: Table, whole_store: ox.Store) -> None:
    found = whole_store.query("".join(table.query) + "LIMIT 1")
    assert isinstance(found, ox.QuerySolutions)
    assert tuple(variable.value for variable in found.variables) == table.names
    assert len(set(table.names)) == len(table.names)


@EACH
def test_what_a_list_says_of_its_columns_names_columns(table: Table) -> None:
    named = [column.names for column in table.columns] + [column.sort for column in table.columns]
    named += [facet.column for facet in table.facets] + [table.between]
    named += [key.removeprefix("-") for key in table.order]
    assert set(filter(None, named)) <= set(table.names)
    assert len({facet.name for facet in table.facets}) == len(table.facets)
    assert table.columns[0].shown
    assert table.columns[0].type == "thing"


@EACH
def test_the_prefixes_of_a_query_are_those_of_the_project(table: Table) -> None:
    prefixes, query = table.query
    known = {**PREFIXES, "perspective": "https://w3id.org/azru-kg/perspective/"}
    declared = dict(line.removeprefix("PREFIX ").split(": ", 1) for line in prefixes.splitlines())
    assert declared == {name: f"<{known[name]}>" for name in declared}
    assert list(declared) == sorted(declared, key=lambda name: (name not in OWN, name))
    assert all(f"{name}:" in query for name in declared)


OWN = ("agreement", "azru", "code", "country", "period", "perspective")


@EACH
def test_every_list_has_rows_and_says_so_beforehand(table: Table, lists: Lists) -> None:
    assert len(lists.rows(table.slug)) > 0
    prefixed = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    assert lists.ask(f"{prefixed}SELECT * WHERE {{ {table.holds} }} LIMIT 1")


@pytest.mark.parametrize("slug", THINGS)
def test_a_list_of_things_has_a_row_for_each(
    slug: str, lists: Lists, whole_store: ox.Store
) -> None:
    counted = whole_store.query(
        f"SELECT (COUNT(DISTINCT ?thing) AS ?number) {{ {THINGS[slug]} }}", prefixes=PREFIXES
    )
    assert isinstance(counted, ox.QuerySolutions)
    things = list_field(lists, slug, TABLES[slug].names[0])
    assert len(things) == int(next(counted)["number"].value)
    assert len(set(things)) == len(things)


@pytest.mark.parametrize("slug", STATEMENTS)
def test_a_list_of_claims_has_a_row_for_each_source_of_each(
    slug: str, lists: Lists, whole_store: ox.Store
) -> None:
    graph = "GRAPH ?graph { ?source a azru:Source . ?claim a %s }" % STATEMENTS[slug]  # noqa: UP031
    counted = whole_store.query(f"SELECT ?claim ?source {{ {graph} }}", prefixes=PREFIXES)
    assert isinstance(counted, ox.QuerySolutions)
    pairs = [(row["claim"].value, row["source"].value) for row in counted]
    claims = list_field(lists, slug, TABLES[slug].names[0])
    sources = list_field(lists, slug, "source")
    assert sorted(zip(claims, sources, strict=True)) == sorted(pairs)


def test_meetings_are_encounters_counted_from_those_who_took_part(
    lists: Lists, whole_store: ox.Store
) -> None:
    counted = whole_store.query(ENCOUNTERS, prefixes=PREFIXES)
    assert isinstance(counted, ox.QuerySolutions)
    assert len(lists.rows("meetings")) == int(next(counted)["number"].value)


def test_sources_are_in_the_perspectives_that_the_server_puts_them_in(
    lists: Lists, whole_store: ox.Store
) -> None:
    asked = whole_store.query(FIND_SOURCES)
    assert isinstance(asked, ox.QuerySolutions)
    grouped = group_sources(tuple(solution) for solution in asked)
    expected = {PERSPECTIVES[name].iri: len(sources) for name, sources in grouped.items()}
    counts = lists.rows("sources").find(State(TABLES["sources"])).counts["perspective"]
    assert {iri: number for iri, number in counts.items() if iri} == expected


def test_what_is_of_a_topic_is_what_its_coverage_counts(
    lists: Lists, whole_store: ox.Store
) -> None:
    rows = {}
    for name, query in list_coverage_queries().items():
        found = whole_store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        rows[name] = [tuple(solution) for solution in found]
    coverage = count_coverage(rows)
    assert len(coverage.topics) == 7
    counts = {slug: lists.rows(slug).find(State(TABLES[slug])).counts["topic"] for slug in BY_TOPIC}
    for topic in coverage.topics:
        counted = coverage.count(topic=topic.iri)
        for slug in ("figures", "promises", "sources"):
            assert counts[slug][topic.iri] == counted[slug], (topic.slug, slug)
        for slug in ("agreements", "indicators", "projects"):
            things = coverage.things[topic.iri] & {*list_field(lists, slug, TABLES[slug].names[0])}
            assert counts[slug][topic.iri] == len(things), (topic.slug, slug)
        told = coverage.things[topic.iri] | coverage.told[topic.iri].keys()
        meetings = told & {*list_field(lists, "meetings", "meeting")}
        # What is told of a part of a visit is told of the visit.
        assert counts["meetings"][topic.iri] >= len(meetings) > 0


BY_TOPIC = [slug for slug, table in TABLES.items() if "topic" in {f.name for f in table.facets}]


def test_a_moved_promise_has_another_date_for_the_same_state_of_the_same_thing(
    lists: Lists,
) -> None:
    columns = ("about", "state", "deadline", "moved")
    rows = list(zip(*(list_field(lists, "promises", name) for name in columns), strict=True))
    dates: dict[tuple[str | None, str | None], set[str]] = {}
    for about, state, deadline, _ in rows:
        dates.setdefault((about, state), set()).update(filter(None, [deadline]))
    assert {moved for *_, moved in rows} == {"true", "false"}
    for about, state, _, moved in rows:
        assert moved == ("true" if len(dates[about, state]) > 1 else "false")


def test_the_latest_post_is_that_of_the_latest_day(lists: Lists, whole_store: ox.Store) -> None:
    tenures = whole_store.query(
        "SELECT ?person ?day ?post { ?t a azru:Tenure ; org:member ?person ;"
        " azru:attestedOn ?day ; azru:post|org:role ?post }",
        prefixes=PREFIXES,
    )
    assert isinstance(tenures, ox.QuerySolutions)
    held: dict[str, list[tuple[str, str]]] = {}
    for row in tenures:
        held.setdefault(row["person"].value, []).append((row["day"].value, row["post"].value))
    latest = {
        person: {post for day, post in posts if day == max(posts)[0]}
        for person, posts in held.items()
    }
    people = list_field(lists, "people", "person")
    posts = list_field(lists, "people", "posts")
    listed = {person: set(text.split()) for person, text in zip(people, posts, strict=True) if text}
    assert listed == latest


# In Fuseki the relations of GeoSPARQL are reckoned from shapes, and not read.
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "slug", [slug for slug, table in TABLES.items() if "geo:sfWithin" not in "".join(table.query)]
)
def test_another_engine_finds_as_many_rows_for_each_choice(
    slug: str, ask_sample: Ask, ask_sample_fuseki: Ask
) -> None:
    table = TABLES[slug]
    query = "".join(table.query)
    ours, theirs = ask_sample(query), ask_sample_fuseki(query)
    assert len(ours) == len(theirs) > 1
    for facet in table.facets:
        at = table.names.index(facet.column)
        counts = [
            Counter(value for row in rows[1:] for value in row[at].split() or [""])
            for rows in (ours, theirs)
        ]
        assert counts[0] == counts[1]
