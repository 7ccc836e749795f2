"""Every row of the sheet of observations becomes a figure that says all that the row says."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pyoxigraph as ox
import pytest
from azru_kg.intake.convert.figures.indicator import read_meaning
from azru_kg.intake.convert.observations import convert

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas import ObservationRow, SheetRow
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import shorten

ROOT = Path(__file__).parents[3]
SIDES = ("azru:between", "azru:destination", "azru:origin", "azru:partner", "azru:within")
FOUNDING = {"caspianenergy-2019-11-25-mehriban-aliyeva", "newsaz-2024-01-22-roadmap"}
Facts = dict[str, set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]
CHANGES = {"code:decrease-factor", "code:multiple", "code:relative-change"}


@pytest.fixture(scope="module")
def sheet(rows: dict[str, dict[str, SheetRow]]) -> dict[str, ObservationRow]:
    found = rows["observations"].items()
    return {key: row for key, row in found if isinstance(row, ObservationRow)}


@pytest.fixture(scope="module")
def made(
    sheet: dict[str, ObservationRow], register: Register
) -> tuple[Drafts, dict[str, Conversion]]:
    drafts = Drafts()
    return drafts, {key: convert(row, register, drafts) for key, row in sheet.items()}


@pytest.fixture(scope="module")
def drafts(made: tuple[Drafts, dict[str, Conversion]]) -> Drafts:
    return made[0]


@pytest.fixture(scope="module")
def outcomes(made: tuple[Drafts, dict[str, Conversion]]) -> dict[str, Conversion]:
    return made[1]


@pytest.fixture(scope="module")
def facts(drafts: Drafts) -> dict[str, Facts]:
    """What is stated of each thing, over all files."""
    found: dict[str, Facts] = defaultdict(lambda: defaultdict(set))
    for triple in (triple for triples in drafts.files.values() for triple in triples):
        found[_name(triple.subject)][shorten(triple.predicate.value)].add(triple.object)
    return found


@pytest.fixture(scope="module")
def stated(
    sheet: dict[str, ObservationRow], outcomes: dict[str, Conversion], facts: dict[str, Facts]
) -> list[tuple[ObservationRow, Facts]]:
    """The rows that are stated, each with what is stated."""
    return [(row, facts[claim]) for key, row in sheet.items() for claim in outcomes[key].claims]


def _name(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return shorten(term.value)


def _names(facts: Facts, predicate: str) -> set[str]:
    return {_name(term) for term in facts.get(predicate, ())}


def _text(facts: Facts, predicate: str) -> str | None:
    texts = [term.value for term in facts.get(predicate, ()) if isinstance(term, ox.Literal)]
    assert len(texts) <= 1
    return texts[0] if texts else None


def test_every_row_is_stated_or_covered(outcomes: dict[str, Conversion]) -> None:
    assert len(outcomes) >= 1090
    assert all(outcome.claims or outcome.covered for outcome in outcomes.values())


def test_only_rows_of_founding_documents_alone_make_no_claim(
    sheet: dict[str, ObservationRow], outcomes: dict[str, Conversion]
) -> None:
    covered = {key for key, outcome in outcomes.items() if not outcome.claims}
    alone = {
        key
        for key, row in sheet.items()
        if {source.removeprefix("src-") for source in row.sources} <= FOUNDING
    }
    assert covered == alone != set()


def test_the_graph_has_the_claims_that_cover_rows(outcomes: dict[str, Conversion]) -> None:
    text = "".join((ROOT / f"graph/sources/{slug}.ttl").read_text("utf-8") for slug in FOUNDING)
    covering = {outcome.covered for outcome in outcomes.values() if outcome.covered}
    assert all(f"\n{claim}\n" in text for claim in covering)


def test_no_claim_takes_the_name_of_one_of_a_founding_document(
    outcomes: dict[str, Conversion],
) -> None:
    text = "".join((ROOT / f"graph/sources/{slug}.ttl").read_text("utf-8") for slug in FOUNDING)
    claims = [claim for outcome in outcomes.values() for claim in outcome.claims]
    assert [claim for claim in claims if f"\n{claim}\n" in text] == []
    assert len(set(claims)) == len(claims)


def test_values_are_the_printed_number_times_the_multiplier_exactly(
    stated: list[tuple[ObservationRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        multiplier = register.find_word("units", "raw", row.unit, "unit")["multiplier"]
        value = _text(facts, "sdmx-measure:obsValue")
        assert value is not None
        assert Fraction(value) == Fraction(row.value) * Fraction(multiplier), row.id
        assert _text(facts, "azru:reportedValue") == f"{row.value} {row.unit}"


def test_values_are_decimals_but_for_calendar_years(
    stated: list[tuple[ObservationRow, Facts]],
) -> None:
    years = set()
    for row, facts in stated:
        (value,) = facts["sdmx-measure:obsValue"]
        assert isinstance(value, ox.Literal)
        if value.datatype == named("xsd:gYear"):
            years.add(row.id)
            assert _names(facts, "azru:kind") == {"code:calendar-year"}
        else:
            assert value.datatype == named("xsd:decimal")
    assert years == {
        "rasht-astara-completion-2027",
        "rasht-astara-completion-2028",
        "scr-concession-end",
    }


def test_speaker_note_and_bound_of_every_row_are_stated(
    stated: list[tuple[ObservationRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        speaker = _names(facts, "prov:wasAttributedTo")
        silent = "prov:wasAttributedTo" in _names(facts, "azru:notStated")
        assert silent is (row.stated_by is None)
        slugs = {name.partition(":")[2] for name in speaker}
        assert slugs == {register.terms.same.get(("organisation", one), one) for one in _some(row)}
        assert _text(facts, "rdfs:comment") == row.notes
        bound = _names(facts, "azru:bound").pop().partition(":")[2]
        assert bound == ("as-stated" if row.bound == "exact" else row.bound)


def _some(row: ObservationRow) -> set[str]:
    return {row.stated_by} if row.stated_by else set()


def test_dates_of_every_row_are_stated(
    stated: list[tuple[ObservationRow, Facts]], facts: dict[str, Facts], register: Register
) -> None:
    for row, claim in stated:
        silent = _names(claim, "azru:notStated")
        for name, first, last in (
            ("sdmx-dimension:refPeriod", row.period_start, row.period_end),
            ("azru:baseline", row.baseline_start, row.baseline_end),
        ):
            periods = _names(claim, name)
            given = (first and first.first.isoformat(), last and last.last.isoformat())
            assert len(periods) == (given != (None, None)), row.id
            for period in periods:
                ends = facts[period]
                assert (_text(ends, "dcat:startDate"), _text(ends, "dcat:endDate")) == given
            assert not (periods and name in silent)
        assert ("sdmx-dimension:refPeriod" in silent) is not bool(
            row.period_start or row.period_end
        )
        day = _text(claim, "azru:asOf")
        assert (day is None) is ("azru:asOf" in silent)
        if row.stated_on:
            assert day == row.stated_on.first.isoformat()
        else:
            published = register.find_publication(row.sources)
            assert day == (published.day.isoformat() if published and published.day else None)


def test_changes_and_multiples_have_a_baseline_or_say_that_they_have_none(
    stated: list[tuple[ObservationRow, Facts]],
) -> None:
    for row, facts in stated:
        compared = _names(facts, "azru:kind") & CHANGES
        silent = "azru:baseline" in _names(facts, "azru:notStated")
        assert silent is (bool(compared) and row.baseline_start is None), row.id


def test_subject_counterpart_and_topic_of_every_row_are_stated_or_left_out_for_a_reason(
    stated: list[tuple[ObservationRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        named = {name for side in SIDES for name in _names(facts, side)}
        about = _names(facts, "schema:about")
        assert named | about, row.id
        if row.about:
            topics = {one for one in about if not one.startswith("organisation:")}
            kinds = (kind for kind in ("corridor", "project") if register.knows(kind, row.about))
            assert topics == {register.find(kind, row.about, "about") for kind in kinds}
        meaning = read_meaning(row, register)
        context = meaning.direction in ("not-applicable", "mixed") and row.about
        replaced = meaning.from_area or meaning.to_area
        for party in filter(None, (row.subject, row.counterpart)):
            kind = "country" if party.isupper() else "organisation"
            known = register.find(kind, party, "subject")
            left_out = kind == "country" and (context or replaced)
            assert known in named | about or left_out, row.id


def test_each_file_has_the_evidence_of_its_own_source_only(
    drafts: Drafts, sheet: dict[str, ObservationRow], outcomes: dict[str, Conversion]
) -> None:
    derived = named("prov:wasDerivedFrom")
    for file, triples in drafts.files.items():
        if not file.startswith("sources/"):
            assert file == "entities/periods.ttl"
            continue
        slug = file.removeprefix("sources/").removesuffix(".ttl")
        assert slug not in FOUNDING
        evidence = {_name(one.object) for one in triples if one.predicate == derived}
        assert evidence == {f"source:{slug}"}
    pairs = {
        (row.id, source.removeprefix("src-")) for row in sheet.values() for source in row.sources
    }
    made = {
        (_name(one.subject).partition(":")[2], _name(one.object).partition(":")[2])
        for triples in drafts.files.values()
        for one in triples
        if one.predicate == derived
    }
    assert made == {(row, source) for row, source in pairs if source not in FOUNDING}
    assert {row for row, _ in made} == {key for key, one in outcomes.items() if one.claims}


def test_labels_are_short_and_no_two_claims_share_one(
    stated: list[tuple[ObservationRow, Facts]],
) -> None:
    labels = {row.id: _text(facts, "rdfs:label") or "" for row, facts in stated}
    assert [text for text in labels.values() if not 0 < len(text) < 200] == []
    assert [text for text, count in Counter(labels.values()).items() if count > 1] == []


def test_codes_of_the_tables_of_words_are_concepts(register: Register) -> None:
    codes = [
        cells["code"]
        for name in ("dimension_words", "bounds")
        for cells in register.terms.read(name)
    ]
    codes += [
        cells[name] for cells in register.terms.read("measures") for name in ("kind", "modality")
    ]
    own = {code for code in codes if code.startswith("code:")}
    assert len(own) > 40
    assert [
        code for code in sorted(own) if not register.knows("code", code.partition(":")[2])
    ] == []


def test_two_runs_state_the_same_in_the_same_order(
    sheet: dict[str, ObservationRow], register: Register, drafts: Drafts
) -> None:
    again = Drafts()
    for row in sheet.values():
        convert(row, register, again)
    assert [(file, list(triples)) for file, triples in again.files.items()] == [
        (file, list(triples)) for file, triples in drafts.files.items()
    ]


def test_a_row_alone_states_what_it_states_among_others(
    sheet: dict[str, ObservationRow], register: Register, drafts: Drafts
) -> None:
    for row in list(sheet.values())[::50]:
        alone = Drafts()
        convert(row, register, alone)
        for file, triples in alone.files.items():
            assert triples.keys() <= drafts.files[file].keys()


def test_sources_mention_topic_organisations_and_speaker_but_no_country(
    sheet: dict[str, ObservationRow], register: Register
) -> None:
    drafts = Drafts()
    convert(sheet["gazprombank-socar-polymer-loan-a"], register, drafts)
    mentioned = {
        _name(triple.object)
        for triples in drafts.files.values()
        for triple in triples
        if triple.predicate == named("schema:mentions")
    }
    assert mentioned >= {"organisation:gazprombank", "organisation:socar", "project:socar-polymer"}
    assert not any(name.startswith("country:") for name in mentioned)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"stated_by": "nobody-at-all"}, "stated_by", "there is no organisation"),
        ({"sources": ("src-none",)}, "sources", "there is no source"),
        ({"sources": ("src-newsaz-2024-01-22-roadmap",)}, "sources", "terms/founding.csv"),
        ({"unit": "no such unit"}, "unit", "terms/units.csv"),
    ],
)
def test_a_row_that_is_refused_leaves_nothing_in_the_files_of_its_sources(
    changes: dict[str, object],
    field: str,
    said: str,
    sheet: dict[str, ObservationRow],
    register: Register,
) -> None:
    row = sheet["trade-turnover-az-ru-2018-level-a"].model_copy(update=changes)
    drafts = Drafts()
    with pytest.raises(RowRefused, match=said) as refusal:
        convert(row, register, drafts)
    assert refusal.value.field == field
    assert not any(file.startswith("sources/") for file in drafts.files)
