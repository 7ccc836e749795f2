"""The names that a dataset holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.sampling import sample_daily

from azru_kg.server.find.name_index import NameIndex, TaggedName
from azru_kg.server.find.names import OTHER, read_index

Run = Callable[..., Any]
DATA = """
person:a skos:prefLabel "Ильхам Алиев"@ru , "Ilham Aliyev"@en , "İlham Əliyev"@az ;
  skos:altLabel "the President"@en ; skos:hiddenLabel "Alief" .
person:b skos:hiddenLabel "Nemo"@en .
source:s dcterms:title "Xəbər"@az .
claim:c rdfs:label "Trade of 2023" ; azru:party person:a .
person:old skos:prefLabel "Retired"@en ; owl:deprecated true .
<https://w3id.org/azru-kg/id/source/s#text> rdfs:label "a part" .
<urn:elsewhere> rdfs:label "Elsewhere" .
"""


def read(run: Run, data: str = DATA, **bounds: int) -> NameIndex | None:
    index: NameIndex | None = run(data, lambda pool: read_index(pool, **bounds), seconds=30)
    return index


def test_a_thing_has_a_name_for_each_language_english_first(run_with_pool: Run) -> None:
    index = read(run_with_pool)
    assert index is not None
    things = {thing.iri.rpartition("/")[2]: thing for thing in index}
    assert set(things) == {"a", "b", "c", "s"}
    assert things["a"].names == (
        TaggedName("Ilham Aliyev", "en"),
        TaggedName("İlham Əliyev", "az"),
        TaggedName("Ильхам Алиев", "ru"),
    )
    assert [things[slug].label for slug in "bcs"] == ["Nemo", "Trade of 2023", "Xəbər"]
    assert [things[slug].kind for slug in "abcs"] == ["person", "person", "claim", "source"]


@pytest.mark.parametrize(
    "text", sample_daily(["alief", "president", "Ilkham Aliev", "Xəbər", "Xeber", "nemo"], 3)
)
def test_other_spellings_are_found(run_with_pool: Run, text: str) -> None:
    index = read(run_with_pool)
    assert index is not None
    assert len(index.find(text).things) == 1


def test_of_another_dataset_everything_with_a_name_is_found(run_with_pool: Run) -> None:
    index = read(
        run_with_pool, '<urn:a> rdfs:label "One" . <urn:b> foaf:name "Two" ; rdfs:label 3 .'
    )
    assert index is not None
    assert [(thing.iri, thing.kind, thing.label) for thing in index.find("one").things] == [
        ("urn:a", OTHER, "One")
    ]
    assert [thing.label for thing in index.find("two").things] == ["3"]


def test_a_dataset_without_names_has_an_empty_index(run_with_pool: Run) -> None:
    index = read(run_with_pool, "<urn:a> <urn:b> <urn:c> .")
    assert index is not None
    assert list(index) == []


@pytest.mark.parametrize("bounds", sample_daily([{"most": 3}, {"most_names": 7}], 2))
def test_a_dataset_of_more_has_no_index(run_with_pool: Run, bounds: dict[str, int]) -> None:
    assert read(run_with_pool, DATA, **bounds) is None


def test_a_dataset_of_so_many_has_one(run_with_pool: Run) -> None:
    assert read(run_with_pool, most=4, most_names=8) is not None
