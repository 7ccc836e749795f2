"""How the files of the graph are written: names, numbers, IRIs, and which file is which graph."""

import re
import unicodedata
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from azru_kg.graph import layout
from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import BASE, GRAPH, IDENTITY, KINDS, PREFIXES
from azru_kg.turtle import style

pytestmark = pytest.mark.long

Select = Callable[[str], list[tuple[str, ...]]]
LAYOUT = layout.built_in()
RDF, XSD = PREFIXES["rdf"], PREFIXES["xsd"]


def text(term: object) -> str:
    """The IRI or the characters of a term; a quoted triple has none."""
    return str(getattr(term, "value", ""))


def nodes(quad: ox.Quad) -> list[str]:
    return [term.value for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)]


def test_there_is_no_blank_node_in_the_graph(dataset: Dataset) -> None:
    blank = [
        str(quad)
        for file in dataset.files
        if file.path.is_relative_to(LAYOUT.graph)
        for quad in file.parse()
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ]
    assert blank == []


def test_every_thing_with_an_iri_of_ours_has_a_type(quads: list[ox.Quad]) -> None:
    typed = {text(quad.subject) for quad in quads if quad.predicate.value == f"{RDF}type"}
    named = {iri for quad in quads for iri in nodes(quad) if iri.startswith(IDENTITY)}
    assert len(named) > 400
    assert named - typed == set()


def test_the_iri_of_a_thing_is_its_kind_and_a_plain_slug(quads: list[ox.Quad]) -> None:
    named = {iri for quad in quads for iri in nodes(quad) if iri.startswith(IDENTITY)}
    plain = rf"^{IDENTITY}({'|'.join(KINDS)})/[A-Za-z0-9-]+(#(geometry|position|text))?$"
    assert [iri for iri in sorted(named) if not re.match(plain, iri)] == []


def test_decimals_are_written_with_a_point(quads: list[ox.Quad]) -> None:
    decimals = {
        quad.object.value
        for quad in quads
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value == f"{XSD}decimal"
    }
    assert decimals
    assert {number for number in decimals if "." not in number} == set()


def test_names_are_clean(quads: list[ox.Quad]) -> None:
    """No white space at the ends or doubled, no loose combining marks, as lower-casing İ leaves."""
    unclean = {
        str(quad.object)
        for quad in quads
        if isinstance(quad.object, ox.Literal)
        and quad.predicate.value != f"{PREFIXES['sh']}select"
        and not _is_clean(quad.object.value)
    }
    assert unclean == set()


def test_text_is_tagged_with_one_of_three_languages(quads: list[ox.Quad]) -> None:
    """A title is in the language of its document; a name may be spelt in Latin letters."""
    titles = {f"{PREFIXES['schema']}headline", f"{PREFIXES['dcterms']}title"}
    tags = {
        quad.object.language
        for quad in quads
        if isinstance(quad.object, ox.Literal) and quad.predicate.value not in titles
    }
    assert tags == {None, "en", "az", "ru", "ru-latn"}


def test_the_files_are_formatted() -> None:
    assert style.check([LAYOUT.ontology, LAYOUT.handwritten, LAYOUT.shapes]) == []


def test_the_name_of_a_source_file_is_that_of_its_graph_and_of_its_source(select: Select) -> None:
    slugs = sorted(path.stem for path in LAYOUT.sources())
    sources = select("SELECT ?graph ?source { GRAPH ?graph { ?source a azru:Source } }")
    bundles = select(
        """SELECT ?graph ?source {
          GRAPH graph:metadata { ?graph a prov:Bundle ; prov:wasDerivedFrom ?source }
        }"""
    )
    assert sources == [(f"{GRAPH}{slug}", f"{IDENTITY}source/{slug}") for slug in slugs]
    assert bundles == sources


def test_the_metadata_name_every_graph_and_no_other(select: Select) -> None:
    subsets = select(f"SELECT ?graph {{ <{BASE}dataset> void:subset ?graph }}")
    described = select(
        f"""SELECT ?graph {{
          GRAPH graph:metadata {{
            ?graph a void:Dataset FILTER (?graph != <{BASE}dataset>)
            FILTER NOT EXISTS {{ <{BASE}dataset> void:classPartition ?graph }}
            FILTER NOT EXISTS {{ <{BASE}dataset> void:propertyPartition ?graph }}
          }}
        }}"""
    )
    assert subsets == sorted({(graph,) for _, graph in [*LAYOUT.files(), *LAYOUT.examples()]})
    assert described == subsets


@pytest.mark.parametrize("post", ["post:president-az", "post:president-ru"])
def test_a_triple_of_two_graphs_counts_once(select: Select, post: str) -> None:
    triple = f"{post} azru:notStated org:heldBy"
    by_graph = select(f"SELECT ?graph {{ GRAPH ?graph {{ {triple} }} }}")
    assert len(by_graph) > 1
    assert select(f"SELECT (COUNT(*) AS ?n) {{ {triple} }}") == [("1",)]


def test_the_default_graph_is_the_set_union_of_all_graphs_but_the_shapes(
    founding_store: ox.Store,
) -> None:
    default = {quad.triple for quad in founding_store if quad.graph_name == ox.DefaultGraph()}
    union = {
        quad.triple
        for quad in founding_store
        if quad.graph_name not in (ox.DefaultGraph(), ox.NamedNode(layout.SHAPES_GRAPH))
    }
    assert default == union


def _is_clean(name: str) -> bool:
    normal = unicodedata.normalize("NFC", name)
    # A virama, of class 9, joins the letters of Indic scripts, and is not loose.
    marks = {unicodedata.combining(character) for character in name}
    return name == normal == " ".join(name.split()) and marks <= {0, 9}
