"""What a row says that a document names."""

from __future__ import annotations

import pytest
from tests.support.statements import SOURCE, Examples

from azru_kg.intake.register import RowRefused


def test_a_mention_is_all_that_is_stated(examples: Examples) -> None:
    stated = examples.state(examples.make("mentions"))
    assert stated.claims == []
    assert stated.file(f"sources/{SOURCE}.ttl") == (
        f"source:{SOURCE}\n  schema:mentions place:example-harbour ."
    )


def test_a_printed_name_leads_to_the_place_where_it_stands(examples: Examples) -> None:
    stated = examples.state(examples.make("mentions", printed="the harbour"))
    passage = f"quote:{SOURCE}-the-harbour-655b90"
    assert "schema:mentions place:example-harbour" in stated.block(passage)


def test_countries_go_without_saying(examples: Examples) -> None:
    assert examples.state(examples.make("mentions", thing="country:AZ")).drafts.files == {}


def test_what_nobody_knows_is_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^thing: there is no place 'example-harbor'. Did you"):
        examples.state(examples.make("mentions", thing="place:example-harbor"))
