from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from azru_kg.check.lint.merge import add_findings
from azru_kg.check.lint.run import check
from azru_kg.check.report.text import to_turtle
from azru_kg.check.shacl.judge import Verdict, check_files
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

BODY = """
claim:a a azru:Figure ; sdmx-measure:obsValue 19 ; azru:voise code:narration .
quote:a a oa:SpecificResource ; <https://example.org/note> "two  spaces"@en .
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> DataFile:
    path = tmp_path_factory.mktemp("data") / "a.ttl"
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    path.write_text(f"{head}{BODY}", encoding="utf-8")
    return DataFile(path)


@pytest.fixture(scope="module")
def verdict(file: DataFile, founding: Layout) -> Verdict:
    return check_files([file.path], layout=founding)


def test_what_a_shape_has_found_is_not_found_again(file: DataFile, verdict: Verdict) -> None:
    findings = check([file])
    assert [one.label for one in findings] == ["unknown-own-term", "wrong-datatype", "stray-space"]
    labels = [one.label for one in add_findings(verdict, findings).findings]
    assert "Reported figure" in labels
    assert labels.count("unknown-own-term") == labels.count("stray-space") == 1
    assert "wrong-datatype" not in labels


def test_findings_of_shapes_and_of_lint_stand_in_one_order(
    file: DataFile, verdict: Verdict
) -> None:
    both = add_findings(verdict, check([file]))
    assert list(both.findings) == sorted(both.findings, key=lambda one: one.order)
    assert len(both.findings) == len(verdict.findings) + 2
    assert both.triples == verdict.triples


def test_a_report_in_turtle_says_what_lint_found(file: DataFile, verdict: Verdict) -> None:
    both = add_findings(verdict, check([file]))
    report = Graph().parse(data=to_turtle(both), format="turtle")
    results = set(report.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(both.findings)
    rule = URIRef("https://w3id.org/azru-kg/lint/stray-space")
    (result,) = report.subjects(SH.sourceShape, rule)
    assert report.value(result, SH.resultSeverity) == SH.Warning
    assert report.value(result, SH.resultPath) == URIRef("https://example.org/note")
    assert report.value(result, SH.focusNode) == URIRef(f"{PREFIXES['quote']}a")
    assert "Fix: remove the white space." in str(report.value(result, SH.resultMessage))


def test_a_violation_of_lint_alone_makes_data_not_conform(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<https://example.org/a> a <http://xmlns.com/foaf/0.1/Peson> .")
    verdict = check_files([path])
    assert verdict.conforms
    assert not add_findings(verdict, check([DataFile(path)])).conforms


def test_the_first_verdict_stays_as_it_was(file: DataFile, verdict: Verdict) -> None:
    before = len(verdict.findings), len(verdict.results)
    add_findings(verdict, check([file]))
    assert (len(verdict.findings), len(verdict.results)) == before
