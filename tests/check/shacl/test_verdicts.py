from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, XSD, Literal

from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import check_files, check_layout, judge
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout

Write = Callable[[str, str], Path]

FIGURE = """
ex:Figure a sh:NodeShape ; rdfs:label "Reported figure"@en , "Rəqəm"@az ; sh:targetClass ex:Figure ;
  sh:property [ sh:path ex:value ; sh:minCount 1 ; sh:message "A figure needs a value."@en ] ,
    [ sh:path ex:unit ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "No unit." ] .
"""
PARTNER = """
<http://example.org/shapes> a owl:Ontology ;
  sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:Partner a sh:NodeShape ; rdfs:label "Partner" ; sh:targetClass ex:Trade ; sh:sparql [
  sh:prefixes <http://example.org/shapes> ;
  sh:message "{$this} trades with itself: {?who}" ;
  sh:select "SELECT $this ?who WHERE { $this ex:from ?who ; ex:to ?who }" ] .
"""


def test_data_that_meet_the_shapes_conform_without_findings(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:Figure ; ex:value 1.0 ; ex:unit ex:usd .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", FIGURE)])
    assert verdict.conforms
    assert verdict.findings == ()
    assert verdict.triples == 3


def test_a_violation_names_shape_focus_path_value_and_message(turtle: Write) -> None:
    shape = """ex:Length a sh:NodeShape ; rdfs:label "Length"@en ; sh:targetSubjectsOf ex:km ;
      sh:property [ sh:path ex:km ; sh:datatype xsd:decimal ; sh:message "Write 7000.0."@en ] ."""
    data = turtle("data.ttl", 'ex:a ex:km "07000"^^xsd:integer .')
    verdict = check_files([data], shapes=[turtle("shapes.ttl", shape)])
    (finding,) = verdict.findings
    assert not verdict.conforms
    assert finding.severity == "violation"
    assert (finding.label, finding.shape) == ("Length", "http://example.org/Length")
    assert finding.focus == rdflib.URIRef("http://example.org/a")
    assert finding.path == "<http://example.org/km>"
    assert finding.value == Literal("07000", datatype=XSD.integer, normalize=False)
    assert finding.message == "Write 7000.0."


def test_data_with_warnings_only_do_not_conform_and_list_them(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:Figure ; ex:value 1.0 .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", FIGURE)])
    assert not verdict.conforms
    assert [finding.severity for finding in verdict.findings] == ["warning"]
    assert (verdict.count("violation"), verdict.count("warning"), verdict.count("info")) == (
        0,
        1,
        0,
    )


def test_a_severity_of_the_shapes_own_counts_as_violation(turtle: Write) -> None:
    shape = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:severity ex:Grave ; sh:nodeKind sh:Literal ."
    )
    data = turtle("data.ttl", "ex:a a ex:Figure .")
    assert not check_files([data], shapes=[turtle("shapes.ttl", shape)]).conforms


def test_findings_stand_the_worst_first(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:b a ex:Figure . ex:a a ex:Figure ; ex:value 1 .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", FIGURE)])
    found = [(one.severity, str(one.focus)[-1]) for one in verdict.findings]
    assert found == [("violation", "b"), ("warning", "a"), ("warning", "b")]


def test_sparql_constraints_use_declared_prefixes_and_fill_their_message(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:t a ex:Trade ; ex:from ex:AZ ; ex:to ex:AZ .")
    (finding,) = check_files([data], shapes=[turtle("shapes.ttl", PARTNER)]).findings
    assert finding.message == "http://example.org/t trades with itself: http://example.org/AZ"


def test_prefixes_that_a_declaration_imports_count_as_declared(turtle: Write) -> None:
    elsewhere = PARTNER.replace(" a owl:Ontology ;", "").replace(
        "sh:prefixes <http://example.org/shapes>", "sh:prefixes ex:more"
    )
    own = "ex:more owl:imports <http://example.org/shapes> ."
    data = turtle("data.ttl", "ex:t a ex:Trade ; ex:from ex:AZ ; ex:to ex:AZ .")
    shapes = [turtle("elsewhere.ttl", elsewhere), turtle("own.ttl", own)]
    assert len(check_files([data], shapes=shapes).findings) == 1
    with pytest.raises(DataError, match="undefined prefix ex:"):
        check_files([data], shapes=shapes[:1])


def test_custom_targets_of_shapes_are_followed(turtle: Write) -> None:
    shape = """ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:target [ a sh:SPARQLTarget ;
      sh:select "SELECT ?this WHERE { ?this a <http://example.org/Figure> }" ] ."""
    data = turtle("data.ttl", "ex:a a ex:Figure .")
    assert not check_files([data], shapes=[turtle("shapes.ttl", shape)]).conforms


@pytest.mark.parametrize(
    ("written", "datatype"),
    [
        ("01", XSD.integer),
        ("2.50", XSD.decimal),
        ("1.0e6", XSD.double),
        ("1", XSD.boolean),
        ("2024-01-22T10:00:00+00:00", XSD.dateTime),
        ("not a number", XSD.integer),
        ("1.0", XSD.boolean),
    ],
)
def test_literals_reach_the_report_as_written(
    turtle: Write, written: str, datatype: rdflib.URIRef
) -> None:
    data = turtle("data.ttl", f'ex:a ex:p "{written}"^^<{datatype}> .')
    shape = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ."
    (finding,) = check_files([data], shapes=[turtle("shapes.ttl", shape)]).findings
    assert isinstance(finding.value, Literal)
    assert (str(finding.value), finding.value.datatype) == (written, datatype)


def test_ill_typed_literals_are_found_without_a_word_on_standard_error(
    turtle: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    data = turtle(
        "data.ttl", 'ex:a ex:p "x"^^xsd:integer , "1.0"^^xsd:boolean , "2024-13-01"^^xsd:date .'
    )
    shape = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ;
      sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:boolean ] [ sh:datatype xsd:date ] )
    ] ."""
    assert len(check_files([data], shapes=[turtle("shapes.ttl", shape)]).findings) == 3
    assert capfd.readouterr() == ("", "")


def test_judging_leaves_the_shapes_as_they_are(turtle: Write) -> None:
    shapes = read_shapes([DataFile(turtle("shapes.ttl", FIGURE + PARTNER))])
    data = reading.read([DataFile(turtle("data.ttl", "ex:a a ex:Figure ; ex:value 1 ."))])
    before = [set(graph) for graph in shapes.graphs]
    first, second = judge(data, shapes), judge(data, shapes)
    assert [set(graph) for graph in shapes.graphs] == before
    assert [one.order for one in first.findings] == [one.order for one in second.findings]
    assert len(first.findings) == 1


def test_blank_nodes_of_different_files_stay_apart(turtle: Write) -> None:
    one = turtle("one.ttl", "_:x a ex:Figure ; ex:value 1 ; ex:unit ex:usd .")
    two = turtle("two.ttl", "_:x a ex:Figure ; ex:unit ex:usd .")
    verdict = check_files([one, two], shapes=[turtle("shapes.ttl", FIGURE)])
    assert [finding.message for finding in verdict.findings] == ["A figure needs a value."]


def test_named_graphs_are_validated_as_one(turtle: Write, tmp_path: Path) -> None:
    data = tmp_path / "data.nq"
    ex = "http://example.org/"
    data.write_text(
        f"<{ex}a> <{RDF.type}> <{ex}Figure> <{ex}g1> .\n<{ex}a> <{ex}value> <{ex}v> <{ex}g2> .\n"
    )
    verdict = check_files([data], shapes=[turtle("shapes.ttl", FIGURE)])
    assert [finding.message for finding in verdict.findings] == ["No unit."]


@pytest.fixture
def home(turtle: Write, tmp_path: Path) -> Layout:
    turtle("home/ontology/own.ttl", "ex:Bilateral rdfs:subClassOf ex:Figure .")
    turtle("home/graph/entities/units.ttl", "ex:usd a ex:Unit .")
    turtle("home/graph/sources/one.ttl", "ex:f a ex:Bilateral ; ex:value 1 ; ex:unit ex:usd .")
    turtle("home/shapes/figure.ttl", FIGURE)
    turtle(
        "home/shapes/unit.ttl",
        """ex:UnitUse a sh:NodeShape ; rdfs:label "Use" ; sh:targetObjectsOf ex:unit ;
           sh:class ex:Unit ; sh:message "Not a unit." .
           ex:Unit a sh:NodeShape ; rdfs:label "Unit" ; sh:targetClass ex:Unit ;
           sh:property [ sh:path [ sh:inversePath ex:unit ] ;
             sh:minCount 1 ; sh:message "Idle." ] .""",
    )
    return Layout(tmp_path / "home")


def test_a_whole_layout_conforms(home: Layout) -> None:
    verdict = check_layout(home)
    assert verdict.conforms
    assert verdict.triples == 5


def test_a_subclass_of_the_ontology_falls_under_the_shape_of_its_superclass(
    home: Layout, turtle: Write
) -> None:
    turtle("home/graph/sources/two.ttl", "ex:g a ex:Bilateral ; ex:unit ex:usd .")
    assert [one.message for one in check_layout(home).findings] == ["A figure needs a value."]


def test_metadata_belong_to_what_a_layout_validates(home: Layout, turtle: Write) -> None:
    turtle("home/graph/metadata.ttl", "ex:m ex:unit ex:rouble .")
    assert [one.message for one in check_layout(home).findings] == ["Not a unit."]


def test_references_of_files_resolve_in_the_built_in_entities(home: Layout, turtle: Write) -> None:
    data = turtle("new.ttl", "ex:g a ex:Bilateral ; ex:value 1 ; ex:unit ex:usd .")
    verdict = check_files([data], layout=home)
    assert verdict.findings == ()
    assert verdict.triples == 3


def test_files_are_held_to_the_built_in_shapes(home: Layout, turtle: Write) -> None:
    data = turtle("new.ttl", "ex:g a ex:Bilateral ; ex:unit ex:manat .")
    messages = [one.message for one in check_files([data], layout=home).findings]
    assert messages == ["A figure needs a value.", "Not a unit."]


def test_entities_that_files_do_not_mention_are_not_their_fault(
    home: Layout, turtle: Write
) -> None:
    data = turtle("new.ttl", "ex:other a ex:Thing .")
    assert check_files([data], layout=home).findings == ()


def test_given_shapes_see_the_files_and_nothing_else(home: Layout, turtle: Write) -> None:
    data = turtle("new.ttl", "ex:g a ex:Bilateral ; ex:unit ex:manat .")
    verdict = check_files([data], shapes=[home.shapes], layout=home)
    assert [one.message for one in verdict.findings] == ["Not a unit."]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.ttl", "<urn:a> <urn:b> .", "broken.ttl:1:"),
        ("table.csv", "a,b", "unknown extension '.csv'"),
        ("remote.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "not fetched"),
        (
            "entities.rdf",
            '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE r [<!ENTITY e "e">]>\n<r/>',
            "DOCTYPE is refused",
        ),
        ("latin.ttl", "\x9f", "not UTF-8"),
        ("new.ttl", "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "RDF 1.2"),
        ("bidi.ttl", '<urn:a> <urn:b> "x"@en--ltr .', "RDF 1.2"),
    ],
)
def test_data_that_cannot_be_read_are_refused_by_name(
    turtle: Write, tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="latin-1")
    with pytest.raises(DataError) as caught:
        check_files([path], shapes=[turtle("shapes.ttl", FIGURE)])
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_missing_files_and_empty_folders_are_refused(turtle: Write, tmp_path: Path) -> None:
    data = turtle("data.ttl", "ex:a a ex:Figure .")
    (tmp_path / "empty").mkdir()
    for paths, shapes in [
        ([tmp_path / "gone.ttl"], [data]),
        ([tmp_path / "empty"], [data]),
        ([data], [tmp_path / "gone.ttl"]),
        ([data], [tmp_path / "empty"]),
    ]:
        with pytest.raises(DataError, match=r"gone\.ttl|empty"):
            check_files(paths, shapes=shapes)


def test_a_layout_without_entities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no Turtle file here"):
        check_layout(Layout(tmp_path))


@pytest.mark.parametrize("value", ["C:\\temp\\new", "C:\\1x", "{?who} {$this}", "\\g<0>"])
def test_a_filled_message_holds_the_value_as_it_is(turtle: Write, value: str) -> None:
    written = value.replace("\\", "\\\\")
    data = turtle("data.ttl", f'ex:t a ex:Trade ; ex:from "{written}" ; ex:to "{written}" .')
    (finding,) = check_files([data], shapes=[turtle("shapes.ttl", PARTNER)]).findings
    assert finding.message == f"http://example.org/t trades with itself: {value}"


def test_a_date_that_is_none_is_not_before_any_other(turtle: Write) -> None:
    data = turtle("data.ttl", 'ex:a ex:p "2018-02-30"^^xsd:date ; ex:q "2018-12-31"^^xsd:date .')
    for first, second in (("ex:p", "ex:q"), ("ex:q", "ex:p")):
        shape = f"""ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ;
          sh:property [ sh:path {first} ; sh:lessThanOrEquals {second} ] ."""
        assert len(check_files([data], shapes=[turtle("shapes.ttl", shape)]).findings) == 1


def test_a_source_may_mention_what_other_sources_describe(home: Layout, turtle: Write) -> None:
    turtle("home/graph/sources/old.ttl", "ex:g a ex:Bilateral ; ex:value 1 ; ex:unit ex:usd .")
    data = turtle("new.ttl", "ex:note ex:about ex:g .")
    assert check_files([data], layout=home).findings == ()


def test_a_file_stands_in_for_the_built_in_one_of_its_name(home: Layout, turtle: Write) -> None:
    turtle("home/graph/sources/old.ttl", "ex:g a ex:Bilateral ; ex:value 1 ; ex:unit ex:usd .")
    data = turtle("mine/sources/old.ttl", "ex:g a ex:Bilateral ; ex:unit ex:usd .")
    assert [one.message for one in check_files([data], layout=home).findings] == [
        "A figure needs a value."
    ]
