"""The pages of years, of lists of a few rows."""

from __future__ import annotations

from tests.server.lists.dossiers.holding import hold

from azru_kg.server.lists.dossiers.years import MOST, count_years, draw_year, draw_years
from azru_kg.server.pages.cells import Links

LISTS = {
    "agreements": hold("agreements", {"agreement": "urn:a:1", "name": "Roadmap", "year": "2023"}),
    "promises": hold(
        "promises",
        {"promise": "urn:p:1", "label": "Late", "year": "2025", "saidYear": "2023"},
        {"promise": "urn:p:2", "label": "Undated", "saidYear": "2020"},
    ),
    "sources": hold(
        "sources", *({"source": f"urn:s:{n}", "title": f"S{n}", "year": "2020"} for n in range(30))
    ),
}
LINKS = Links("/kg")


def test_years_are_those_of_which_there_is_anything() -> None:
    assert count_years(LISTS).listed == ("2020", "2023", "2025")
    assert count_years({}).listed == ()


def test_a_year_has_the_parts_that_have_rows_and_leads_to_those_beside_it() -> None:
    page = draw_year("2023", count_years(LISTS), LISTS, LINKS)
    assert [extract.heading for extract in page.extracts] == ["Signed", "Promised in this year"]
    assert page.before is not None
    assert page.after is not None
    assert (page.before.href, page.after.href) == ("/kg/year/2020", "/kg/year/2025")
    signed, promised = page.extracts
    assert signed.address == "/kg/agreements?year=2023&sort=signedOn"
    assert promised.data[0] == ("CSV", "/kg/promises.csv?said=2023&sort=asOf")
    assert promised.rows[0][0].parts[0].text == "Late"


def test_the_first_and_the_last_year_have_one_beside_them() -> None:
    years = count_years(LISTS)
    assert draw_year("2020", years, LISTS, LINKS).before is None
    assert draw_year("2025", years, LISTS, LINKS).after is None


def test_a_long_part_is_cut_and_says_how_many_there_are() -> None:
    page = draw_year("2020", count_years(LISTS), LISTS, LINKS)
    published = page.extracts[-1]
    assert (len(published.rows), published.total) == (MOST, 30)


def test_all_years_are_listed_the_latest_first_with_numbers() -> None:
    (extract,) = draw_years(count_years(LISTS), LINKS).extracts
    assert [row[0].parts[0].href for row in extract.rows] == [
        f"/kg/year/{year}" for year in (2025, 2023, 2020)
    ]
    assert [column.label for column in extract.columns] == [
        "Year", "Signed", "Promised", "Due", "Published",
    ]  # fmt: skip
    texts = [[part.text for part in cell.parts] for cell in extract.rows[2]]
    assert texts == [["2020"], [], ["1"], [], ["30"]]
