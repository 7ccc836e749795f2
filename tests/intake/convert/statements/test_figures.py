"""Every row of the sheets of figures becomes a figure that says all that the row says."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.statements import OTHER, SOURCE, Examples

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.figure.indicator import read_meaning
from azru_kg.intake.convert.statements.figures import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import shorten

ROOT = Path(__file__).parents[4]
SIDES = ("azru:between", "azru:destination", "azru:origin", "azru:partner", "azru:within")
FOUNDING = {"caspianenergy-2019-11-25-mehriban-aliyeva", "newsaz-2024-01-22-roadmap"}
CLAIM = "claim:example-trade-2023"
Facts = dict[str, set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


@pytest.fixture(scope="module")
def sheet(rows: dict[str, dict[str, SheetRow]]) -> dict[str, FigureRow]:
    return {key: row for key, row in rows["figures"].items() if isinstance(row, FigureRow)}


@pytest.fixture(scope="module")
def made(sheet: dict[str, FigureRow], register: Register) -> tuple[Drafts, dict[str, Conversion]]:
    drafts = Drafts()
    return drafts, {key: convert(row, register, drafts) for key, row in sheet.items()}


@pytest.fixture(scope="module")
def drafts(made: tuple[Drafts, dict[str, Conversion]]) -> Drafts:
    return made[0]


@pytest.fixture(scope="module")
def stated(sheet: dict[str, FigureRow], drafts: Drafts) -> list[tuple[FigureRow, Facts]]:
    """The rows, each with what is stated of its claim in the file of its source."""
    found: dict[tuple[str, str], Facts] = defaultdict(lambda: defaultdict(set))
    for file, triples in drafts.files.items():
        for triple in triples:
            key = file.removeprefix("sources/").removesuffix(".ttl"), _name(triple.subject)
            found[key][shorten(triple.predicate.value)].add(triple.object)
    return [(row, found[row.source, f"claim:{row.id}"]) for row in sheet.values()]


def _name(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return shorten(term.value)


def _names(facts: Facts, predicate: str) -> set[str]:
    return {_name(term) for term in facts.get(predicate, ())}


def _text(facts: Facts, predicate: str) -> str | None:
    texts = [term.value for term in facts.get(predicate, ()) if isinstance(term, ox.Literal)]
    assert len(texts) <= 1
    return texts[0] if texts else None


@pytest.mark.long
def test_every_row_is_one_claim(
    sheet: dict[str, FigureRow], made: tuple[Drafts, dict[str, Conversion]]
) -> None:
    assert len(sheet) > 1900
    for key, row in sheet.items():
        assert made[1][key].claims == (f"claim:{row.id}",)


def test_no_claim_takes_the_name_of_one_of_a_founding_document(
    sheet: dict[str, FigureRow],
) -> None:
    text = "".join((ROOT / f"graph/sources/{slug}.ttl").read_text("utf-8") for slug in FOUNDING)
    assert [row.id for row in sheet.values() if f"\nclaim:{row.id}\n" in text] == []


@pytest.mark.long
def test_values_are_the_printed_number_times_the_multiplier_exactly(
    stated: list[tuple[FigureRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        multiplier = register.find_word("units", "raw", row.unit, "unit")["multiplier"]
        value = _text(facts, "sdmx-measure:obsValue")
        assert value is not None
        assert Fraction(value) == Fraction(row.value) * Fraction(multiplier), row.id
        upper = _text(facts, "azru:upperValue")
        assert (upper is None) is (row.to_value is None)
        if row.to_value is not None:
            assert upper is not None
            assert Fraction(upper) == Fraction(row.to_value) * Fraction(multiplier), row.id


@pytest.mark.long
def test_values_are_decimals_but_for_calendar_years(
    stated: list[tuple[FigureRow, Facts]],
) -> None:
    for row, facts in stated:
        (value,) = facts["sdmx-measure:obsValue"]
        assert isinstance(value, ox.Literal)
        is_year = _names(facts, "azru:kind") == {"code:calendar-year"}
        assert value.datatype == named("xsd:gYear" if is_year else "xsd:decimal"), row.id


@pytest.mark.long
def test_speaker_voice_note_and_bound_of_every_row_are_stated(
    stated: list[tuple[FigureRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        speaker = _names(facts, "prov:wasAttributedTo")
        unnamed = _text(facts, "azru:unnamedSpeaker")
        if row.speaker in (None, "narration"):
            assert not speaker
            assert unnamed is None
        else:
            assert (len(speaker), unnamed) in ((1, None), (0, row.speaker)), row.id
        voice = row.voice or ("narration" if row.speaker == "narration" else None)
        assert _names(facts, "azru:voice") == ({f"code:{voice}"} if voice else set())
        assert _text(facts, "rdfs:comment") == row.note
        known = register.terms.index("bounds", "word")[(row.bound,)]["code"]
        assert _names(facts, "azru:bound") == {known}


@pytest.mark.long
def test_dates_of_every_row_are_stated(
    stated: list[tuple[FigureRow, Facts]], drafts: Drafts, register: Register
) -> None:
    ends: dict[str, Facts] = defaultdict(lambda: defaultdict(set))
    for triple in drafts.files["entities/periods.ttl"]:
        ends[_name(triple.subject)][shorten(triple.predicate.value)].add(triple.object)
    for row, claim in stated:
        for name, first, last in (
            ("sdmx-dimension:refPeriod", row.period_start, row.period_end),
            ("azru:baseline", row.baseline_start, row.baseline_end),
        ):
            periods = _names(claim, name)
            given = (first and first.first.isoformat(), last and last.last.isoformat())
            assert len(periods) == (given != (None, None)), row.id
            for period in periods:
                told = ends[period]
                assert (_text(told, "dcat:startDate"), _text(told, "dcat:endDate")) == given
            assert not (periods and name in _names(claim, "azru:notStated"))
        said = row.stated_on or register.find_publication(row.source)
        day = said.day.isoformat() if said and said.day and "stated_on" not in row.silent else None
        assert _text(claim, "azru:asOf") == day, row.id


@pytest.mark.long
def test_silence_is_stated_where_a_row_says_so_and_nowhere_else(
    stated: list[tuple[FigureRow, Facts]],
) -> None:
    marked = 0
    for row, facts in stated:
        silent = _names(facts, "azru:notStated")
        partial = bool(facts.get("azru:dateWithin"))
        assert not silent or row.silent or partial, row.id
        marked += bool(row.silent)
    assert 20 < marked < len(stated) / 2


@pytest.mark.long
def test_what_is_inferred_has_a_value(stated: list[tuple[FigureRow, Facts]]) -> None:
    for row, facts in stated:
        assert all(name in facts for name in _names(facts, "azru:inferred")), row.id
        assert not row.inferred or _names(facts, "azru:inferred"), row.id


@pytest.mark.long
def test_subject_counterpart_and_topic_of_every_row_are_stated_or_left_out_for_a_reason(
    stated: list[tuple[FigureRow, Facts]], register: Register
) -> None:
    for row, facts in stated:
        named = {name for side in SIDES for name in _names(facts, side)}
        about = _names(facts, "schema:about")
        assert named | about, row.id
        if row.about:
            topics = {name for name in about if not name.startswith("organisation:")}
            assert topics == {
                register.find_among(("corridor", "project", "event"), row.about, "about")
            }
        meaning = read_meaning(row, register)
        context = meaning.direction in ("", "not-applicable", "mixed") and row.about
        replaced = meaning.from_area or meaning.to_area
        for party in filter(None, (row.subject, row.counterpart)):
            kind = "country" if party.isupper() else "organisation"
            known = register.find(kind, party, "subject")
            left_out = kind == "country" and (context or replaced)
            assert known in named | about or left_out, row.id


@pytest.mark.long
def test_each_file_has_the_evidence_of_its_own_source_only(
    drafts: Drafts, sheet: dict[str, FigureRow]
) -> None:
    derived, of = named("prov:wasDerivedFrom"), named("oa:hasSource")
    pairs = set()
    for file, triples in drafts.files.items():
        if not file.startswith("sources/"):
            assert file == "entities/periods.ttl"
            continue
        slug = file.removeprefix("sources/").removesuffix(".ttl")
        assert slug not in FOUNDING
        for triple in triples:
            if triple.predicate == derived:
                end = _name(triple.object)
                assert end == f"source:{slug}" or end.startswith(f"quote:{slug}-")
                pairs.add((_name(triple.subject).partition(":")[2], slug))
            assert triple.predicate != of or _name(triple.object) == f"source:{slug}"
    assert pairs == {(row.id, row.source) for row in sheet.values()}


@pytest.mark.long
def test_labels_are_short_and_a_document_tells_its_figures_of_a_thing_apart(
    stated: list[tuple[FigureRow, Facts]],
) -> None:
    told = Counter[object]()
    for row, facts in stated:
        label = _text(facts, "rdfs:label") or ""
        assert 0 < len(label) < 200, row.id
        told[row.source, label, frozenset(_names(facts, "schema:about"))] += 1
    assert [key for key, count in told.items() if count > 1] == []


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


@pytest.mark.long
def test_two_runs_state_the_same_in_the_same_order(
    sheet: dict[str, FigureRow], register: Register, drafts: Drafts
) -> None:
    again = Drafts()
    for row in sheet.values():
        convert(row, register, again)
    assert [(file, list(triples)) for file, triples in again.files.items()] == [
        (file, list(triples)) for file, triples in drafts.files.items()
    ]


def test_one_figure_of_two_sources_is_one_claim_in_two_graphs(examples: Examples) -> None:
    stated = examples.state(
        examples.make("figures", inferred=""),
        examples.make(
            "figures",
            source=OTHER,
            speaker="narration",
            voice="",
            stated_on="2024-06-19",
            printed="4,3 млрд долларов",
            inferred="period_start",
        ),
    )
    assert set(stated.claims) == {CLAIM}
    one, other = (set(stated.block(CLAIM, source)) for source in (SOURCE, OTHER))
    assert sorted(one - other) == [
        'azru:asOf "2024-05-14"^^xsd:date',
        "azru:voice code:indirect",
        "prov:wasAttributedTo person:example-speaker",
        f"prov:wasDerivedFrom quote:{SOURCE}-more-than-4-3bn-f9e615",
    ]
    assert sorted(other - one) == [
        'azru:asOf "2024-06-19"^^xsd:date',
        "azru:inferred sdmx-dimension:refPeriod",
        "azru:voice code:narration",
        f"prov:wasDerivedFrom quote:{OTHER}-4-3-5a9e8f",
    ]
    assert "sdmx-measure:obsValue 4300000000.0" in one & other


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({"value": "4.4"}, "sdmx-measure:obsValue, azru:reportedValue"),
        ({"bound": "about"}, "azru:bound"),
        ({"counterpart": "IR"}, "azru:between"),
        ({"period_end": "2023-11-30"}, "sdmx-dimension:refPeriod"),
        ({"about": "example-bridge"}, "schema:about"),
    ],
)
def test_another_figure_under_the_same_id_is_refused_with_both_sources(
    examples: Examples, changes: dict[str, str], differing: str
) -> None:
    rows = examples.make("figures"), examples.make("figures", source=OTHER, **changes)
    with pytest.raises(RowRefused) as refused:
        examples.state(*rows)
    assert (refused.value.field, refused.value.reason) == (
        "id",
        f"'example-trade-2023' is one figure in {SOURCE}, and another in {OTHER}: they differ in"
        f" {differing}. Give one of them an id of its own",
    )


def test_a_range_keeps_both_ends(examples: Examples) -> None:
    row = examples.make("figures", bound="range", value="4.3", to_value="4.50")
    lines = examples.state(row).block(CLAIM)
    assert "azru:bound code:range" in lines
    assert "sdmx-measure:obsValue 4300000000.0" in lines
    assert "azru:upperValue 4500000000.0" in lines
    assert 'azru:reportedValue "4.3-4.50 USD billion"' in lines
    label = "Trade turnover, Azerbaijan and Russia, 2023: 4.3–4.50 billion US dollars"
    assert f'rdfs:label "{label}"@en' in lines


@pytest.mark.parametrize(
    ("word", "code", "phrase"),
    [
        ("almost", "almost", "almost 4.3"),
        ("at-least", "at-least", "at least 4.3"),
        ("at-most", "at-most", "at most 4.3"),
        ("about", "approximately", "about 4.3"),
    ],
)
def test_a_bound_is_as_fine_as_the_words_of_the_page(
    examples: Examples, word: str, code: str, phrase: str
) -> None:
    lines = examples.state(examples.make("figures", bound=word)).block(CLAIM)
    assert f"azru:bound code:{code}" in lines
    assert [line for line in lines if line.startswith("rdfs:label") and phrase in line]


@pytest.mark.long
def test_a_target_is_expected_by_its_period_and_a_level_is_not(examples: Examples) -> None:
    target = examples.make("figures", measure="target", period_start="2030", period_end="2030")
    assert "azru:expectedBy period:2030" in examples.state(target).block(CLAIM)
    plain = examples.state(examples.make("figures")).block(CLAIM)
    assert not [line for line in plain if line.startswith("azru:expectedBy")]


def test_silence_of_a_period_is_marked_and_of_one_end_it_is_not(examples: Examples) -> None:
    def list_marks(**changes: str) -> list[str]:
        row = examples.make("figures", **changes)
        return [line for line in examples.state(row).block(CLAIM) if "notStated" in line]

    both = {"period_start": "", "period_end": ""}
    assert list_marks(**both) == []
    assert list_marks(**both, silent="period_start;period_end") == [
        "azru:notStated sdmx-dimension:refPeriod"
    ]
    assert list_marks(period_end="", silent="period_end") == []
    assert list_marks(silent="baseline_start") == ["azru:notStated azru:baseline"]


def test_a_side_that_is_inferred_is_marked_in_its_role(examples: Examples) -> None:
    exports = examples.make("figures", indicator="exports", inferred="counterpart")
    lines = examples.state(exports).block(CLAIM)
    assert "azru:destination country:RU" in lines
    assert "azru:inferred azru:destination" in lines


def test_sources_mention_topic_organisations_and_speaker_but_no_country(
    examples: Examples,
) -> None:
    row = examples.make("figures", about="example-bridge", subject="example-builders", inferred="")
    assert examples.state(row).mentions() == {
        "organisation:example-builders",
        "person:example-speaker",
        "project:example-bridge",
    }


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"speaker": "nobody-at-all"}, "speaker", "there is no person or organisation"),
        ({"source": "none"}, "source", "there is no source"),
        ({"stated_on": "2024-05-15"}, "stated_on", "2024-05-15 is after 2024-05-14"),
        ({"unit": "no such unit"}, "unit", "terms/units.csv"),
    ],
)
def test_a_bad_row_is_refused_by_its_field(
    examples: Examples, changes: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(RowRefused, match=said) as refusal:
        examples.state(examples.make("figures", **changes))
    assert refusal.value.field == field


def test_a_document_that_is_read_word_by_word_takes_no_figure(
    sheet: dict[str, FigureRow], register: Register
) -> None:
    row = next(iter(sheet.values())).model_copy(update={"source": "newsaz-2024-01-22-roadmap"})
    drafts = Drafts()
    with pytest.raises(RowRefused, match="it is read word by word"):
        convert(row, register, drafts)
    assert drafts.files == {}
