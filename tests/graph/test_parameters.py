import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.errors import BadAddress
from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.graph.parameters import Parameter, bind, read_parameter
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES

QUERIES = stored_queries.load(built_in().queries)
TOMATOES, APPLES = (ox.NamedNode(f"{IDENTITY}commodity/{name}") for name in ("tomatoes", "apples"))
COMMODITY = Parameter("good", "iri", "Good", "commodity", "azru:commodity", (TOMATOES,))
TEXT = "SELECT ?x { VALUES ?good { commodity:tomatoes } VALUES ?day { UNDEF } ?x ?y ?good }"


def test_a_parameter_has_the_value_of_its_query() -> None:
    line = "good: {type: iri, kind: commodity, among: azru:commodity, label: Good}"
    assert read_parameter(line, TEXT) == COMMODITY
    assert COMMODITY.example == "tomatoes"


def test_undef_is_any_value() -> None:
    parameter = read_parameter("day: {type: date, label: Day}", TEXT)
    assert parameter == Parameter("day", "date", "Day")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("good: iri", "is a line such as"),
        ("Good: {type: iri}", "is a line such as"),
        ("good: {type: iri, kind: commodity}", "needs a label"),
        ("good: {type: number, label: Good}", "needs a type: iri, gYear, date, string"),
        ("good: {type: iri, label: Good}", "kind goes with iri"),
        ("good: {type: iri, kind: planet, label: Good}", "kind goes with iri"),
        ("good: {type: date, kind: commodity, label: Good}", "kind goes with iri"),
        ("good: {type: iri, kind: commodity, among: } ?x {, label: Good}", "among is a path"),
        ("good: {type: iri, kind: commodity, among: nowhere:to, label: Good}", "among is a path"),
        ("good: {type: string, among: azru:commodity, label: Good}", "among is a path"),
        ("good: {type: iri, colour: red, label: Good}", "'colour: red' is no field"),
        ("good: {type: iri, type: iri, label: Good}", "'type: iri' is no field"),
        ("bad: {type: string, label: Bad}", r"needs VALUES \?bad"),
        ("good: {type: gYear, label: Good}", "not of its type"),
        ("good: {type: iri, kind: country, label: Good}", "not of its type"),
    ],
)
def test_a_line_that_describes_no_parameter_says_why(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_parameter(line, TEXT)


@pytest.mark.parametrize("given", ["apples", "commodity:apples", APPLES.value])
def test_a_thing_is_given_by_its_name_or_address(given: str) -> None:
    assert COMMODITY.read(given) == APPLES
    assert bind(TEXT, [COMMODITY], {"good": given}) == TEXT.replace(
        "commodity:tomatoes", str(APPLES)
    )


def test_what_is_not_given_stays_as_it_is() -> None:
    assert bind(TEXT, [COMMODITY], {"good": ""}) == bind(TEXT, [COMMODITY], {}) == TEXT


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (COMMODITY, "apples> } ?s ?p ?o #"),
        (COMMODITY, "a/b"),
        (COMMODITY, "../country/AZ"),
        (COMMODITY, "country:AZ"),
        (COMMODITY, "https://example.org/apples"),
        (COMMODITY, "apples\n"),
        (COMMODITY, "яблоки"),
        (COMMODITY, "a" * 10_000),
        (Parameter("year", "gYear", "Year"), "23"),
        (Parameter("year", "gYear", "Year"), "-2023"),
        (Parameter("year", "gYear", "Year"), "٢٠٢٣"),
        (Parameter("day", "date", "Day"), "2023-02-30"),
        (Parameter("day", "date", "Day"), "20230201"),
        (Parameter("day", "date", "Day"), '2023-02-01" } #'),
        (Parameter("text", "string", "Text"), " "),
        (Parameter("text", "string", "Text"), "a\x00b"),
        (Parameter("text", "string", "Text"), "a\ud800"),
        (Parameter("text", "string", "Text"), "a" * 201),
    ],
)
def test_a_value_that_is_none_is_refused_by_name(parameter: Parameter, value: str) -> None:
    with pytest.raises(BadAddress, match=f"^The parameter {parameter.name} cannot be .* It takes "):
        bind("ASK {}", [parameter], {parameter.name: value})


def test_a_text_is_bound_as_a_text() -> None:
    parameter = Parameter("text", "string", "Text")
    value = "\"} ?s ?p ?o . { \\ '' # Əliyev"
    bound = bind("SELECT ?text { VALUES ?text { UNDEF } }", [parameter], {"text": value})
    rows = ox.Store().query(bound)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["text"] for row in rows] == [ox.Literal(value)]


def test_an_unknown_parameter_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(BadAddress, match=r"no parameter 'god'. It has good. Did you mean good\?"):
        bind(TEXT, [COMMODITY], {"god": "apples"})
    with pytest.raises(BadAddress, match=r"no parameter 'good'. It has none."):
        bind(TEXT, [], {"good": "apples"})


def test_a_thing_that_there_is_not_is_an_error_that_names_what_may_be_meant() -> None:
    known = {TOMATOES.value: "tomatoes", APPLES.value: "apples"}
    assert "apples>" in bind(TEXT, [COMMODITY], {"good": "apples"}, lambda _: known)
    with pytest.raises(BadAddress, match=r"cannot be 'appels'.* Did you mean apples\?"):
        bind(TEXT, [COMMODITY], {"good": "appels"}, lambda _: known)
    with pytest.raises(BadAddress, match=r"cannot be 'xyz'.* There are apples, tomatoes"):
        bind(TEXT, [COMMODITY], {"good": "xyz"}, lambda _: known)


@pytest.mark.parametrize(
    "query",
    sample_daily([query for query in QUERIES if query.parameters], 6),
    ids=lambda query: query.slug,
)
def test_there_is_something_to_choose_for_each_parameter(
    query: StoredQuery, whole_store: ox.Store
) -> None:
    for parameter in query.parameters:
        if not (text := parameter.list_values()):
            assert parameter.type in ("date", "string")
            continue
        rows = whole_store.query(text, prefixes=PREFIXES)
        assert isinstance(rows, ox.QuerySolutions)
        found = {row["value"].value: row["name"].value for row in rows}
        assert {term.value for term in parameter.default} <= {*found}
        assert len(found) > 1
        if parameter.type == "iri":
            assert all(found.values())
