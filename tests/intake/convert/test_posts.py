"""What a row says of a person in a post."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from azru_kg.intake.convert import posts
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas import PostRow, SheetRow

FOUNDING = {"caspianenergy-2019-11-25-mehriban-aliyeva", "newsaz-2024-01-22-roadmap"}
Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]
FILE = "sources/runews24-2024-10-08-putin-aliyev.ttl"


def make_tenure(**fields: object) -> PostRow:
    given = {
        "person": "alexei-overchuk",
        "post": "Deputy Prime Minister",
        "organisation": "Government of the Russian Federation",
        "country": "RU",
        "attested_on": "2024-10-08",
        "sources": ["src-runews24-2024-10-08-putin-aliyev"],
    }
    return PostRow.model_validate({**given, **fields})


def convert_tenure(register: Register, **fields: object) -> tuple[Conversion, Drafts]:
    drafts = Drafts()
    return posts.convert(make_tenure(**fields), register, drafts), drafts


def test_every_row_of_the_sheet_is_a_tenure_or_covered(rows: Rows, register: Register) -> None:
    for row in rows["posts"].values():
        assert isinstance(row, PostRow)
        outcome = posts.convert(row, register, Drafts())
        assert outcome.claims or outcome.covered
        assert len(outcome.claims) == len(set(outcome.claims)) == len(outcome.things)


def test_a_tenure_stands_in_the_file_of_its_source(register: Register, show: Show) -> None:
    outcome, drafts = convert_tenure(register)
    assert outcome.claims == ("claim:alexei-overchuk-deputy-prime-minister-ru-2024-10-08",)
    assert show(drafts, FILE) == dedent(
        """\
        source:runews24-2024-10-08-putin-aliyev
          schema:mentions person:alexei-overchuk , post:deputy-prime-minister-ru .

        claim:alexei-overchuk-deputy-prime-minister-ru-2024-10-08
          a azru:Tenure ;
          rdfs:label "Alexei Overchuk, Deputy Prime Minister of the Russian Federation, 2024-10-08"@en ;
          azru:attestedOn "2024-10-08"^^xsd:date ;
          azru:post post:deputy-prime-minister-ru ;
          org:member person:alexei-overchuk ;
          azru:notStated org:memberDuring ;
          prov:wasDerivedFrom source:runews24-2024-10-08-putin-aliyev ."""  # noqa: E501
    )


def test_a_post_has_names_a_country_and_a_body(register: Register, show: Show) -> None:
    _, drafts = convert_tenure(register)
    text = show(drafts, "entities/posts.ttl")
    assert text.startswith("post:deputy-prime-minister-ru\n  a org:Post ;\n")
    assert '"Deputy Prime Minister of the Russian Federation"@en' in text
    assert text.endswith(
        "azru:jurisdiction country:RU ;\n  org:postIn organisation:government-ru ."
    )


def test_the_post_of_a_region_belongs_to_its_country(register: Register, show: Show) -> None:
    _, drafts = convert_tenure(register, post="head-tatarstan", organisation=None)
    assert "azru:jurisdiction country:RU ;" in show(drafts, "entities/posts.ttl")


def test_a_text_that_names_two_posts_makes_two_tenures(rows: Rows, register: Register) -> None:
    outcome, _ = convert_tenure(
        register,
        post="Deputy Prime Minister, Minister of Industry and Trade",
        organisation="Republic of Tatarstan",
    )
    assert outcome.claims == (
        "claim:alexei-overchuk-deputy-prime-minister-tatarstan-2024-10-08",
        "claim:alexei-overchuk-minister-of-industry-and-trade-tatarstan-2024-10-08",
    )


@pytest.mark.parametrize(
    ("date", "slug", "period"),
    [("2024", "2024", "period:2024"), ("2024-10", "2024-10", "period:2024-M10")],
)
def test_a_date_without_day_is_not_stated_and_lies_within_a_period(
    register: Register, show: Show, date: str, slug: str, period: str
) -> None:
    outcome, drafts = convert_tenure(register, attested_on=date)
    assert outcome.claims == (f"claim:alexei-overchuk-deputy-prime-minister-ru-{slug}",)
    text = show(drafts, FILE)
    assert f"azru:dateWithin {period} ;" in text
    assert "azru:notStated azru:attestedOn , org:memberDuring ;" in text
    assert f"{period}\n  a dcterms:PeriodOfTime" in show(drafts, "entities/periods.ttl")


def test_without_a_date_nothing_is_made_up(register: Register, show: Show) -> None:
    outcome, drafts = convert_tenure(register, attested_on=None)
    assert outcome.claims == ("claim:alexei-overchuk-deputy-prime-minister-ru-undated",)
    assert "azru:notStated azru:attestedOn , org:memberDuring ;" in show(drafts, FILE)
    assert "entities/periods.ttl" not in drafts.files


def test_first_and_last_day_make_the_period_of_the_tenure(register: Register, show: Show) -> None:
    _, drafts = convert_tenure(register, **{"from": "2020-01-21"})
    assert "org:memberDuring period:since-2020-01-21 ;" in show(drafts, FILE)
    _, drafts = convert_tenure(register, **{"from": "2020-01-21", "to": "2024-05-07"})
    assert "org:memberDuring period:2020-01-21-to-2024-05-07 ;" in show(drafts, FILE)


def test_two_rows_of_one_attestation_are_one_claim_with_two_sources(register: Register) -> None:
    drafts = Drafts()
    claims: set[str] = set()
    for source in ("src-runews24-2024-10-08-putin-aliyev", "src-azertag-2025-10-13-trilateral"):
        claims.update(posts.convert(make_tenure(sources=[source]), register, drafts).claims)
    assert len(claims) == 1
    assert {FILE, "sources/azertag-2025-10-13-trilateral.ttl"} <= drafts.files.keys()


def test_a_row_of_a_founding_document_is_covered_and_adds_nothing(
    rows: Rows, register: Register
) -> None:
    covered = []
    for row in rows["posts"].values():
        assert isinstance(row, PostRow)
        if {name.removeprefix("src-") for name in row.sources} <= FOUNDING:
            drafts = Drafts()
            covered.append(posts.convert(row, register, drafts).covered)
            assert drafts.files == {}
    assert sorted(map(str, covered)) == [
        "claim:aliyeva-first-vice-president",
        "claim:mustafayev-deputy-pm",
        "claim:overchuk-deputy-pm",
    ]


def test_unknown_words_are_refused_with_the_nearest_known_ones(register: Register) -> None:
    with pytest.raises(RowRefused, match="Did you mean 'Deputy Prime Minister'") as refused:
        convert_tenure(register, post="Deputy Prime Ministre")
    assert refused.value.field == "post"
