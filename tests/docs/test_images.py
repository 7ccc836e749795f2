"""The pictures in README and docs: each is there, is a picture, and says what it shows."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from tests.browser.docs_views import STATIC, VIEWS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
IMAGES = [
    (page, words, page.parent / target)
    for page in PAGES
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
]
MOST_BYTES = 1_500_000
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("page", "words", "file"), IMAGES, ids=[each[2].name for each in IMAGES])
def test_an_image_is_there_and_says_what_it_shows(page: Path, words: str, file: Path) -> None:
    assert file.read_bytes().startswith(PNG)
    assert len(words) > 20


def test_the_card_has_the_size_that_pages_tell() -> None:
    card = (STATIC / "card.png").read_bytes()
    assert card.startswith(PNG)
    assert struct.unpack(">II", card[16:24]) == (1200, 630)
    page = (STATIC.parent / "templates" / "base.html").read_text(encoding="utf-8")
    assert 'property="og:image:width" content="1200"' in page
    assert 'property="og:image:height" content="630"' in page


def test_all_views_stand_in_the_documents_and_are_small() -> None:
    folder = ROOT / "docs" / "screenshots"
    files = sorted(folder.iterdir())
    assert [file.stem for file in files] == sorted(view.name for view in VIEWS)
    assert {file.resolve() for _, _, file in IMAGES} >= {*files}
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
