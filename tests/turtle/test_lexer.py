import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sampling import sample_daily

from azru_kg.turtle.faults import find_errors
from azru_kg.turtle.lexer import pass_over, scan

LONG = 20_000


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("e:a.b. e:c.", "name . name ."),
        ("1. 1.5 .5 1.e5 -1E2 +.5e-1", "number . number number number number number"),
        ("a a: :a true", "word name name word"),
        ("'' \"\" '''a''b''' \"\"\"\\\"\"\"\"", "string string string string"),
        ("'a\n'", "open open"),
        ("<a> <a b> <a\n", "iri bad junk"),
        ("'x'@en-us^^<a>", "string tag ^^ iri"),
        ("<<( )>> << >> {| |} ~", "later later later later later later later"),
        ("(<a>)[]{}", "( iri ) [ ] { }"),
        (r"e:a\#b # c", "name comment"),
        ("_:a. _:b.c.", "blank . blank ."),
    ],
)
def test_tokens_are_told_apart(text: str, kinds: str) -> None:
    assert [kind for kind, _, _ in scan(text)] == kinds.split()


@given(st.text(st.sampled_from("ae:_.1-<>'\"\\#@^;,()[]{}~ \n\r\té%\x00\ufeff|")))
def test_nothing_but_blanks_is_between_tokens(text: str) -> None:
    end = 0
    for _, token, at in scan(text):
        assert text[end:at].strip(" \t\r\n") == ""
        assert token == text[at : at + len(token)]
        end = at + len(token)
    assert text[end:].strip() == ""


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["1", "a.", "a:b.", '"', "'''", "<", "<a ", "\\", ".", "[", "( 1 ", "a ", "@a-", "~ "]
)
def test_a_long_text_of_one_piece_is_read_to_its_end(piece: str) -> None:
    text = piece * LONG
    assert find_errors(text)
    assert 0 <= pass_over(text, 0, lambda kind, token: True) <= len(text)


@pytest.mark.parametrize("blanks", sample_daily([" ", "\t", "\r", " \f", " \u00a0"], 5))
def test_a_megabyte_of_blanks_is_read_to_its_end(blanks: str) -> None:
    text = f"<a> {blanks * (2_000_000 // len(blanks))}"
    assert find_errors(text)
    assert pass_over(text, 3, lambda kind, token: True) > 3
