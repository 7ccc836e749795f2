from __future__ import annotations

import gzip
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.errors import BadAddress
from azru_kg.graph.dataset import Dataset
from azru_kg.server.lists.catalogue import Held
from azru_kg.server.lists.page import MOST_OPTIONS, ROWS, ListPage, draw_list
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Rows
from azru_kg.tables.state import State, read_state
from azru_kg.tables.table import Table

LIGHT = 60_000
FIGURES, MEETINGS, PEOPLE = TABLES["figures"], TABLES["meetings"], TABLES["people"]
SPACE = "https://w3id.org/azru-kg/id"


def hold(table: Table, *rows: dict[str, str], **labels: str) -> Held:
    made = [tuple(row.get(name) for name in table.names) for row in rows]
    return Held(Rows(table, made), {f"urn:{name}": label for name, label in labels.items()})


def draw(held: Held, *parameters: tuple[str, str]) -> ListPage:
    rows = held.rows
    return draw_list(held, read_state(rows.table, rows.values, parameters), Links("/kg"))


def list_texts(page: ListPage, number: int = 0) -> list[str]:
    return [", ".join(part.text for part in cell.parts) for cell in page.rows[number]]


FIGURE = {
    "figure": f"{SPACE}/claim/trade",
    "label": "Trade of 2018",
    "value": "2600000000",
    "kind": f"{SPACE}/code/level",
    "boundName": "more than",
    "unitName": "US dollar",
    "period": f"{SPACE}/period/2018",
    "periodName": "2018",
    "year": "2018",
    "speakerName": "an official",
    "source": f"{SPACE}/source/one",
    "sourceTitle": "One",
    "publisherName": "Trend",
    "published": "2019-01-02",
}


def test_a_figure_is_shown_as_it_was_said_and_leads_to_itself_and_its_source() -> None:
    page = draw(hold(FIGURES, FIGURE))
    said = ["Trade of 2018", "more than 2.6 billion US dollars", "2018", "an official", "", "One"]
    assert list_texts(page) == said
    figure, *_, source = page.rows[0]
    assert figure.parts[0].href == "/kg/id/claim/trade"
    assert source.parts[0].href == "/kg/id/source/one"
    assert source.note == "Trend, 2019-01-02"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "10", "upperValue": "20", "boundName": "range"}, "10–20 US dollars"),
        ({"value": "8.3", "unitName": "percent", "boundName": "as stated",
          "kind": f"{SPACE}/code/relative-change"}, "+8.3 %"),
        ({"value": "about a lot"}, "about a lot"),
    ],
)  # fmt: skip
def test_bounds_and_units_are_words(change: dict[str, str], said: str) -> None:
    assert list_texts(draw(hold(FIGURES, FIGURE | change)))[1] == said


def test_the_sources_themselves_need_no_word_about_their_source() -> None:
    page = draw(hold(TABLES["sources"], {"source": "urn:s", "title": "S", "publisherName": "T"}))
    assert page.rows[0][0].note == ""


MEETING = {"meeting": "urn:m", "name": "Talks", "people": "urn:b urn:a", "year": "2023"}


def test_several_things_stand_by_name_and_a_month_where_there_is_no_day() -> None:
    month = {"dateWithin": "urn:may", "dateWithinName": "May 2023"}
    page = draw(hold(MEETINGS, MEETING | month, a="Ann", b="Bob"))
    assert list_texts(page) == ["Talks", "", "May 2023", "", "Ann, Bob"]
    page = draw(hold(MEETINGS, MEETING | month, a="Ann", b="Bob", may="май 2023"))
    assert list_texts(page) == ["Talks", "", "май 2023", "", "Ann, Bob"]
    page = draw(hold(MEETINGS, MEETING | month | {"date": "2023-05-17"}, a="Ann", b="Bob"))
    assert list_texts(page) == ["Talks", "", "2023-05-17", "", "Ann, Bob"]


def test_filters_say_what_is_on_and_lead_to_the_list_without_each() -> None:
    held = hold(MEETINGS, MEETING, a="Ann", b="Bob")
    page = draw(held, ("person", "urn:a"), ("from", "2022"), ("sort", "-meeting"))
    assert [(each.label, each.value, each.href) for each in page.filters] == [
        ("Person", "Ann", "/kg/meetings?from=2022&sort=-meeting"),
        ("From", "2022", "/kg/meetings?person=urn:a&sort=-meeting"),
    ]
    choices = {each.name: each for each in page.choices}
    assert [(each.label, each.chosen) for each in choices["person"].options] == [
        ("Ann", True),
        ("Bob", False),
    ]
    # Whom somebody met is not that person again.
    assert [each.label for each in choices["with"].options] == ["Bob"]
    assert [each.label for each in choices["kind"].options] == ["not stated"]


def test_a_heading_turns_the_order_round() -> None:
    held = hold(MEETINGS, MEETING)
    first, kind, *_, people = draw(held).headings
    assert (first.href, first.sorted) == ("/kg/meetings?sort=meeting", "")
    assert people.href == ""
    up = draw(held, ("sort", "kind")).headings[1]
    assert (up.sorted, up.href) == ("ascending", "/kg/meetings?sort=-kind")
    assert kind.label == up.label


def test_flags_are_words() -> None:
    promises = TABLES["promises"]
    page = draw(hold(promises, {"promise": "urn:p", "label": "P", "moved": "true"}))
    assert "yes" in list_texts(page)
    (moved,) = (each for each in page.choices if each.name == "moved")
    assert [each.label for each in moved.options] == ["yes"]


def test_pages_hold_every_row_once() -> None:
    rows = [{"person": f"urn:{n:04}", "name": f"{n:04}"} for n in range(2 * ROWS + 1)]
    held = hold(PEOPLE, *rows)
    pages = [draw(held, ("page", str(page))) for page in (1, 2, 3)]
    shown = [list_texts(page, at)[0] for page in pages for at in range(len(page.rows))]
    assert shown == [row["name"] for row in rows]
    assert pages[1].page_links == (
        (1, "/kg/people"),
        (2, "/kg/people?page=2"),
        (3, "/kg/people?page=3"),
    )
    assert (pages[2].start, pages[2].total, pages[2].pages) == (2 * ROWS + 1, 2 * ROWS + 1, 3)
    with pytest.raises(BadAddress, match="pages 1 to 3"):
        draw(held, ("page", "4"))


def test_a_facet_offers_a_bounded_number_of_values_and_the_chosen_one() -> None:
    rows = [{"person": f"urn:{n}", "country": f"urn:c:{n}"} for n in range(MOST_OPTIONS + 20)]
    held = hold(PEOPLE, *rows, {"person": "urn:x", "country": "urn:c:0"})
    (countries, _) = draw(held).choices
    assert (len(countries.options), countries.more) == (MOST_OPTIONS, 20)
    (countries, _) = draw(held, ("country", f"urn:c:{MOST_OPTIONS + 19}")).choices
    assert [each.value for each in countries.options if each.chosen] == [
        f"urn:c:{MOST_OPTIONS + 19}"
    ]


HOSTILE = '"></td></select><script>alert(1)</script>'


class Tags(HTMLParser):
    """Reads which tags and addresses there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("href", "action", "src")
        ]
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.long
@pytest.mark.parametrize("slug", sample_daily(TABLES, 5))
def test_hostile_texts_and_things_execute_nothing(slug: str, whole_dataset: Dataset) -> None:
    table = TABLES[slug]
    evil = {
        column.name: "javascript:alert(1)" if column.type in ("thing", "things") else HOSTILE
        for column in table.columns
        if column.type not in ("year", "count", "flag")
    }
    page = draw(hold(table, evil))
    text = Pages(whole_dataset, []).show("list.html", PageView("/kg"), list=page)
    read = Tags(text)
    # The one that every page has.
    assert read.tags.count("script") == 2
    assert "/kg/static/find.js" in read.addresses
    assert all(each.startswith(("/kg/", "#main")) for each in read.addresses)


@pytest.mark.long
@pytest.mark.parametrize("slug", TABLES)
def test_a_page_of_the_whole_graph_is_light(
    slug: str, whole_store: ox.Store, whole_dataset: Dataset
) -> None:
    table = TABLES[slug]
    found = whole_store.query("".join(table.query))
    assert isinstance(found, ox.QuerySolutions)
    rows = [
        tuple(None if term is None else getattr(term, "value", "") for term in solution)
        for solution in found
    ]
    page = draw_list(Held(Rows(table, rows), {}), State(table), Links())
    text = Pages(whole_dataset, []).show("list.html", PageView(), list=page)
    assert len(page.rows) == min(ROWS, len(rows))
    assert len(gzip.compress(text.encode())) < LIGHT
