"""Columns and facets that several lists have in common."""

from __future__ import annotations

from azru_kg.tables.table import Facet, TableColumn

NAMES = (
    TableColumn("name", "Name", "The name in English"),
    TableColumn("nameAz", "In Azerbaijani", "The name in Azerbaijani", shown=True),
    TableColumn("nameRu", "In Russian", "The name in Russian", shown=True),
)
COUNTRY = (
    TableColumn("country", "Country", "The country", "thing", "countryName", shown=True),
    TableColumn("countryName", "Country", "What the country is called"),
)
COUNTRIES = (
    TableColumn("countries", "Countries", "The countries, spaces between", "things", shown=True),
    TableColumn("countryNames", "Countries", "What the countries are called"),
)
SECTORS = (
    TableColumn("sectors", "Sectors", "The fields it belongs to, spaces between", "things"),
    TableColumn("sectorNames", "Sectors", "What the fields are called"),
)
TOPICS = (
    TableColumn("topics", "Topics", "The topics it is of, spaces between", "things"),
    TableColumn("topicNames", "Topics", "What the topics are called"),
)
KIND = (
    TableColumn("kind", "Kind", "The kind of thing", "thing", "kindName", shown=True),
    TableColumn("kindName", "Kind", "What the kind is called"),
)
SPEAKER = (
    TableColumn(
        "speaker", "Said by", "Who says it, where named", "thing", "speakerName", shown=True
    ),
    TableColumn(
        "speakerName", "Said by", "Who says it; of somebody unnamed, the words of the source"
    ),
    TableColumn("asOf", "On", "The day on which it was said", "date", shown=True),
)
SAID_YEAR = TableColumn(
    "saidYear", "Said in", "The year in which it was said, or else published", "year"
)
SOURCE = (
    TableColumn(
        "source", "Source", "The document", "thing", "sourceTitle", sort="published", shown=True
    ),
    TableColumn("sourceTitle", "Source", "The title of the document"),
    TableColumn("published", "Published", "The day on which the document was published", "date"),
    TableColumn("publisher", "Publisher", "Who published it", "thing", "publisherName"),
    TableColumn("publisherName", "Publisher", "What the publisher is called"),
    TableColumn("country", "Country", "The country of the publisher", "thing", "countryName"),
    TableColumn("countryName", "Country", "What that country is called"),
)
PERSPECTIVES = TableColumn(
    "perspectives", "Perspectives", "The groups of sources it is in, spaces between", "things"
)
CLAIMS = TableColumn("claims", "Claims", "How many claims the graph has of it", "count", shown=True)

BY_KIND = Facet("kind", "kind", "Kind", "code")
BY_COUNTRY = Facet("country", "country", "Country", "country")
BY_COUNTRIES = Facet("country", "countries", "Country", "country")
BY_GROUP = Facet("group", "group", "Group", "indicator")
BY_SECTORS = Facet("sector", "sectors", "Sector", "sector")
BY_TOPICS = Facet("topic", "topics", "Topic", "topic")
BY_YEAR = Facet("year", "year", "Year")
BY_SAID_YEAR = Facet("said", "saidYear", "Said in")
BY_SPEAKER = Facet("speaker", "speaker", "Said by", "person")
BY_PUBLISHER = Facet("publisher", "publisher", "Publisher", "organisation")
BY_PUBLISHER_COUNTRY = Facet("country", "country", "Country of the publisher", "country")
BY_PERSPECTIVE = Facet("perspective", "perspectives", "Perspective", "perspective")
