import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.subject_tables import SubjectTable, make_sheets

DATA = """
country:RU skos:prefLabel "Russia"@en .
_:b <urn:p> 1 .
country:AZ <urn:p> country:RU ; prov:wasDerivedFrom <urn:q> ; rdfs:comment "About"@en ;
  skos:prefLabel "Азербайджан"@ru , "Azərbaycan"@az , "Azerbaijan"@en ; a azru:Country .
"""


def read_sheets(labels: dict[str, str]) -> list[SubjectTable]:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    quads = ox.parse(head + DATA, format=ox.RdfFormat.TURTLE)
    return make_sheets([quad.triple for quad in quads], labels, Links())


def test_there_is_a_sheet_a_subject_in_the_order_of_their_iris() -> None:
    subjects = [sheet.subject.text for sheet in read_sheets({})]
    assert subjects[:2] == ["country:AZ", "country:RU"]
    assert subjects[2].startswith("_:")


def test_type_and_names_come_first_evidence_last_and_english_before_other_languages() -> None:
    sheet = read_sheets({PREFIXES["country"] + "RU": "Russia"})[0]
    assert [(row.predicate.text, [cell.text for cell in row.objects]) for row in sheet.rows] == [
        ("rdf:type", ["azru:Country"]),
        ("skos:prefLabel", ["Azerbaijan", "Azərbaycan", "Азербайджан"]),
        ("rdfs:comment", ["About"]),
        ("urn:p", ["Russia"]),
        ("prov:wasDerivedFrom", ["urn:q"]),
    ]
