import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.graph.layout import built_in
from azru_kg.turtle.faults import SYNTAXES, find_errors

HEAD = "@prefix e: <urn:e:> .\n"
SAMPLE = (built_in().graph / "entities" / "countries.ttl").read_text()
WORDS = r"""
. ; , [ ] ( ) { } " ' ''' < > e:a zz:b _:c a 1 1. @en @prefix ^^ # é <urn:a> true PREFIX GRAPH
VERSION ~ << "x" - % \
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "<a b>", '"""', "\x00", "\ufeff"])


def find_first(text: str, syntax: ox.RdfFormat) -> tuple[int, int] | None:
    try:
        list(ox.parse(text, format=syntax))
    except SyntaxError as error:
        return error.lineno or 1, error.offset or 1
    return None


def check(text: str, syntax: ox.RdfFormat) -> None:
    faults = find_errors(text, syntax)
    first = find_first(text, syntax)
    assert (faults == []) == (first is None)
    assert first is None or first[0] in {fault.line for fault in faults}
    assert faults == sorted(set(faults))
    assert all(fault.reason and "\n" not in fault.reason for fault in faults)


@given(st.lists(PIECES, max_size=25), st.sampled_from(SYNTAXES))
def test_a_text_has_errors_where_oxigraph_refuses_it(
    pieces: list[str], syntax: ox.RdfFormat
) -> None:
    check(HEAD * (len(pieces) % 2) + " ".join(pieces), syntax)
    check("".join(pieces), syntax)


@given(st.integers(0, len(SAMPLE)), st.integers(0, 5), PIECES)
def test_a_file_with_a_change_anywhere_has_errors_where_oxigraph_refuses_it(
    start: int, length: int, piece: str
) -> None:
    check(SAMPLE[:start] + piece + SAMPLE[start + length :], ox.RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("e:a e:p zz:b .\nyy:c e:p zz:d .", [(2, 9, "prefix zz: is not"), (3, 1, "prefix yy:")]),
        ("e:a a azru:b .", [(2, 7, "Add @prefix azru: <https://w3id.org/azru-kg/ontology#> .")]),
        ("e:a e:p 1\ne:b e:p 2 .", [(3, 1, "`.` is missing before this")]),
        ("e:a e:p 1\n  e:q 2 .", [(3, 3, "`;` is missing before this")]),
        ("e:a e:p 1\n 2 .", [(3, 2, "`,` is missing before this")]),
        ("e:a e:p [ e:q 1 e:r 2 ] .", [(2, 17, "`;` is missing")]),
        ("e:a e:p 'abc ;\n e:q 1 .", [(2, 9, "does not end. Close it with '")]),
        ("e:a e:p '''abc .", [(2, 9, "does not end. Close it with '''")]),
        ("e:a e:p <a b> , <urn:c> .", [(2, 9, "cannot hold ' '. Write it as %20")]),
        ("e:a e:p <urn:a .\n\ne:b e:p 1 ; .", [(2, 9, "does not end. Close it with >")]),
        (r"e:a e:p 'a\q' , zz:b .", [(2, 9, r"\q is no escape"), (2, 17, "prefix zz:")]),
        ("e:a e:p <b> .", [(2, 9, "relative IRI, and no base")]),
        ("e:a e:p 'x'@toolonglang-a .", [(2, 9, "subtag")]),
        ("e:a e:p e:%zz .", [(2, 11, "found %")]),
        ("e:a e:p 1", [(2, 10, "the file ends here, expected `;`, `,` or the dot")]),
        ("e:a e:p ( 1 2 .", [(2, 15, "found ., expected `)`")]),
        ("'x' e:p 1 .\ne:a 1 e:p .\ne:a e:p 1 . .", [(2, 1, "'x'"), (3, 5, "1"), (4, 13, ".")]),
        ("e:a e:p , 1 .\n@prefix f <urn:> .\ne:a e:p e:b .", [(2, 9, ","), (3, 9, "colon")]),
        ("e:a e:p 1 ]\n\ne:b e:p 2 .\ne:b zz:p 3 .", [(2, 11, "found ]"), (5, 5, "zz:")]),
        ("@prefix f: <urn:f:>\nf:a f:b f:c .", [(3, 1, "the dot that ends a declaration")]),
        ("@prefix f: <urn:f: .\nf:a f:b f:c .", [(2, 12, "does not end. Close it with >")]),
        ("e:a e:p abc d', 'e' .\ne:b e:p zz:c .", [(2, 9, "found abc"), (3, 9, "zz:")]),
        ("e:a e:p True .", [(2, 9, "found True, expected an object")]),
    ],
)
def test_each_error_of_a_file_is_told_with_its_place_and_what_to_do(
    body: str, expected: list[tuple[int, int, str]]
) -> None:
    faults = find_errors(HEAD + body)
    assert [(fault.line, fault.column) for fault in faults] == [place[:2] for place in expected]
    for fault, (_, _, reason) in zip(faults, expected, strict=True):
        assert reason in fault.reason


def test_what_only_rdf_1_2_has_is_left_to_oxigraph() -> None:
    faults = find_errors("VERSION '1.2' <<<a:a> <a:b> <a:c>>> <a:d> <a:e> .\n<a:a> <a:b> zz:a .")
    assert [(fault.line, fault.column) for fault in faults] == [(2, 13)]


def test_a_graph_that_is_not_closed_is_told() -> None:
    (fault,) = find_errors("<a:g> { <a:a> <a:b> 1 .", ox.RdfFormat.TRIG)
    assert (fault.line, fault.column, fault.reason) == (
        1,
        24,
        "the file ends here, expected `}`",
    )


@pytest.mark.parametrize("syntax", [ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS])
def test_where_there_are_no_prefixes_none_is_asked_for(syntax: ox.RdfFormat) -> None:
    (fault,) = find_errors('<urn:a> rdf:type "x" .', syntax)
    assert (fault.line, fault.column) == (1, 9)
    assert fault.reason == "rdf:type is a prefixed name. Write the IRI out, in < and >"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"'\uD83D\uDE00'", r"\uD83D is half of a character. Write the whole one: \U0001F600"),
        (r"'x\ude00'", r"\ude00 is half of a character. Write the whole one"),
        (r"'\uD83D'", r"\uD83D is half of a character. Write the whole one"),
        (r"'\U0000D83D'", r"\U0000D83D is half of a character. Write the whole one"),
        (r"'\U00110000'", r"\U00110000 is no character. The last one is \U0010FFFF"),
        (r"<urn:\uD83D\uDE00>", r"\uD83D is half of a character. Write the whole one: \U0001F600"),
    ],
)
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_half_a_character_as_java_writes_it_has_a_place_and_a_cure(
    text: str, reason: str, syntax: ox.RdfFormat
) -> None:
    text = text.replace("'", '"')
    (fault,) = find_errors(f"<urn:a> <urn:p> <urn:o> .\n<urn:a> <urn:p> {text} .", syntax)
    assert (fault.line, fault.column, fault.reason) == (2, 17, reason)


def test_a_term_that_is_too_long_is_for_others_to_tell() -> None:
    assert find_errors(f'<urn:a> <urn:p> "{"x" * (16 << 20)}" .') == []


def test_behind_a_thousand_faults_a_text_is_not_looked_at_any_more() -> None:
    assert 1000 <= len(find_errors("a.\n" * 100_000)) < 1100
    assert 1000 <= len(find_errors("<urn:a> <urn:p> 1 2 .\n" * 20_000)) < 1100
