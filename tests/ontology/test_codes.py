"""Code lists and hierarchies: each concept in one list, at the top or below another, no circles."""

from collections.abc import Callable

import pytest

Select = Callable[[str], list[tuple[str, ...]]]
CONCEPTS = ["skos:Concept", "azru:Commodity", "azru:Indicator", "azru:Sector", "azru:Topic"]
CODE = "GRAPH graph:ontology { ?concept a skos:Concept }"


def test_every_concept_of_a_code_list_is_in_exactly_one(select: Select) -> None:
    rows = select(
        f"""SELECT ?concept (COUNT(?scheme) AS ?schemes) {{ {CODE}
          OPTIONAL {{ ?concept skos:inScheme ?scheme . ?scheme a skos:ConceptScheme }}
        }} GROUP BY ?concept"""
    )
    assert len(rows) > 90
    assert [row for row in rows if row[1] != "1"] == []


def test_every_code_list_has_concepts_and_is_no_concept_itself(select: Select) -> None:
    rows = select(
        """SELECT ?scheme {
          ?scheme a skos:ConceptScheme
          FILTER (NOT EXISTS { ?concept skos:inScheme ?scheme ; skos:topConceptOf ?scheme }
            || EXISTS { ?scheme a skos:Concept })
        }"""
    )
    assert rows == []


def test_a_concept_is_at_the_top_of_its_list_or_below_one_of_the_same_list(select: Select) -> None:
    rows = select(
        f"""SELECT ?concept {{ {CODE} ?concept skos:inScheme ?scheme
          BIND (EXISTS {{ ?concept skos:topConceptOf ?scheme }} AS ?top)
          BIND (EXISTS {{ ?concept skos:broader/skos:inScheme ?scheme }} AS ?below)
          FILTER (?top = ?below) }}"""
    )
    elsewhere = select(
        """SELECT ?concept {
          { ?concept skos:topConceptOf ?other } UNION { ?concept skos:broader/skos:inScheme ?other }
          FILTER NOT EXISTS { ?concept skos:inScheme ?other }
        }"""
    )
    assert rows == elsewhere == []


def test_no_hierarchy_runs_in_a_circle_or_out_of_its_class(select: Select) -> None:
    assert select("SELECT ?concept { ?concept skos:broader+ ?concept }") == []
    rows = select(
        """SELECT ?concept ?broader {
          ?concept a ?class ; skos:broader ?broader
          FILTER (?class IN (azru:Commodity, azru:Indicator, azru:Sector, azru:Topic))
          FILTER NOT EXISTS { ?broader a ?class }
        }"""
    )
    assert rows == []


@pytest.mark.parametrize("kind", ["commodity", "indicator", "sector", "topic"])
def test_every_concept_is_in_the_list_of_its_class(select: Select, kind: str) -> None:
    concepts = select(f"SELECT ?concept {{ ?concept a azru:{kind.title()} }}")
    assert concepts
    assert select(f"SELECT ?concept {{ ?concept skos:inScheme code:{kind} }}") == concepts


def test_what_is_related_is_not_broader_too(select: Select) -> None:
    both = (
        "?one skos:related ?other { ?one skos:broader+ ?other } UNION { ?other skos:broader+ ?one }"
    )
    assert select(f"SELECT ?one ?other {{ {both} }}") == []


@pytest.mark.parametrize("text", ["skos:prefLabel", "skos:definition"])
def test_every_code_list_and_concept_has_one_english_text(select: Select, text: str) -> None:
    rows = select(
        f"""SELECT ?thing (COUNT(?text) AS ?texts) {{
          GRAPH graph:ontology {{
            ?thing a ?kind FILTER (?kind IN (skos:Concept, skos:ConceptScheme))
          }}
          OPTIONAL {{ ?thing {text} ?text FILTER (LANG(?text) = "en") }}
        }} GROUP BY ?thing"""
    )
    assert [row for row in rows if row[1] != "1"] == []


@pytest.mark.parametrize("kind", CONCEPTS)
def test_no_two_concepts_of_a_list_share_a_name(select: Select, kind: str) -> None:
    rows = select(
        f"""SELECT ?one ?other ?name {{
          ?one a {kind} ; skos:prefLabel ?name . ?other a {kind} ; skos:prefLabel ?name
          OPTIONAL {{ ?one skos:inScheme ?first }} OPTIONAL {{ ?other skos:inScheme ?second }}
          FILTER (STR(?one) < STR(?other) && COALESCE(?first = ?second, true)) }}"""
    )
    assert rows == []


def test_every_code_that_the_data_use_is_defined(select: Select) -> None:
    rows = select(
        """SELECT DISTINCT ?code {
          ?thing ?property ?code
          FILTER (ISIRI(?code) && STRSTARTS(STR(?code), "https://w3id.org/azru-kg/id/code/"))
          FILTER NOT EXISTS { ?code skos:inScheme|^skos:inScheme ?list }
        }"""
    )
    assert rows == []
