from azru_kg.metadata.inventory import Inventory, Partitions, Place, ReleaseFile, Share, Totals
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.overview import SHARES, draw_counts, draw_dataset, list_counted

CLASSES = tuple(Share(f"urn:class:{number}", number) for number in range(SHARES + 1))
INVENTORY = Inventory(
    totals=Totals(triples=1234, subjects=5, objects=6, entities=7),
    partitions=Partitions(CLASSES),
    properties=(Share("urn:p", 9),),
    graphs=(),
    union=False,
)


def test_counts_are_those_of_the_inventory_and_what_is_left_out_is_said() -> None:
    page = draw_counts(INVENTORY, {"urn:p": "a property"}, Links())
    in_all, classes, properties = page.sections
    assert [entry.note for entry in in_all.entries] == ["1,234", "7", "0"]
    assert len(classes.entries) == SHARES
    assert [(entry.text, entry.note) for entry in properties.entries] == [
        ("a property", "9 triples")
    ]
    assert f"the first {SHARES}" in page.lead
    assert len(list_counted(INVENTORY)) == SHARES + 1


def test_a_dataset_that_says_nothing_of_itself_has_its_files_and_what_leads_on() -> None:
    files = [ReleaseFile("a.nq", "application/n-quads", 12, "0" * 64)]
    page = draw_dataset(INVENTORY, Place("http://site.example/"), files, Links("/kg"))
    facts, dumps, further = page.sections
    assert page.title == "The dataset"
    assert facts.entries == ()
    assert [(entry.href, entry.note) for entry in dumps.entries] == [("/kg/dump/a.nq", "12 bytes")]
    assert "/kg/void" in [entry.href for entry in further.entries]
