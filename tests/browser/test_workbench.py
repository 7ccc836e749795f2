"""The workbench: the editor in the place of the form's field, and what is around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit, miss
from tests.browser.visiting import follow
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.server.workbench.assets import BUNDLE

pytestmark = pytest.mark.long

SOURCES = Path(__file__).parents[2] / "workbench"
VIOLATIONS = """() => {
  window.violations = [];
  document.addEventListener(
    'securitypolicyviolation', (it) => window.violations.push(it.violatedDirective));
}"""


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """Look only at a workbench that is built of its sources as they are."""
    if not BUNDLE.exists():
        miss("the workbench is not built: make workbench")
    newest = max(path.stat().st_mtime for path in SOURCES.glob("src/*.js"))
    if BUNDLE.stat().st_mtime < newest:
        miss("the workbench is older than its sources: make workbench")


def long(*values: object) -> ParameterSet:
    """Return a case that is like another, and waits for the long run."""
    return pytest.param(*values, marks=pytest.mark.long)


def open_workbench(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}sparql{query}")
    page.locator(".cm-content").wait_for()


def write(page: Page, text: str) -> None:
    """Put a text in the place of what is in the editor, as somebody who types it."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_the_editor_keeps_the_policy_of_the_page(visit: Visit, address: str) -> None:
    visitor = visit()
    visitor.page.add_init_script(f"({VIOLATIONS})()")
    open_workbench(visitor.page, address)
    write(visitor.page, "SELECT * { ?s ?p ")
    write(visitor.page, "SELECT *\n{ ?s ?p ?o }")
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.type("ASK {")
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.press("Control+x")
    visitor.page.keyboard.press("Control+v")
    visitor.page.keyboard.press("Control+z")
    assert visitor.page.evaluate("() => window.violations") == []
    # Its styles are there, adopted by the shadow root: without them nothing would be in columns.
    display = visitor.page.locator(".cm-scroller").evaluate("it => getComputedStyle(it).display")
    assert display == "flex"
    assert visitor.page.locator("style").count() == 0


@pytest.mark.long
def test_the_policy_would_have_refused_a_style_that_is_put_into_the_page(
    visit: Visit, address: str
) -> None:
    visitor = visit()
    visitor.page.add_init_script(f"({VIOLATIONS})()")
    open_workbench(visitor.page, address)
    visitor.page.evaluate("() => document.querySelector('p').setAttribute('style', 'top: 0')")
    visitor.page.wait_for_function("() => window.violations.length")
    assert visitor.page.evaluate("() => window.violations") == ["style-src-attr"]
    assert [said for said in visitor.complaints if "style-src" in said] == visitor.complaints
    visitor.complaints.clear()


def test_a_query_is_written_and_sent_and_the_editor_left_without_a_mouse(
    visit: Visit, address: str
) -> None:
    page = visit().page
    open_workbench(page, address)
    write(page, "ASK { country:AZ a azru:Country }")
    focused = "() => document.activeElement.textContent.trim() || document.activeElement.className"
    passed: list[str] = []
    while not passed or passed[-1] != "Run the query":
        page.keyboard.press("Tab")
        passed.append(page.evaluate(focused))
        assert len(passed) < 4, passed
    for _ in passed:
        page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "editor"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=ASK*")
    page.locator(".results strong").filter(has_text="Yes").wait_for()
    # The same address is the answer of the server, for who is given it.
    page.reload()
    assert "The answer to the question is Yes" in page.locator("main").inner_text()


def suggest(page: Page, text: str) -> list[str]:
    """Return what is suggested for the end of a text, the likeliest first."""
    write(page, text[:-1])
    page.keyboard.type(text[-1])
    page.locator(".cm-tooltip-autocomplete li").first.wait_for()
    return page.locator(".cm-tooltip-autocomplete li").all_inner_texts()


def choose(page: Page, name: str) -> None:
    """Choose a suggestion by keyboard when it is the first, and has been there for a moment."""
    page.locator(".cm-tooltip-autocomplete li[aria-selected]").filter(has_text=name).wait_for()
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("SELECT * { ?s a figu", "azru:Figure"),
        long("SELECT * { ?s a стран", "azru:Country"),
        long("SELECT * { ?s azru:ind", "azru:indicator"),
        long("SELECT * { ?s schema:about азерб", "country:AZ"),
        long("SELECT * { ?s schema:about Azərb", "country:AZ"),
        long("SELECT * { ?s schema:about mehriban", "person:mehriban-aliyeva"),
        ("SELECT * { ?s schema:about Алиева", "person:mehriban-aliyeva"),
    ],
)
def test_what_the_data_hold_is_completed_by_its_name_in_any_language(
    visit: Visit, address: str, typed: str, name: str
) -> None:
    page = visit().page
    open_workbench(page, address)
    suggest(page, typed)
    # Terms are there at once; things are asked for, and come to the list a moment later.
    page.locator(".cm-tooltip-autocomplete li").filter(has_text=name).first.wait_for()


def test_a_term_that_is_chosen_by_keyboard_brings_its_prefix_once(
    visit: Visit, address: str
) -> None:
    page = visit().page
    open_workbench(page, address)
    suggest(page, "# Figures\nSELECT * { ?figure a figu")
    choose(page, "azru:Figure")
    page.keyboard.press("Escape")
    page.keyboard.type(" ; azru:indic")
    choose(page, "azru:indicator")
    text = page.locator("#query").input_value()
    assert text.splitlines()[:2] == [
        "# Figures",
        "PREFIX azru: <https://w3id.org/azru-kg/ontology#>",
    ]
    assert text.count("PREFIX") == 1
    assert "SELECT * { ?figure a azru:Figure ; azru:indicator" in text
    page.keyboard.press("Escape")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "marked", "line", "said"),
    [
        ("SELECT * {\n  ?s ?p\n}", "}", 3, "has no place here"),
        long("SELECT *\n{ ?s a azru:Figur }", "azru:Figur", 2, "Did you mean azru:Figure?"),
        long("SELECT ?n {\n  ?s skos:prefLabel ?n }", "?n", 2, "Add FILTER"),
    ],
)
def test_a_fault_is_shown_at_its_place_while_one_types(
    visit: Visit, address: str, typed: str, marked: str, line: int, said: str
) -> None:
    page = visit().page
    open_workbench(page, address)
    write(page, typed)
    note = page.locator(".notes-on-query li")
    note.filter(has_text=said).wait_for()
    expect(page.locator("[class*=cm-lintRange]")).to_have_text([marked])
    note.get_by_role("button", name=f"Line {line}").click()
    assert page.locator(".cm-content").evaluate("it => it.getRootNode().activeElement === it")
    where = (
        "() => document.querySelector('.editor').shadowRoot.querySelector('.cm-activeLineGutter')"
    )
    assert page.evaluate(f"{where}.textContent".replace("() =>", "() => ")) == str(line)


FIGURES = """SELECT ?figure ?value ?end {
  ?figure a azru:Figure ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?figure sdmx-dimension:refPeriod/dcat:endDate ?end }
}"""


def run(page: Page, query: str) -> None:
    write(page, query)
    page.keyboard.press("Control+Enter")
    page.locator(".results .summary").filter(has_text="Time:").wait_for()


def read_column(page: Page, number: int) -> list[str]:
    return page.locator(f".results tbody tr td:nth-child({number})").all_inner_texts()


def test_an_answer_is_shown_by_label_with_links_and_sorted(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    run(page, FIGURES)
    link = page.locator(".results tbody a").first
    assert (link.get_attribute("href") or "").startswith("/id/claim/")
    page.wait_for_function(
        "() => !document.querySelector('.results tbody a').textContent.startsWith('claim:')"
    )
    head = page.locator(".results th")
    for direction, reverse in (("ascending", False), ("descending", True)):
        head.get_by_role("button", name="value").click()
        expect(head.nth(1)).to_have_attribute("aria-sort", direction)
        values = [float(text) for text in read_column(page, 2)]
        assert len(values) > 10
        assert values == sorted(values, reverse=reverse)
    head.get_by_role("button", name="figure").click()
    expect(head.nth(0)).to_have_attribute("aria-sort", "ascending")


@pytest.mark.long
def test_an_answer_is_turned_page_by_page(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    run(page, "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 120")
    pager = page.locator(".pager")
    expect(pager).to_contain_text("1 to 50 of 120")
    first = read_column(page, 1)
    pager.get_by_role("button", name="Next").click()
    pager.get_by_role("button", name="Next").click()
    expect(pager).to_contain_text("101 to 120 of 120")
    assert len(read_column(page, 1)) == 20
    expect(pager.get_by_role("button", name="Next")).to_be_disabled()
    pager.get_by_role("button", name="Previous").click()
    pager.get_by_role("button", name="Previous").click()
    expect(pager).to_contain_text("1 to 50 of 120")
    assert len(first) == len(read_column(page, 1)) == 50


def test_numbers_are_drawn(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    run(page, FIGURES)
    page.get_by_role("button", name="Chart").click()
    chart = page.get_by_role("img", name="value over end")
    chart.wait_for()
    assert chart.locator("circle").count() > 5
    page.get_by_label("Over", exact=True).select_option(label="figure")
    bars = page.get_by_role("img", name="value over figure")
    bars.wait_for()
    assert bars.locator("rect").count() == bars.locator("text.value").count() > 10
    page.get_by_role("button", name="Table").click()
    page.locator(".results tbody").wait_for()
    assert page.locator(".results tbody tr").count() > 10


@pytest.mark.long
def test_places_are_on_a_map(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    run(
        page,
        """SELECT ?name ?where { VALUES (?name ?where) {
          ("Baku" "POINT(49.87 40.41)"^^geo:wktLiteral)
          ("line" "LINESTRING(49.87 40.41, 47.5 42.98)"^^geo:wktLiteral)
          ("sea" "POINT(-150 -40)"^^geo:wktLiteral)
        } }""",
    )
    page.get_by_role("button", name="Map").click()
    picture = page.get_by_role("img", name="Places of the answer on a map")
    picture.wait_for()
    assert picture.locator("circle title").all_text_contents() == ["Baku"]
    assert picture.locator("polyline title").all_text_contents() == ["line"]
    assert "Outside of the map: 1." in page.locator(".results").inner_text()
    assert "No borders are drawn" in page.locator(".results").inner_text()
    run(page, "SELECT ?c { ?c a azru:Country }")
    expect(page.get_by_role("button", name="Map")).to_have_count(0)


@pytest.mark.long
def test_every_format_can_be_downloaded(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    run(page, "SELECT ?c { ?c a azru:Country }")
    names = page.locator(".results .downloads a")
    expect(names).to_have_text(["JSON", "XML", "CSV", "TSV"])
    for link in names.all():
        reply = page.request.get(f"{address.rstrip('/')}{link.get_attribute('href')}")
        assert reply.status == 200
        assert b"country/AZ" in reply.body()
    run(page, "DESCRIBE country:AZ")
    expect(page.locator(".results th")).to_have_text(["subject", "predicate", "object"])
    assert "Turtle" in page.locator(".results .downloads").inner_text()


def test_what_is_refused_is_shown_with_what_to_do_and_at_its_place(
    visit: Visit, address: str
) -> None:
    visitor = visit()
    page = visitor.page
    open_workbench(page, address)
    write(page, "SELECT *\n{ ?s ?p }")
    page.keyboard.press("Control+Enter")
    page.locator(".results").filter(has_text="has no place here").wait_for()
    assert "Correct the query at the place given" in page.locator(".results").inner_text()
    assert page.locator("[class*=cm-lintRange]").first.inner_text() == "}"
    # The browser says of an answer with 400 that there was one.
    assert all("400" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()


@pytest.mark.long
def test_a_query_can_be_stopped(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    write(
        page,
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?b != ?e && ?e != ?h) }",
    )
    page.keyboard.press("Control+Enter")
    stop = page.get_by_role("button", name="Stop")
    stop.click()
    page.locator(".results .summary").filter(has_text="Stopped.").wait_for()
    expect(stop).to_be_hidden()


def test_earlier_queries_are_kept_and_forgotten_by_the_browser(visit: Visit, address: str) -> None:
    page = visit().page
    open_workbench(page, address)
    expect(page.get_by_text("Earlier queries")).to_be_hidden()
    run(page, "# Is it there?\nASK { country:AZ a azru:Country }")
    run(page, "ASK { country:RU a azru:Country }")
    page.goto(f"{address}sparql")
    page.get_by_text("Earlier queries").click()
    page.get_by_role("button", name="Is it there?").click()
    assert page.locator("#query").input_value().startswith("# Is it there?")
    page.get_by_role("button", name="Forget them all").click()
    expect(page.get_by_text("Earlier queries")).to_be_hidden()
    assert page.evaluate("() => localStorage.getItem('azru-kg queries')") == "[]"


@pytest.mark.long
def test_an_answer_of_the_server_becomes_one_to_work_with(visit: Visit, address: str) -> None:
    page = visit().page
    page.goto(f"{address}sparql?query={quote(FIGURES)}")
    served = page.locator("main table.solutions tbody tr").count()
    page.get_by_role("button", name="Sort, turn pages and draw charts here").click()
    page.locator(".results tbody tr").first.wait_for()
    expect(page.locator("main table.solutions")).to_have_count(1)
    expect(page.locator(".results tbody tr")).to_have_count(min(served, 50))
    page.go_back()
    page.locator("main > .scroll table.solutions").wait_for()


@pytest.fixture(scope="module")
def keeping_address(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that keeps queries."""
    with serve(program, "--links", tmp_path_factory.mktemp("links")) as served:
        yield served


QUERY = "# Which countries?\nSELECT ?country { ?country a azru:Country }"


def test_a_short_link_shows_the_query_to_who_is_given_it(
    visit: Visit, keeping_address: str
) -> None:
    page = visit().page
    open_workbench(page, keeping_address)
    write(page, QUERY)
    page.get_by_role("button", name="Make a short link").click()
    link = page.locator("main [role=status] a")
    link.wait_for()
    given = link.inner_text()
    assert given == link.get_attribute("href")
    other = visit().page
    other.goto(given)
    other.locator(".cm-content").wait_for()
    assert other.locator("#query").input_value() == f"{QUERY}\n"
    other.get_by_role("button", name="Run the query").click()
    other.locator(".results tbody tr").first.wait_for()
    assert "/sparql?query=" in other.url


def test_a_short_link_is_made_and_used_without_a_script(visit: Visit, keeping_address: str) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(f"{keeping_address}sparql")
    page.locator("#query").fill(QUERY)
    follow(page.get_by_role("button", name="Make a short link"))
    assert page.url.startswith(f"{keeping_address}q/")
    # A form sends its ends of lines as the network has them.
    assert page.locator("#query").input_value().split() == QUERY.split()
    follow(page.get_by_role("button", name="Run the query"))
    assert page.locator("table.solutions tbody tr").count() > 1


@pytest.mark.long
def test_without_a_script_the_form_is_there_and_says_what_is_wrong(
    visit: Visit, address: str
) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(f"{address}sparql")
    page.locator("#query").fill("SELECT *\n{ ?s ?p }")
    follow(page.get_by_role("button", name="Run the query"))
    assert page.locator("mark").inner_text() == "}"
    assert page.locator(".editor, .results, .history").count() == 0


@pytest.mark.long
@pytest.mark.parametrize("view", ["Table", "Chart"])
def test_axe_finds_nothing_in_an_answer_and_nothing_is_scrolled_sideways(
    visit: Visit, address: str, axe: str, view: str
) -> None:
    visitor = visit()
    page = visitor.page
    open_workbench(page, address)
    run(page, FIGURES)
    page.get_by_role("button", name=view).click()
    page.get_by_text("Earlier queries").click()
    write(page, "SELECT ?n { ?c a azru:Figur ; skos:prefLabel ?n }")
    page.locator(".notes-on-query li").nth(1).wait_for()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert visitor.find_overflow() == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert visitor.check(axe) == [], f"{width} pixels wide, {scheme}"


@pytest.mark.long
def test_axe_finds_nothing_in_suggestions(visit: Visit, address: str, axe: str) -> None:
    visitor = visit()
    open_workbench(visitor.page, address)
    suggest(visitor.page, "SELECT * { ?s a count")
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        assert visitor.check(axe) == [], scheme
