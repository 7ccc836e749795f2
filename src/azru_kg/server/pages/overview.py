"""Shows people what the dataset is and what it holds: what the catalogue and VoID say as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.rdf.formats import GRAPHS
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import Entry, Listing, Section, list_shares, say_count

SHARES = 100
"""How many classes and how many properties are on a page."""

_FACTS = (
    ("Version", "dcat:version"),
    ("Published", "dcterms:issued"),
    ("Changed", "dcterms:modified"),
    ("Licence", "dcterms:license"),
)
_FURTHER = (
    ("Counts by class and property", "void"),
    ("Quality of the data", "quality"),
    ("Things by kind", "id/"),
    ("Named graphs", "graph/"),
    ("Perspectives", "perspective/"),
    ("Stored queries", "query/"),
    ("Query", "sparql"),
)


def draw_dataset(
    inventory: Inventory, place: Place, files: Iterable[ReleaseFile], links: Links
) -> Listing:
    """Return the page of the dataset: what it is, its files, and where to go from here."""
    dataset = place.dataset(inventory)

    def tell(name: str) -> str:
        return next((value.value for value in inventory.values(dataset, name)), "")

    facts = (Entry(label, note=tell(name)) for label, name in _FACTS)
    return Listing(
        tell("dcterms:title") or "The dataset",
        tell("dcterms:description"),
        (
            Section("Facts", tuple(fact for fact in facts if fact.note)),
            Section(
                "Files",
                tuple(
                    Entry(file.name, f"{links.root}/dump/{file.name}", say_count(file.size, "byte"))
                    for file in files
                ),
            ),
            Section(
                "What it holds",
                tuple(Entry(label, f"{links.root}/{path}") for label, path in _FURTHER),
            ),
        ),
        _list_formats("catalogue", links),
    )


def draw_counts(inventory: Inventory, labels: Mapping[str, str], links: Links) -> Listing:
    """Return the page of counts: in all, by class, and by property."""
    totals = inventory.totals
    in_all = (
        Entry("Triples", note=f"{totals.triples:,}"),
        Entry("Things", f"{links.root}/id/", f"{totals.entities:,}"),
        Entry("Named graphs", f"{links.root}/graph/", f"{len(inventory.graphs):,}"),
    )
    return Listing(
        "What the dataset holds, by count",
        _tell_left_out(inventory),
        (
            Section("In all", in_all),
            Section("Classes", list_shares(inventory.classes[:SHARES], labels, links, "thing")),
            Section(
                "Properties", list_shares(inventory.properties[:SHARES], labels, links, "triple")
            ),
        ),
        _list_formats("void", links),
    )


def list_counted(inventory: Inventory) -> list[str]:
    """Return the IRIs of the classes and properties that are on the page of counts."""
    return [share.iri for share in (*inventory.classes[:SHARES], *inventory.properties[:SHARES])]


def _tell_left_out(inventory: Inventory) -> str:
    most = max(len(inventory.classes), len(inventory.properties))
    return f"Of classes and properties the first {SHARES} are here." if most > SHARES else ""


def _list_formats(path: str, links: Links) -> tuple[tuple[str, str], ...]:
    return tuple(
        (format_.label, f"{links.root}/{path}?format={format_.name}") for format_ in GRAPHS
    )
