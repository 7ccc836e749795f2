"""A literal whose text is not of its datatype is found, by a shape and by the built-in checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rdf.test_lexical import BAD, GOOD

from azru_kg.check.examine import examine
from azru_kg.check.shacl.judge import Engine, check_files

Write = Callable[[str, str], Path]

# rdflib trims an xsd:token when it is made, so that no shape sees the blanks around it.
CASES = [(name, text) for name in BAD for text in BAD[name] if name != "token"]
WELL_TYPED = [
    (name, text) for name in GOOD for text in GOOD[name] if name not in ("string", "anyURI")
]


def _write_literal(name: str, text: str) -> str:
    written = text.replace("\\", "\\\\").replace("\n", "\\n")
    return f'"{written}"^^xsd:{name}'


def _write_data(cases: list[tuple[str, str]]) -> str:
    return "\n".join(
        f"ex:n{number} ex:{name} {_write_literal(name, text)} ."
        for number, (name, text) in enumerate(cases)
    )


SHAPES = "\n".join(
    f"ex:S-{name} a sh:NodeShape ; sh:targetSubjectsOf ex:{name} ;"
    f" sh:property [ sh:path ex:{name} ; sh:datatype xsd:{name} ] ."
    for name in BAD
)


@pytest.mark.parametrize("engine", ["screened", "full"])
def test_a_shape_finds_every_ill_typed_literal_and_no_other(turtle: Write, engine: Engine) -> None:
    data = turtle("data.ttl", _write_data(CASES)), turtle("good.ttl", _write_data(WELL_TYPED))
    shapes = turtle("shapes.ttl", SHAPES)
    found = check_files([data[0]], shapes=[shapes], engine=engine).findings
    foci = {str(one.focus).removeprefix("http://example.org/n") for one in found}
    assert [case for number, case in enumerate(CASES) if str(number) not in foci] == []
    assert check_files([data[1]], shapes=[shapes], engine=engine).findings == ()


@pytest.mark.long
@pytest.mark.usefixtures("beside_founding")
def test_what_is_built_in_finds_every_ill_typed_literal_and_no_other(turtle: Write) -> None:
    both = [*CASES, *WELL_TYPED]
    data = turtle("data.ttl", _write_data(both).replace("ex:n", "claim:n"))
    data.write_text(f"@prefix claim: <https://w3id.org/azru-kg/claim/> .\n{data.read_text()}")
    findings = examine([data]).verdict.findings
    found = {str(one.focus) for one in findings if "is no xsd:" in one.message}
    assert found == {f"https://w3id.org/azru-kg/claim/n{number}" for number in range(len(CASES))}
