"""What a row says of a document."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from azru_kg.intake.convert.registers import sources
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import SourceRow
from azru_kg.intake.sheets.schemas.row import SheetRow

FOUNDING = {"caspianenergy-2019-11-25-mehriban-aliyeva", "newsaz-2024-01-22-roadmap"}
Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]
SLUG = "trend-2019-06-14-samur-16th"


def show_source(register: Register, show: Show, **fields: object) -> str:
    given = {
        "id": SLUG,
        "url": "https://example.org/1",
        "title": "Protocol signed",
        "publisher": "Trend",
        "published": "2019-06-14",
        "language": "en",
    }
    drafts = Drafts()
    sources.convert(SourceRow.model_validate({**given, **fields}), register, drafts)
    return show(drafts, f"sources/{SLUG}.ttl")


@pytest.mark.long
def test_every_document_of_the_sheet_is_described_in_a_file_of_its_own(
    rows: Rows, register: Register
) -> None:
    drafts = Drafts()
    for row in rows["sources"].values():
        assert isinstance(row, SourceRow)
        outcome = sources.convert(row, register, drafts)
        assert outcome.things
    files = {name for name in drafts.files if name.startswith("sources/")}
    assert files == {f"sources/{slug}.ttl" for slug in set(rows["sources"]) - FOUNDING}


def test_a_document_has_headline_date_publisher_and_address(register: Register, show: Show) -> None:
    assert show_source(register, show) == dedent(
        f"""\
        source:{SLUG}
          a azru:Source ;
          schema:headline "Protocol signed"@en ;
          dcterms:title "Protocol signed"@en ;
          azru:editorial dcterms:publisher , foaf:page ;
          dcterms:publisher organisation:trend ;
          foaf:page <https://example.org/1> ;
          schema:datePublished "2019-06-14"^^xsd:date ;
          schema:inLanguage "en" ."""
    )


@pytest.mark.parametrize(
    ("title", "label"),
    [("[Note on a visit ]", "Note on a visit"), ("[Text [draft] of 2019]", "Text [draft] of 2019")],
)
def test_a_title_in_brackets_is_a_description_and_no_headline(
    register: Register, show: Show, title: str, label: str
) -> None:
    text = show_source(register, show, title=title, language="az")
    assert f'dcterms:title "{label}"@en ;' in text
    assert "schema:headline" not in text


@pytest.mark.parametrize("title", ["[Video] Two men [photo]", "Talks [update]"])
def test_brackets_within_a_title_belong_to_the_headline(
    register: Register, show: Show, title: str
) -> None:
    assert f'schema:headline "{title}"@en ;' in show_source(register, show, title=title)


def test_a_title_is_trimmed_and_composed(register: Register, show: Show) -> None:
    text = show_source(register, show, title=" Bakıda go\u0308ru\u0308s\u0327 ", language="az")
    assert 'schema:headline "Bakıda görüş"@az ;' in text


def test_a_title_in_another_script_than_its_language_describes_the_document(
    register: Register, show: Show
) -> None:
    text = show_source(register, show, title="Gas supplies began", language="ru")
    assert 'dcterms:title "Gas supplies began"@en ;' in text
    assert "schema:headline" not in text


def test_a_description_may_be_in_the_language_of_the_document(
    register: Register, show: Show
) -> None:
    text = show_source(register, show, title="[Нота]", language="ru")
    assert 'dcterms:title "Нота"@ru ;' in text


def test_a_description_without_words_is_refused(register: Register, show: Show) -> None:
    with pytest.raises(RowRefused, match="a description needs words between the brackets"):
        show_source(register, show, title="[ ]")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.org/n\u00fcr", "https://example.org/n%C3%BCr"),
        ("https://example.org/n%C3%BCr?a=1&b=(2)#c", "https://example.org/n%C3%BCr?a=1&b=(2)#c"),
    ],
)
def test_the_address_of_a_page_is_spelt_in_ascii(
    register: Register, show: Show, url: str, page: str
) -> None:
    assert f"foaf:page <{page}> ;" in show_source(register, show, url=url)


def test_a_date_without_day_is_not_stated_and_lies_within_a_period(
    register: Register, show: Show
) -> None:
    text = show_source(register, show, published="2019-06")
    assert "azru:dateWithin period:2019-M06 ;" in text
    assert "azru:notStated schema:datePublished ." in text


def test_a_document_may_carry_the_text_of_another_publisher(register: Register, show: Show) -> None:
    text = show_source(register, show, publisher="Today.Az (Azernews)")
    assert "azru:relayedFrom organisation:azernews ;" in text
    assert "dcterms:publisher organisation:today-az ;" in text


def test_a_publisher_may_be_given_by_id(register: Register, show: Show) -> None:
    assert "dcterms:publisher organisation:trend ;" in show_source(
        register, show, publisher="trend"
    )


def test_an_unknown_publisher_is_refused_with_the_nearest_known_one(
    register: Register, show: Show
) -> None:
    with pytest.raises(RowRefused, match=r"^publisher: .* Did you mean 'AzerNews'"):
        show_source(register, show, publisher="Azernewz")


def test_a_date_that_was_inferred_is_marked(register: Register, show: Show) -> None:
    marked = show_source(register, show, inferred=("published",))
    assert "azru:inferred schema:datePublished" in marked
    assert "azru:inferred" not in show_source(register, show)


def test_a_month_that_was_inferred_is_marked_where_it_stands(
    register: Register, show: Show
) -> None:
    marked = show_source(register, show, published="2019-06", inferred=("published",))
    assert "azru:inferred azru:dateWithin" in marked
    assert "azru:inferred schema:datePublished" not in marked


def test_a_document_without_a_date_says_so(register: Register, show: Show) -> None:
    text = show_source(register, show, published=None)
    assert "azru:notStated schema:datePublished" in text
    assert "azru:dateWithin" not in text


def test_the_row_of_a_founding_document_adds_nothing(rows: Rows, register: Register) -> None:
    for slug in FOUNDING:
        row = rows["sources"][slug]
        assert isinstance(row, SourceRow)
        drafts = Drafts()
        assert sources.convert(row, register, drafts).things == (f"source:{slug}",)
        assert drafts.files == {}
