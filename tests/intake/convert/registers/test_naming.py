"""How things are called by rows, by the table of names to prefer, and by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import built_in
from azru_kg.intake.convert.registers import organisations, people, places, posts, sources
from azru_kg.intake.convert.registers.naming import order_names, tidy
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.rdf.prefixes import PREFIXES, shorten

Rows = dict[str, dict[str, SheetRow]]
LABEL = f"{PREFIXES['skos']}prefLabel"
ALSO = f"{PREFIXES['skos']}altLabel"
MATCH = f"{PREFIXES['skos']}exactMatch"


@pytest.fixture(scope="module")
def entities(rows: Rows, register: Register) -> Drafts:
    """What all rows say."""
    drafts = Drafts()
    for kind in (people, organisations, places, posts, sources):
        for row in rows[kind.__name__.rpartition(".")[2]].values():
            kind.convert(row, register, drafts)
    return drafts


def list_labels(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad], *names: str
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the things that are called by one of the properties, the language, and the name."""
    for one in statements:
        subject, text = one.subject, one.object
        named = one.predicate.value in names
        if named and isinstance(subject, ox.NamedNode) and isinstance(text, ox.Literal):
            yield (shorten(subject.value), text.language or ""), text.value


def list_matches(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
) -> Iterator[tuple[str, str]]:
    """Yield things with their items of Wikidata."""
    for one in statements:
        subject, match = one.subject, one.object
        if isinstance(subject, ox.NamedNode) and isinstance(match, ox.NamedNode):
            known = one.predicate.value == MATCH and match.value.startswith(PREFIXES["wd"])
            yield from [(shorten(subject.value), shorten(match.value))] if known else []


def collect_labels(drafts: Drafts, *names: str) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for file, triples in drafts.files.items():
        if file.startswith("entities/"):
            for key, text in list_labels(triples, *names):
                found.setdefault(key, set()).add(text)
    return found


def test_what_the_founding_documents_name_keeps_the_names_given_by_hand(
    register: Register, entities: Drafts
) -> None:
    labels = collect_labels(entities, LABEL)
    kept = 0
    for path in (built_in().graph / "entities").glob("*.ttl"):
        for key, text in list_labels(DataFile(path).parse(), LABEL):
            if register.is_founding(key[0]) and key in labels:
                assert labels[key] == {text}
                kept += 1
    assert kept >= 30


def test_a_thing_has_one_preferred_name_in_a_language_and_no_other_repeats_it(
    entities: Drafts,
) -> None:
    labels = collect_labels(entities, LABEL)
    assert [key for key, texts in labels.items() if len(texts) != 1] == []
    others = collect_labels(entities, ALSO)
    assert others
    assert [key for key, texts in others.items() if texts & labels.get(key, set())] == []


def test_every_match_of_the_table_is_stated_and_none_differs_from_that_given_by_hand(
    register: Register, entities: Drafts
) -> None:
    stated = dict(list_matches(triple for file in entities.files.values() for triple in file))
    kinds = {"person", "organisation", "place", "post"}
    table = [row for row in register.terms.read("wikidata") if row["kind"] in kinds]
    assert len(stated) == len(table) >= 40
    by_hand = {
        name: match
        for path in (built_in().graph / "entities").glob("*.ttl")
        for name, match in list_matches(DataFile(path).parse())
    }
    assert {name: by_hand.get(name, match) for name, match in stated.items()} == stated


def test_names_are_trimmed_composed_and_never_empty(entities: Drafts) -> None:
    texts = set().union(*collect_labels(entities, LABEL, ALSO).values())
    assert [text for text in texts if text != tidy(text) or not re.search(r"\w", text)] == []


def test_a_name_to_prefer_goes_first_and_no_name_comes_twice(register: Register) -> None:
    given = ["Azerikimya", None, "Azerkimya", "Azerikimya "]
    names = order_names("organisation:azerkimya", "en", given, register)
    assert names == ["Azerkimya", "Azerikimya"]


def test_people_and_places_are_found_by_other_spellings(entities: Drafts) -> None:
    others = collect_labels(entities, ALSO)
    assert "Ilkham Aliev" in others["person:ilham-aliyev", "ru-latn"]
    assert "Baki" in others["place:baku", "en"]
