import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.errors import NotAcceptable
from azru_kg.rdf.formats import (
    CSV,
    GRAPHS,
    HTML,
    JSON,
    RESULTS,
    TURTLE,
    Offer,
    choose,
    find,
    negotiate,
    not_acceptable,
)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
SPARQLWRAPPER = "application/sparql-results+json,application/json,text/javascript"
RDFLIB_STORE = "application/sparql-results+xml, application/rdf+xml"
AXIOS = "application/json, text/plain, */*"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"

SRJ, SRX = "application/sparql-results+json", "application/sparql-results+xml"
ANY = (SRJ, "text/turtle")

MATRIX: list[tuple[str | None, str | None, str | None]] = [
    # whatever there is
    (None, *ANY),
    ("", *ANY),
    ("  ", *ANY),
    ("*/*", *ANY),
    ("*/*;q=0.1", *ANY),
    # exactly what is named
    ("application/sparql-results+json", SRJ, None),
    ("application/sparql-results+xml", SRX, None),
    ("text/csv", "text/csv", None),
    ("text/tab-separated-values", "text/tab-separated-values", None),
    ("text/turtle", None, "text/turtle"),
    ("application/n-triples", None, "application/n-triples"),
    ("application/ld+json", None, "application/ld+json"),
    ("application/rdf+xml", None, "application/rdf+xml"),
    ("application/trig", None, "application/trig"),
    ("application/n-quads", None, "application/n-quads"),
    ("text/n3", None, "text/n3"),
    ("text/html", "text/html", "text/html"),
    ("TEXT/Csv", "text/csv", None),
    # other names of the same, answered under the name that was asked for
    ("application/json", "application/json", "application/json"),
    ("application/xml", "application/xml", "application/xml"),
    ("text/plain", None, "text/plain"),
    ("application/xhtml+xml", "text/html", "text/html"),
    # quality
    ("text/csv;q=0.1, application/sparql-results+json;q=0.9", SRJ, None),
    ("text/csv;q=0.9, application/sparql-results+json;q=0.1", "text/csv", None),
    ("text/csv;q=0.501, text/tab-separated-values;q=0.502", "text/tab-separated-values", None),
    ("text/turtle;q=0.2, */*;q=0.1", SRJ, "text/turtle"),
    ("text/csv, */*;q=0.1", "text/csv", "text/turtle"),
    ("text/html;q=0.5, text/turtle", "text/html", "text/turtle"),
    # never
    ("application/sparql-results+json;q=0, */*", SRX, "text/turtle"),
    ("application/json;q=0, */*", *ANY),
    ("text/turtle;q=0, */*;q=0.5", SRJ, "application/ld+json"),
    ("*/*;q=0, text/csv", "text/csv", None),
    ("text/*;q=0, */*", SRJ, "application/ld+json"),
    ("text/csv;q=0.0, text/*", "text/tab-separated-values", "text/turtle"),
    # ranges, and the more specific before the less
    ("text/*", "text/csv", "text/turtle"),
    ("application/*", SRJ, "application/ld+json"),
    ("text/*;q=0.9, text/csv;q=0.1, */*;q=0.5", "text/tab-separated-values", "text/turtle"),
    ("*/*, text/*;q=0.1", SRJ, "application/ld+json"),
    # what is named goes before what a range covers
    ("application/rdf+xml, */*", SRJ, "application/rdf+xml"),
    ("*/*, text/csv", "text/csv", "text/turtle"),
    # parameters
    ("text/csv;charset=utf-8", "text/csv", None),
    ('text/csv; charset="UTF-8"; header=present', "text/csv", None),
    (
        "text/csv;charset=iso-8859-1, text/tab-separated-values;q=0.1",
        "text/tab-separated-values",
        None,
    ),
    ("text/turtle;charset=utf-8;q=0.4, application/rdf+xml;q=0.3", None, "text/turtle"),
    ("text/turtle;version=1.2", None, "text/turtle"),
    (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        None,
        "application/ld+json",
    ),
    ('text/csv;a="x,y;q=0", text/turtle', "text/csv", "text/turtle"),
    (
        "text/csv;header=absent;q=0.9, text/csv;q=0.1, text/*;q=0.5",
        "text/tab-separated-values",
        "text/turtle",
    ),
    # real clients
    (FIREFOX, "text/html", "text/html"),
    (CHROME, "text/html", "text/html"),
    (SPARQLWRAPPER, SRJ, "application/json"),
    (RDFLIB_STORE, SRX, "application/rdf+xml"),
    (AXIOS, "application/json", "application/json"),
    # malformed headers are as good as none
    ("garbage", *ANY),
    ("text/csv;q=7", *ANY),
    (JAVA, *ANY),
    # and so are those that would take seconds to read
    ("text/csv, " + ", ".join(f"a/b{number}" for number in range(1000)), *ANY),
]


@pytest.mark.parametrize(("accept", "results", "graph"), sample_daily(MATRIX, 4))
def test_accept_chooses_for_results_and_for_graphs(
    accept: str | None, results: str | None, graph: str | None
) -> None:
    choice = negotiate(accept)
    assert (choice.results and choice.results.media_type) == results
    assert (choice.graph and choice.graph.media_type) == graph


@pytest.mark.parametrize(
    "accept",
    [
        "image/png",
        "image/*",
        "*/*;q=0",
        "text/csv;q=0",
        "text/csv;charset=utf-16",
        "audio/ogg, a/b",
    ],
)
def test_when_nothing_suits_the_error_lists_what_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate(accept)
    for format_ in (*RESULTS, *GRAPHS, HTML):
        assert f"{format_.media_type} (format={format_.name})" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "results", "graph"),
    [
        ("json", SRJ, "application/ld+json"),
        ("srj", SRJ, None),
        ("xml", SRX, "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("tsv", "text/tab-separated-values", None),
        ("turtle", None, "text/turtle"),
        ("ttl", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("ntriples", None, "application/n-triples"),
        ("jsonld", None, "application/ld+json"),
        ("json-ld", None, "application/ld+json"),
        ("rdf", None, "application/rdf+xml"),
        ("rdf+xml", None, "application/rdf+xml"),
        ("trig", None, "application/trig"),
        ("nq", None, "application/n-quads"),
        ("n3", None, "text/n3"),
        ("html", "text/html", "text/html"),
        ("application/xhtml+xml", "text/html", "text/html"),
        (" CSV ", "text/csv", None),
        ("text/csv", "text/csv", None),
        ("application/json", "application/json", "application/json"),
    ],
)
def test_a_format_by_name_overrides_accept(
    name: str, results: str | None, graph: str | None
) -> None:
    for accept in (None, "image/png", FIREFOX):
        choice = negotiate(accept, name)
        assert (choice.results and choice.results.media_type) == results
        assert (choice.graph and choice.graph.media_type) == graph


def test_an_unknown_format_is_not_acceptable() -> None:
    with pytest.raises(NotAcceptable, match=r"text/csv \(format=csv\)"):
        negotiate("*/*", "docx")


def test_no_name_stands_for_two_formats_of_one_kind() -> None:
    for family in ((*RESULTS, HTML), (*GRAPHS, HTML)):
        names = [name for format_ in family for name in (format_.name, *format_.names)]
        types = [media_type for format_ in family for media_type in format_.media_types]
        assert len(set(names)) == len(names)
        assert len(set(types)) == len(types)


def test_oxigraph_writes_every_format_but_pages() -> None:
    for format_ in RESULTS:
        assert ox.QueryResultsFormat.from_media_type(format_.media_type) is not None
    for format_ in GRAPHS:
        written = ox.RdfFormat.from_media_type(format_.media_type)
        assert written is not None
        assert written.file_extension == format_.extension


def test_text_says_its_charset_and_other_types_do_not() -> None:
    assert Offer(CSV, "text/csv").content_type == "text/csv; charset=utf-8"
    assert Offer(JSON, SRJ).content_type == SRJ


def test_formats_of_one_kind_can_be_listed_alone() -> None:
    message = str(not_acceptable(GRAPHS))
    assert "text/turtle (format=turtle)" in message
    assert "text/csv" not in message


def test_find_knows_only_the_formats_it_is_given() -> None:
    assert find("turtle", RESULTS) is None
    assert find("turtle", GRAPHS) == Offer(TURTLE, "text/turtle")


def test_choose_takes_the_first_format_of_equals() -> None:
    assert choose("text/csv, application/sparql-results+json", RESULTS) == Offer(JSON, SRJ)


def test_a_bare_plus_in_an_address_is_pointed_out() -> None:
    with pytest.raises(NotAcceptable, match=r"'application/sparql-results json' has a space.*%2B"):
        negotiate("*/*", name="application/sparql-results json")
