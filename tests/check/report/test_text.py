from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH

from azru_kg.check.finding import Location
from azru_kg.check.report.text import describe, summarise, to_text, to_turtle
from azru_kg.check.shacl.judge import Verdict, check_files
from azru_kg.graph.dataset import canonical
from azru_kg.rdf.rdflib_terms import to_oxigraph

Write = Callable[[str, str], Path]

SHAPES = """
ex:Figure a sh:NodeShape ; rdfs:label "Figure"@en ; sh:targetClass ex:Figure ;
  sh:property
    [ sh:path ex:value ; sh:minCount 1 ; sh:message "No value."@en , "Dəyər yoxdur."@az ] ,
    [ sh:path ( ex:unit [ sh:inversePath rdfs:seeAlso ] ) ; sh:class ex:Unit ;
      sh:severity sh:Info ; sh:message "Not a unit." ] ,
    [ sh:path ex:note ; sh:maxLength 3 ; sh:severity sh:Warning ; sh:message "Too\\n  long." ] ,
    [ sh:path ex:value ; sh:or ( [ sh:datatype xsd:decimal ] [ sh:datatype xsd:integer ] ) ;
      sh:message "No number." ] .
"""
DATA = """
ex:a a ex:Figure ; ex:unit ex:usd ; ex:note "a\\nlonger \\"note\\""@en .
ex:b a ex:Figure ; ex:value "x"^^xsd:double .
[] a ex:Figure ; ex:value 1 ; ex:note "anonymous" .
[] a ex:Figure .
ex:thing rdfs:seeAlso ex:usd .
"""
RUN = """
import sys
from pathlib import Path
from azru_kg.check.report.text import to_text, to_turtle
from azru_kg.check.shacl.judge import check_files
verdict = check_files([Path(sys.argv[1])], shapes=[Path(sys.argv[2])])
sys.stdout.write(to_text(verdict) + to_turtle(verdict))
"""


def test_lines_stand_in_the_order_of_places_and_those_without_one_last(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:Figure . ex:b a ex:Figure . ex:c a ex:Figure .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", SHAPES)])
    places = [Location("b.ttl", 10, 1), None, Location("b.ttl", 9, 12)]
    placed = zip(verdict.findings, places, strict=True)
    findings = tuple(replace(one, place=place) for one, place in placed)
    lines = to_text(replace(verdict, findings=findings)).splitlines()[:-1]
    assert [line.partition(" violation: Figure: No value. (")[0] for line in lines] == [
        "b.ttl:9:12:",
        "b.ttl:10:1:",
        "violation: Figure: No value. (focus <http://example.org/b>, path <http://example.org/value>)",
    ]


def test_a_line_tells_the_fix_once_and_without_codes_for_a_terminal(turtle: Write) -> None:
    shape = """ex:S a sh:NodeShape ; rdfs:label "S" ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ;
      sh:message "Bell \\u0007. Fix: write text." ."""
    data = turtle("data.ttl", "ex:a a ex:Figure .")
    (finding,) = check_files([data], shapes=[turtle("shapes.ttl", shape)]).findings
    told = "violation: S: Bell \\u0007. (focus <http://example.org/a>) fix: "
    assert describe(finding) == f"{told}write text."
    assert describe(replace(finding, fix="write more.")) == f"{told}write more."


def test_text_has_a_line_a_finding_and_a_summary(turtle: Write) -> None:
    verdict = check_files([turtle("data.ttl", DATA)], shapes=[turtle("shapes.ttl", SHAPES)])
    assert to_text(verdict).splitlines() == [
        "violation: Figure: No value. (focus <http://example.org/a>, path <http://example.org/value>)",
        "violation: Figure: No number. (focus <http://example.org/b>,"
        ' path <http://example.org/value>, value "x"^^xsd:double)',
        "violation: Figure: No value. (focus _:b2, path <http://example.org/value>)",
        "warning: Figure: Too long. (focus <http://example.org/a>,"
        ' path <http://example.org/note>, value "a longer \\"note\\""@en)',
        "warning: Figure: Too long. (focus _:b1,"
        ' path <http://example.org/note>, value "anonymous")',
        "info: Figure: Not a unit. (focus <http://example.org/a>,"
        " path <http://example.org/unit>/^rdfs:seeAlso, value <http://example.org/thing>)",
        "does not conform: 10 triples, 3 violations, 2 warnings, 1 info",
    ]


def test_a_long_value_is_cut_and_a_value_equal_to_the_focus_is_left_out(turtle: Write) -> None:
    shape = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p , ex:q ; sh:nodeKind sh:BlankNode ."
    data = turtle("data.ttl", f"ex:a ex:p ex:b ; ex:q '{'long ' * 40}' .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", shape)])
    first, second = map(describe, verdict.findings)
    assert first.endswith("(focus " + '"' + ("long " * 16) + '…")')
    assert second.endswith("(focus <http://example.org/b>)")


def test_the_summary_of_conforming_data_says_so() -> None:
    assert summarise(Verdict((), 1, rdflib.Graph())) == "conforms: 1 triple, no findings"


def test_turtle_is_a_report_with_the_same_results_as_the_text(turtle: Write) -> None:
    verdict = check_files([turtle("data.ttl", DATA)], shapes=[turtle("shapes.ttl", SHAPES)])
    report = rdflib.Graph().parse(data=to_turtle(verdict))
    (root,) = report.subjects(RDF.type, SH.ValidationReport)
    results = list(report.objects(root, SH.result))
    assert report.value(root, SH.conforms) == rdflib.Literal(False)
    assert len(results) == len(verdict.findings) == 6
    assert {str(report.value(one, SH.focusNode)) for one in results} >= {"http://example.org/a"}
    paths = {report.value(one, SH.resultPath) for one in results}
    assert any((path, RDF.first, None) in report for path in paths)


def test_turtle_says_what_pyshacl_reported(turtle: Write) -> None:
    verdict = check_files([turtle("data.ttl", DATA)], shapes=[turtle("shapes.ttl", SHAPES)])
    written = canonical(ox.parse(to_turtle(verdict), format=ox.RdfFormat.TURTLE))
    reported = canonical(
        ox.Quad(*(to_oxigraph(node) for node in statement))  # type: ignore[arg-type]
        for statement in verdict.results
    )
    assert written == reported


def test_turtle_of_data_with_warnings_only_does_not_conform_as_the_standard_has_it(
    turtle: Write,
) -> None:
    data = turtle("data.ttl", 'ex:a a ex:Figure ; ex:value 1 ; ex:note "longer" .')
    verdict = check_files([data], shapes=[turtle("shapes.ttl", SHAPES)])
    assert not verdict.conforms
    assert "sh:conforms false" in to_turtle(verdict)
    sums = f"{verdict.triples} triples, 1 warning"
    assert summarise(verdict) == f"no violation, but does not conform: {sums}"


def test_turtle_of_data_without_findings_conforms_and_declares_no_idle_prefix(
    turtle: Write,
) -> None:
    data = turtle("data.ttl", "ex:a a ex:Figure ; ex:value 1 .")
    verdict = check_files([data], shapes=[turtle("shapes.ttl", SHAPES)])
    lines = to_turtle(verdict).splitlines()
    declared = {line.split()[1] for line in lines if line.startswith("@prefix")}
    assert declared == {"rdf:", "sh:", "xsd:"}
    assert lines[-1].strip() == "sh:conforms true ."


@pytest.mark.long
def test_reports_are_the_same_bytes_under_every_hash_seed(turtle: Write) -> None:
    paths = [str(turtle("data.ttl", DATA)), str(turtle("shapes.ttl", SHAPES))]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", RUN, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
