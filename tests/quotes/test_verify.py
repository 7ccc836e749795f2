from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph import layout
from azru_kg.graph.layout import Layout
from azru_kg.quotes import Report, verify

Check = Callable[..., Report]
HEAD = """\
@prefix azru: <https://w3id.org/azru-kg/ontology#> .
@prefix quote: <https://w3id.org/azru-kg/id/quote/> .
@prefix source: <https://w3id.org/azru-kg/id/source/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
"""


def messages(report: Report) -> list[str]:
    return [finding.message for finding in report.findings]


def write_source(tmp_path: Path, body: str) -> Layout:
    path = tmp_path / "home" / "graph" / "sources" / "s.ttl"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + body, encoding="utf-8")
    return Layout(tmp_path / "home")


def test_a_text_with_all_its_numbers_and_names_in_spans_has_no_findings(check: Check) -> None:
    report = check("Trade rose by 19% in Baku.", [("19%", 14), ("Baku", 21)], "Trade")
    assert messages(report) == []
    assert report.notes == ()
    assert report.summary == ("1 source, 2 spans checked, 3 numbers and names covered: no findings")


def test_spans_that_are_set_aside_cover_like_quotes(check: Check) -> None:
    assert messages(check("size 16 px", [("16 px", 5)], kind="IgnoredSpan")) == []


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("in the interview\u00a0 given to Baku", 27),
        ("🚚🚚 to Baku", 6),
        ("on the way\r\nto Baku", 15),
        ("\ufeffto Baku", 4),
        ("Cafe\u0301 of Baku".removeprefix("C"), 8),
    ],
    ids=["no-break space", "astral", "CR LF", "byte order mark", "combining accent"],
)
def test_offsets_count_code_points_of_the_text_as_archived(
    check: Check, text: str, start: int
) -> None:
    assert text[start : start + 4] == "Baku"
    assert messages(check(text, [("Baku", start)])) == []
    assert messages(check(text, [("Baku", start - 1)])) != []


def test_a_wrong_offset_says_what_stands_there_and_where_the_words_are(check: Check) -> None:
    report = check("from Baku to Baku, to Baku", [("Baku", 14)])
    assert str(report.findings[0]) == (
        "graph/sources/s.ttl: quote:q1: at 14-18 stands 'aku,', not 'Baku'."
        " Fix: oa:start 13 ; oa:end 17 (also from 5, 22)"
    )


def test_a_span_beyond_the_text_is_found(check: Check) -> None:
    assert "at 90-94 stands ''" in messages(check("to Baku", [("Baku", 90)]))[0]


def test_words_that_the_text_lacks_are_answered_with_the_nearest(check: Check) -> None:
    report = check("the plan of azerkimya plants", [("azerikimya plants", 12)])
    assert messages(report) == [
        "at 12-29 stands 'azerkimya plants', not 'azerikimya plants'."
        " The text does not have these words: the nearest there are 'azerkimya plants'"
    ]
    assert "nothing like them" in messages(check("the plan", [("xyzzy", 0)]))[0]


def test_selectors_without_offsets_or_words_are_found(tmp_path: Path, check: Check) -> None:
    check("to baku", [])
    path = tmp_path / "home" / "graph" / "sources" / "s.ttl"
    whole = path.read_text()
    for selectors in (
        'oa:exact "baku"',
        'oa:exact "baku" ; oa:start 3',
        'oa:exact "baku" ; oa:start -1 ; oa:end 7',
        'oa:exact "baku" ; oa:start "x" ; oa:end 7',
        'oa:exact "baku" , "to" ; oa:start 3 ; oa:end 7',
        'oa:exact "" ; oa:start 3 ; oa:end 3',
    ):
        quote = "quote:q a oa:SpecificResource ; oa:hasSource source:s ; oa:hasSelector quote:q-s ."
        path.write_text(f"{whole}\n{quote} quote:q-s {selectors} .")
        report = verify(Layout(tmp_path / "home"), tmp_path / "texts")
        assert [finding.subject for finding in report.findings] == ["quote:q"]
        assert messages(report)[0].startswith("its selectors must say")


def test_changed_bytes_are_found_and_the_suspect_named(tmp_path: Path, check: Check) -> None:
    check("to Baku", [("Baku", 3)])
    (tmp_path / "texts" / "any name.txt").write_text("to  Baku")
    report = verify(Layout(tmp_path / "home"), tmp_path / "texts")
    (finding,) = report.findings
    assert finding.subject == "source:s"
    assert "has the SHA-256" in finding.message
    assert "any name.txt, that file has been changed" in finding.message
    assert report.notes == (f"{tmp_path / 'texts' / 'any name.txt'}: no source has this text",)


def test_a_text_that_no_source_claims_is_only_noted(folder: Path, check: Check) -> None:
    (folder / "other.txt").write_text("Other text")
    (folder / ".hidden").write_text("Hidden text")
    report = check("to Baku", [("Baku", 3)])
    assert report.findings == ()
    assert report.notes == (f"{folder / 'other.txt'}: no source has this text",)


def test_a_quote_longer_than_eighty_characters_is_found(check: Check) -> None:
    text = "a" * 81
    assert messages(check(text, [(text, 0)]))[0].startswith("81 characters; a quote has at most 80")
    assert messages(check(text, [(text[:80], 0)])) == []


def test_a_whole_sentence_is_found_and_a_headline_is_not(check: Check) -> None:
    text = "Trade is up\n“It rose by a fifth”, he said. It rose by far! So be it."
    for words in ("It rose by far", "said. It rose by far!"):
        found = messages(check(text, [(words, text.index(words)), ("Trade is up", 0)], "It", "So"))
        assert len([message for message in found if "a whole sentence" in message]) == 1
    assert messages(check(text, [("Trade is up", 0)], "It", "So")) == []


def test_an_uncovered_number_is_found_with_its_place(check: Check) -> None:
    report = check("to baku\nover 7,000km of new road", [])
    (finding,) = report.findings
    assert str(finding) == (
        "graph/sources/s.ttl: source:s: number '7,000' at 13-18"
        " (line 2, 'o baku\\nover 7,000km of new ro')"
        " stands in no quote. Fix: a quote, an azru:IgnoredSpan with its reason"
    )


def test_each_end_of_a_range_of_years_needs_a_quote(check: Check) -> None:
    report = check("for 2024-2026 only", [("2024", 4)])
    assert [finding.offset for finding in report.findings] == [9]


def test_a_span_that_holds_only_part_of_a_number_or_name_does_not_cover_it(check: Check) -> None:
    assert len(messages(check("for 7,000km", [("7,0", 4)]))) == 1
    assert len(messages(check("in Baku", [("Bak", 3)]))) == 1
    assert len(messages(check("the North-South line", [("North", 4), ("South", 10)]))) == 1


def test_a_span_that_is_wrong_covers_nothing(check: Check) -> None:
    assert [one.subject for one in check("in Baku", [("Baky", 3)]).findings] == [
        "quote:q1",
        "source:s",
    ]


def test_a_name_at_the_start_of_a_sentence_needs_a_quote_or_an_ignored_word(check: Check) -> None:
    text = "It is so. \u00a0“Trade rose”"
    (finding,) = check(text, [], "It").findings
    assert "name 'Trade' at 12-17" in finding.message
    assert finding.message.endswith("or, if it names nothing, azru:ignoredWord")
    assert messages(check(text, [], "It", "Trade")) == []


def test_an_ignored_word_inside_a_sentence_does_not_count(check: Check) -> None:
    report = check("The port of The Hague", [("Hague", 16)], "The")
    assert [finding.offset for finding in report.findings] == [12]


def test_the_english_pronoun_may_be_ignored_anywhere(check: Check) -> None:
    assert messages(check("so I say", [], "I")) == []


def test_an_ignored_word_that_the_text_does_not_need_is_found(check: Check) -> None:
    stale = "azru:ignoredWord 'Trade' is not needed here. Fix: remove it"
    assert messages(check("Trade rose", [("Trade", 0)], "Trade")) == [stale]
    assert messages(check("it rose", [], "Trade")) == [stale]


def test_findings_of_a_text_stand_in_its_order(check: Check) -> None:
    report = check("from 1 to 10 and 100", [])
    assert [finding.offset for finding in report.findings] == [5, 10, 17]


def test_documents_without_an_archived_text_are_counted_and_skipped(
    tmp_path: Path, folder: Path
) -> None:
    home = write_source(tmp_path, "source:s a azru:Source .")
    report = verify(home, folder)
    assert report.findings == ()
    assert (report.sources, report.skipped) == (0, 1)
    assert "(1 more without an archived text)" in report.summary


def test_a_place_in_a_document_without_an_archived_text_is_found(
    tmp_path: Path, folder: Path
) -> None:
    home = write_source(
        tmp_path,
        "source:s a azru:Source . quote:q a oa:SpecificResource ; oa:hasSource source:s ;"
        " oa:hasSelector quote:p . quote:p oa:start 1 ; oa:end 4 .",
    )
    assert "has no schema:sha256" in messages(verify(home, folder))[0]


def test_words_of_a_document_without_an_archived_text_need_no_place(
    tmp_path: Path, folder: Path
) -> None:
    home = write_source(
        tmp_path,
        "source:s a azru:Source . quote:q a oa:SpecificResource ; oa:hasSource source:s ;"
        ' oa:hasSelector quote:t . quote:t oa:exact "2.6 billion" .',
    )
    assert verify(home, folder).findings == ()


def test_a_quote_of_an_unknown_source_is_found(tmp_path: Path, folder: Path) -> None:
    home = write_source(
        tmp_path, "source:s a azru:Source . quote:q a oa:SpecificResource ; oa:hasSource source:t ."
    )
    assert "must be one azru:Source" in messages(verify(home, folder))[0]


def test_a_text_that_is_not_utf_8_is_found(check: Check) -> None:
    assert "is not UTF-8" in messages(check(b"Bak\xfc", []))[0]


def test_a_missing_folder_and_a_graph_without_sources_are_errors(
    tmp_path: Path, folder: Path
) -> None:
    with pytest.raises(DataError, match="no such folder"):
        verify(Layout(tmp_path), tmp_path / "gone")
    with pytest.raises(DataError, match="no azru:Source here"):
        verify(Layout(tmp_path), folder)


@pytest.mark.skipif(
    not Path(os.environ.get("AZRU_SOURCES", "no such folder")).is_dir(),
    reason="the texts of the sources are their publishers': AZRU_SOURCES names no folder of them",
)
def test_every_quote_of_the_graph_stands_in_its_source_and_nothing_is_left_out() -> None:
    report = verify(layout.built_in(), Path(os.environ["AZRU_SOURCES"]))
    assert list(map(str, report.findings)) == []
    assert report.sources >= 2
    assert report.spans > 50
    assert report.covered > 100
