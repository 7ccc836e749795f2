"""RDF of strangers: read whatever it begins with, refused where it reaches out or has no bounds."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.rdf.parsing import DEEPEST, Quads

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = (
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="urn:e#">\n<rdf:Description rdf:about="urn:a">'
    "<e:p>é</e:p></rdf:Description>\n</rdf:RDF>"
)
SAID = {
    ox.RdfFormat.TURTLE: "<urn:a> <urn:e#p> 'é' .",
    ox.RdfFormat.TRIG: "<urn:a> <urn:e#p> 'é' .",
    ox.RdfFormat.N_TRIPLES: '<urn:a> <urn:e#p> "é" .',
    ox.RdfFormat.N_QUADS: '<urn:a> <urn:e#p> "é" .',
    ox.RdfFormat.N3: "<urn:a> <urn:e#p> 'é' .",
    ox.RdfFormat.JSON_LD: '{"@id": "urn:a", "urn:e#p": "é"}',
    ox.RdfFormat.RDF_XML: XML,
}


def read(data: bytes, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE) -> list[str]:
    return [str(quad.object) for quad in Quads(Path("a"), data, syntax, "urn:base")]


def refuse(data: bytes | str, syntax: ox.RdfFormat) -> DataError:
    data = data.encode() if isinstance(data, str) else data
    with pytest.raises(DataError) as caught:
        read(data, syntax)
    with pytest.raises(DataError) as again:
        Quads(Path("a"), data, syntax).load(ox.Store())
    assert str(again.value) == str(caught.value)
    return caught.value


@pytest.mark.parametrize("syntax", SAID, ids=lambda syntax: syntax.file_extension)
def test_a_byte_order_mark_is_passed_over_in_every_syntax(syntax: ox.RdfFormat) -> None:
    assert read(f"\ufeff{SAID[syntax]}".encode(), syntax) == ['"é"']
    store = ox.Store()
    Quads(Path("a"), f"\ufeff{SAID[syntax]}".encode(), syntax).load(store, ox.NamedNode("urn:g"))
    assert len(store) == 1


@pytest.mark.parametrize("encoding", ["UTF-16", "utf-16-le", "utf-16-be", "ISO-8859-1", "cp1251"])
def test_rdf_xml_is_read_in_every_encoding_that_it_may_have(encoding: str) -> None:
    letter = "é" if "cp" not in encoding else "ё"
    text = XML.replace("é", letter)
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    name = "UTF-16" if mark else encoding
    data = f'{mark}<?xml version="1.0" encoding="{name}"?>\n{text}'.encode(encoding)
    assert read(data, ox.RdfFormat.RDF_XML) == [f'"{letter}"']


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0" encoding="utf-7"?>{XML}'.encode(),
        f'<?xml version="1.0" encoding="no-such"?>{XML}'.encode(),
        f'<?xml version="1.0" encoding="ascii"?>{XML}'.encode(),
        b"\xff\xfe\x00",
    ],
)
def test_an_encoding_that_is_none_is_refused_with_a_place(data: bytes) -> None:
    assert refuse(data, ox.RdfFormat.RDF_XML).line is not None


def test_entities_are_refused_before_they_are_expanded() -> None:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "lol">{rows}]>\n{XML.replace("é", "&e9;")}'
    error = refuse(f'<?xml version="1.0"?>\n{bomb}', ox.RdfFormat.RDF_XML)
    assert "DOCTYPE is refused" in error.reason
    assert error.line == 2
    assert "DOCTYPE" in refuse(bomb.encode("utf-16"), ox.RdfFormat.RDF_XML).reason


def test_a_doctype_is_found_behind_any_number_of_comments() -> None:
    lead = "<!-- a --><?b?>\n" * 5000
    error = refuse(f'{lead}<!DOCTYPE r SYSTEM "http://127.0.0.1:9/">{XML}', ox.RdfFormat.RDF_XML)
    assert error.line == 5001
    assert read(f"{lead}{XML}".encode(), ox.RdfFormat.RDF_XML) == ['"é"']


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("</rdf:Description>\n", "</e:q>\n", 2),
        ('rdf:about="urn:a"', 'rdf:about="urn:a b"', 2),
        ("</rdf:RDF>", '<e:p rdf:about="x"/></rdf:RDF>\n\n<e:q/>', 5),
        ("é", "é\n&what;", 3),
        ("<e:p>", '<e:p\n rdf:nodeID="1 2">', 3),
    ],
)
def test_what_is_wrong_with_rdf_xml_has_a_line(old: str, new: str, line: int) -> None:
    assert refuse(XML.replace(old, new), ox.RdfFormat.RDF_XML).line == line


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"@context": "http://127.0.0.1:9/", "@id": "urn:a"}', (1, 2)),
        ('{\n "@context": [{}, "http://127.0.0.1:9/"], "urn:p": 1}', (2, None)),
        ('{\n "@context": [ "http://127.0.0.1:9/"], "urn:p": 1}', (2, 2)),
        ('{"@context":\n {"@version": 1.1, "@import": "http://127.0.0.1:9/"}}', (2, 20)),
    ],
)
def test_a_context_elsewhere_is_not_fetched_and_has_a_place(
    text: str, place: tuple[int, int | None]
) -> None:
    error = refuse(text, ox.RdfFormat.JSON_LD)
    assert "is not fetched" in error.reason
    assert (error.line, error.column) == place


def test_a_term_that_is_too_long_is_named() -> None:
    error = refuse(f'<urn:a>\n<urn:p> "{"x" * (16 << 20)}" .', ox.RdfFormat.TURTLE)
    assert "more than 16 MiB" in error.reason
    assert error.line == 2


@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000])
@pytest.mark.parametrize(
    ("syntax", "around"),
    [
        (ox.RdfFormat.TURTLE, "<urn:a> <urn:p> {} ."),
        (ox.RdfFormat.TURTLE, '<urn:a\'> <urn:p> \'it\\\'s\' , """"\'\\\\""" , {} .'),
        (ox.RdfFormat.TURTLE, "PREFIX e: <urn:> # '\ne:\\' e:p {} . # '"),
        (ox.RdfFormat.N_TRIPLES, "<urn:a> <urn:p> {} ."),
        (ox.RdfFormat.TRIG, "<urn:g> {{ <urn:a> <urn:p> {} }}"),
    ],
)
def test_triple_terms_in_one_another_are_refused_before_the_stack_ends(
    syntax: ox.RdfFormat, around: str, depth: int
) -> None:
    term = "<<( <urn:a> <urn:p> " * depth + "<urn:b>" + " )>>" * depth
    assert "nested deeper" in refuse(around.format(term), syntax).reason


def test_triple_terms_side_by_side_are_no_nesting() -> None:
    text = "<urn:a> <urn:p> <<( <urn:a> <urn:p> '<<' )>> .\n" * 500 + "# <<\n" * 500
    assert len(read(text.encode())) == 500


def test_elements_in_one_another_are_refused_before_they_take_for_ever() -> None:
    deep = "<e:C><e:p>" * 50_000 + "</e:p></e:C>" * 50_000
    text = XML.replace("<e:p>é</e:p>", f"<e:p>{deep}</e:p>")
    assert "nested deeper" in refuse(text, ox.RdfFormat.RDF_XML).reason


def test_brackets_may_nest_as_deep_as_they_like() -> None:
    depth = 50_000
    assert len(read(f"<urn:a> <urn:p> {'[ <urn:p> ' * depth}1{' ]' * depth} .".encode())) > depth


@pytest.mark.parametrize("syntax", SAID, ids=lambda syntax: syntax.file_extension)
def test_nothing_and_nul_are_an_empty_graph_or_a_named_error(syntax: ox.RdfFormat) -> None:
    for data in (b"", b"\0", b"\0\0\0\0", SAID[syntax].encode() + b"\0", b"\xef\xbb\xbf"):
        try:
            assert len(read(data, syntax)) <= 1
        except DataError as error:
            assert error.line is not None  # noqa: PT017 (both ends are right)


def test_a_quad_is_found_again_by_its_number() -> None:
    text = "<urn:a> <urn:p> 1 .\n\n<urn:b> <urn:p>\n 2 .\n"
    quads = Quads(Path("a"), text.encode(), ox.RdfFormat.TURTLE)
    assert [quads.find_line(number) for number in (0, 1, 2)] == [1, 4, None]


def test_what_looks_like_a_declaration_of_xml_in_a_comment_is_left_there() -> None:
    text = f"<?xml version='1.0' encoding='UTF-16'?><!--{'<?xml' * 100_000}-->{XML}"
    assert read(text.encode("utf-16"), ox.RdfFormat.RDF_XML) == ['"é"']


@pytest.mark.parametrize(
    ("opening", "closing"), [('{"@graph":', "}"), ('{"@id":"urn:a","urn:p":', "}"), ("[", "]")]
)
def test_json_in_one_another_is_refused_before_it_takes_for_ever(
    opening: str, closing: str
) -> None:
    text = f"{opening * 60_000}{{}}{closing * 60_000}"
    assert "nested deeper than 1,000" in refuse(text, ox.RdfFormat.JSON_LD).reason


def test_json_side_by_side_or_in_texts_is_no_nesting() -> None:
    nodes = ", ".join('{"@id": "urn:a", "urn:p": "\\\\\\"{[{["}' for _ in range(1001))
    assert read(f"[{nodes}]".encode(), ox.RdfFormat.JSON_LD) == ['"\\\\\\"{[{["'] * 1001


def test_a_reason_that_repeats_the_file_is_cut() -> None:
    assert len(refuse("a." * 100_000, ox.RdfFormat.TURTLE).reason) < 400
