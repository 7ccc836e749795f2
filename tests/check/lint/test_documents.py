"""What a document says is compared with the document in whose graph it stands, and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.check.lint.run import check
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

Find = Callable[[str], list[tuple[str, str]]]

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SOURCE = """source:{slug} a azru:Source ; dcterms:publisher organisation:{publisher} ;
  schema:datePublished "{day}"^^xsd:date ; schema:mentions event:roadmap-signing-2024 ."""
CLAIM = "claim:a a azru:Figure ; prov:wasDerivedFrom source:{slug} ; {said} ."
SIGNING = "event:roadmap-signing-2024"


@pytest.fixture
def find(tmp_path: Path, founding: Layout) -> Find:
    """Return a function that finds rules that are broken, and where, in TriG."""

    def judge(body: str) -> list[tuple[str, str]]:
        path = tmp_path / "data.trig"
        path.write_text(f"{HEAD}{body}\n", encoding="utf-8")
        findings = check([DataFile(path)], layout=founding)
        return [(finding.label, finding.path) for finding in findings]

    return judge


def write(said: str, slug: str = "one", day: str = "2024-01-22", more: str = "") -> str:
    source = SOURCE.format(slug=slug, day=day, publisher="news-az")
    return f"graph:{slug} {{ {source} {CLAIM.format(slug=slug, said=said)} {more} }}"


def date(name: str, day: str) -> str:
    return f'{name} "{day}"^^xsd:date'


def test_each_graph_has_its_own_day(find: Find) -> None:
    late, early = date("azru:asOf", "2024-01-23"), date("azru:asOf", "2024-01-22")
    later = write(late, "two", "2024-01-23")
    assert find(f"{write(early)} {later}") == []
    assert find(f"{write(late)} {later}") == [("later-than-its-document", "azru:asOf")]


def test_a_page_that_was_changed_may_tell_of_the_days_between(find: Find) -> None:
    changed = f"source:one {date('schema:dateModified', '2024-01-24')} ."
    late = date("azru:attestedOn", "2024-01-23")
    body = write(late).replace("azru:Figure", "azru:Tenure")
    assert find(body) == [("later-than-its-document", "azru:attestedOn")]
    assert find(write(late, more=changed).replace("azru:Figure", "azru:Tenure")) == []


def test_a_document_without_a_day_may_tell_of_any(find: Find) -> None:
    body = write(date("azru:asOf", "2030-01-01"))
    assert find(body.replace('schema:datePublished "2024-01-22"^^xsd:date ;', "")) == []


def test_two_graphs_may_give_two_days_of_one_event(find: Find) -> None:
    days = [f"{SIGNING} {date('schema:startDate', day)} ." for day in ("2024-01-20", "2024-01-21")]
    one, two = write("azru:voice code:direct"), write("azru:voice code:narration", "two")
    first, second = (f"{body[:-1]} {day} }}" for body, day in zip((one, two), days, strict=True))
    assert find(f"{first} {second}") == []
    both = f"{first[:-1]} {days[1]} }}"
    assert find(both) == [("one-a-graph", "schema:startDate")]


@pytest.mark.parametrize(
    ("note", "broken"),
    sample_daily(
        [
            ("Rounded by the editors.", False),
            ("News.Az says so on 22 January 2024.", False),
            ("Caspian Energy tells of the same meeting.", False),
            ("Caspian Energy gave another value on 25 November 2019.", True),
            ("Caspian Energy gave another value (2019-11-25).", True),
            ("Compare claim:turnover-2018.", True),
            ("Compare https://w3id.org/azru-kg/id/claim/turnover-2018", True),
        ],
        3,
    ),
)
def test_a_note_that_names_another_document_by_publisher_and_day(
    find: Find, note: str, broken: bool
) -> None:
    other = SOURCE.format(slug="two", day="2019-11-25", publisher="caspian-energy")
    body = f'{write(f"""rdfs:comment "{note}"@en""")} graph:two {{ {other} }}'
    assert find(body) == ([("note-on-another-document", "rdfs:comment")] if broken else [])


def test_a_passage_of_the_document_is_its_own_witness_and_that_of_another_is_not(
    find: Find,
) -> None:
    quotes = [
        f"quote:{slug} a oa:SpecificResource ; oa:hasSource source:{slug} ."
        for slug in ("one", "two")
    ]
    other = f"graph:two {{ {SOURCE.format(slug='two', day='2024-01-22', publisher='news-az')} "
    rest = f"{other} {quotes[1]} }}"
    own = write("prov:wasDerivedFrom quote:one", more=quotes[0])
    assert find(f"{own} {rest}") == []
    pooled = write("prov:wasDerivedFrom quote:two", more=quotes[0])
    assert find(f"{pooled} {rest}") == [("pooled-evidence", "prov:wasDerivedFrom")]


def test_what_a_passage_mentions_is_mentioned(find: Find) -> None:
    said = "agreement:roadmap-2024-2026 azru:party country:AZ ."
    quote = "quote:one a oa:SpecificResource ; oa:hasSource source:one"
    assert find(write("azru:voice code:direct", more=f"{said} {quote} .")) == [
        ("pooled-evidence", "azru:party")
    ]
    mentioned = f"{said} {quote} ; schema:mentions agreement:roadmap-2024-2026 ."
    assert find(write("azru:voice code:direct", more=mentioned)) == []
