"""The pages in a real browser: Debian's Chromium, without a window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.support.sampling import sample_daily

CHROMIUM = shutil.which("chromium")
SECONDS = 60
PEOPLE = "SELECT ?person WHERE { ?person a foaf:Person } ORDER BY ?person"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


def browse(address: str, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    return subprocess.run(
        [
            CHROMIUM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            f"--user-data-dir={profile}",
            *options,
            address,
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    sample_daily(
        [
            ("", "Questions to start from"),
            ("sparql", "Run the query"),
            (f"sparql?query={quote(PEOPLE)}", "Mehriban Aliyeva"),
            (f"sparql?query={quote('DESCRIBE country:AZ')}", "Azərbaycan"),
            (f"sparql?query={quote('SELECT * {')}", "line 1"),
            ("id/country/AZ", "Azərbaycan"),
            ("id/claim/trade-2023", "more than 4.3 billion US dollars"),
            ("ontology", "reported figure"),
        ],
        6,
    ),
)
def test_a_browser_shows_the_page_and_is_refused_nothing(
    address: str, tmp_path: Path, path: str, expected: str
) -> None:
    shown = browse(f"{address}{path}", tmp_path, "--dump-dom")
    assert expected in shown.stdout
    console = [line for line in shown.stderr.splitlines() if ":CONSOLE" in line]
    assert console == []
