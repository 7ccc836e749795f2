"""What `make screenshots` writes: a picture for each width and scheme."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.page_kinds import PAGE_KINDS
from tests.browser.screenshots import SCHEMES, WIDTHS, main, take

pytestmark = pytest.mark.long


def test_each_picture_is_another(browser: Browser, address: str, tmp_path: Path) -> None:
    files = list(take(browser, address, PAGE_KINDS[:1], tmp_path / "pictures"))
    assert len({file.read_bytes() for file in files}) == len(WIDTHS) * len(SCHEMES)
    assert {file.read_bytes()[1:4] for file in files} == {b"PNG"}


def test_an_unknown_kind_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no-such-page"])
    assert "no-such-page" in capsys.readouterr().err
