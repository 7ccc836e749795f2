"""How things are cited: in words, as BibTeX and as RIS."""

from __future__ import annotations

import re

import httpx
import pytest

from azru_kg.citing.citation import BIBTEX, RIS, Citation, CitedDocument
from azru_kg.server.pages.reuse.edition import Edition

EDITION = Edition("2026.11.0", "digest", own=True, files=(), more_files=0)
DOCUMENT = CitedDocument(
    "https://w3id.org/azru-kg/id/source/a-b",
    "Title: 5 % & more",
    "A_Publisher",
    "2024-01-22",
    "https://example.org/{a}%20b",
    "said by Somebody, in direct speech",
)
CLAIM = "https://w3id.org/azru-kg/id/claim/Trade-2023"


def cite(*documents: CitedDocument, iri: str = CLAIM, title: str = "Trade") -> Citation:
    return Citation(iri, title, documents)


def test_a_claim_is_cited_with_speaker_publisher_source_and_release() -> None:
    assert cite(DOCUMENT).write(EDITION) == (
        "“Trade”. Said by Somebody, in direct speech: A_Publisher, “Title: 5 % & more”,"
        " 22 January 2024, https://example.org/{a}%20b. In: azru-kg, the knowledge graph of"
        f" Azerbaijan–Russia relations, version 2026.11.0, {CLAIM}."
    )


def test_of_many_documents_the_first_are_named_and_the_others_counted() -> None:
    text = cite(*(CitedDocument(f"urn:{number}", f"T{number}") for number in range(5))).write(
        EDITION
    )
    assert "“T2”. And 2 more documents. In: " in text
    assert "T3" not in text


def test_a_document_is_called_by_its_title_once() -> None:
    text = cite(DOCUMENT, iri=DOCUMENT.iri, title=DOCUMENT.title).write(EDITION)
    assert text.count(DOCUMENT.title) == 1


def test_words_that_are_quoted_already_are_not_quoted_again() -> None:
    assert cite(title="“exact words”").write(EDITION).startswith("“exact words”. In: ")


def test_bibtex_has_an_entry_for_the_claim_and_for_each_document() -> None:
    text = cite(DOCUMENT).write_as(BIBTEX, EDITION)
    assert re.findall(r"@(\w+)\{([^,]+),", text) == [
        ("misc", "azru-kg-claim-trade-2023"),
        ("online", "source-a-b"),
    ]
    assert "  title = {{Title: 5 \\% \\& more}},\n" in text
    assert "  author = {{A\\_Publisher}},\n" in text
    assert "  url = {https://example.org/%7Ba%7D%20b},\n" in text
    assert "  year = {2024},\n" in text


@pytest.mark.parametrize("hostile", ["}\n@misc{x,", "{{{", "\\input{a}", "a\u2028b\rc\0d"])
def test_no_text_ends_a_field(hostile: str) -> None:
    document = CitedDocument(
        "urn:a", hostile, hostile, hostile, f"https://example.org/{hostile}", hostile
    )
    text = cite(document, iri=f"urn:{hostile}", title=hostile).write_as(BIBTEX, EDITION)
    bare = re.sub(r"\\textbackslash\{\}|\\[{}]", "", text)
    depth = lines = 0
    for line in bare.splitlines():
        depth += line.count("{") - line.count("}")
        lines += depth == 0
        assert 0 <= depth <= 1, line
    assert lines == len(re.findall("^}$", bare, re.MULTILINE)) + bare.count("\n\n")
    assert not re.search("[\0\r\u2028]", text)


def test_ris_has_a_tag_on_each_line() -> None:
    lines = cite(DOCUMENT, title="Two\nlines").write_as(RIS, EDITION).splitlines()
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    assert "TI  - Two lines" in lines
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "] * 2


def test_what_is_served_cites_the_speaker_and_the_source(address: str) -> None:
    reply = httpx.get(f"{address}id/claim/trade-2023.bib", trust_env=False)
    assert reply.headers["Content-Type"] == "application/x-bibtex"
    assert "source-newsaz-2024-01-22-roadmap" in reply.text
    assert "note = {Told by the source itself, 22 January 2024}" in reply.text
    assert httpx.get(f"{address}id/claim/trad-2023.ris", trust_env=False).status_code == 404
