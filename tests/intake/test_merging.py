from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.intake.drafts import Drafts, Value
from azru_kg.intake.merging import GAINING, merge
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.turtle.style import TurtleFile, read_document, write_document

HEAD = """# Written by hand.

@prefix country: <https://w3id.org/azru-kg/id/country/> .
@prefix person: <https://w3id.org/azru-kg/id/person/> .
@prefix azru: <https://w3id.org/azru-kg/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .

"""
ANN = """# The first of all.
person:ann
  a foaf:Person ;
  skos:prefLabel "Ann Lee"@en , "Анна Ли"@ru ;
  skos:altLabel "A. Lee"@en ;
  azru:country country:AZ ;  # as she says
  skos:exactMatch wd:Q1 .

# The end.
"""


@pytest.fixture
def document(tmp_path: Path) -> TurtleFile:
    path = tmp_path / "people.ttl"
    path.write_text(HEAD + ANN)
    return read_document(path)


def draft(*statements: tuple[str, str, Value]) -> dict[ox.Triple, None]:
    drafts = Drafts()
    for subject, name, value in statements:
        drafts.state(["x"], subject, name, value)
    return drafts.files["sources/x.ttl"]


def rewrite(document: TurtleFile, *statements: tuple[str, str, Value]) -> str:
    return write_document(merge(document, draft(*statements)).document)


def test_a_slot_takes_the_value_of_the_rows_and_all_else_stays(document: TurtleFile) -> None:
    text = rewrite(document, ("person:ann", "skos:prefLabel", english("Anne Lee")))
    assert text == write_document(document).replace('"Ann Lee"@en', '"Anne Lee"@en')


def test_what_is_there_already_changes_nothing(document: TurtleFile) -> None:
    merged = merge(document, draft(("person:ann", "azru:country", "country:AZ")))
    assert (merged.gained, merged.lost) == (0, 0)


def test_names_in_another_language_are_another_slot(document: TurtleFile) -> None:
    merged = merge(
        document, draft(("person:ann", "skos:prefLabel", ox.Literal("Энн", language="ru")))
    )
    assert (merged.gained, merged.lost) == (1, 1)
    assert '"Ann Lee"@en , "Энн"@ru' in write_document(merged.document)


@pytest.mark.parametrize(
    ("name", "value"),
    [("a", "azru:Party"), ("skos:altLabel", english("Ann")), ("schema:mentions", "country:RU")],
)
def test_what_many_rows_say_of_a_thing_only_gains(
    document: TurtleFile, name: str, value: Value
) -> None:
    assert named(name) in GAINING
    merged = merge(document, draft(("person:ann", name, value)))
    assert (merged.gained, merged.lost) == (1, 0)


def test_a_comment_on_a_value_that_goes_stays_with_what_is_said_now(document: TurtleFile) -> None:
    text = rewrite(document, ("person:ann", "azru:country", "country:RU"))
    assert "  # as she says\n  azru:country country:RU" in text or (
        "azru:country\n    # as she says\n    country:RU" in text
    )
    assert text.startswith("# Written by hand.\n\n@prefix")
    assert "# The first of all.\nperson:ann" in text
    assert text.endswith("\n# The end.\n")


def test_what_is_stated_is_no_longer_open() -> None:
    was = draft(
        ("claim:a", "azru:notStated", "azru:asOf"),
        ("claim:a", "azru:notStated", "prov:wasAttributedTo"),
        ("claim:a", "azru:dateWithin", "period:2018"),
        ("claim:a", "skos:note", english("kept")),
    )
    now = draft(("claim:a", "azru:asOf", "period:2019"))
    merged = merge(TurtleFile(list(was)), now)
    assert set(merged.document.triples) == {
        *draft(
            ("claim:a", "azru:notStated", "prov:wasAttributedTo"),
            ("claim:a", "skos:note", english("kept")),
            ("claim:a", "azru:asOf", "period:2019"),
        )
    }


def test_what_is_open_is_no_longer_stated() -> None:
    was = draft(("claim:a", "azru:asOf", "period:2019"))
    now = draft(("claim:a", "azru:notStated", "azru:asOf"))
    merged = merge(TurtleFile(list(was)), now)
    assert set(merged.document.triples) == set(now)


NAMES = st.sampled_from(["azru:asOf", "azru:notStated", "azru:dateWithin", "skos:note", "a"])
THINGS = st.sampled_from(["claim:a", "claim:b", "azru:asOf", "skos:note", "period:2019"])
TEXTS = st.sampled_from(["one", "two"]).map(english)
FACTS = st.lists(st.tuples(st.sampled_from(["claim:a", "claim:b"]), NAMES, THINGS | TEXTS))


@given(FACTS, FACTS)
def test_merging_twice_is_merging_once(
    was: list[tuple[str, str, Value]], now: list[tuple[str, str, Value]]
) -> None:
    if not now:
        return
    before = TurtleFile(list(draft(*was)) if was else [])
    once = merge(before, draft(*now)).document
    twice = merge(once, draft(*now))
    assert (twice.gained, twice.lost) == (0, 0)
    assert write_document(twice.document) == write_document(once)
    assert set(draft(*now)) <= set(once.triples)
