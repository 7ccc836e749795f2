import pytest

from azru_kg.errors import SyntaxFault
from azru_kg.query.tokens import place, tokenize


def cut(query: str) -> list[str]:
    return [token.text for token in tokenize(query)]


def kinds(query: str) -> list[str]:
    return [token.kind for token in tokenize(query)]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("SELECT?s{?s a azru:Claim}", ["SELECT", "?s", "{", "?s", "a", "azru:Claim", "}"]),
        ("ex:a.b. ex:c..", ["ex:a.b", ".", "ex:c", ".", "."]),
        (r"ex:a\-b\. ex:%41", [r"ex:a\-b\.", "ex:%41"]),
        ("true.OPTIONAL", ["true", ".", "OPTIONAL"]),
        ("true.x:y", ["true.x:y"]),
        ("1.5e3 .5 -2 1.", ["1.5e3", ".5", "-2", "1", "."]),
        ('"a\\"b"@en-GB', ['"a\\"b"', "@en-GB"]),
        ('"""a"b""c"""', ['"""a"b""c"""']),
        ("''''a'''", ["''''a'''"]),
        ("\"\" ''", ['""', "''"]),
        ("# SERVICE {\n?s", ["?s"]),
        ("# one\r?s", ["?s"]),
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a<?b&&?c>", ["?a", "<?b&&?c>"]),
        ("?a<<http://x/>", ["?a", "<", "<http://x/>"]),
        ("<< <a> <b> <c> >>", ["<<", "<a>", "<b>", "<c>", ">>"]),
        ("<<(?s ?p ?o)>>", ["<<", "(", "?s", "?p", "?o", ")", ">>"]),
        ("?ad ?əlaqə ex:связь", ["?ad", "?əlaqə", "ex:связь"]),
        (r"<http://x/\u0041>", [r"<http://x/\u0041>"]),
        ("_:b.c ?x?", ["_:b.c", "?x", "?"]),
        ("", []),
    ],
)
def test_a_query_is_cut_at_its_terminals(query: str, texts: list[str]) -> None:
    assert cut(query) == texts


def test_each_token_says_what_it_is() -> None:
    query = 'a ?b c:d <e> "f"@g 1 ( ) + _:h'
    assert kinds(query) == [
        *("word", "variable", "name", "iri", "string", "lang"),
        *("number", "open", "close", "sign", "blank"),
    ]


def test_each_token_says_where_it_starts() -> None:
    query = "ASK {\n  true.FILTER(1) # x\n}"
    for token in tokenize(query):
        assert query.startswith(token.text, token.start)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ('ASK {\n ?s ?p "open }', 2, 8),
        ("'''a'", 1, 1),
        ('"a\nb"', 1, 1),
        (r"\u0053ERVICE <x:> {}", 1, 1),
        ("ASK\u00a0{}", 1, 4),
        ("ASK {\x00}", 1, 6),
        ("true.5", 1, 6),
    ],
)
def test_what_is_no_terminal_is_a_fault_with_its_place(query: str, line: int, column: int) -> None:
    with pytest.raises(SyntaxFault) as caught:
        cut(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_columns_count_characters() -> None:
    assert place("ab\n😀😀x", 5) == (2, 3)
