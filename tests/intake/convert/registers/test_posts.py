"""What a row says that a post is."""

from __future__ import annotations

import pytest
from tests.support.statements import Examples

from azru_kg.intake.convert.registers.posts import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import PostRow
from azru_kg.intake.sheets.schemas.row import SheetRow

Rows = dict[str, dict[str, SheetRow]]
POST = "post:director-example-builders"


def test_every_post_of_the_sheet_is_taken(rows: Rows, register: Register) -> None:
    for row in rows["posts"].values():
        assert isinstance(row, PostRow)
        assert convert(row, register, Drafts()).things == (f"post:{row.id}",)


def test_every_post_that_words_name_has_a_row(rows: Rows, register: Register) -> None:
    words = register.terms.read("post_words")
    named = {cells[name] for cells in words for name in ("post_id", "also_post_id")} - {""}
    assert named <= set(rows["posts"])


def test_a_post_has_names_a_country_and_a_body(examples: Examples) -> None:
    stated = examples.state(examples.make("posts", name_ru="Директор"))
    assert stated.thing(POST, "posts") == [
        "a org:Post",
        "azru:jurisdiction country:AZ",
        "org:postIn organisation:example-builders",
        'skos:prefLabel "Director of Example Builders"@en , "Директор"@ru',
    ]


def test_the_post_of_a_region_belongs_to_its_country(examples: Examples) -> None:
    stated = examples.state(examples.make("posts", country="RU-AST"))
    assert "azru:jurisdiction country:RU" in stated.thing(POST, "posts")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"organisation": "nobody"}, "organisation"), ({"country": "ZZ"}, "country")],
)
def test_what_is_unknown_is_refused_by_its_field(
    examples: Examples, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        examples.state(examples.make("posts", **changes))
    assert refused.value.field == field
