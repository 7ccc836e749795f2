import pytest

from azru_kg.errors import SyntaxFault
from azru_kg.query.outline import read_outline


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { }", "solutions"),
        ("PREFIX ask: <http://x/> # ASK\nselect ?ask { ?ask ask:ask 'ASK' }", "solutions"),
        ("ask { { SELECT * { } } }", "boolean"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("BASE <http://x/ask> DESCRIBE <s>", "graph"),
    ],
)
def test_the_form_is_that_of_the_first_keyword(query: str, form: str) -> None:
    assert read_outline(query).form == form


def test_a_query_of_no_form_is_a_fault() -> None:
    with pytest.raises(SyntaxFault, match="starts with SELECT"):
        read_outline("PREFIX a: <http://x/>")


def test_graphs_are_those_of_from_clauses() -> None:
    outline = read_outline(
        "PREFIX g: <http://x/> CONSTRUCT { ?s ?p ?o } FROM <http://x/1> FROM g:2 FROM NAMED g:3"
        " { ?s ?p 'FROM <http://x/4>' }"
    )
    assert outline.prologue == "PREFIX g: <http://x/> "
    assert outline.default_graphs == ("<http://x/1>", "g:2")
    assert outline.named_graphs == ("g:3",)
