from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.graph.parameters import Parameter
from azru_kg.graph.stored_queries import StoredQuery, load, read, state_example
from azru_kg.rdf.prefixes import PREFIXES

GOOD = """#+ summary: Trade figures by year
#+ description: What each source reports, with its bound and unit,
#+   oldest period first.
#+ tags: [trade, figures]

# A comment of the query itself.
SELECT ?figure WHERE { ?figure a <urn:Figure> }
"""


def write(folder: Path, text: str, name: str = "trade-by-year.rq") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_stored_query_has_what_its_header_says(tmp_path: Path) -> None:
    assert read(write(tmp_path, GOOD)) == StoredQuery(
        slug="trade-by-year",
        summary="Trade figures by year",
        description=("What each source reports, with its bound and unit, oldest period first."),
        tags=("trade", "figures"),
        text="# A comment of the query itself.\nSELECT ?figure WHERE { ?figure a <urn:Figure> }\n",
    )


def test_a_query_names_the_topics_on_whose_pages_it_stands(tmp_path: Path) -> None:
    query = read(write(tmp_path, "#+ summary: x\n#+ topics: [trade, people-and-posts]\nASK {}"))
    assert query.topics == ("trade", "people-and-posts")
    subjects = {
        triple.object.value
        for triple in state_example(query)
        if triple.predicate.value == PREFIXES["dcterms"] + "subject"
        and isinstance(triple.object, ox.NamedNode)
    }
    assert subjects == {f"{PREFIXES['topic']}{name}" for name in query.topics}


def test_a_summary_is_enough(tmp_path: Path) -> None:
    query = read(write(tmp_path, "#+ summary: All: of it\nASK {}"))
    assert (query.summary, query.description, query.tags) == ("All: of it", "", ())
    assert query.text == "ASK {}\n"


def test_the_whole_file_is_a_query_too(tmp_path: Path) -> None:
    text = write(tmp_path, GOOD).read_text(encoding="utf-8")
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    assert not list(solutions)


def test_a_summary_may_be_in_any_language(tmp_path: Path) -> None:
    query = read(write(tmp_path, "#+ summary: Ticarət dövriyyəsi – Товарооборот\nASK {}"))
    assert query.summary == "Ticarət dövriyyəsi – Товарооборот"


def test_a_folder_is_loaded_by_slug_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "b.rq")
    write(tmp_path, GOOD, "a.rq")
    write(tmp_path, "nothing", "README.md")
    assert [query.slug for query in load(tmp_path)] == ["a", "b"]


def test_a_folder_without_queries_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert load(tmp_path) == []


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        load(tmp_path / "queries")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("ASK {}", 1, "no summary"),
        ("", 1, "no summary"),
        ("#+ tags: [a]\nASK {}", 1, "no summary"),
        ("#+ summary: x\n#+ colour: red\nASK {}", 2, "unknown key 'colour'"),
        ("#+ summary: x\n#+ Tags: [a]\nASK {}", 2, "unknown key 'Tags'"),
        ("#+ summary: x\n#+ no key here\nASK {}", 2, "not a header line"),
        ("#+ summary: x\n#+\nASK {}", 2, "not a header line"),
        ("#+ summary:x\nASK {}", 1, "not a header line"),
        ("#+   summary: x\nASK {}", 1, "not a header line"),
        ("#+ summary: x\n#+ summary: y\nASK {}", 2, "'summary' is given twice"),
        ("#+ summary:\nASK {}", 1, "'summary' is empty"),
        ("#+ summary: x\n#+ description: \nASK {}", 2, "'description' is empty"),
        ("#+ summary: x\n#+ tags: trade, figures\nASK {}", 2, "tags are a list"),
        ("#+ summary: x\n#+ tags: []\nASK {}", 2, "'' is no tag"),
        ("#+ summary: x\n#+ tags: [a,, b]\nASK {}", 2, "'' is no tag"),
        ("#+ summary: x\n#+ tags: [Trade]\nASK {}", 2, "'Trade' is no tag"),
        ("#+ summary: x\n#+ tags: [a, a]\nASK {}", 2, "a tag is given twice"),
        ("#+ summary: x\n#+ topics: trade\nASK {}", 2, "topics are a list"),
        ("#+ summary: x\n#+ topics: [two words]\nASK {}", 2, "'two words' is no topic"),
        ("#+ summary: x\n#+ topics: [a, a]\nASK {}", 2, "a topic is given twice"),
        ("#+ summary: x\n\n  \n", 2, "followed by no query"),
        ("#+ summary: x\nASK {}\n#+ tags: [a]\n", 3, "below the query"),
        ("\n#+ summary: x\nASK {}", 2, "below the query"),
    ],
)
def test_a_bad_header_is_an_error_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataError, match=reason) as caught:
        read(path)
    assert (caught.value.path, caught.value.line) == (path, line)


@pytest.mark.parametrize("name", ["Trade.rq", "trade by year.rq", "-trade.rq", "trade--year.rq"])
def test_a_file_name_that_is_no_slug_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="lower case"):
        load(write(tmp_path, GOOD, name).parent)


def test_bytes_that_are_not_utf_8_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes("#+ summary: é\nASK {}".encode("latin-1"))
    with pytest.raises(DataError, match=":1:13: the byte 0xE9 is not UTF-8"):
        read(path)


def test_a_query_has_the_parameters_of_its_header(tmp_path: Path) -> None:
    head = "#+ summary: x\n#+ parameters:\n#+   year: {type: gYear, label: Year}\n#+ tags: [a]\n"
    query = read(write(tmp_path, f"{head}SELECT ?year {{ VALUES ?year {{ UNDEF }} }}"))
    assert query.parameters == (Parameter("year", "gYear", "Year"),)
    assert query.tags == ("a",)


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ("#+   year: gYear\n", 3, "a parameter is a line such as"),
        ("#+   year: {type: gYear, label: Year}\n" * 2, 4, "'year' is given twice"),
        ("#+   day: {type: date, label: Day}\n", 3, "the query needs VALUES"),
    ],
)
def test_a_bad_parameter_is_an_error_with_its_line(
    tmp_path: Path, lines: str, line: int, reason: str
) -> None:
    head = f"#+ summary: x\n#+ parameters:\n{lines}"
    path = write(tmp_path, f"{head}SELECT ?year {{ VALUES ?year {{ UNDEF }} }}")
    with pytest.raises(DataError, match=reason) as caught:
        read(path)
    assert caught.value.line == line
