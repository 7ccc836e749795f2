from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from azru_kg.check.advice.fixes import add_fixes, combine
from azru_kg.check.finding import Finding, Location
from azru_kg.check.shacl.judge import Verdict, check_files, check_loaded
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import Inputs, find_inputs
from azru_kg.graph.layout import Layout, built_in

Write = Callable[[str, str], Path]
SHAPE = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property
  [ sh:path ex:p ; sh:datatype xsd:decimal ; sh:message "No number. Fix: write 19.0." ] ."""


def judge(shapes: Path, *files: Path) -> Verdict:
    loaded = Loaded(find_inputs(files, [shapes], built_in()))
    return add_fixes(check_loaded(loaded), loaded)


def test_the_advice_of_the_shape_comes_first_and_then_what_is_to_do_here(turtle: Write) -> None:
    (finding,) = judge(turtle("s.ttl", SHAPE), turtle("d.ttl", "ex:a ex:p 4 .")).findings
    assert finding.fix == "write 19.0. Here: write `4.0` in place of `4`."
    assert finding.message == "No number. Fix: write 19.0."
    assert (finding.statement, finding.advice) == ("No number.", "write 19.0.")


def test_what_the_advice_says_is_not_said_twice() -> None:
    advice = "add skos:definition in English."
    assert combine(advice, "add `skos:definition …`") == advice
    assert combine(advice, "add `skos:altLabel …`") != advice
    assert combine(advice, "") == advice
    assert combine("", "") == ""


def test_the_file_of_a_finding_is_the_one_that_speaks_of_its_focus(turtle: Write) -> None:
    files = [turtle("one.ttl", "ex:b ex:q ex:a ."), turtle("two.ttl", "ex:a ex:p 4 .")]
    (finding,) = judge(turtle("s.ttl", SHAPE), *files).findings
    assert finding.place == Location(files[1])


def test_a_finding_on_a_blank_node_has_no_file_of_that_kind_but_a_fix(turtle: Write) -> None:
    (finding,) = judge(turtle("s.ttl", SHAPE), turtle("d.ttl", "[] ex:p 4 .")).findings
    assert finding.place is None
    assert finding.fix.endswith("write `4.0` in place of `4`.")


def test_a_finding_that_is_against_no_shape_keeps_its_own_advice(turtle: Write) -> None:
    shapes, data = turtle("s.ttl", SHAPE), turtle("d.ttl", "ex:a ex:p 4 .")
    inputs = find_inputs([data], [shapes], built_in())
    (finding,) = add_fixes(
        check_loaded(Loaded(inputs)), Loaded(replace(inputs, shapes=()))
    ).findings
    assert finding.fix == "write 19.0."


def test_data_that_conform_are_not_read_again(turtle: Write) -> None:
    shapes, data = turtle("s.ttl", SHAPE), turtle("d.ttl", "ex:a ex:p 4.0 .")
    verdict = check_files([data], shapes=[shapes])
    data.unlink()
    assert add_fixes(verdict, Loaded(Inputs((DataFile(data),), (), ()))) is verdict


@pytest.mark.long
def test_the_fixtures_of_the_shapes_all_get_a_fix_that_speaks_of_what_is_wrong(
    founding: Layout,
) -> None:
    loaded = Loaded(find_inputs([founding.specimens / "invalid"], (), founding))
    findings = add_fixes(check_loaded(loaded), loaded).findings
    assert [one for one in findings if not one.fix] == []
    assert _find(findings, "claim:figure-value-as-a-double").endswith(
        'Here: write `4300000000.0` in place of `"4.3e9"^^xsd:double`.'
    )
    assert _find(findings, "source:source-publisher-unknown").endswith(
        "Here: did you mean `organisation:news-az` for `organisation:newsaz`?"
    )


def _find(findings: tuple[Finding, ...], focus: str) -> str:
    kind, slug = focus.split(":")
    (fix,) = {one.fix for one in findings if str(one.focus).endswith(f"/{kind}/{slug}")}
    return fix
