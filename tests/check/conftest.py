from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from azru_kg.check.advice.fixes import add_fixes
from azru_kg.check.finding import Location
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.shacl.judge import check_loaded
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.graph.inputs import find_inputs
from azru_kg.graph.layout import Layout, built_in

PREFIXES = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SHAPES = """
ex:Figure a sh:NodeShape ; rdfs:label "Reported figure"@en ; sh:targetClass ex:Figure ;
  sh:property ex:Figure-value , ex:Figure-unit , ex:Figure-note .
ex:Figure-value sh:path ex:value ; sh:datatype xsd:decimal ; sh:minCount 1 ;
  sh:message "A figure has a value, an xsd:decimal. Fix: write 19.0, not 19." .
ex:Figure-unit sh:path ex:unit ; sh:class ex:Unit ; sh:severity sh:Warning .
ex:Figure-note sh:path ex:note ; sh:maxLength 3 ; sh:severity sh:Info ;
  sh:message "Short, 100 %: a, b." .
"""
DATA = """ex:usd a ex:Unit .
ex:a a ex:Figure ; ex:value 19 ; ex:unit ex:usdd .
ex:b a ex:Figure ; ex:value 2.0 ; ex:note "long\\u0007note" .
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def turtle(tmp_path: Path) -> Write:
    """Return a function that writes a Turtle file, with prefixes, and returns its path."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{PREFIXES}{body}\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def outcome(turtle: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Return what came of a file with a violation, a warning and an info, and one without any.

    The working directory is a checkout around both.
    """
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    shapes = turtle("shapes.ttl", SHAPES)
    files = [turtle("data/bad file.ttl", DATA), turtle("data/good.ttl", "ex:eur a ex:Unit .")]
    loaded = Loaded(find_inputs(files, [shapes], built_in()))
    verdict = add_fixes(check_loaded(loaded), loaded)
    lines = {"violation": (8, 24), "warning": (8, 38), "info": (9, None)}
    findings = tuple(
        replace(one, place=Location(files[0], *lines[one.severity])) for one in verdict.findings
    )
    return Outcome(replace(verdict, findings=findings), tuple(files))


@pytest.fixture
def beside_founding(founding: Layout, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """Let files be examined beside the founding documents, and nothing else; return these."""
    for module in ("azru_kg.check.examine", "azru_kg.graph.layout"):
        monkeypatch.setattr(f"{module}.built_in", lambda: founding)
    return founding
