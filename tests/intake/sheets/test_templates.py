from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.errors import DataError
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.sheet_rows import SUFFIXES, find_sheets, read_sheet
from azru_kg.intake.sheets.templates import write_page, write_template

PAGE = Path(__file__).parents[3] / "docs" / "sheets.md"


@pytest.mark.parametrize("suffix", sample_daily(SUFFIXES, 4))
@pytest.mark.parametrize("kind", ROWS)
def test_the_example_of_a_template_is_a_good_row(tmp_path: Path, kind: str, suffix: str) -> None:
    *lines, last = write_template(f"{kind}{suffix}").splitlines()
    if suffix == ".csv":
        lines.append(f"{last}\n{lines.pop().removeprefix('# ')}")
    else:
        lines.append(last.removeprefix("# "))
    path = tmp_path / f"{kind}{suffix}"
    path.write_text("\n".join(lines))
    faults = Faults()
    rows = [row for sheet in find_sheets([path]) for row in read_sheet(sheet, faults)]
    faults.raise_any()
    assert len(rows) == 1


@pytest.mark.parametrize("kind", sample_daily(ROWS, 4))
def test_a_template_explains_every_field(kind: str) -> None:
    explained = re.findall(
        r"^# (\w+) \((?:needed|may be empty)\): .+", write_template(f"{kind}.csv"), re.M
    )
    assert explained == list(list_fields(ROWS[kind]))


@pytest.mark.parametrize("kind", sample_daily(ROWS, 4))
def test_the_page_has_every_field_and_what_statements_share_once(kind: str) -> None:
    shared = ROWS[kind].shared
    section = write_page().partition(f"## {kind}\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.M)
    assert told == [name for name in list_fields(ROWS[kind]) if name not in shared]
    together = write_page().partition("## What every statement has\n")[2].partition("\n## ")[0]
    assert all(f"| `{name}` |" in together for name in shared)


def test_a_name_of_no_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError, match="Did you mean 'figures'"):
        write_template("fgures.csv")
    with pytest.raises(DataError, match=r"Name it \.csv or \.jsonl"):
        write_template("figures")


def test_the_page_of_sheets_is_current() -> None:
    """Where this fails, put what `write_page()` returns below the rule."""
    assert PAGE.read_text(encoding="utf-8").partition("\n---\n\n")[2] == write_page()
