"""How the publishers of documents are described."""

from __future__ import annotations

from collections.abc import Callable

from azru_kg.intake.convert.registers.publishers import describe_publishers
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register

Show = Callable[[Drafts, str], str]
FILE = "entities/organisations.ttl"


def test_a_news_agency_is_a_media_organisation_of_its_country(
    register: Register, show: Show
) -> None:
    drafts = Drafts()
    assert describe_publishers("Trend", register, drafts) == ["organisation:trend"]
    text = show(drafts, FILE)
    assert text.startswith(
        'organisation:trend\n  a org:Organization ;\n  skos:prefLabel "Trend"@en'
    )
    assert "azru:jurisdiction country:AZ ;" in text
    assert "azru:publisherKind code:news-agency ;" in text
    assert "dcterms:type code:media-organisation" in text


def test_an_organisation_with_a_row_of_its_own_only_gets_its_kind_as_a_publisher(
    register: Register, show: Show
) -> None:
    drafts = Drafts()
    assert describe_publishers("President of Russia", register, drafts) == [
        "organisation:presidency-ru"
    ]
    assert show(drafts, FILE) == (
        "organisation:presidency-ru\n  azru:publisherKind code:official ."
    )


def test_all_whose_text_is_carried_are_described(register: Register, show: Show) -> None:
    drafts = Drafts()
    words = "Associated Press (The Daily Gazette, via archives.am)"
    names = describe_publishers(words, register, drafts)
    assert names == [
        f"organisation:{one}" for one in ("archives-am", "associated-press", "daily-gazette")
    ]
    assert show(drafts, FILE).count("a org:Organization") == 3
