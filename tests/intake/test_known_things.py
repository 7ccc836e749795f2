"""What the files of a graph say of the things that rows name."""

from __future__ import annotations

import pytest
from tests.conftest import FOUNDING

from azru_kg.graph.layout import Layout
from azru_kg.intake.known_things import KnownThings


@pytest.fixture(scope="module")
def known(founding: Layout) -> KnownThings:
    return KnownThings(founding)


def test_things_have_their_english_names_and_claims_none(known: KnownThings) -> None:
    assert known.labels["country:AZ"] == "Azerbaijan"
    assert known.labels["person:mehriban-aliyeva"] == "Mehriban Aliyeva"
    assert not [name for name in known.labels if name.startswith(("claim:", "quote:"))]


def test_a_document_has_its_headline_for_a_name(known: KnownThings) -> None:
    assert all(known.labels[f"source:{slug}"] not in ("", slug) for slug in FOUNDING)


def test_founding_documents_are_those_whose_text_is_archived(known: KnownThings) -> None:
    assert sorted(known.read_word_by_word) == sorted(FOUNDING)
    assert {"country:AZ", "claim:mustafayev-deputy-pm"} < known.founding
    assert known.typed < known.founding


def test_files_are_read_once(founding: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    known = KnownThings(founding)
    labels = known.labels
    monkeypatch.setattr(Layout, "files", lambda _: pytest.fail("read again"))
    assert known.labels is labels
    assert known.founding
