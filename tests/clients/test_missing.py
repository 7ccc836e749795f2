"""What happens where a client is not installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("ci", "outcome"), sample_daily([("true", "errors"), ("", "skipped")], 2))
def test_a_client_that_is_missing_is_skipped_but_is_an_error_in_ci(ci: str, outcome: str) -> None:
    module = Path(__file__).with_name("test_curl.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(module)],
        cwd=module.parents[2],
        env={**os.environ, "PATH": "", "CI": ci},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == (outcome == "errors"), done.stdout
    assert "curl is not installed" in done.stdout
    ended = {word for _, word in re.findall(r"(\d+) ([a-z]+)", done.stdout.splitlines()[-1])}
    assert ended - {"deselected"} == {outcome}  # a long test of the file is left out
