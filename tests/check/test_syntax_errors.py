from pathlib import Path

import pytest

from azru_kg.check.shacl import reading
from azru_kg.check.syntax_errors import find_all_errors, find_errors
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile


def find(path: Path) -> list[str]:
    """Return all errors of a file that cannot be read, without its folder."""
    with pytest.raises(DataError) as caught:
        reading.read([DataFile(path)])
    return [str(error).replace(f"{path.parent}/", "") for error in find_all_errors(caught.value)]


def test_all_errors_of_a_turtle_file_are_told_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<a> a b:c .\n<a> 1 2 .\n<a> a 'x ;\n  a d:e .\n")
    assert find(path) == [
        "a.ttl:1:7: the prefix b: is not declared. Add @prefix b: <…> .",
        "a.ttl:2:5: found 1, expected a predicate: an IRI, a prefixed name or the word a",
        "a.ttl:3:7: a string that does not end. Close it with ' on its line, or begin and end it"
        " with '''",
        "a.ttl:4:5: the prefix d: is not declared. Add @prefix d: <…> .",
    ]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("<a> a 'ə' .\n<a> a 'é' .".encode().replace("é".encode(), b"\xe9"), "2:8"),
        (b"\xff", "1:1"),
    ],
)
def test_a_byte_that_is_not_utf_8_is_told_with_its_place(
    tmp_path: Path, data: bytes, place: str
) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(data)
    (error,) = find(path)
    assert error.startswith(f"a.ttl:{place}: the byte 0x")
    assert error.endswith("is not UTF-8. Save the file as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes("\ufeff".encode("utf-16-be") * (encoding != "utf-16") + "<a>".encode(encoding))
    assert find(path) == ["a.ttl:1:1: the file is UTF-16. Save it as UTF-8"]


def test_behind_a_byte_order_mark_columns_are_those_that_an_editor_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<a> b:c 1 , \ufeff 2 .", encoding="utf-8-sig")
    assert find(path) == [
        "a.ttl:1:5: the prefix b: is not declared. Add @prefix b: <…> .",
        "a.ttl:1:13: a byte order mark. Save the file without it",
    ]


@pytest.mark.parametrize(("name", "text"), [("a.rdf", "<a"), ("a.jsonld", '{"@id": }')])
def test_of_other_syntaxes_the_first_error_is_told(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    (error,) = find(path)
    assert error.startswith(f"{name}:1:")


TRIPLE_TERM = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#"'
    ' rdf:version="1.2">\n<rdf:Description rdf:about="urn:a">\n<e:p rdf:parseType="Triple">'
    '<rdf:Description rdf:about="urn:a"><e:p>1</e:p></rdf:Description></e:p>\n'
    "</rdf:Description></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.ttl", "<urn:a> <urn:p> 1 .\n<urn:b> <urn:p>\n <<( <urn:a> <urn:p> 1 )>> .", "3:2"),
        ("a.nt", '<urn:a> <urn:p> "<<" .\n<urn:b> <urn:p> "x"@en--ltr .', "2:20"),
        ("a.trig", "<urn:g> { <urn:a> <urn:p> 'x'@en--ltr\n}", "1:30"),
        ("a.rdf", TRIPLE_TERM, "3"),
    ],
)
def test_a_term_that_only_rdf_1_2_has_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    (error,) = find_errors(DataFile(path))
    assert str(error).startswith(f"{path}:{place}: SHACL 1.0 does not know the RDF 1.2 term")


def test_what_is_no_file_keeps_its_error(tmp_path: Path) -> None:
    (missing,) = find(tmp_path / "none.ttl")
    assert missing.startswith("none.ttl: No such file or directory")
    error = DataError("Turtle", "blank nodes", line=1)
    assert find_all_errors(error) == [error]
