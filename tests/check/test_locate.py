import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg.check.finding import Finding, Location
from azru_kg.check.locate import locate
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.judge import check_files
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import index_files
from azru_kg.graph.layout import Layout, built_in
from azru_kg.rdf.index import Index
from azru_kg.rdf.prefixes import PREFIXES, shorten

Write = Callable[[str, str], Path]
EX = rdflib.Namespace("http://example.org/")
HEAD_LINES = 6
FINDING = Finding("violation", "Shape", "", EX.a, "", None, "wrong", "", BNode("r"))


def find(focus: Node, path: str = "", value: Node | None = None) -> Finding:
    return replace(FINDING, focus=focus, path=path, value=value)


def place(finding: Finding, *paths: Path) -> Location | None:
    (found,) = locate([finding], index_files(Index(), map(DataFile, paths)))
    return found


def at(finding: Finding, path: Path) -> tuple[int | None, int | None]:
    """Return the place of a finding in a file, lines counted behind its prefixes."""
    found = place(finding, path)
    assert found is not None
    assert found.path == path
    return (found.line and found.line - HEAD_LINES, found.column)


def name(local: str) -> str:
    return f"<{EX[local]}>"


def test_a_value_is_found_where_it_stands_in_a_list_of_values(turtle: Write) -> None:
    path = turtle("a.ttl", 'ex:a a ex:C ;\n  ex:p "x" ,\n    """y\nz""" , 1.0 ;\n  ex:q 1.0 .')
    assert at(find(EX.a, name("p"), Literal("y\nz")), path) == (3, 5)
    number = Literal("1.0", datatype=rdflib.XSD.decimal, normalize=False)
    assert at(find(EX.a, name("p"), number), path) == (4, 8)
    assert at(find(EX.a, name("q"), number), path) == (5, 8)
    assert at(find(EX.a, "rdf:type", EX.C), path) == (1, 8)


def test_a_predicate_is_found_where_no_value_is_at_fault(turtle: Write) -> None:
    path = turtle("a.ttl", "ex:a ex:q 1 ;\n  ex:p 1 , 2 .\nex:a ex:p 3 .")
    assert at(find(EX.a, name("p")), path) == (2, 3)


@pytest.mark.parametrize(
    "finding",
    [
        find(EX.a, name("none")),
        find(EX.a, name("p"), Literal("another")),
        find(EX.a),
        find(EX.a, "", EX.a),
        find(EX.a, f"{name('p')}/{name('q')}", EX.o),
        find(EX.a, f"{name('p')}*", EX.o),
    ],
)
def test_what_no_triple_says_is_found_at_the_first_block_of_the_subject(
    turtle: Write, finding: Finding
) -> None:
    path = turtle("a.ttl", "ex:b ex:p ex:a .\n ex:a ex:p ex:o .\nex:a ex:r 2 .")
    assert at(finding, path) == (2, 2)


def test_what_is_no_subject_is_found_where_it_is_an_object(turtle: Write) -> None:
    path = turtle("a.ttl", "ex:b ex:p 1 ,\n ex:a .")
    assert at(find(EX.a, "rdfs:label"), path) == (2, 2)
    assert at(find(Literal(1)), path) == (1, 11)
    assert place(find(EX.none), path) is None
    assert place(find(EX.p), path) is None


def test_an_inverse_path_is_found_at_the_triple_that_leads_here(turtle: Write) -> None:
    path = turtle("a.ttl", "ex:a ex:q 1 .\nex:b ex:q ex:a ; ex:p ex:a .")
    assert at(find(EX.a, f"^{name('p')}", EX.b), path) == (2, 23)
    assert at(find(EX.a, f"{name('q')}|^{name('p')}", EX.b), path) == (2, 23)
    assert at(find(EX.a, f"^{name('p')}|{name('q')}", Literal(1)), path) == (1, 11)


def test_of_several_files_the_one_with_the_triple_goes_before_one_with_the_subject(
    turtle: Write,
) -> None:
    object_ = turtle("object.ttl", "ex:z ex:p ex:a .")
    subject = turtle("subject.ttl", "ex:a ex:q 1 .")
    triple = turtle("triple.ttl", "ex:a ex:p 1 .")
    files = (object_, subject, triple)
    for finding, expected in [
        (find(EX.a, name("p"), Literal(1)), triple),
        (find(EX.a, name("p")), triple),
        (find(EX.a, name("r")), subject),
        (find(EX.z), object_),
    ]:
        found = place(finding, *files)
        assert found is not None
        assert found.path == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "ex:a",
        "<http://example.org/a>",
        r"<http://example.org/\u0061>",
        r"<http://example.org/\U00000061>",
        r"e2:rg\/a",
        "<a>",
        ":",
    ],
)
def test_a_name_is_found_in_any_spelling(turtle: Write, spelling: str) -> None:
    text = (
        "@prefix e2: <http://example.o> . @prefix : <http://example.org/a> ."
        f" @base <http://example.org/> .\n# ex:a\n{spelling} ex:p 'ex:a' ."
    )
    assert at(find(EX.a), turtle("a.ttl", text)) == (3, 1)


def test_a_word_in_two_parts_and_the_file_itself_are_found(turtle: Write) -> None:
    cut = turtle("a.ttl", "@prefix w: <http://example.org/lo> .\nw:ng\\_name ex:p 1 .")
    assert at(find(EX.long_name), cut) == (2, 1)
    own = turtle("own.ttl", "<> ex:p 1 .")
    assert at(find(URIRef(own.as_uri())), own) == (1, 1)


def test_blank_nodes_are_found_by_the_order_in_which_the_graph_names_them(turtle: Write) -> None:
    first = turtle("1.ttl", "ex:a ex:p [ ex:q 1 ; ex:r [ ex:q 2 ] ] .\n[] ex:q 3 .")
    plain = turtle("2.ttl", "ex:a ex:q 4 .")
    second = turtle("3.ttl", "ex:b ex:p (\n 5 [ ex:q 6 ] ) ; ex:q 7 .\n_:x ex:q 8 ; ex:p [] .")
    files = [DataFile(path) for path in (first, plain, second)]
    graph, indexed = reading.read(files), index_files(Index(), files)
    for number, (line, column) in {1: (1, 11), 2: (1, 27), 3: (2, 1), 6: (2, 4), 8: (3, 1)}.items():
        subject = next(
            node for node in graph.subjects(EX.q, Literal(number)) if isinstance(node, BNode)
        )
        found = locate([find(subject)], indexed)[0]
        assert found == Location(second if number > 4 else first, line + HEAD_LINES, column)
        value = Literal(str(number), datatype=rdflib.XSD.integer, normalize=False)
        found = locate([find(subject, name("q"), value)], indexed)[0]
        assert found is not None
        row = Path(found.path).read_text().splitlines()[(found.line or 0) - 1]
        assert row[(found.column or 0) - 1 :].startswith(str(number))


@given(
    st.lists(
        st.recursive(
            st.sampled_from(["1", "[]", "()", "_:x", "ex:o", '"s"']),
            lambda inner: (
                st.lists(inner, min_size=1, max_size=3).map(lambda all_: f"( {' '.join(all_)} )")
                | st.lists(inner, min_size=1, max_size=3).map(
                    lambda all_: f"[ ex:p {' , '.join(all_)} ]"
                )
            ),
            max_leaves=8,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_triple_of_nested_blank_nodes_has_a_place(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    path = tmp_path_factory.mktemp("nested") / "a.ttl"
    listed = " ,\n ".join(values)
    path.write_text(f"@prefix ex: <{EX}> .\nex:a ex:p\n {listed} .\n")
    check_all_located([DataFile(path)])


def check_all_located(files: Sequence[DataFile]) -> None:
    """See that every triple is found at a token that its object or its brackets can begin with."""
    triples = list(reading.read(files))
    findings = [find(s, spell(p), o) for s, p, o in triples]
    rows = read_rows(files)
    for finding, found in zip(findings, locate(findings, index_files(Index(), files)), strict=True):
        assert found is not None
        assert found.line is not None
        assert found.column is not None
        row = rows[str(found.path)][found.line - 1]
        check_begins(row[found.column - 1 :], finding.value)


def read_rows(files: Sequence[DataFile]) -> dict[str, list[str]]:
    """Return the rows of each file, by its path."""
    return {str(file.path): Path(file.path).read_text().splitlines() for file in files}


def spell(predicate: object) -> str:
    short = shorten(str(predicate))
    return short if short != str(predicate) else f"<{predicate}>"


def check_begins(rest: str, term: object) -> None:
    if isinstance(term, BNode):
        assert rest[0] not in " ;,.)]"
    elif isinstance(term, Literal):
        assert rest.startswith(('"', "'", str(term)))
    else:
        spelt = re.split(r"[\s>]" if rest.startswith("<") else r"[\s;,]", rest)[0]
        local = re.split(r"[/#]", str(term))[-1]
        assert rest[0] in "()" or local in spelt.replace("\\", "")


@pytest.mark.long
def test_every_subject_and_every_triple_of_the_founding_documents_is_located(
    founding: Layout,
) -> None:
    assert_all_located(founding)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_every_subject_and_every_triple_of_this_graph_is_located() -> None:
    assert_all_located(built_in())


def assert_all_located(layout: Layout) -> None:
    files = [DataFile(path, graph) for path, graph in layout.files()]
    check_all_located(files)
    graph = reading.read(files)
    subjects = [find(node) for node in graph.subjects(unique=True)]
    rows = read_rows(files)
    for finding, found in zip(subjects, locate(subjects, index_files(Index(), files)), strict=True):
        assert found is not None
        assert found.line is not None
        assert found.column is not None
        row = rows[str(found.path)][found.line - 1]
        if isinstance(finding.focus, URIRef):
            assert found.column == 1
            assert re.split(r"[/#]", finding.focus)[-1] in row.replace("\\", "")


def test_the_findings_of_a_validation_are_located(turtle: Write) -> None:
    shapes = turtle(
        "shapes.ttl",
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property"
        " [ sh:path ex:p ; sh:datatype xsd:integer ; sh:maxCount 1 ] ,"
        " [ sh:path rdfs:label ; sh:minCount 1 ] , [ sh:path [ sh:inversePath ex:q ] ;"
        " sh:class ex:D ] .",
    )
    data = turtle("data.ttl", 'ex:a\n  a ex:C ;\n  ex:p 1 ,\n    "2" .\n\nex:b ex:q ex:a .')
    findings = check_files([data], shapes=[shapes]).findings
    found = locate(findings, index_files(Index(), [DataFile(data)]))
    lines = [one.line - HEAD_LINES for one in found if one is not None and one.line is not None]
    assert sorted(lines) == [1, 3, 4, 6]


def test_no_file_is_read_again_but_the_first_that_has_what_is_looked_for(turtle: Write) -> None:
    bodies = ("ex:b ex:q ex:a .", "ex:a ex:p 1 .", "ex:a ex:p 2 .", "[] ex:q 3 .", "ex:a ex:p 2 .")
    paths = [turtle(f"{number}.ttl", body) for number, body in enumerate(bodies)]
    files = index_files(Index(), map(DataFile, paths))
    for path in (*paths[:2], *paths[3:]):
        path.unlink()
    assert locate([find(EX.a, name("p"), Literal(2))], files) == [
        Location(paths[2], HEAD_LINES + 1, 11)
    ]


def test_blank_nodes_are_told_apart_by_the_label_of_what_is_read_together(turtle: Write) -> None:
    index = Index()
    data = index_files(index, [DataFile(turtle("data.ttl", "[] ex:p 1 ."))])
    beside = index_files(index, [DataFile(turtle("beside.ttl", "\n[] ex:p 2 ."))], "beside-")
    found = locate([find(BNode("b1")), find(BNode("beside-1"))], [*data, *beside])
    assert found == [
        Location(data[0].path, HEAD_LINES + 1, 1),
        Location(beside[0].path, HEAD_LINES + 2, 1),
    ]


def test_quads_are_found_in_their_graphs(tmp_path: Path) -> None:
    trig, quads = tmp_path / "a.trig", tmp_path / "a.nq"
    trig.write_text(f"PREFIX ex: <{EX}>\nex:g {{\n  ex:a ex:p 1 }}")
    quads.write_text(f'<{EX}b> <{EX}p> "1" <{EX}g> .\n<{EX}b> <{EX}p> "2" <{EX}g> .\n')
    assert place(find(EX.a), trig, quads) == Location(trig, 3, 3)
    assert place(find(EX.b, name("p"), Literal("2")), trig, quads) == Location(quads, 2, 47)


def test_a_subject_of_json_ld_is_found_at_its_id(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(
        '{"@context": {"ex": "http://example.org/", "id": "@id", "ex:p": {"@id": "ex:p",'
        ' "@type": "@id"}},\n "@graph": [\n  {"@id": "ex:b", "ex:p": {"@id": "ex:a"}},\n'
        '  {"ex:q": {"ex:x": "\\"}"},\n   "id": "http://example.org/a"}, {"@id": "#c", "ex:q": 1}'
        "]}"
    )
    assert place(find(EX.a), path) == Location(path, 5, 4)
    assert place(find(EX.b, name("p"), EX.a), path) == Location(path, 3, 4)
    assert place(find(URIRef(f"{path.as_uri()}#c")), path) == Location(path, 5, 36)
    assert place(find(EX.p), path) is None


def test_a_subject_of_rdf_xml_is_found_at_its_element(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(
        f'<rdf:RDF xmlns:rdf="{PREFIXES["rdf"]}" xmlns:ex="{EX}"\n  xml:base="{EX}x/">\n'
        ' <rdf:Description rdf:about="http://example.org/b">\n  <ex:é><ex:C rdf:ID="c"/></ex:é>'
        ' <ex:p><ex:C rdf:about="../a" ex:q="1"/></ex:p>\n </rdf:Description>\n</rdf:RDF>'
    )
    assert place(find(EX.b), path) == Location(path, 3, 2)
    assert place(find(EX.a), path) == Location(path, 4, 41)
    assert place(find(EX["x/#c"]), path) == Location(path, 4, 9)


def test_a_blank_node_of_json_ld_is_found_by_its_file_and_those_behind_it_exactly(
    tmp_path: Path, turtle: Write
) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('[{"http://example.org/p": [{"http://example.org/q": 1}]}]')
    behind = turtle("b.ttl", "\n ex:a ex:p [] .")
    files = [DataFile(path), DataFile(behind)]
    graph = reading.read(files)
    (inner,) = graph.subjects(EX.q)
    (last,) = graph.objects(EX.a, EX.p)
    assert locate([find(inner), find(last)], index_files(Index(), files)) == [
        Location(path),
        Location(behind, HEAD_LINES + 2, 12),
    ]
