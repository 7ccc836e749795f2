"""The checklist of a published vocabulary: header, labels, definitions, domains, status."""

import re
from collections.abc import Callable

import pytest

from azru_kg.rdf.prefixes import BASE, ONTOLOGY, PREFIXES

Select = Callable[[str], list[tuple[str, ...]]]
TERM = """GRAPH graph:ontology {
  ?term a ?kind
  FILTER (?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty))
}"""
IN_DATA = "?graph NOT IN (graph:ontology, graph:shapes)"


def test_there_is_one_ontology_and_it_has_the_iri_of_its_terms(select: Select) -> None:
    headers = select("SELECT ?ontology { GRAPH graph:ontology { ?ontology a owl:Ontology } }")
    terms = select(f"SELECT ?term {{ {TERM} }}")
    assert headers == [(ONTOLOGY,)]
    assert ONTOLOGY.startswith("https://w3id.org/")
    assert len(terms) > 70
    assert {term.rpartition("#")[0] for (term,) in terms} == {ONTOLOGY}


def test_the_version_has_an_iri_under_that_of_the_ontology_and_the_data_conform_to_it(
    select: Select,
) -> None:
    [(iri, number)] = select(
        f"SELECT ?iri ?number {{ <{ONTOLOGY}> owl:versionIRI ?iri ; owl:versionInfo ?number }}"
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+", number)
    assert iri == f"{ONTOLOGY}/{number}"
    assert (iri,) in select(f"SELECT ?iri {{ <{BASE}dataset> dcterms:conformsTo ?iri }}")


@pytest.mark.parametrize(
    "slot",
    [
        "dcterms:title",
        "dcterms:description",
        "dcterms:license",
        "dcterms:creator",
        "dcterms:created",
        "dcterms:modified",
        "vann:preferredNamespacePrefix",
        "vann:preferredNamespaceUri",
    ],
)
def test_the_header_is_complete(select: Select, slot: str) -> None:
    assert len(select(f"SELECT ?value {{ <{ONTOLOGY}> {slot} ?value }}")) == 1


def test_the_header_names_the_prefix_in_use_and_dates_in_order(select: Select) -> None:
    [(prefix, space, created, modified)] = select(
        f"""SELECT ?prefix ?space ?created ?modified {{
          <{ONTOLOGY}> vann:preferredNamespacePrefix ?prefix ;
            vann:preferredNamespaceUri ?space ;
            dcterms:created ?created ; dcterms:modified ?modified }}"""
    )
    assert PREFIXES[prefix] == space
    assert created <= modified


@pytest.mark.parametrize("text", ["rdfs:label", "skos:definition"])
def test_every_term_has_one_english_text_and_at_most_one_in_each_other_language(
    select: Select, text: str
) -> None:
    counts = select(
        f"""SELECT ?term (SUM(IF(LANG(?text) = "en", 1, 0)) AS ?english)
          (COUNT(?text) - COUNT(DISTINCT LANG(?text)) AS ?doubled) {{
          {TERM} OPTIONAL {{ ?term {text} ?text }} }} GROUP BY ?term"""
    )
    assert [row for row in counts if row[1:] != ("1", "0")] == []


def test_no_two_terms_share_a_label(select: Select) -> None:
    rows = select(
        f"""SELECT ?label (COUNT(DISTINCT ?term) AS ?terms) {{ {TERM} ?term rdfs:label ?label }}
          GROUP BY ?label HAVING (COUNT(DISTINCT ?term) > 1)"""
    )
    assert rows == []


def test_labels_and_definitions_have_no_stray_white_space(select: Select) -> None:
    rows = select(
        r"""SELECT ?thing ?text {
          GRAPH graph:ontology { ?thing rdfs:label|skos:prefLabel|skos:definition ?text }
          FILTER (REGEX(?text, "^\\s|\\s$|\\s\\s"))
        }"""
    )
    assert rows == []


def test_a_definition_is_a_sentence_that_does_not_repeat_the_label(select: Select) -> None:
    rows = select(
        """SELECT ?thing ?label ?definition {
          GRAPH graph:ontology {
            ?thing skos:definition ?definition ; rdfs:label|skos:prefLabel ?label
          }
          FILTER (LANG(?label) = "en" && (
            !REGEX(?definition, "^[A-Z].*[.]$")
            || LCASE(STR(?definition)) = CONCAT(LCASE(STR(?label)), ".")
          ))
        }"""
    )
    assert rows == []


def test_every_code_list_that_a_definition_names_exists(select: Select) -> None:
    definitions = select(f"SELECT ?term ?text {{ {TERM} ?term skos:definition ?text }}")
    named = {code for _, text in definitions for code in re.findall(r"\bcode:([a-z-]+)", text)}
    lists = {iri.rpartition("/")[2] for (iri,) in select("SELECT ?s { ?s a skos:ConceptScheme }")}
    assert named
    assert named - lists == set()


@pytest.mark.parametrize(("slot", "reason"), [("domain", "No domain"), ("range", "No range")])
def test_every_property_has_a_domain_and_a_range_or_the_reason_for_none(
    select: Select, slot: str, reason: str
) -> None:
    rows = select(
        f"""SELECT ?term {{ {TERM} FILTER (?kind != owl:Class)
          FILTER NOT EXISTS {{ ?term rdfs:{slot} ?class }}
          FILTER NOT EXISTS {{ ?term skos:scopeNote ?note FILTER (STRSTARTS(?note, "{reason}: ")) }}
        }}"""
    )
    assert rows == []


@pytest.mark.parametrize(("slot", "reason"), [("domain", "No domain"), ("range", "No range")])
def test_no_property_excuses_a_domain_or_range_that_it_has(
    select: Select, slot: str, reason: str
) -> None:
    rows = select(
        f"""SELECT ?term {{ {TERM} ?term rdfs:{slot} ?class ; skos:scopeNote ?note
          FILTER (STRSTARTS(?note, "{reason}")) }}"""
    )
    assert rows == []


def test_ranges_suit_the_kind_of_property(select: Select) -> None:
    """A range of literals for datatype properties, and none of them for object properties."""
    rows = select(
        f"""SELECT ?term ?range {{ {TERM} ?term rdfs:range ?range
          BIND (STRSTARTS(STR(?range), STR(xsd:)) || ?range = rdf:langString AS ?literal)
          FILTER (?literal != (?kind = owl:DatatypeProperty)) }}"""
    )
    assert rows == []


def test_names_tell_classes_from_properties(select: Select) -> None:
    rows = select(
        f"""SELECT ?term {{ {TERM} BIND (STRAFTER(STR(?term), "#") AS ?name)
          BIND (IF(?kind = owl:Class, "^[A-Z][A-Za-z]+$", "^[a-z][A-Za-z]+$") AS ?style)
          FILTER (!REGEX(?name, ?style)) }}"""
    )
    assert rows == []


def test_every_term_says_where_it_is_defined_and_what_its_status_is(select: Select) -> None:
    rows = select(
        f"""SELECT ?term {{ {TERM} FILTER NOT EXISTS {{
          ?term rdfs:isDefinedBy <{ONTOLOGY}> ; vs:term_status ?status
          FILTER (?status IN ("stable", "testing")) }} }}"""
    )
    doubled = select(
        f"""SELECT ?term {{ {TERM} ?term vs:term_status ?status }}
          GROUP BY ?term HAVING (COUNT(?status) > 1)"""
    )
    assert rows == doubled == []


def test_stable_terms_are_in_use_and_testing_ones_are_not(select: Select) -> None:
    terms = select(f"SELECT ?term ?status {{ {TERM} ?term vs:term_status ?status }}")
    predicates = select(f"SELECT DISTINCT ?p {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER ({IN_DATA}) }}")
    classes = select(
        f"""SELECT DISTINCT ?class {{ GRAPH ?graph {{ ?thing a ?own }} FILTER ({IN_DATA})
          ?own rdfs:subClassOf* ?class }}"""
    )
    used = {name for (name,) in [*predicates, *classes]} & {name for name, _ in terms}
    stable = {name for name, status in terms if status == "stable"}
    assert stable - used == set()
    assert used - stable == set()


def test_deprecated_terms_name_their_successor_and_are_unused(select: Select) -> None:
    rows = select(
        f"""SELECT ?term {{ {TERM} ?term owl:deprecated true
          FILTER (NOT EXISTS {{ ?term dcterms:isReplacedBy ?successor }}
            || EXISTS {{ ?thing ?term ?value }} || EXISTS {{ ?thing a ?term }}) }}"""
    )
    assert rows == []


def test_the_shapes_declare_the_one_table_of_prefixes(select: Select) -> None:
    declared = select(
        """SELECT ?prefix ?space { GRAPH graph:shapes {
          <https://w3id.org/azru-kg/shapes> sh:declare [ sh:prefix ?prefix ; sh:namespace ?space ]
        } }"""
    )
    assert declared == sorted(PREFIXES.items())
