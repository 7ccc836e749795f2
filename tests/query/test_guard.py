from collections.abc import Mapping
from pathlib import Path

import pytest

from azru_kg.errors import QueryRefused, QueryTooLarge, SyntaxFault
from azru_kg.graph.layout import built_in
from azru_kg.query.guard import (
    MAX_BYTES,
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_OPERATORS,
    MAX_TOKENS,
    check,
    check_size,
)
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import PREFIXES as KNOWN

PREFIXES = "PREFIX ex: <http://x/> PREFIX : <http://x/> PREFIX SERVICEex: <http://x/> "


def guard(query: str, prefixes: Mapping[str, str] = KNOWN) -> None:
    check_size(query)
    check(query, tokenize(query), prefixes=prefixes)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE {(((" }',
        "ASK { ?s ?p '''SERVICE <http://x/> {\n''' }",
        f"{PREFIXES} ASK {{ ?s ex:SERVICE ?SERVICE }}",
        "ASK { ?s ?p <http://x/SERVICE> } # SERVICE <http://x/> {",
        "ASK { ?claim a azru:Claim ; rdfs:label ?label FILTER(LANG(?label) = 'az') }",
        "PREFIX new: <http://x/> ASK { ?s a new:Thing }",
        "BASE <http://x/> ASK { <s> <p> <#o> }",
        "BASE <> ASK { <s> <p> <#o> }",
        "ASK FROM <rel> { GRAPH <no-such> { <s> <p> <> } }",
        "ASK { FILTER(?a<?b && ?c>?d) }",
        "ASK { FILTER(?a<?b&&?c>?d) }",
        "ASK { VALUES (?a ?b) { (1 <http://x/#y>) } }",
        "ASK { VALUES (?a ?b) { (<urn:a> <urn:a#b>) (<mailto:x> <urn:c#d>) } }",
        "ASK { VALUES (?a) { (<urn:a#b>) } VALUES ?a { <urn:a#b> <urn:c#d> } }",
        "ASK {} VALUES (?a ?b) { (1 <urn:a#b>) (UNDEF <urn:a#b>) }",
        "ASK { << ?s ?p ?o >> ?q ?r . ?s ?p ?o {| ?q ?r |} }",
        "SELECT * { { SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?all) { ?s ?p ?x } } }",
        "DESCRIBE country:AZ",
    ],
)
def test_an_honest_query_passes(query: str) -> None:
    guard(query)


def test_every_stored_query_passes() -> None:
    stored = sorted(built_in().queries.glob("*.rq"))
    assert stored
    for path in stored:
        guard(Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://x/> { } }",
        "ASK { sErViCe\n<http://x/> { } }",
        "ASK { SERVICE?x{ } }",
        "ASK { ?s ?p true.SERVICE <http://x/> { } }",
        "ASK { ?s ?p trueSERVICE <http://x/> { } }",
        "ASK { ?s ?p 1SERVICE <http://x/> { } }",
        f"{PREFIXES} ASK {{ SERVICEex:y {{ }} }}",
        f"{PREFIXES} ASK {{ SERVICEex:y # comment\n {{ }} }}",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        guard(query)


def test_an_escaped_keyword_does_not_pass() -> None:
    with pytest.raises(SyntaxFault):
        guard(r"ASK { \u0053ERVICE <http://x/> { } }")


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(?a<?b&&'>') SERVICE <http://x/> {} FILTER(''='') }",
        "ASK { FILTER(?a<?b#>'''\n) SERVICE <http://x/> {} FILTER('''a'''='b') }",
        "BASE <http://x/> ASK { ?a ?b <<?s?p'>'>> . SERVICE <http://x/> {} ?x ?y '' }",
        "ASK { VALUES ?x {} FILTER(?a<u:b#>'''\n) SERVICE <http://x/> {} FILTER('''a'''='b') }",
        "ASK { VALUES ?x {} {(?a<u:b#>\n) SERVICE <http://x/> {} } }",
        "ASK { VALUES (?x) { (1) } { FILTER(?a<u:b#>\n) SERVICE <http://x/> {} } }",
        "ASK { VALUES ?x { 1 } { (?a <u:b#>\n) ?p ?o . SERVICE <http://x/> {} } }",
        "ASK { VALUES (?x ?y) { (1 <<(?a<u:b#>\n) } SERVICE <http://x/> {} }",
        "ASK { VALUES (?a ?b) { (1 <u:'>) } SERVICE <http://x/> {} ?x ?y '' }",
    ],
)
def test_no_quote_or_hash_hides_code_behind_a_comparison(query: str) -> None:
    with pytest.raises(SyntaxFault, match="comparison"):
        guard(query)


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { }", "delete where { ?s ?p ?o }", "LOAD <http://x/>", "CLEAR ALL", "DROP ALL"],
)
def test_an_update_is_refused_as_read_only(update: str) -> None:
    with pytest.raises(QueryRefused, match="read-only"):
        guard(update)


@pytest.mark.parametrize(
    ("query", "hint", "place"),
    [
        ("ASK {\n  ?s azur:x ?o }", "undefined prefix azur:. Did you mean azru:", (2, 6)),
        ("ASK { ?s qqq:x ?o }", "undefined prefix qqq:. Declare it: PREFIX qqq: <…>", (1, 10)),
        ("SELCT * { }", "Did you mean SELECT", (1, 1)),
        ("ASK { ?s ?p ?o", "never closed with '}'", (1, 5)),
        ("ASK { (?s }", "does not close '(' of line 1, column 7", (1, 11)),
        ("ASK { } }", "closes nothing", (1, 9)),
        ("ASK { FILTER(TRUE) }", "write 'true' in lower case", (1, 14)),
        (" # nothing", "the query is empty", (1, 1)),
        ('ASK { "\ud800" }', "surrogate", (1, 8)),
    ],
)
def test_a_fault_says_what_to_do_and_where(query: str, hint: str, place: tuple[int, int]) -> None:
    with pytest.raises(SyntaxFault) as caught:
        guard(query)
    assert hint in caught.value.reason
    assert (caught.value.line, caught.value.column) == place


def test_the_known_prefixes_are_those_given() -> None:
    guard("ASK { ?s own:x ?o }", prefixes={"own": "http://x/"})
    with pytest.raises(SyntaxFault, match="undefined prefix azru:"):
        guard("ASK { ?s azru:x ?o }", prefixes={"own": "http://x/"})


def test_a_query_may_be_64_kibibytes_long_and_no_longer() -> None:
    guard("ASK{}".ljust(MAX_BYTES))
    with pytest.raises(QueryTooLarge, match="65537 bytes"):
        guard("ASK{}".ljust(MAX_BYTES + 1))


def test_length_is_counted_in_bytes() -> None:
    with pytest.raises(QueryTooLarge):
        guard(f"ASK {{ ?s ?p '{'ə' * (MAX_BYTES // 2)}' }}")


def test_brackets_may_nest_to_the_limit_and_no_deeper() -> None:
    guard("ASK " + "{" * MAX_DEPTH + "}" * MAX_DEPTH)
    with pytest.raises(QueryRefused, match="nested deeper than 100") as caught:
        guard("ASK " + "{" * 10_000 + "}" * 10_000)
    assert (caught.value.line, caught.value.column) == (1, 5 + MAX_DEPTH)


@pytest.mark.parametrize("bracket", ["(", "[", "<<", "{"])
def test_every_bracket_counts_as_nesting(bracket: str) -> None:
    with pytest.raises(QueryRefused, match="nested"):
        guard("ASK { " + f"{bracket} " * 200)


@pytest.mark.parametrize(
    ("unit", "limit"),
    [
        ("OPTIONAL{}", MAX_CLAUSES),
        ("!", MAX_OPERATORS),
        ("1+1 ", MAX_OPERATORS),
        ("?s ", MAX_TOKENS),
    ],
)
def test_long_chains_are_refused(unit: str, limit: int) -> None:
    with pytest.raises(QueryRefused, match=f"more than {limit}"):
        guard("ASK {" + unit * (limit + 1) + "}")


def test_a_refusal_names_its_reason_without_the_text_of_the_query() -> None:
    with pytest.raises(QueryRefused) as caught:
        guard("ASK { SERVICE <http://secret.example/> { } }")
    assert "secret" not in str(caught.value)
