from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import BNode, Literal, URIRef

from azru_kg.check.lint.run import RULES, check
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.prefixes import PREFIXES

Write = Callable[[str, str], DataFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a Turtle file with the prefixes of the project."""

    def create(name: str, body: str) -> DataFile:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        path.write_text(f"{head}{body}\n", encoding="utf-8")
        return DataFile(path)

    return create


@pytest.mark.long
def test_the_built_in_graph_has_neither_violation_nor_warning() -> None:
    found = [one for one in check(built_in()) if one.severity != "info"]
    assert [(one.label, one.focus, one.message) for one in found] == []


def test_names_of_rules_differ() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_finding_names_rule_place_and_fix(write: Write) -> None:
    (finding,) = check([write("a.ttl", "claim:a a azru:Figure ; azru:voise code:narration .")])
    assert finding.severity == "violation"
    assert finding.label == "unknown-own-term"
    assert finding.shape == finding.component == "https://w3id.org/azru-kg/lint/unknown-own-term"
    assert finding.focus == URIRef(f"{PREFIXES['claim']}a")
    assert finding.path == "azru:voise"
    assert finding.value == URIRef(f"{PREFIXES['code']}narration")
    assert finding.message == (
        "azru:voise is not in the ontology. Did you mean azru:voice?"
        " Fix: correct the name by ontology/azru.ttl, or declare the term there."
    )
    assert finding.node == BNode("lint1")
    assert finding.source is None


def test_rules_are_sentences_and_fixes_read_on_after_a_colon() -> None:
    for rule in RULES:
        assert not rule.fix[0].isupper()
        assert all(text.endswith(".") for text in (rule.asks, rule.why, rule.fix))


def test_a_finding_of_a_named_graph_says_which(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        "<https://example.org/g> { <https://example.org/a> a"
        " <https://w3id.org/azru-kg/ontology#Figur> }"
    )
    (finding,) = check([DataFile(path)])
    assert finding.source == "https://example.org/g"


def test_findings_stand_the_worst_first_and_the_same_each_time(write: Write) -> None:
    body = """person:a a foaf:Person ; skos:prefLabel "A"@en ; schema:member [ a azru:Figur ] .
      quote:a a oa:SpecificResource ; schema:mentions person:a ; rdfs:comment "a  b"@en ."""
    findings = check([write("a.ttl", body)])
    assert [finding.severity for finding in findings] == [
        *("violation", "violation", "warning", "info")
    ]
    assert check([write("a.ttl", body)]) == findings


def test_literals_reach_the_findings_as_written(write: Write) -> None:
    (finding,) = check([write("a.ttl", 'claim:a a azru:Figure ; azru:asOf "2024-1-2"^^xsd:date .')])
    assert isinstance(finding.value, Literal)
    assert str(finding.value) == "2024-1-2"


def test_foreign_files_are_not_judged_by_vocabularies_that_lint_does_not_know(
    write: Write,
) -> None:
    body = """@prefix ex: <https://example.org/> .
      ex:a a ex:Thing , foaf:Person ; ex:name "A" ; foaf:name "A" ; ex:when "2024"^^xsd:gYear ."""
    assert check([write("a.ttl", body)]) == []


def test_a_file_stands_in_for_the_built_in_one_of_its_name(write: Write) -> None:
    claim = write("a.ttl", "claim:a a azru:Tenure ; azru:voice code:narration .")
    ontology = write("ontology/azru.ttl", "")
    assert check([claim]) == []
    found = check([claim, ontology])
    assert [one.message.partition(".")[0] for one in found] == [
        "azru:voice is not in the ontology",
        "azru:Tenure is not in the ontology",
    ]


def test_another_graph_can_stand_in_for_the_built_in_one(
    tmp_path: Path, write: Write, founding: Layout
) -> None:
    for part in ("graph", "ontology", "queries", "shapes"):
        shutil.copytree(founding.root / part, tmp_path / "copy" / part)
    places = tmp_path / "copy" / "graph" / "entities" / "places.ttl"
    places.write_text(places.read_text(encoding="utf-8").replace("place:baku", "place:baky"))
    claim = write("a.ttl", "claim:a a azru:Assessment ; schema:about place:baku .")
    assert check([claim]) == []
    (finding,) = check([claim], layout=Layout(tmp_path / "copy"))
    assert "Did you mean place:baky?" in finding.message


def test_files_are_not_judged_as_if_they_were_the_whole_graph(write: Write) -> None:
    body = """azru:Ferry a owl:Class ; rdfs:label "ferry"@en ; skos:definition "A ship."@en ;
      vs:term_status "stable" ."""
    assert check([write("a.ttl", body)]) == []


def test_a_broken_file_is_named(write: Write) -> None:
    with pytest.raises(DataError, match=r"a\.ttl:\d+:\d+: "):
        check([write("a.ttl", "claim:a a .")])


def test_a_triple_inside_a_triple_is_refused(write: Write) -> None:
    body = "claim:a prov:wasDerivedFrom <<( claim:b a azru:Figure )>> ."
    with pytest.raises(DataError, match=r"a\.ttl: .+ does not know the RDF 1\.2 term"):
        check([write("a.ttl", body)])


def test_a_stored_query_that_ends_in_a_prefix_is_read_to_its_end(
    tmp_path: Path, founding: Layout
) -> None:
    for part in ("graph", "ontology", "shapes"):
        shutil.copytree(founding.root / part, tmp_path / part)
    query = tmp_path / "queries" / "open.rq"
    query.parent.mkdir()
    query.write_text("#+ summary: Cut off\nex:a PREFIX ex:\n")
    (finding,) = [one for one in check(Layout(tmp_path)) if one.label == "query-prefix"]
    assert finding.message.startswith("open.rq: The prefix ex: is not declared.")


def test_a_stored_query_that_is_no_sparql_is_named(tmp_path: Path, founding: Layout) -> None:
    for part in ("graph", "ontology", "shapes"):
        shutil.copytree(founding.root / part, tmp_path / part)
    query = tmp_path / "queries" / "open.rq"
    query.parent.mkdir()
    query.write_text("#+ summary: Never closed\nASK { ?s ?p 'open }\n")
    with pytest.raises(DataError, match=r"open\.rq: not SPARQL: the string that starts here"):
        check(Layout(tmp_path))
