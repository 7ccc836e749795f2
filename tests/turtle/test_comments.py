import re
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import DataError
from azru_kg.turtle import style
from azru_kg.turtle.lexer import scan

HEAD = "@prefix e: <urn:e:> .\n"

NAMES = st.sampled_from(["e:a", "e:b", "e:c", "<urn:x#y>", "e:\\#d"])
SIMPLE = (NAMES | st.sampled_from(["1", '"x"', "'''y\n#z'''", "true"])).map(lambda one: [one])
TYPED = st.sampled_from([['"x"', "@en"], ['"1"', "^^", "e:d"], ["[", "]"], ["(", ")"]])


def _say(pairs: list[tuple[str, list[list[str]]]]) -> list[str]:
    tokens: list[str] = []
    for verb, values in pairs:
        tokens += [*([";"] if tokens else []), verb, *values[0]]
        tokens += chain(*([",", *value] for value in values[1:]))
    return tokens


def _list_pairs(values: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    several = st.lists(values, min_size=1, max_size=3)
    return st.lists(st.tuples(NAMES | st.just("a"), several), min_size=1, max_size=3).map(_say)


VALUES = st.recursive(
    SIMPLE | TYPED,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda items: ["(", *chain(*items), ")"])
        | _list_pairs(inner).map(lambda pairs: ["[", *pairs, "]"])
    ),
    max_leaves=6,
)
STATEMENTS = st.builds(lambda name, pairs: [name, *pairs, "."], NAMES, _list_pairs(VALUES))
DIRECTIVES = st.sampled_from(
    [["@prefix", "f:", "<urn:f:>", "."], ["PREFIX", "g:", "<urn:g:>"], ["@base", "<urn:h>", "."]]
)
DOCUMENTS = st.lists(DIRECTIVES | STATEMENTS, max_size=6).map(lambda parts: [*chain(*parts)])
GAPS = st.sampled_from(
    [" ", " ", "\n", "\n", "\n\n", " # {}\n", "\n  # {}\n", "\n\n# {}\n\n", "#{}\r\n"]
)


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """Return a text with comments anywhere, each with a number of its own."""
    gaps = [draw(GAPS)]
    text = draw(st.sampled_from([HEAD, f"# -1 \n{HEAD}", f"# -1\n\n# -2\n\n{HEAD}"]))
    for token in draw(DOCUMENTS):
        text += gaps[-1].format(len(gaps)) + token
        gaps.append(draw(GAPS))
    return text + gaps[-1].format(len(gaps)) + draw(st.sampled_from(["", "# 0"]))


def read(text: str) -> tuple[ox.Dataset, list[str]]:
    """Return what a text says, and its comments in alphabetical order."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset, sorted(token.rstrip() for kind, token, _ in scan(text) if kind == "comment")


def format_text(folder: Path, text: str) -> str:
    path = folder / "x.ttl"
    path.write_bytes(text.encode())
    return style.format_file(path)


@given(text=layouts())
def test_formatting_keeps_every_comment_and_formatting_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("files")
    formatted = format_text(folder, text)
    assert read(formatted) == read(text)
    assert format_text(folder, formatted) == formatted


def test_comments_move_with_what_they_are_on(tmp_path: Path) -> None:
    text = """\
# Copyright
@prefix e: <urn:e:> . # of ours
# The prefix of theirs
@prefix f: <urn:f:> .

# ---- Second ----

# about b
e:b e:p "b" . # said of b

# about a
e:a a e:C ; # its class
  # its name
  e:q 1 , 2 # two
    ;
  e:p [ # begins
    e:z 3 ; # three
    # four
    e:y ( 4 # item
      5 ) # list
  ] . # ends

# The end
"""
    assert (
        format_text(tmp_path, text)
        == """\
# Copyright
# of ours
# The prefix of theirs

@prefix e: <urn:e:> .

# about a
e:a
  a e:C ;  # its class
  e:p [
    # four
    e:y (
      4  # item
      5
    ) ;  # list
    # begins
    e:z 3  # three
  ] ;  # ends
  # its name
  e:q
    1 ,
    2 .  # two

# ---- Second ----
# about b
e:b
  e:p "b" .  # said of b

# The end
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "# alone\n",
        "# of the file\n\n<urn:s>\n  a <urn:o> .\n",
        "# of the block\n<urn:s>\n  a <urn:o> .\n",
        "# of the file\n\n# of the block\n<urn:s>\n  a <urn:o> .\n",
        "<urn:s>\n  a <urn:o> .  # of the value\n",
        "<urn:s>\n  # of the triple\n  a <urn:o> .\n\n# of the end\n",
        '<urn:s>\n  <urn:p>\n    # of one\n    "#1" ,\n    "2" .  # of the other\n',
    ],
)
def test_a_comment_in_its_place_stays_there(tmp_path: Path, text: str) -> None:
    assert format_text(tmp_path, text) == text


def test_two_comments_on_one_triple_are_both_kept(tmp_path: Path) -> None:
    text = "<urn:s> a <urn:o> . # one\n<urn:s> a # three\n <urn:o> # two\n .\n"
    assert format_text(tmp_path, text) == ("<urn:s>\n  # three\n  # two\n  a <urn:o> .  # one\n")


def test_the_order_of_blocks_does_not_matter_to_what_a_comment_is_on(tmp_path: Path) -> None:
    blocks = ["# of a\n<urn:a> a 1 . # one\n", "# of b\n<urn:b>\n# two\na 2 .\n"]
    head = "# head\n\n"
    texts = {format_text(tmp_path, head + "\n".join(order)) for order in (blocks, blocks[::-1])}
    assert len(texts) == 1


def test_a_comment_behind_each_line_stays_behind_it(tmp_path: Path) -> None:
    text = "<urn:s>\n" + "".join(f"  <urn:p{n}> {n} ;  # {n}\n" for n in range(10)) + ".\n"
    formatted = format_text(tmp_path, text)
    assert re.findall(r"p(\d)> \1 [;.]  # \1\n", formatted) == [str(n) for n in range(10)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<< <urn:s> a 1 >> a 2 . # c", "about a triple"),
        ("<urn:s> a 'x'@en--ltr . # c", "base direction"),
        ("<urn:s> a 1 {| a 2 |} . # c", "about a triple"),
        ("<urn:s> a 1 ; . . # c", "not a valid subject"),
    ],
)
def test_what_cannot_be_written_is_refused_with_comments_too(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(DataError, match=reason):
        format_text(tmp_path, text)
