import resource
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import DataError
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.turtle import style
from azru_kg.turtle.blocks import COLUMNS

XSD = PREFIXES["xsd"]
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TAIL = st.text(st.sampled_from("aZ09-._#~%/:é\u202e"), max_size=6)
IRIS = st.builds(
    lambda start, end: f"{start}{end}",
    st.sampled_from([*PREFIXES.values(), f"{IDENTITY}new/", "urn:x:"]),
    TAIL.map(lambda tail: tail.replace("%", "%41").replace("#", "", tail.count("#") - 1)),
).filter(lambda iri: iri.count("#") < 2)
NODES = IRIS.map(ox.NamedNode)
TEXTS = st.text(
    st.sampled_from("a\"'\\\n\r\t\0 \u00a0\u202eə☃😀#<>@.;\x7f\ufeff"), max_size=8
) | st.text(max_size=8)
NUMBERS = st.sampled_from(
    ["1", "01", "+1", "-0", "-7", "2.50", ".5", "5.", "1e6", "1.0e6", "true", "INF"]
)
DATATYPES = st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string", "gYear"])
LITERALS = (
    st.builds(ox.Literal, TEXTS)
    | st.builds(
        lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "az"])
    )
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        NUMBERS | TEXTS,
        DATATYPES,
    )
)
TRIPLES = st.sets(st.builds(ox.Triple, NODES, NODES, NODES | LITERALS), max_size=12)
NESTED = st.recursive(
    st.sampled_from(["azru:a", '"x"@en', "1", "[]", "()"]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"( {' '.join(items)} )")
        | st.lists(inner, min_size=1, max_size=3).map(
            lambda items: f"[ {' ; '.join(f'sh:or {item}' for item in items)} ]"
        )
    ),
    max_leaves=25,
)


def parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def body(text: str) -> str:
    written = style.write(parse(HEAD + text))
    lines = [line for line in written.splitlines() if not line.startswith("@prefix")]
    return "\n".join(lines).strip()


def canonical(quads: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@given(TRIPLES)
def test_any_triples_are_read_back_as_they_were(triples: set[ox.Triple]) -> None:
    assert {quad.triple for quad in parse(style.write(triples))} == triples


@given(TRIPLES)
def test_rdflib_reads_the_same_triples_as_from_n_triples(triples: set[ox.Triple]) -> None:
    spelt = {triple for triple in triples if XSD not in str(triple.object)}
    lines = "".join(f"{triple} .\n" for triple in spelt)
    expected = rdflib.Graph().parse(data=lines, format="nt")
    assert set(rdflib.Graph().parse(data=style.write(spelt), format="turtle")) == set(expected)


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("01", "integer"),
        ("+1", "integer"),
        ("-0", "integer"),
        ("2.50", "decimal"),
        (".5", "decimal"),
        ("-0.0", "decimal"),
        ("0.000001", "decimal"),
        ("0.0000001", "decimal"),
        ("true", "boolean"),
        ("1", "boolean"),
        ("1.0e6", "double"),
    ],
)
def test_rdflib_reads_every_lexical_form_unchanged(
    lexical: str, datatype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    literal = ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))
    text = style.write([ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal)])
    (read,) = rdflib.Graph().parse(data=text, format="turtle").objects()
    assert isinstance(read, rdflib.Literal)
    assert (str(read), read.datatype) == (lexical, rdflib.URIRef(XSD + datatype))


@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(triples: set[ox.Triple], random: Random) -> None:
    shuffled = sorted(triples, key=str)
    random.shuffle(shuffled)
    assert style.write(shuffled) == style.write(triples)


@given(st.lists(NESTED, min_size=1, max_size=4))
def test_nested_blank_nodes_and_lists_are_read_back_as_they_were(values: list[str]) -> None:
    quads = parse(f"{HEAD} azru-sh:s sh:in {' , '.join(values)} .")
    written = style.write(quads)
    assert canonical(parse(written)) == canonical(quads)
    assert style.write(parse(written)) == written
    lines = rdflib.Graph().parse(data=written, format="turtle").serialize(format="nt")
    assert canonical(list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))) == canonical(quads)


@given(TRIPLES)
def test_formatting_formatted_text_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, triples: set[ox.Triple]
) -> None:
    path = tmp_path_factory.mktemp("files") / "x.ttl"
    path.write_bytes(style.write(triples).encode())
    assert style.format_file(path).encode() == path.read_bytes()
    assert style.check([path]) == []


def test_a_block_has_its_type_then_names_then_relations_then_evidence() -> None:
    text = (
        "claim:c prov:wasDerivedFrom quote:b , quote:a ; azru:notStated azru:post ; azru:kind"
        " code:level ; prov:wasAttributedTo person:p ; azru:inferred azru:kind ;"
        ' skos:altLabel "x"@en ; a azru:Figure ; org:member person:p ;'
        ' rdfs:label "л"@ru , "e"@en , "ə"@az .'
    )
    assert body(text) == (
        "claim:c\n"
        "  a azru:Figure ;\n"
        '  rdfs:label "e"@en , "ə"@az , "л"@ru ;\n'
        '  skos:altLabel "x"@en ;\n'
        "  azru:kind code:level ;\n"
        "  org:member person:p ;\n"
        "  azru:inferred azru:kind ;\n"
        "  azru:notStated azru:post ;\n"
        "  prov:wasAttributedTo person:p ;\n"
        "  prov:wasDerivedFrom quote:a , quote:b ."
    )


def test_subjects_stand_by_kind_and_a_quote_before_its_selectors() -> None:
    subjects = [
        "<https://w3id.org/azru-kg/ontology> a owl:Ontology .",
        "azru:Zebra a owl:Class .",
        "azru:a a owl:ObjectProperty .",
        "code:b a skos:ConceptScheme .",
        "code:z skos:inScheme code:b .",
        "code:c a skos:ConceptScheme .",
        "code:a skos:inScheme code:c .",
        "source:z a prov:Entity .",
        "quote:a a oa:SpecificResource .",
        "quote:a\\#text a oa:TextQuoteSelector .",
        "quote:a\\#position a oa:TextPositionSelector .",
        "quote:a-b a oa:SpecificResource .",
        "agreement:a a azru:Agreement .",
        "topic:a a skos:Concept .",
        "claim:a a azru:Figure .",
        "graph:a a prov:Bundle .",
    ]
    blocks = body("\n".join(sorted(subjects))).split("\n\n")
    assert [" ".join(block.split()) for block in blocks] == subjects


def test_prefixes_are_those_in_use_and_own_ones_come_first() -> None:
    text = style.write(parse(f'{HEAD} country:AZ dcterms:type azru:x , "1"^^xsd:gYear .'))
    names = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert names == ["azru:", "country:", "dcterms:", "xsd:"]


def test_objects_share_a_line_of_a_hundred_columns_and_no_longer_one() -> None:
    fitting = f"topic:t azru:about claim:{'a' * 35} , claim:{'b' * 35} ."
    longer = fitting.replace("aa", "aaa", 1)
    line = body(fitting).splitlines()[1].removesuffix(" .")
    assert len(f"{line} ;") == COLUMNS
    assert body(longer).splitlines()[1:] == [
        "  azru:about",
        f"    claim:{'a' * 36} ,",
        f"    claim:{'b' * 35} .",
    ]


def test_shapes_nest_and_break_where_the_line_is_full() -> None:
    message = "m" * 70
    text = (
        f'azru-sh:S sh:or ( azru-sh:A azru-sh:B ) ; sh:in ( "{"x" * 60}" "{"y" * 60}" ) ;'
        f' sh:property [ sh:message "{message}" ; sh:path azru:x ; sh:minCount 1 ] .'
    )
    assert body(text) == (
        "azru-sh:S\n"
        "  sh:in (\n"
        f'    "{"x" * 60}"\n'
        f'    "{"y" * 60}"\n'
        "  ) ;\n"
        "  sh:or ( azru-sh:A azru-sh:B ) ;\n"
        "  sh:property [\n"
        "    sh:path azru:x ;\n"
        f'    sh:message "{message}" ;\n'
        "    sh:minCount 1\n"
        "  ] ."
    )


def test_literals_are_as_short_as_is_safe() -> None:
    values = ["1", "19.0", "true", '"01"^^xsd:integer', '"1.0e6"^^xsd:double', '"a\\"b"']
    values += ['"""a\n"b\\"\\""""', '"a\\u00A0b"', '"it\'s"']
    for value in values:
        assert body(f"claim:c azru:x {value} .") == f"claim:c\n  azru:x {value} ."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("azru:s azru:p _:b . azru:t azru:p _:b .", "used more than once"),
        ("_:b azru:p azru:o .", "no IRI leads to"),
        ("_:b azru:p _:c . _:c azru:p _:b .", "no IRI leads to"),
        ("azru:s azru:p ( 1 2 ) . _:b azru:p _:b .", "no IRI leads to"),
        ("azru:s azru:p " + "[ azru:p " * 900 + "1" + " ]" * 900 + " .", "nested too deep"),
        ('azru:s azru:p "a"@en--ltr .', "base direction"),
        ("azru:s azru:p <<( azru:s azru:p azru:o )>> .", "about a triple"),
    ],
)
def test_what_the_layout_cannot_hold_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        style.write(parse(HEAD + text))


def test_named_graphs_follow_the_default_graph_as_blocks_in_braces() -> None:
    lines = (
        "<urn:s> <urn:p> <urn:o> <urn:b> .\n"
        "<urn:s> <urn:p> <urn:o> .\n"
        f"<urn:t> <urn:p> <{PREFIXES['azru']}C> <urn:a> .\n"
    )
    quads = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    assert style.write_graphs(quads) == (
        f"@prefix azru: <{PREFIXES['azru']}> .\n\n"
        "<urn:s>\n  <urn:p> <urn:o> .\n\n"
        "<urn:a> {\n\n<urn:t>\n  <urn:p> azru:C .\n\n}\n\n"
        "<urn:b> {\n\n<urn:s>\n  <urn:p> <urn:o> .\n\n}\n"
    )


def test_a_graph_without_an_iri_is_refused() -> None:
    quads = ox.parse("<urn:s> <urn:p> <urn:o> _:g .\n", format=ox.RdfFormat.N_QUADS)
    with pytest.raises(DataError, match="without an IRI"):
        style.write_graphs(quads)


@given(st.sets(st.builds(ox.Quad, NODES, NODES, LITERALS, NODES | st.just(ox.DefaultGraph()))))
def test_any_quads_are_read_back_as_they_were(quads: set[ox.Quad]) -> None:
    assert set(ox.parse(style.write_graphs(quads), format=ox.RdfFormat.TRIG)) == quads


def test_no_triples_are_no_text() -> None:
    assert style.write([]) == ""


def test_a_file_keeps_the_prefixes_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix ex: <urn:ex:> . @prefix none: <urn:no:> . ex:b a <urn:ex:a> .")
    assert style.format_file(path) == "@prefix ex: <urn:ex:> .\n\nex:b\n  a ex:a .\n"


@pytest.mark.parametrize(
    "value",
    [
        "<urn:a#b>",
        '"#"',
        "'#'",
        '"\\"#"',
        "'\\'#'",
        '"""\n"#"\n"""',
        "'''\n''#'''",
        "country:a\\#b",
    ],
)
def test_a_number_sign_inside_a_term_is_no_comment(tmp_path: Path, value: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(f"{HEAD} azru:s azru:p {value} .")
    assert parse(style.format_file(path)) == parse(path.read_text())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<urn:s> a\n<urn:o> ; .. \n", "2"),
        ("<a b> a <urn:o> .", "1:1: Invalid IRI"),
        ("<urn:s> a 'é' .", "UTF-8"),
    ],
)
def test_a_file_that_is_no_turtle_is_named_with_the_place(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(DataError, match=f"x.ttl.*{reason}"):
        style.format_file(path)


def test_line_ends_inside_a_string_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b'<urn:s> a """a\r\nb""" .\r\n')
    assert style.format_file(path) == '<urn:s>\n  a """a\\r\nb""" .\n'


def test_a_refused_layout_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@base <x/> . <a> a <b> .")
    with pytest.raises(DataError, match=r"x\.ttl: an IRI that is relative to a relative @base"):
        style.format_file(path)


def test_check_finds_files_in_folders_that_formatting_would_change(tmp_path: Path) -> None:
    good, bad = tmp_path / "a" / "good.ttl", tmp_path / "a" / "bad.ttl"
    good.parent.mkdir()
    good.write_bytes(b"<urn:s>\n  a <urn:o> .\n")
    bad.write_bytes(b"<urn:s>\r\n  a <urn:o> .\r\n")
    (tmp_path / "a" / "note.txt").write_text("no Turtle")
    assert style.check([tmp_path]) == [bad]
    assert style.check([good]) == []


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None])
def test_no_file_is_an_error(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "none"
    make(folder)
    with pytest.raises(DataError):
        style.check([folder])


def test_rewriting_changes_what_check_finds_and_keeps_its_mode(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_bytes(b"<urn:s>\n  a <urn:o> .\n")
    bad.write_bytes(b"<urn:s> a <urn:o>.")
    bad.chmod(0o640)
    before = good.stat().st_mtime_ns
    assert style.rewrite([tmp_path]) == [bad]
    assert bad.read_bytes() == good.read_bytes()
    assert (bad.stat().st_mode & 0o777, good.stat().st_mtime_ns) == (0o640, before)
    assert style.rewrite([tmp_path]) == []
    assert sorted(tmp_path.iterdir()) == [bad, good]


def test_rewriting_follows_a_link_and_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"<urn:s> a <urn:o>.")
    link = tmp_path / "link.ttl"
    link.symlink_to("real")
    style.rewrite([link])
    assert link.is_symlink()
    assert (tmp_path / "real").read_bytes() == b"<urn:s>\n  a <urn:o> .\n"


@pytest.mark.long
def test_a_file_that_cannot_be_rewritten_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"<urn:s> a <urn:o>.")
    soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9, most))
    try:
        with pytest.raises(DataError, match=r"x\.ttl: not written: File too large"):
            style.rewrite([path])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, most))
    assert path.read_bytes() == b"<urn:s> a <urn:o>."
    assert list(tmp_path.iterdir()) == [path]
