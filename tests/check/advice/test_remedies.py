from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH
from tests.support.sampling import sample_daily

from azru_kg.check.advice.fixes import add_fixes
from azru_kg.check.advice.remedies import _REMEDIES
from azru_kg.check.shacl.judge import check_loaded
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.graph.inputs import find_inputs
from azru_kg.graph.layout import Layout

Write = Callable[[str, str], Path]

# What a property shape asks of ex:p, what ex:a has, and the fix.
CASES = [
    ("sh:minCount 1", "", "add `ex:p …`."),
    ("sh:minCount 1 ; sh:class ex:Unit", "", "add `ex:p …`, the IRI of a `ex:Unit`."),
    (
        "sh:minCount 1 ; sh:datatype xsd:date",
        "",
        'add `ex:p …`, an `xsd:date` such as `"2024-01-22"^^xsd:date`.',
    ),
    ("sh:minCount 1 ; sh:nodeKind sh:IRI", "", "add `ex:p …`, an IRI."),
    ("sh:minCount 1 ; sh:in ( ex:x ex:y )", "", "add `ex:p …` with `ex:x` or `ex:y`."),
    ("sh:hasValue ex:x", "", "add `ex:p ex:x`."),
    ("sh:maxCount 1", "ex:p 1 , 2 , 3", "keep one of `1`, `2` and `3`."),
    ("sh:maxCount 0", "ex:p 1", "remove `ex:p 1`."),
    ("sh:datatype xsd:decimal", "ex:p 19", "write `19.0` in place of `19`."),
    ("sh:datatype xsd:decimal", "ex:p 4.3e9", "write `4300000000.0` in place of"),
    ("sh:datatype xsd:decimal", 'ex:p "2.5"', 'write `2.5` in place of `"2.5"`.'),
    (
        "sh:datatype xsd:decimal",
        'ex:p "many"',
        '`"many"` is not an `xsd:decimal` such as `19.0`.',
    ),
    ("sh:datatype xsd:integer", "ex:p 4.0", "write `4` in place of `4.0`."),
    ("sh:datatype xsd:integer", "ex:p 4.5", "`4.5` is not an `xsd:integer` such as `19`."),
    (
        "sh:datatype xsd:date",
        'ex:p "2018-01-02"',
        'write `"2018-01-02"^^xsd:date` in place of `"2018-01-02"`.',
    ),
    (
        "sh:datatype xsd:date",
        'ex:p "2018-01-02T10:00:00Z"^^xsd:dateTime',
        'write `"2018-01-02"^^xsd:date` in place of `"2018-01-02T10:00:00Z"^^xsd:dateTime`.',
    ),
    (
        "sh:datatype xsd:date",
        'ex:p "2018-02-30"^^xsd:date',
        '`"2018-02-30"^^xsd:date` is not an `xsd:date` such as',
    ),
    ("sh:datatype rdf:langString", 'ex:p "word"', 'write `"word"@en` in place of `"word"`.'),
    (
        "sh:datatype rdf:langString",
        'ex:p "слово"',
        '`"слово"` is not a text with a language tag.',
    ),
    ("sh:datatype xsd:string", 'ex:p "word"@en', 'write `"word"` in place of `"word"@en`.'),
    ("sh:datatype xsd:integer", "ex:p ex:x", "write an `xsd:integer` such as `19` in place of"),
    ("sh:in ( ex:level ex:share )", "ex:p ex:lvel", "did you mean `ex:level` for `ex:lvel`?"),
    (
        "sh:in ( 1 2 3 4 5 6 7 )",
        "ex:p ex:x",
        "in place of `ex:x` use one of `1`, `2`, `3`, `4`, `5` and 2 more.",
    ),
    ("sh:class ex:Unit", "ex:p ex:dolar", "did you mean `ex:dollar` for `ex:dolar`?"),
    ("sh:class ex:Unit", "ex:p ex:a", "`ex:a` is a `ex:Thing`, not a `ex:Unit`."),
    (
        "sh:class ex:Unit",
        "ex:p ex:manat",
        "nothing says what `ex:manat` is: add `ex:manat a ex:Unit`.",
    ),
    ("sh:class ex:Unit", 'ex:p "x"', 'write the IRI of a `ex:Unit` in place of `"x"`.'),
    (
        "sh:nodeKind sh:IRI",
        'ex:p "https://example.com/"',
        'write `<https://example.com/>` in place of `"https://example.com/"`.',
    ),
    ("sh:nodeKind sh:Literal", "ex:p ex:x", "write a literal in place of `ex:x`."),
    ('sh:pattern "^[A-Z]{2}$"', 'ex:p "az"', 'write `"AZ"` in place of `"az"`.'),
    ('sh:pattern "^\\\\S+$"', 'ex:p " x "@en', 'write `"x"@en` in place of `" x "@en`.'),
    ('sh:pattern "^[0-9]+$"', 'ex:p "x"', '`"x"` does not match the pattern `^[0-9]+$`.'),
    ('sh:languageIn ( "en" )', 'ex:p "word"', 'write `"word"@en` in place of `"word"`.'),
    (
        'sh:languageIn ( "en" "az" )',
        'ex:p "mot"@fr',
        'in place of `"mot"@fr` write a text tagged `@en` or `@az`.',
    ),
    (
        "sh:uniqueLang true",
        'ex:p "one"@en , "two"@EN , "üç"@az',
        'keep one of `"one"@en` and `"two"@en`.',
    ),
    ("sh:minLength 3", 'ex:p "x"', '`"x"` has 1 character.'),
    ("sh:maxLength 3", 'ex:p "four"', '`"four"` has 4 characters.'),
    ("sh:lessThan ex:q", "ex:p 2 ; ex:q 1", "check `ex:p 2` against `ex:q 1`."),
    ("sh:lessThanOrEquals ex:q", "ex:p 2 ; ex:q 1", "check `ex:p 2` against `ex:q 1`."),
    ("sh:disjoint ex:q", "ex:p 2 ; ex:q 2", "`2` is at `ex:p` and `ex:q`: remove one."),
    ("sh:minInclusive 1", "ex:p 0", "each is at least 1."),
    ("sh:or ( [ sh:class ex:Unit ] )", "ex:p ex:dolar", "did you mean `ex:dollar` for `ex:dolar`?"),
    ("sh:not [ sh:class ex:Unit ]", "ex:p ex:dollar", "none meets (each is of the class ex:Unit)."),
]


def spell_short(text: str) -> str:
    """Return a text with the IRIs of examples as prefixed names."""
    for name in ("p", "q", "x", "y", "a", "Unit", "Thing", "level", "lvel", "share"):
        text = text.replace(f"<http://example.org/{name}>", f"ex:{name}")
    for name in ("dollar", "dolar", "manat"):
        text = text.replace(f"<http://example.org/{name}>", f"ex:{name}")
    return text


def find_fix(turtle: Write, founding: Layout, shape: str, data: str) -> str:
    shapes = turtle("shapes.ttl", shape)
    file = turtle("data.ttl", f"ex:dollar a ex:Unit . ex:a a ex:Thing . {data}")
    loaded = Loaded(find_inputs([file], [shapes], founding))
    first, *_ = add_fixes(check_loaded(loaded, meta=False), loaded).findings
    return spell_short(first.fix)


@pytest.mark.parametrize(("asked", "said", "fix"), sample_daily(CASES, 3))
def test_a_remedy_is_about_this_value(
    turtle: Write, founding: Layout, asked: str, said: str, fix: str
) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {asked} ] ."
    found = find_fix(turtle, founding, shape, f"ex:a {said} ." if said else "")
    assert found.startswith(fix)


def test_a_property_that_is_not_allowed_gets_the_nearest_that_is(
    turtle: Write, founding: Layout
) -> None:
    shape = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ;
      sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:between ] ."""
    fix = find_fix(turtle, founding, shape, "ex:a ex:betwen 1 .")
    assert fix.startswith("did you mean `<http://example.org/between>` for")
    fix = find_fix(turtle, founding, shape, "ex:a ex:unlike 1 .")
    assert fix == "remove `<http://example.org/unlike> 1`."


def test_a_class_that_does_not_exist_gets_the_nearest_that_does(
    turtle: Write, founding: Layout
) -> None:
    shape = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ;
      sh:or ( [ sh:class ex:Figure ] [ sh:class ex:Assessment ] ) ; sh:message "What is it?" ."""
    data = "ex:Figure a owl:Class . ex:Assessment a owl:Class . ex:f a ex:Asessment ; ex:p 1 ."
    assert find_fix(turtle, founding, shape, data) == (
        "did you mean `<http://example.org/Assessment>` for `<http://example.org/Asessment>`?"
    )


def test_every_remedy_is_of_a_component_of_shacl() -> None:
    names = {name.removeprefix(str(SH)) for name in _REMEDIES}
    assert {name for name in names if SH[name] not in SH} == set()
