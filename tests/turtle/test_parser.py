"""The parser against Oxigraph's: the same triples in the same order, each part where it stands."""

import re
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sampling import sample_daily

from azru_kg.graph.layout import built_in
from azru_kg.turtle.lexer import Lines, scan
from azru_kg.turtle.parser import Parser
from azru_kg.turtle.placed import Placed

TURTLE, TRIG = ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG
BASE = "http://example.org/base/x"
HEAD = "@prefix : <urn:empty:> .\nPREFIX e: <http://e/> prefix é.x: <u/>\n@prefix e-1: <urn:1#>.\n"
FOLDERS = ("graph/entities", "ontology", "shapes", "tests")
FILES = [
    *sorted(path for name in FOLDERS for path in (built_in().root / name).rglob("*.ttl")),
    *built_in().sources()[:20],  # of hundreds that are written alike
]

MARKS = set(";,[](){}")
GAPS = st.sampled_from([" ", "\n", "\t", "\r\n", " \r", ' # . ; ] "<\n', "#\n", "\n\n# a\n# b\n  "])
NAMES = r"""
: :a e: e:a e:a.b e:a..b e:1 e:: e:a:b e:%41 e:\~\.a e:a\, e:a- e:a· é.x:ü e-1:_ e:true
<urn:a#b> <http://e/a> <> <#x> <../y?z=;#> <urn:\u00e9> <\U0001F600>
"""
NODES = st.sampled_from(NAMES.split())
BLANKS = st.sampled_from(["_:a", "_:b.c", "_:1", "_:é", "_:a-"])
SHORT = r"""
"" '' "a" 'a"' "\"" "#" "\t\\\u00e9\U0001F600" "<e:a>" 'a;b' '''\'''' '''a''\''''
"""
LONG = ['"""a\n"b""c\\""""', "'''\r\n''a\\''''", '""""""', '"😀 . "', "''''''"]
STRINGS = st.sampled_from([*SHORT.split(), *LONG])
SUFFIXES = st.sampled_from([(), ("@en",), ("@az-Latn",), ("^^", "e:d"), ("^^", "<urn:d>")])
LITERALS = st.builds(lambda text, suffix: [text, *suffix], STRINGS, SUFFIXES) | st.sampled_from(
    [["1"], ["-1"], ["+1.5"], [".5"], ["1e6"], ["1.e-6"], [".5E1"], ["true"], ["false"], ["007"]]
)
SIMPLE = (NODES | BLANKS).map(lambda name: [name]) | LITERALS
VERBS = NODES | st.just("a")


def _say(pairs: list[tuple[str, list[list[str]]]], semicolons: int) -> list[str]:
    tokens: list[str] = []
    for number, (verb, values) in enumerate(pairs):
        tokens += [";"] * (bool(number) + semicolons * bool(number)) + [verb]
        for place, value in enumerate(values):
            tokens += [*([","] if place else []), *value]
    return [*tokens, *[";"] * semicolons]


def _list_pairs(values: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    pairs = st.lists(
        st.tuples(VERBS, st.lists(values, min_size=1, max_size=2)), min_size=1, max_size=3
    )
    return st.builds(_say, pairs, st.integers(0, 2))


def _nest(values: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    lists = st.lists(values, max_size=3).map(lambda items: ["(", *chain(*items), ")"])
    brackets = _list_pairs(values).map(lambda pairs: ["[", *pairs, "]"])
    return lists | brackets | st.just(["[", "]"])


VALUES = st.recursive(SIMPLE, _nest, max_leaves=8)
STATEMENTS = st.builds(
    lambda subject, pairs: [*subject, *pairs],
    (NODES | BLANKS).map(lambda name: [name]) | _nest(VALUES),
    _list_pairs(VALUES),
) | _list_pairs(VALUES).map(lambda pairs: ["[", *pairs, "]"])
DOCUMENTS = st.lists(STATEMENTS.map(lambda tokens: [*tokens, "."]), max_size=4).map(
    lambda statements: list(chain(*statements))
)
GRAPHS = st.lists(
    st.builds(
        lambda name, statements, dot: [*name, "{", *statements[: None if dot else -1], "}"],
        st.sampled_from([[], ["e:g"], ["GRAPH", "e:g"], ["graph", "_:g"], ["[", "]"], ["_:a"]]),
        DOCUMENTS,
        st.booleans(),
    )
    | STATEMENTS.map(lambda tokens: [*tokens, "."]),
    max_size=4,
).map(lambda parts: list(chain(*parts)))


@st.composite
def layouts(draw: st.DrawFn, documents: st.SearchStrategy[list[str]]) -> str:
    """Return a text of tokens with anything between them that may stand there."""
    text, before = HEAD, "."
    for token in draw(documents):
        tight = (MARKS | {"."}) & {token, before} or "^^" in (token, before) or token[0] == "@"
        text += draw(st.one_of(st.just(""), GAPS) if tight and before != "." else GAPS) + token
        before = token
    return text + draw(st.sampled_from(["", "\n", "# end", " "]))


def name_blanks(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return rows with blank nodes named in order of appearance."""
    names: dict[object, str] = {}
    return [
        tuple(
            names.setdefault(term, f"b{len(names)}") if isinstance(term, ox.BlankNode) else term
            for term in row
        )
        for row in rows
    ]


def read_with_oxigraph(text: str, syntax: ox.RdfFormat, base: str | None) -> list[ox.Quad]:
    return list(ox.parse(text, format=syntax, base_iri=base))


def compare(text: str, syntax: ox.RdfFormat = TURTLE, base: str | None = BASE) -> list[Placed]:
    """Return the triples of a text, which have to be those of Oxigraph."""
    parser = Parser(text, syntax, base)
    triples = list(parser.read())
    assert parser.faults == []
    expected = [
        (
            quad.subject,
            quad.predicate,
            quad.object,
            None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name,
        )
        for quad in read_with_oxigraph(text, syntax, base)
    ]
    assert name_blanks([row[:4] for row in triples]) == name_blanks(list(expected))
    return triples


@cache
def read_term(spelt: str, head: str) -> object:
    (quad,) = read_with_oxigraph(f"{head}<urn:s> <urn:p> {spelt} .", TURTLE, BASE)
    return quad.object


def spell_at(text: str, at: int) -> str:
    """Return the term that begins at an offset, its datatype or language included."""
    parts = [token for token in islice(scan(text, at), 12) if token[0] != "comment"]
    assert parts[0][2] == at, "nothing begins here"
    spelt = parts[0][1]
    if parts[0][0] == "string" and len(parts) > 1 and parts[1][0] == "tag":
        return spelt + parts[1][1]
    if parts[0][0] == "string" and len(parts) > 2 and parts[1][0] == "^^":
        return f"{spelt}^^{parts[2][1]}"
    return spelt


def check_places(text: str, triples: list[Placed], head: str) -> None:
    """See that each part of each triple is spelt where it is said to stand."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    for triple in triples:
        in_list = triple.predicate.value in (f"{rdf}first", f"{rdf}rest")
        for term, at in ((triple.subject, triple.subject_at), (triple.object, triple.object_at)):
            spelt = spell_at(text, at)
            if isinstance(term, ox.BlankNode):
                assert spelt[:2] == "_:" or spelt in "[(" or in_list
            elif term.value == f"{rdf}nil" and isinstance(term, ox.NamedNode):
                assert spelt in ("(", ")")
            else:
                assert read_term(spelt, head) == term
        spelt = spell_at(text, triple.predicate_at)
        if spelt == "a" or not in_list:
            expected = ox.NamedNode(f"{rdf}type") if spelt == "a" else read_term(spelt, head)
            assert expected == triple.predicate or in_list


@given(layouts(DOCUMENTS))
def test_any_layout_has_the_triples_of_oxigraph_in_its_order_each_part_located(text: str) -> None:
    check_places(text, compare(text), HEAD)


@given(layouts(GRAPHS))
def test_any_layout_of_graphs_has_the_quads_of_oxigraph(text: str) -> None:
    check_places(text, compare(text, TRIG), HEAD)


@pytest.mark.parametrize("syntax", [ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS])
@given(layouts(DOCUMENTS))
def test_what_oxigraph_writes_line_by_line_is_read_back(syntax: ox.RdfFormat, text: str) -> None:
    quads = read_with_oxigraph(text, TURTLE, BASE)
    if syntax == ox.RdfFormat.N_QUADS:
        graph = ox.NamedNode("urn:g")
        quads += [ox.Quad(one.subject, one.predicate, one.object, graph) for one in quads]
    lines = ox.serialize(quads, format=syntax)
    assert lines is not None
    compare(lines.decode(), syntax, None)


@pytest.mark.long
@pytest.mark.parametrize(
    "path", sample_daily(FILES, 6), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_triple_of_every_file_here_is_read_and_located(path: Path) -> None:
    text = path.read_bytes().decode()
    triples = compare(text)
    head = "".join(re.findall(r"^(?:@prefix|PREFIX) .*\n", text, re.MULTILINE))
    check_places(text, triples, head)
    lines, rows = Lines.of(text), text.splitlines()
    for triple in triples:
        line, column = lines.place(triple.object_at)
        assert rows[line - 1][column - 1 :].startswith(text[triple.object_at])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "@prefix e: <urn:1:> . e:a e:b e:c . @prefix e: <urn:2:> . e:a e:b e:c .",
        "BASE <http://a/b/> <c> <d> <e> . @base <../f/> . <c> <d> <> . Base <x#> <c> a <d> .",
        "<a><b><c>,<d>;<e><f>.<g>a<h>.",
        "@prefix e:<urn:>.e:a e:b'x'@en,1.5,2. e:a e:b e:c.",
        "[]a[].[a[]]a[].()a().(1(2)())a((3)).",
        "<a> <b> 'x' # c\n @en , 'y' # d\n ^^ # e\n <d> .",
        "<a> <b> 1;;;<c> 2;.",
        "PREFIX a: <urn:> a:a a a:a . PREFIX PREFIX: <urn:> PREFIX:a a PREFIX:b .",
        "<http://a/b/../c> a <HTTP://A/%7e> .",
    ],
)
def test_odd_layouts_have_the_triples_of_oxigraph(text: str) -> None:
    compare(text)


@given(layouts(DOCUMENTS), st.sets(NODES, max_size=3))
def test_skimming_finds_all_that_is_said_of_the_wanted_subjects(
    text: str, wanted: set[str]
) -> None:
    nodes = {read_term(spelt, HEAD) for spelt in wanted}
    skimmed = [row[4:] for row in Parser(text, base=BASE).skim(nodes.__contains__)]
    triples = list(Parser(text, base=BASE).read())
    assert {row[4:] for row in triples if row.subject in nodes} <= set(skimmed)
    assert [row[4:] for row in triples if row[4:] in skimmed] == skimmed


def test_skimming_passes_over_the_subjects_that_are_not_wanted() -> None:
    text = "PREFIX : <urn:> :a a :b . # 1.\n:b a 1.5 , ':c a .' . :c a <x#y.> .:b a :c; a [ a :a ]."
    triples = list(Parser(text, base=BASE).skim({ox.NamedNode("urn:b")}.__contains__))
    assert [text[triple.object_at] for triple in triples] == ["1", "'", ":", ":", "["]


@pytest.mark.long
def test_brackets_may_nest_deeper_than_python_calls() -> None:
    depth = 5000
    text = f"<a> <b> {'[ <c> ( ' * depth}1{' ) ]' * depth} ."
    triples = list(Parser(text, base=BASE).read())
    assert len(triples) == 3 * depth + 1


def test_lines_end_as_in_editors_and_columns_are_characters() -> None:
    lines = Lines.of("a\r\nb\r😀c\nd")
    assert [lines.place(at) for at in (0, 3, 5, 6, 8)] == [(1, 1), (2, 1), (3, 1), (3, 2), (4, 1)]
