from __future__ import annotations

import pyoxigraph as ox

from azru_kg.metadata.inventory import Share
from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.pages.cells import Links
from azru_kg.server.vocabulary.chapters import Chapter, Handbook, arrange
from azru_kg.server.vocabulary.term_usage import Example, TermUsage

ONTOLOGY = """
azru:Claim a owl:Class ; rdfs:label "claim"@en ; skos:definition "What is said."@en .
azru:Figure a owl:Class ; rdfs:label "figure"@en ; rdfs:subClassOf azru:Claim .
azru:Project a owl:Class ; rdfs:label "project"@en .
azru:asOf a rdf:Property ; rdfs:label "as of"@en ; skos:definition "The day."@en .
azru:status a rdf:Property ; rdfs:label "status"@en .
azru:never a rdf:Property ; rdfs:label "never"@en .
azru:Ring a owl:Class ; rdfs:subClassOf azru:Other .
azru:Other a owl:Class ; rdfs:subClassOf azru:Ring .
code:bound a skos:ConceptScheme ; skos:prefLabel "bound"@en .
code:about a skos:Concept ; skos:inScheme code:bound ; skos:definition "Roughly."@en .
"""
FIGURE, PROJECT, AS_OF, STATUS = (
    expand(f"azru:{name}") for name in ("Figure", "Project", "asOf", "status")
)
USAGE = TermUsage(
    classes={FIGURE: 10, PROJECT: 4},
    properties={AS_OF: 13, STATUS: 1},
    uses={
        FIGURE: (Share(AS_OF, 10),),
        PROJECT: (Share(AS_OF, 3), Share(STATUS, 1)),
    },
    firsts={FIGURE: "https://w3id.org/azru-kg/id/claim/a"},
    examples={
        (FIGURE, AS_OF): Example("https://w3id.org/azru-kg/id/claim/a", ox.Literal("2024")),
        ("", STATUS): Example("https://w3id.org/azru-kg/id/project/p", ox.Literal("built")),
    },
)


def read() -> Handbook:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    parsed = ox.parse((head + ONTOLOGY).encode(), format=ox.RdfFormat.TURTLE)
    return arrange([quad.triple for quad in parsed], [], USAGE, Links())


def find(curie: str) -> Chapter:
    chapters = [chapter for topic in read().topics for chapter in topic.chapters]
    return next(chapter for chapter in chapters if chapter.term.curie == curie)


def test_a_class_stands_under_the_topic_of_what_it_descends_from() -> None:
    topics = {
        topic.title: [chapter.term.curie for chapter in topic.chapters] for topic in read().topics
    }
    assert topics == {
        "Claims": ["azru:Claim", "azru:Figure"],
        "Things that claims are about": ["azru:Other", "azru:Project", "azru:Ring"],
    }


def test_a_property_is_explained_where_it_is_used_most_and_only_there() -> None:
    figure, project = find("azru:Figure"), find("azru:Project")
    assert [(term.curie, term.anchor, term.used) for term in figure.properties] == [
        ("azru:asOf", "asOf", 10)
    ]
    assert [(term.curie, term.anchor, term.used) for term in project.properties] == [
        ("azru:asOf", "", 3),
        ("azru:status", "status", 1),
    ]


def test_what_is_used_has_an_example_and_a_query() -> None:
    (as_of,) = find("azru:Figure").properties
    assert as_of.value is not None
    assert as_of.value.text == "2024"
    assert "azru:asOf ?value" in as_of.query
    assert find("azru:Figure").term.query.startswith("SELECT * WHERE {\n  ?thing a azru:Figure ;")
    assert find("azru:Claim").term.query == ""
    # Not all projects have one, so who asks for both gets few of them, or none.
    assert "asOf" not in find("azru:Project").term.query


def test_codes_stand_in_their_list_and_what_nothing_has_stands_last() -> None:
    book = read()
    (codes,) = book.lists
    assert (codes.term.curie, [code.curie for code in codes.codes]) == (
        "code:bound",
        ["code:about"],
    )
    assert [term.anchor for term in book.unused] == ["never"]
