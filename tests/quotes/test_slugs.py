import hashlib
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph.layout import Layout
from azru_kg.quotes.slugs import make_slug, name_quote, name_source
from azru_kg.rdf.prefixes import PREFIXES


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("goods turnover totaled $2.6billion", "goods-turnover-totaled-2-6billion"),
        ("  Über\u00a0Ölfeld! ", "uber-olfeld"),
        ("2024_01_22 News.Az", "2024-01-22-news-az"),
        ("ə", ""),
    ],
)
def test_a_slug_is_of_lower_case_ascii_words_and_hyphens(text: str, slug: str) -> None:
    assert make_slug(text) == slug


def test_a_quote_is_named_after_outlet_date_and_words() -> None:
    assert name_quote("newsaz-2024-01-22-roadmap", "Əli") == "newsaz-2024-01-22-li"
    assert name_quote("undated", "Baku") == "undated-baku"


def test_a_text_that_a_source_has_is_named_by_the_source(tmp_path: Path) -> None:
    text = tmp_path / "Some Text.txt"
    text.write_text("words")
    assert name_source(Layout(tmp_path), text) == "some-text"
    file = tmp_path / "graph" / "sources" / "outlet-2024-01-22.ttl"
    file.parent.mkdir(parents=True)
    file.write_text(
        f"<{PREFIXES['source']}outlet-2024-01-22> a <{PREFIXES['azru']}Source> ;"
        f' <{PREFIXES["schema"]}sha256> "{hashlib.sha256(b"words").hexdigest()}" .'
    )
    assert name_source(Layout(tmp_path), text) == "outlet-2024-01-22"


def test_a_text_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.txt: No such file"):
        name_source(Layout(tmp_path), tmp_path / "none.txt")
