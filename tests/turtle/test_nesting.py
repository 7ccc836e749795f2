"""Blank nodes and relative IRIs of strangers: formatted, they say the same and stay in place."""

from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azru_kg.turtle.nesting import DEEPEST
from azru_kg.turtle.style import check, format_file, rewrite

BASES = ["http://example.org/a/b/c?d", "file:///x", "http://example.org/"]
HEAD = "@prefix : <#> . @prefix e: <http://e/> . @prefix up: <../up/> . @prefix h: <> .\n"
BLANKS = st.sampled_from([f"_:{letter}" for letter in "abc"])
RELATIVE = ["<>", "<#a>", "<b>", "<./b>", "<../c/>", "</d>", "<//host/e>", "<?f>"]
IRIS = st.sampled_from([*RELATIVE, "<urn:g>", "e:h", ":i", ":j\\,k", "h:l", "h:\\#m", "up:n"])
SIMPLE = BLANKS | IRIS | st.sampled_from(["1", "'x'@en", "'# no'"])
VALUES = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"( {' '.join(items)} )")
        | st.lists(st.tuples(IRIS, inner), max_size=2).map(
            lambda pairs: f"[ {' ; '.join(map(' '.join, pairs))} ]"
        )
        | inner.map(lambda value: f"[ rdf:first 1 ; rdf:rest {value} ]")
    ),
    max_leaves=5,
)
SUBJECTS = BLANKS | IRIS | st.sampled_from(["[]", "( 1 )", "( [ e:q 2 ] _:a )"])
STATEMENTS = st.builds(" ".join, st.tuples(SUBJECTS, IRIS, VALUES, st.just(".")))
LAYOUTS = st.lists(
    STATEMENTS | st.sampled_from(["# one\n", "\n# two\n", " # three\n", "[ e:p _:b ] .", "\n\n"]),
    max_size=8,
).map(lambda parts: "".join(f"{part} " for part in parts))
RDF = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"


def read(text: str, base: str) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def format_text(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return format_file(path)


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(LAYOUTS, st.data())
def test_any_text_says_the_same_when_formatted_and_formatting_again_changes_nothing(
    tmp_path: Path, text: str, data: st.DataObject
) -> None:
    if text.count("#") and data.draw(st.booleans()):
        text = text.replace(" e:h", " # within\n e:h")
    text = f"{RDF}{HEAD}{text}\n"
    formatted = format_text(tmp_path / "a.ttl", text)
    for base in BASES:
        assert read(formatted, base) == read(text, base)
    assert format_text(tmp_path / "a.ttl", formatted) == formatted
    assert formatted.count("# within") == text.count("# within")


def test_a_comment_above_a_blank_node_stays_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("# c\n<urn:a> <urn:p> _:x .\n# d\n_:x <urn:q> <urn:b> .\n")
    assert rewrite([path]) == [path]
    assert path.read_text() == ("# c\n<urn:a>\n  <urn:p> [\n    # d\n    <urn:q> <urn:b>\n  ] .\n")
    assert check([path]) == []


def test_nodes_that_cannot_be_nested_keep_their_labels_behind_the_others(tmp_path: Path) -> None:
    text = """@prefix e: <http://e/> .
# y
_:y e:p _:x .
[ a e:Root ] .
_:r e:p [ e:q _:r ] .
e:a e:p _:once , _:x . _:once e:q 1 .
_:x e:q 1 . # x
"""
    assert (
        format_text(tmp_path / "a.ttl", text)
        == """@prefix e: <http://e/> .

e:a
  e:p [ e:q 1 ] , _:x .

# y
_:y
  e:p _:x .

[]
  a e:Root .

_:r
  e:p [ e:q _:r ] .

_:x
  e:q 1 .  # x
"""
    )


def test_a_new_label_is_one_that_nobody_has_taken(tmp_path: Path) -> None:
    deep = "[ <urn:p> " * 120 + "1" + " ]" * 120
    text = f"<urn:a> <urn:p> _:b1 , {deep} . <urn:b> <urn:p> _:b1 ."
    formatted = format_text(tmp_path / "a.ttl", text)
    assert "\n_:b2\n" in formatted
    assert "\n_:b1\n" not in formatted
    assert format_text(tmp_path / "a.ttl", formatted) == formatted


@pytest.mark.long
@pytest.mark.parametrize("pair", [("[ <urn:p> ", " ]"), ("( ", " )"), ("( 1 [ <urn:p> ", " ] 2 )")])
def test_what_is_nested_too_deep_to_be_read_is_cut_up(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    depth = 2000
    text = f"<urn:a> <urn:p> {pair[0] * depth}1{pair[1] * depth} ."
    formatted = format_text(tmp_path / "a.ttl", text)
    assert len(list(ox.parse(formatted, format=ox.RdfFormat.TURTLE))) == len(
        list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    )
    assert max(len(line) - len(line.lstrip()) for line in formatted.splitlines()) <= 4 * DEEPEST
    assert format_text(tmp_path / "a.ttl", formatted) == formatted


def test_a_long_list_is_one_level(tmp_path: Path) -> None:
    items = " ".join(map(str, range(5000)))
    formatted = format_text(tmp_path / "a.ttl", f"<urn:a> <urn:p> ( {items} ) .")
    assert "_:" not in formatted


def test_prefixes_and_iris_stay_relative(tmp_path: Path) -> None:
    text = """@prefix : <#> .
@prefix e: <http://e/> .

<>
  a e:D ;
  e:p :c , <#a,b> , <../up> , <//host/x> , </abs> , <?q=1> .
"""
    assert format_text(tmp_path / "a.ttl", text) == text


def test_the_longest_chain_of_ways_up_leads_out_of_nothing(tmp_path: Path) -> None:
    text = f"<{'../' * 30}a>\n  <b> </a> .\n"
    assert format_text(tmp_path / "a.ttl", text) == text


def test_under_a_base_of_its_own_a_file_is_written_out(tmp_path: Path) -> None:
    text = "<a> <b> <c> . @base <http://e/f/> . <a> <b> <../c> ."
    assert format_text(tmp_path / "a.ttl", text) == (
        "<a>\n  <b> <c> .\n\n<http://e/f/a>\n  <http://e/f/b> <http://e/c> .\n"
    )


def test_lists_with_a_shared_cell_are_told_apart(tmp_path: Path) -> None:
    text = chain.from_iterable(
        f"<urn:{name}> <urn:p> [ rdf:first {name!r} ; rdf:rest _:tail ] .\n" for name in "ab"
    )
    whole = f"{RDF}{''.join(text)}_:tail rdf:first 1 ; rdf:rest () ."
    formatted = format_text(tmp_path / "a.ttl", whole)
    assert read(formatted, BASES[0]) == read(whole, BASES[0])
    assert formatted.count("_:tail") == 3
