from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import AzruError, DataError
from azru_kg.graph.layout import Layout
from azru_kg.quotes import make, verify
from azru_kg.rdf.prefixes import PREFIXES

HEADS = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
OA = rdflib.Namespace(PREFIXES["oa"])


def parse(block: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=HEADS + block)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(text.encode())
    return path


def test_a_quote_names_its_source_its_words_and_their_place(tmp_path: Path) -> None:
    path = write(tmp_path, "🚚\u00a0 turnover totaled $2.6billion\r\n")
    block = make(path, "totaled $2.6billion", source="s-2019", slug="s-2019-turnover")
    graph = parse(block)
    quote = rdflib.URIRef(f"{PREFIXES['quote']}s-2019-turnover")
    text, position = (rdflib.URIRef(f"{quote}#{part}") for part in ("text", "position"))
    assert not block.startswith(("#", "@prefix"))
    assert graph.value(quote, OA.hasSource) == rdflib.URIRef(f"{PREFIXES['source']}s-2019")
    assert set(graph.objects(quote, OA.hasSelector)) == {text, position}
    assert str(graph.value(text, OA.exact)) == "totaled $2.6billion"
    assert (graph.value(position, OA.start), graph.value(position, OA.end)) == (
        rdflib.Literal(12),
        rdflib.Literal(31),
    )


def test_of_several_places_the_one_asked_for_is_taken_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "Baku, Baku, Baku")
    block = make(path, "Baku", source="s", slug="q", occurrence=2)
    assert block.startswith("# Occurrence 2 of 3; the others start at 0, 12.\n")
    assert "oa:start 6" in block
    assert parse(block)


def test_an_occurrence_that_the_text_does_not_have_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "Baku, Baku")
    for occurrence in (0, 3):
        with pytest.raises(DataError, match=f"2 times: there is no {occurrence}"):
            make(path, "Baku", source="s", slug="q", occurrence=occurrence)


def test_words_that_the_text_lacks_are_answered_with_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "exceeding $ 4.3 billion in the interview\u00a0given")
    with pytest.raises(DataError, match=r"nearest there are 'exceeding \$ 4\.3 billion'"):
        make(path, "exceeding $4.3 billion", source="s", slug="q")
    with pytest.raises(DataError, match=r"interview\\xa0given"):
        make(path, "interview given", source="s", slug="q")


def test_more_than_a_quote_may_have_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, f"Trade rose by 19%. A {'long ' * 30}")
    with pytest.raises(DataError, match="a whole sentence"):
        make(path, "Trade rose by 19%", source="s", slug="q")
    with pytest.raises(DataError, match="at most 80"):
        make(path, "long " * 20, source="s", slug="q")


def test_slugs_that_make_no_good_iri_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "to Baku")
    for slug in ("", "Q", "a b", "a--b", "a#text", "bakı"):
        with pytest.raises(AzruError, match="slug"):
            make(path, "Baku", source="s", slug=slug)
        with pytest.raises(AzruError, match="slug"):
            make(path, "Baku", source=slug, slug="q")


def test_texts_that_cannot_be_read_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        make(tmp_path / "gone.txt", "Baku", source="s", slug="q")
    (tmp_path / "latin.txt").write_bytes(b"Bak\xfc")
    with pytest.raises(DataError, match="not UTF-8"):
        make(tmp_path / "latin.txt", "Bak", source="s", slug="q")


def characters(but: str = "") -> st.SearchStrategy[str]:
    return st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\r\n", exclude_characters=but
    )


@given(st.text(characters(), max_size=30), st.text(characters(".!?…"), min_size=1, max_size=40))
def test_what_is_made_verifies(before: str, words: str) -> None:
    content = f"{before}{words}".encode()
    with tempfile.TemporaryDirectory() as name:
        text, home = Path(name) / "texts" / "text", Path(name) / "home"
        text.parent.mkdir()
        text.write_bytes(content)
        (home / "graph" / "sources").mkdir(parents=True)
        block = make(text, words, source="s", slug="q")
        checksum = hashlib.sha256(content).hexdigest()
        (home / "graph" / "sources" / "s.ttl").write_bytes(
            f'{HEADS}source:s a azru:Source ; schema:sha256 "{checksum}" .\n{block}'.encode()
        )
        findings = verify(Layout(home), text.parent).findings
    assert [finding for finding in findings if finding.subject == "quote:q"] == []
