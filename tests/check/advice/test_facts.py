from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rdflib import Literal, Namespace

from azru_kg.check.advice.facts import DataFacts, find_facts
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import Inputs

Write = Callable[[str, str], Path]
EX = Namespace("http://example.org/")


def _name(path: Path) -> Loaded:
    return Loaded(Inputs((DataFile(path),), (), ()))


def read(turtle: Write, data: str) -> DataFacts:
    facts = find_facts(_name(turtle("data.ttl", data)), [EX.a])
    assert facts is not None
    return facts


def test_statements_are_kept_as_written_and_only_of_those_asked_about(turtle: Write) -> None:
    facts = read(turtle, 'ex:a ex:p 2.50 , "x"@en , ex:b . ex:b ex:p 1 .')
    number, text, thing = facts.list_values(EX.a, EX.p)
    assert isinstance(number, Literal)
    assert (str(number), text, thing) == ("2.50", Literal("x", lang="en"), EX.b)
    assert facts.list_values(EX.b, EX.p) == []


def test_what_was_meant_is_near_and_of_the_class_or_a_narrower_one(turtle: Write) -> None:
    facts = read(
        turtle,
        "ex:Currency rdfs:subClassOf ex:Unit . ex:dollar a ex:Currency . ex:dollars a ex:Thing .",
    )
    assert facts.find_meant(str(EX.dolar), str(EX.Unit)) == str(EX.dollar)
    assert facts.find_meant(str(EX.dolar), str(EX.Place)) is None
    assert facts.find_meant(str(EX.dolars)) == str(EX.dollars)


def test_a_thing_of_which_something_is_said_was_meant(turtle: Write) -> None:
    assert read(turtle, "ex:dolar a ex:U . ex:dollar a ex:U .").find_meant(str(EX.dolar)) is None


def test_very_many_misspelt_names_are_not_all_searched_for(turtle: Write) -> None:
    facts = read(turtle, "ex:dollar a ex:Unit .")
    found = [facts.find_meant(f"{EX}dolla{number}") for number in range(300)]
    assert found[0] == str(EX.dollar)
    assert found[-1] is None
    assert facts.find_meant(f"{EX}dolla0") == str(EX.dollar)


def test_files_too_large_to_read_for_advice_alone_are_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.ttl"
    with large.open("w") as file:
        file.write("this is no Turtle")
        file.truncate(33 * 2**20)
    assert find_facts(_name(large), [EX.a]) is None
