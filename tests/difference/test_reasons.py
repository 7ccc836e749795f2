"""A reason is given where both releases show it, and only there."""

from __future__ import annotations

import pytest
from tests.difference.making import differ, tell

CLAIM = "graph:one { claim:a a azru:Figure ; sdmx-measure:obsValue 2.5 }"
PERSON = 'graph:entities { person:x skos:prefLabel "X"@en }'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(CLAIM, CLAIM, [], id="the same"),
        pytest.param(
            CLAIM,
            CLAIM.replace("2.5", "2.6"),
            [("correction", "changed")],
            id="another value in the same source",
        ),
        pytest.param(
            f'{CLAIM} graph:one {{ claim:a rdfs:label "2.5" }}',
            f'{CLAIM} graph:one {{ claim:a rdfs:label "two and a half" }}',
            [("not told", "changed")],
            id="the same value in other words",
        ),
        pytest.param(
            CLAIM,
            CLAIM.replace("2.5", "2.50"),
            [("correction", "changed")],
            id="the same value in another spelling",
        ),
        pytest.param(
            "",
            f"{CLAIM} graph:one {{ claim:a prov:wasAttributedTo person:x }} {PERSON}",
            [("new source", "added")],
            id="a new source, and a thing that it names",
        ),
        pytest.param(
            f"{CLAIM} graph:one {{ claim:a prov:wasAttributedTo person:x }} {PERSON}",
            "",
            [("source gone", "removed")],
            id="a source that is gone, and a thing that it named",
        ),
        pytest.param("", PERSON, [("not told", "added")], id="a thing that no source names"),
        pytest.param(
            PERSON, PERSON.replace('"X"', '"Y"'), [("not told", "changed")], id="another name"
        ),
        pytest.param(
            CLAIM,
            f"{CLAIM} graph:one {{ claim:b a azru:Figure }}",
            [("not told", "added")],
            id="more out of a source that both have",
        ),
        pytest.param(
            "graph:shapes { azru-sh:A sh:property [ sh:minCount 1 ] }",
            "graph:shapes { azru-sh:A sh:property [ sh:minCount 2 ] }",
            [("model", "added"), ("model", "changed"), ("model", "removed")],
            id="shapes",
        ),
        pytest.param(
            "graph:ontology { azru:old a owl:DatatypeProperty } graph:one { claim:a azru:old 1 }",
            "graph:ontology { azru:new a owl:DatatypeProperty } graph:one { claim:a azru:new 1 }",
            [("model", "added"), ("model", "removed")],
            id="a property that was replaced everywhere",
        ),
        pytest.param(
            'graph:ontology { code:x rdfs:label "X" } graph:one { claim:a azru:kind code:x }',
            'graph:ontology { code:y rdfs:label "X" } graph:one { claim:a azru:kind code:y }',
            [("model", "added"), ("model", "changed"), ("model", "removed")],
            id="a code under another IRI",
        ),
        pytest.param(
            CLAIM,
            CLAIM.replace("claim:a", "claim:b"),
            [("identity", "added"), ("identity", "removed")],
            id="a claim under another IRI",
        ),
        pytest.param(
            CLAIM,
            CLAIM.replace("claim:a", "claim:b").replace("2.5", "2.6"),
            [("not told", "added"), ("not told", "removed")],
            id="another claim with another value",
        ),
        pytest.param(
            f"{PERSON} graph:one {{ claim:a prov:wasAttributedTo person:x }}",
            'graph:entities { person:y skos:prefLabel "Y"@en ; skos:altLabel "X"@en }'
            "graph:one { claim:a prov:wasAttributedTo person:y }",
            [("identity", "changed"), ("identity", "removed"), ("not told", "added")],
            id="a thing that took over the names and uses of another",
        ),
        pytest.param(
            f"{PERSON} graph:one {{ claim:a prov:wasAttributedTo person:x }}",
            'graph:entities { person:y skos:prefLabel "Y"@en }'
            "graph:one { claim:a prov:wasAttributedTo person:y }",
            [("correction", "changed"), ("not told", "added"), ("not told", "removed")],
            id="another person, who is none of that name",
        ),
        pytest.param(
            'graph:entities { person:x skos:prefLabel "X"@en . person:y skos:prefLabel "Y"@en }'
            "graph:one { claim:a prov:wasAttributedTo person:x }",
            "graph:entities { person:x owl:deprecated true ; dcterms:isReplacedBy person:y ."
            'person:y skos:prefLabel "Y"@en }'
            "graph:one { claim:a prov:wasAttributedTo person:y }",
            [("identity", "added"), ("identity", "changed"), ("identity", "removed")],
            id="a successor that is named",
        ),
        pytest.param(
            "graph:metadata { <https://w3id.org/azru-kg/dataset> dcat:version '1' }",
            "graph:metadata { <https://w3id.org/azru-kg/dataset> dcat:version '2' }",
            [("the release itself", "changed")],
            id="what the release says of itself",
        ),
        pytest.param(
            "claim:a azru:x 1 .", "claim:a azru:x 2 .", [("not told", "changed")], id="no"
        ),
    ],
)
def test_the_reason_is_what_both_show(old: str, new: str, told: list[tuple[str, str]]) -> None:
    assert tell(differ(old, new)) == told


def test_values_that_many_have_are_not_paired_by_guess() -> None:
    difference = differ(
        "graph:one { claim:a azru:between country:AZ , country:RU }",
        "graph:one { claim:a azru:between country:AZ , country:GE , country:IR }",
    )
    (change,) = difference.changes
    assert (len(change.before), len(change.after), change.kind) == (1, 2, "changed")


def test_one_blank_node_more_is_no_change_of_the_others() -> None:
    old = "graph:shapes { azru-sh:B sh:property [ sh:minCount 1 ] , [ sh:minCount 2 ] }"
    new = f"{old} graph:shapes {{ azru-sh:A sh:property [ sh:minCount 0 ] }}"
    difference = differ(old, new)
    assert len(difference.changes) == 2
    assert {change.entity for change in difference.changes} == {
        b"<https://w3id.org/azru-kg/shapes#A>"
    }


def test_blank_nodes_of_which_the_same_is_said_are_counted() -> None:
    old = "graph:shapes { azru-sh:B sh:property [ sh:minCount 1 ] }"
    new = "graph:shapes { azru-sh:B sh:property [ sh:minCount 1 ] , [ sh:minCount 1 ] }"
    assert len(differ(old, new).changes) == 2
