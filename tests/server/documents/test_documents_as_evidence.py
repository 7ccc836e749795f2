"""A thing that much is said of, and claims that rest on documents as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.descriptions import REFERENCES, Description, describe_thing
from azru_kg.server.ask.surroundings import CLAIMS
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.thing_page import Portrait, draw_portrait

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
MENTIONS = f"{PREFIXES['schema']}mentions"
SOURCES = REFERENCES + 5
CLAIMED = CLAIMS + 3


def make_data() -> str:
    sources = "".join(
        f'source:s-{n:03} a azru:Source ; schema:headline "No {n}"@en ;'
        ' schema:datePublished "2018-05-04"^^xsd:date ; schema:mentions country:AZ , country:RU .\n'
        for n in range(SOURCES)
    )
    claims = "".join(
        f'claim:c-{n:03} a azru:Assessment ; rdfs:label "Claim {n}"@en ; schema:about country:AZ ;'
        f" prov:wasDerivedFrom source:s-{n % 2:03} .\n"
        for n in range(CLAIMED)
    )
    return f"{HEAD}{sources}{claims}person:x azru:country country:AZ ."


@pytest.fixture
def describe(run_with_pool: Callable[..., object]) -> Callable[[str], Description]:
    def describe_named(name: str) -> Description:
        async def ask(pool: Pool) -> Description:
            return await describe_thing(pool, IDENTITY + name)

        description = run_with_pool(make_data(), ask)
        assert isinstance(description, Description)
        return description

    return describe_named


def draw(description: Description) -> Portrait:
    return draw_portrait(description, Links(""))


def test_what_is_left_out_is_counted_by_property(describe: Callable[[str], Description]) -> None:
    description = describe("country/AZ")
    assert not description.whole
    assert (len(description.claims), description.more_claims) == (CLAIMS, CLAIMED - CLAIMS)
    assert {name: more for name, more in description.more.items() if more} == {
        MENTIONS: SOURCES - REFERENCES
    }
    # The many of one property do not crowd out the one of another.
    assert (f"{IDENTITY}person/x", f"{PREFIXES['azru']}country") in description.references


def test_the_documents_behind_claims_are_footnotes(describe: Callable[[str], Description]) -> None:
    portrait = draw(describe("country/AZ"))
    assert [note.source.text for note in portrait.notes if note.source] == ["No 0", "No 1"]
    assert {note.published for note in portrait.notes} == {"4 May 2018"}
    (group,) = portrait.groups
    sayings = [saying for statement in group.statements[:3] for saying in statement.sayings]
    assert [saying.notes for saying in sayings] == [(1,), (2,), (1,)]


def test_a_source_is_described_without_what_it_mentions_elsewhere(
    describe: Callable[[str], Description],
) -> None:
    description = describe("claim/c-000")
    said = {(str(t.subject), t.predicate.value) for t in description.triples}
    source = f"<{IDENTITY}source/s-000>"
    assert (source, f"{PREFIXES['schema']}headline") in said
    assert (source, MENTIONS) not in said
    own = {triple.predicate.value for triple in describe("source/s-000").triples}
    assert MENTIONS in own


def test_sources_that_mention_a_thing_are_named_with_the_number_of_others(
    describe: Callable[[str], Description],
) -> None:
    relations = {relation.label: relation for relation in draw(describe("country/AZ")).relations}
    assert {len(relation.cells) for relation in relations.values()} == {REFERENCES, 1}
    assert sorted(relation.more for relation in relations.values()) == [0, SOURCES - REFERENCES]
