"""Shows people what the dataset is and what it holds: what the catalogue and VoID say as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from azru_kg.languages.numerals import say_integer
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.rdf.formats import GRAPHS
from azru_kg.server.ask.labels import Label
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import Entry, Listing, Section, list_shares, say_count

SHARES = 100
"""How many classes and how many properties are on a page."""

_FACTS = (
    (mark("Version"), "dcat:version"),
    (mark("Published"), "dcterms:issued"),
    (mark("Changed"), "dcterms:modified"),
    (mark("Licence"), "dcterms:license"),
)
_FURTHER = (
    (mark("Counts by class and property"), "void"),
    (mark("Quality of the data"), "quality"),
    (mark("Things by kind"), "id/"),
    (mark("Named graphs"), "graph/"),
    (mark("Perspectives"), "perspective/"),
    (mark("Stored queries"), "query/"),
    (mark("Query the graph"), "sparql"),
)


def draw_dataset(
    inventory: Inventory, place: Place, files: Iterable[ReleaseFile], links: Links
) -> Listing:
    """Return the page of the dataset: what it is, its files, and where to go from here."""
    dataset = place.dataset(inventory)

    def tell(name: str) -> str:
        values = inventory.values(dataset, name)
        texts = (Label(each.value, getattr(each, "language", None) or "") for each in values)
        return next(texts, "")

    facts = (Entry(translate(label), note=tell(name)) for label, name in _FACTS)
    dumps, tables = _list_files(files, links)
    return Listing(
        tell("dcterms:title") or gettext("The dataset"),
        tell("dcterms:description"),
        (
            Section(gettext("Facts"), tuple(fact for fact in facts if fact.note)),
            Section(gettext("Files"), dumps),
            *([Section(gettext("Tables"), tables)] if tables else []),
            Section(
                gettext("What it holds"),
                tuple(Entry(translate(label), f"{links.root}/{path}") for label, path in _FURTHER),
            ),
        ),
        _list_formats("catalogue", links),
    )


def _list_files(
    files: Iterable[ReleaseFile], links: Links
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the files of the dump, and those of the tables, which are in a folder."""
    entries = [
        (
            file.folder,
            Entry(
                file.name.rpartition("/")[2],
                f"{links.base}/{file.path}",
                say_count(file.size, "byte"),
            ),
        )
        for file in files
    ]
    dumps = tuple(entry for folder, entry in entries if not folder)
    return dumps, tuple(entry for folder, entry in entries if folder)


def draw_counts(inventory: Inventory, labels: Mapping[str, str], links: Links) -> Listing:
    """Return the page of counts: in all, by class, and by property."""
    totals = inventory.totals
    in_all = (
        Entry(gettext("Triples"), note=say_integer(totals.triples)),
        Entry(gettext("Things"), f"{links.root}/id/", say_integer(totals.entities)),
        Entry(gettext("Named graphs"), f"{links.root}/graph/", say_integer(len(inventory.graphs))),
    )
    return Listing(
        gettext("What the dataset holds, by count"),
        _tell_left_out(inventory),
        (
            Section(gettext("In all"), in_all),
            Section(
                gettext("Classes"),
                list_shares(inventory.partitions.classes[:SHARES], labels, links, "thing"),
            ),
            Section(
                gettext("Properties"),
                list_shares(inventory.properties[:SHARES], labels, links, "triple"),
            ),
        ),
        _list_formats("void", links),
    )


def list_counted(inventory: Inventory) -> list[str]:
    """Return the IRIs of the classes and properties that are on the page of counts."""
    return [
        share.iri
        for share in (*inventory.partitions.classes[:SHARES], *inventory.properties[:SHARES])
    ]


def _tell_left_out(inventory: Inventory) -> str:
    most = max(len(inventory.partitions.classes), len(inventory.properties))
    told = gettext("Of classes and properties the first %s are here.") % SHARES
    return told if most > SHARES else ""


def _list_formats(path: str, links: Links) -> tuple[tuple[str, str], ...]:
    return tuple(
        (format_.label, f"{links.base}/{path}?format={format_.name}") for format_ in GRAPHS
    )
