"""The lists of the site, each with its columns and with what it can be narrowed by."""

from __future__ import annotations

from azru_kg.tables.claims import FIGURES, PROMISES
from azru_kg.tables.columns import (
    BY_COUNTRIES,
    BY_COUNTRY,
    BY_GROUP,
    BY_KIND,
    BY_PERSPECTIVE,
    BY_PUBLISHER,
    BY_PUBLISHER_COUNTRY,
    BY_SECTORS,
    BY_TOPICS,
    BY_YEAR,
    CLAIMS,
    COUNTRIES,
    COUNTRY,
    KIND,
    NAMES,
    PERSPECTIVES,
    SECTORS,
    TOPICS,
)
from azru_kg.tables.table import Facet, Table, TableColumn

_PEOPLE = Table(
    "people",
    "People",
    "Who speaks, acts or holds a post in the documents. A post is the one that the latest dated"
    " document gives: that somebody held it on that day, not since when or until when.",
    "people",
    "?thing a foaf:Person",
    (
        TableColumn("person", "Person", "The person", "thing", "name", shown=True),
        *NAMES,
        TableColumn(
            "posts", "Post or style", "As last attested, spaces between", "things", shown=True
        ),
        TableColumn("postNames", "Post or style", "What it is called"),
        TableColumn("attestedOn", "On", "The day on which it is attested", "date", shown=True),
        *COUNTRY,
        TableColumn(
            "claims", "Claims", "How many claims are put into the mouth", "count", shown=True
        ),
    ),
    (BY_COUNTRY, Facet("post", "posts", "Post or style", "post")),
    ("name", "person"),
)
_ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    "Companies, offices and institutions that documents speak of, and those that publish them.",
    "organisations",
    "?thing a org:Organization",
    (
        TableColumn(
            "organisation", "Organisation", "The organisation", "thing", "name", shown=True
        ),
        *NAMES,
        *KIND,
        *COUNTRY,
        TableColumn(
            "publisherKind", "Publishes as", "Its kind as publisher", "thing", "publisherKindName"
        ),
        TableColumn("publisherKindName", "Publishes as", "What that kind is called"),
        TableColumn("claims", "Claims", "How many claims it is said to make", "count", shown=True),
        TableColumn("sources", "Sources", "How many sources it published", "count", shown=True),
    ),
    (BY_KIND, BY_COUNTRY, Facet("publisher-kind", "publisherKind", "Publishes as", "code")),
    ("name", "organisation"),
)
_PROJECTS = Table(
    "projects",
    "Projects",
    "Works and undertakings. A state is the one reported last, on the day that stands beside it;"
    " nothing says what came after.",
    "projects",
    "?thing a azru:Project",
    (
        TableColumn("project", "Project", "The project", "thing", "name", shown=True),
        TableColumn("name", "Name", "The name in English"),
        *KIND,
        *COUNTRIES,
        *SECTORS,
        *TOPICS,
        TableColumn(
            "states", "Last reported", "The last state, spaces between", "things", shown=True
        ),
        TableColumn("stateNames", "Last reported", "What the state is called"),
        TableColumn("reportedOn", "On", "The day of the last report", "date", shown=True),
        CLAIMS,
    ),
    (
        BY_KIND,
        BY_COUNTRIES,
        BY_SECTORS,
        BY_TOPICS,
        Facet("state", "states", "Last reported", "code"),
    ),
    ("name", "project"),
)
_AGREEMENTS = Table(
    "agreements",
    "Agreements",
    "Treaties, declarations, programmes and contracts, the latest first. What no source states is"
    " empty.",
    "agreements",
    "?thing a azru:Agreement",
    (
        TableColumn("agreement", "Agreement", "The agreement", "thing", "name", shown=True),
        TableColumn("name", "Title", "The title in English"),
        *KIND,
        TableColumn(
            "signedOn",
            "Signed",
            "The day of the signing",
            "date",
            "signedWithin",
            sort="earliest",
            shown=True,
        ),
        TableColumn(
            "signedWithin",
            "Within",
            "The period of which no more is known",
            "thing",
            "signedWithinName",
        ),
        TableColumn("signedWithinName", "Within", "What the period is called"),
        TableColumn(
            "earliest", "Earliest", "The first day on which it may have been signed", "date"
        ),
        TableColumn("year", "Year", "The year of that day", "year"),
        TableColumn("parties", "Parties", "The parties, spaces between", "things", shown=True),
        TableColumn("partyNames", "Parties", "What the parties are called"),
        TableColumn(
            "countries", "Countries", "The countries of the parties, spaces between", "things"
        ),
        TableColumn("countryNames", "Countries", "What the countries are called"),
        *SECTORS,
        *TOPICS,
    ),
    (BY_KIND, BY_YEAR, BY_COUNTRIES, BY_SECTORS, BY_TOPICS),
    ("-earliest", "name", "agreement"),
    "year",
)
_MEETINGS = Table(
    "meetings",
    "Meetings",
    "Who met whom, the latest first: meetings, visits, signings, forums and calls. Talks and"
    " signings during a visit are parts of it and do not stand apart.",
    "meetings",
    "VALUES ?class { azru:Event azru:Interview azru:Meeting azru:Signing azru:Visit }"
    " ?thing a ?class",
    (
        TableColumn("meeting", "Meeting", "The encounter", "thing", "name", shown=True),
        TableColumn("name", "Name", "What it is called in English"),
        *KIND,
        TableColumn(
            "date", "Date", "The first day of it", "date", "dateWithin", sort="earliest", shown=True
        ),
        TableColumn(
            "dateWithin",
            "Within",
            "The period of which no more is known",
            "thing",
            "dateWithinName",
        ),
        TableColumn("dateWithinName", "Within", "What the period is called"),
        TableColumn("earliest", "Earliest", "The first day on which it may have been", "date"),
        TableColumn("year", "Year", "The year of that day", "year"),
        TableColumn("places", "Place", "Where it was, spaces between", "things", shown=True),
        TableColumn("placeNames", "Place", "What the places are called"),
        TableColumn("held", "Held in", "The countries of the places, spaces between", "things"),
        TableColumn("heldNames", "Held in", "What these countries are called"),
        TableColumn("people", "Who took part", "The people, spaces between", "things", shown=True),
        TableColumn("peopleNames", "Who took part", "What the people are called"),
        TableColumn("countries", "Countries", "For which they acted, spaces between", "things"),
        TableColumn("countryNames", "Countries", "What the countries are called"),
        *TOPICS,
    ),
    (
        Facet("person", "people", "Person", "person"),
        Facet("with", "people", "Together with", "person"),
        BY_COUNTRIES,
        Facet("held", "held", "Held in", "country"),
        BY_KIND,
        BY_TOPICS,
        BY_YEAR,
    ),
    ("-earliest", "name", "meeting"),
    "year",
)
_CORRIDORS = Table(
    "corridors",
    "Corridors",
    "Routes of transport, energy and cables, with the countries through which they lead.",
    "corridors",
    "?thing a azru:Corridor",
    (
        TableColumn("corridor", "Corridor", "The corridor", "thing", "name", shown=True),
        TableColumn("name", "Name", "The name in English"),
        TableColumn(
            "wider", "Part of", "The corridor it is part of", "thing", "widerName", shown=True
        ),
        TableColumn("widerName", "Part of", "What that one is called"),
        *COUNTRIES,
        TableColumn("projects", "Projects", "How many projects belong to it", "count", shown=True),
        CLAIMS,
    ),
    (BY_COUNTRIES,),
    ("name", "corridor"),
)
_INDICATORS = Table(
    "indicators",
    "Indicators",
    "What figures measure, with how many of them there are, from how many sources, and for which"
    " years.",
    "indicators",
    "?thing a azru:Indicator",
    (
        TableColumn("indicator", "Indicator", "The indicator", "thing", "name", shown=True),
        TableColumn("name", "Name", "The name in English"),
        TableColumn("definition", "Definition", "What it measures"),
        TableColumn(
            "group", "Group", "The top of the tree it stands in", "thing", "groupName", shown=True
        ),
        TableColumn("groupName", "Group", "What the group is called"),
        *TOPICS,
        TableColumn("figures", "Figures", "How many figures there are", "count", shown=True),
        TableColumn("sources", "Sources", "From how many sources", "count", shown=True),
        TableColumn("firstYear", "From", "The year of the earliest period", "year", shown=True),
        TableColumn("lastYear", "To", "The year of the latest period", "year", shown=True),
    ),
    (BY_GROUP, BY_TOPICS),
    ("-figures", "name", "indicator"),
)
_SOURCES = Table(
    "sources",
    "Sources",
    "The documents out of which the graph was read, the latest first.",
    "sources",
    "GRAPH ?graph { ?thing a azru:Source }",
    (
        TableColumn("source", "Source", "The document", "thing", "title", shown=True),
        TableColumn("title", "Title", "Its headline, or a description of it in English"),
        TableColumn("page", "Page", "Where it is published", "thing"),
        TableColumn(
            "published", "Published", "The day on which it was published", "date", shown=True
        ),
        TableColumn("year", "Year", "The year in which it was published", "year"),
        TableColumn("language", "Language", "The language, by its code", shown=True),
        TableColumn(
            "publisher", "Publisher", "Who published it", "thing", "publisherName", shown=True
        ),
        TableColumn("publisherName", "Publisher", "What the publisher is called"),
        TableColumn(
            "publisherKind",
            "Kind",
            "The kind of publisher",
            "thing",
            "publisherKindName",
            shown=True,
        ),
        TableColumn("publisherKindName", "Kind", "What that kind is called"),
        TableColumn(
            "country", "Country", "The country of the publisher", "thing", "countryName", shown=True
        ),
        TableColumn("countryName", "Country", "What that country is called"),
        PERSPECTIVES,
        *TOPICS,
        TableColumn("claims", "Claims", "How many claims were read out of it", "count", shown=True),
    ),
    (
        BY_PUBLISHER,
        Facet("kind", "publisherKind", "Kind of publisher", "code"),
        BY_PUBLISHER_COUNTRY,
        BY_PERSPECTIVE,
        BY_TOPICS,
        Facet("language", "language", "Language"),
        BY_YEAR,
    ),
    ("-published", "title", "source"),
    "year",
)
TABLES: dict[str, Table] = {
    table.slug: table
    for table in (
        _PEOPLE,
        _ORGANISATIONS,
        _PROJECTS,
        _AGREEMENTS,
        _MEETINGS,
        _CORRIDORS,
        _INDICATORS,
        FIGURES,
        PROMISES,
        _SOURCES,
    )
}
"""The lists by their names in addresses."""
