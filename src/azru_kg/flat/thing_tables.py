"""The tables of documents, of the passages in them, and of things: people, posts, agreements.

What sources say of a thing without making a claim of it, such as the parties of an agreement,
stands in the row of the thing as the union of all sources, and in `facts` source by source.
"""

from __future__ import annotations

from azru_kg.flat.flat_table import (
    IT,
    LANGUAGE_OF,
    LANGUAGES,
    NAMES,
    PERSPECTIVES,
    SOURCE,
    FlatColumn,
    FlatTable,
    code,
    slots,
    thing,
    told,
)
from azru_kg.rdf.prefixes import EXTERNAL, IDENTITY

_NAMED = f"""?it ?property ?value .
  FILTER (STRSTARTS(STR(?it), "{IDENTITY}") && EXISTS {{ ?it skos:prefLabel ?name }}
    || STRSTARTS(STR(?it), "{EXTERNAL["unit"]}"))"""
# Within a subselect, so that only the graphs that tell of these things are looked into.
_TELLS = (
    "{{ SELECT DISTINCT ?it ?graph {{ {} GRAPH ?graph {{ ?it ?said ?what }} }} }}"
    " GRAPH ?graph {{ ?value a azru:Source }}"
)
_EVENTS = (
    "VALUES ?class { azru:Event azru:Interview azru:Meeting azru:Signing azru:Visit } ?it a ?class"
)


def _key(name: str, meaning: str) -> FlatColumn:
    return FlatColumn(name, meaning, "thing", pattern=IT)


def _name(of: str) -> tuple[FlatColumn, ...]:
    names = (
        FlatColumn(
            f"name_{tag}",
            f"The name in {language}, where it is certain.",
            term="skos:prefLabel",
            pattern=NAMES,
            of=of,
            language=tag,
        )
        for tag, language in LANGUAGES.items()
    )
    return (
        *names,
        FlatColumn(
            "other_names",
            "Other names and spellings, in any language.",
            term="skos:altLabel",
            several=True,
        ),
    )


def _sources(of: str, rows: str) -> FlatColumn:
    meaning = "The documents that say something of it beyond claims."
    return told(of, "sources", _TELLS.format(rows), meaning, "thing", several=True)


_SAME = FlatColumn(
    "same_as", "The same in Wikidata and elsewhere.", "thing", "skos:exactMatch", True
)
_COMMENT = FlatColumn("comment", "Remarks of the editors.", term="rdfs:comment", several=True)
_TYPE = "The kind of {}."

SOURCES = FlatTable(
    "sources",
    "Sources",
    "A published document out of which claims are read.",
    "?it a azru:Source ; ?property ?value",
    (
        _key("source", "The document."),
        FlatColumn(
            "title",
            "Its headline, or a description of it in English where no headline was seen.",
            term="dcterms:title",
            language="title_language",
        ),
        FlatColumn("title_language", "The language of the title.", pattern=LANGUAGE_OF, of="title"),
        FlatColumn(
            "headline",
            "Its headline, where it was seen, in the language of the title.",
            term="schema:headline",
            language="title_language",
        ),
        FlatColumn("language", "The language of the document.", term="schema:inLanguage"),
        FlatColumn("published", "The day of publication.", "date", "schema:datePublished"),
        FlatColumn("modified", "The day of the last change.", "date", "schema:dateModified"),
        *thing("within", "azru:dateWithin", "The period of publication, where no day is known."),
        FlatColumn("page", "Its address.", "thing", "foaf:page", several=True),
        *thing(
            "publisher",
            "dcterms:publisher",
            "Who published it.",
            several=True,
            table="organisations",
        ),
        *told(
            "publisher",
            "publisher_country",
            "?it azru:jurisdiction ?value",
            "The country of the publisher, where it is certain.",
            "thing",
            term="azru:jurisdiction",
            several=True,
            table="things",
        ).with_names(),
        *told(
            "publisher",
            "publisher_kind",
            "?it azru:publisherKind ?value",
            "The kind of publisher.",
            "thing",
            term="azru:publisherKind",
            several=True,
            table="things",
        ).with_names(),
        told(
            "source",
            "perspective",
            PERSPECTIVES,
            "The perspectives that it belongs to.",
            several=True,
        ),
        *thing(
            "relayed_from",
            "azru:relayedFrom",
            "Whose text or report it carries.",
            several=True,
            table="organisations",
        ),
        *thing(
            "stated_publisher",
            "schema:publisher",
            "The publisher that the document itself names.",
            table="organisations",
        ),
        FlatColumn("mentions", "What is read out of it.", "thing", "schema:mentions", several=True),
        FlatColumn("sha256", "SHA-256 of its text, where that is archived.", term="schema:sha256"),
        FlatColumn(
            "ignored_words",
            "Capitalised words that merely open sentences.",
            term="azru:ignoredWord",
            several=True,
        ),
        FlatColumn("classes", "The classes that it is of.", "thing", "rdf:type", several=True),
        slots("editorial", "azru:editorial", "Columns that the editors know from elsewhere."),
        slots("inferred", "azru:inferred", "Columns that are filled by the editors’ reading."),
        slots("not_stated", "azru:notStated", "Columns that the document leaves open."),
        FlatColumn(
            "comment", "Remarks of the editors.", term="rdfs:comment", several=True, language="en"
        ),
    ),
    "azru:Source",
)

QUOTES = FlatTable(
    "quotes",
    "Passages",
    "Words of a source on which claims rest, or that were read and set aside.",
    "GRAPH ?graph { ?source a azru:Source . ?it oa:hasSource ?source ; ?property ?value }",
    (
        _key("quote", "The passage."),
        FlatColumn("source", "The document.", "thing", "oa:hasSource", table="sources"),
        told("quote", "words", "?it oa:hasSelector/oa:exact ?value", "The words.", term="oa:exact"),
        told(
            "quote",
            "start",
            "?it oa:hasSelector/oa:start ?value",
            "Their first character in the archived text, from 0; none where it is not archived.",
            "integer",
            term="oa:start",
        ),
        told(
            "quote",
            "end",
            "?it oa:hasSelector/oa:end ?value",
            "The character after their last.",
            "integer",
            term="oa:end",
        ),
        FlatColumn(
            "mentions",
            "The things for whose description it is the evidence.",
            "thing",
            "schema:mentions",
            several=True,
        ),
        FlatColumn(
            "class", "A passage on which claims rest, or words set aside.", "thing", "rdf:type"
        ),
        FlatColumn("comment", "Why they were set aside.", term="rdfs:comment", language="en"),
    ),
)

FACTS = FlatTable(
    "facts",
    "Facts",
    "What one source says of a thing without a claim: a property and its value.",
    "GRAPH ?graph { ?source a azru:Source . ?it ?property ?value"
    " FILTER NOT EXISTS { ?it a ?class } }",
    (
        _key("thing", "What it is said of."),
        FlatColumn("source", "The document.", "thing", pattern=SOURCE, table="sources"),
        FlatColumn("property", "The property."),
        FlatColumn("value", "The value: an IRI, or a text, a number or a date as it is written."),
        FlatColumn("datatype", "The datatype of the value; none where it is an IRI."),
        FlatColumn("language", "The language of a text."),
    ),
    parts=("property", "value"),
)

THINGS = FlatTable(
    "things",
    "Things",
    "Anything that has a name: people, countries, periods, codes, indicators, units …",
    _NAMED,
    (
        _key("thing", "The thing."),
        FlatColumn("class", "What it is.", "thing", "rdf:type", several=True),
        *_name("thing"),
        FlatColumn("definition", "What it means.", term="skos:definition"),
        FlatColumn("broader", "The wider concept.", "thing", "skos:broader", several=True),
        FlatColumn("scheme", "The list of codes or concepts.", "thing", "skos:inScheme"),
        FlatColumn("first_day", "The first day of a period.", "date", "dcat:startDate"),
        FlatColumn("last_day", "The last day of a period.", "date", "dcat:endDate"),
        FlatColumn("latitude", "Degrees north, WGS 84.", "number", "wgs84:lat"),
        FlatColumn("longitude", "Degrees east, WGS 84.", "number", "wgs84:long"),
        _SAME,
    ),
)

PEOPLE = FlatTable(
    "people",
    "People",
    "A person whom sources name. What posts they held is in tenures.",
    "?it a foaf:Person ; ?property ?value",
    (
        _key("person", "The person."),
        *_name("person"),
        *thing(
            "country",
            "azru:country",
            "The country with which sources associate them; no statement on nationality.",
            several=True,
        ),
        _SAME,
    ),
    "foaf:Person",
)

ORGANISATIONS = FlatTable(
    "organisations",
    "Organisations",
    "A company, office, publisher or other body.",
    "?it a org:Organization ; ?property ?value",
    (
        _key("organisation", "The organisation."),
        *_name("organisation"),
        *code("type", "dcterms:type", _TYPE.format("body"), "organisation-type"),
        *thing("country", "azru:jurisdiction", "The country it belongs to, where certain."),
        *code("publisher_kind", "azru:publisherKind", _TYPE.format("publisher"), "publisher-kind"),
        *thing(
            "part_of",
            "org:subOrganizationOf",
            "The body of which it is a part.",
            several=True,
            table="organisations",
        ),
        _SAME,
    ),
    "org:Organization",
)

POSTS = FlatTable(
    "posts",
    "Posts",
    "A post that people hold. Who held it is in tenures.",
    "?it a org:Post ; ?property ?value",
    (
        _key("post", "The post."),
        *_name("post"),
        *thing("organisation", "org:postIn", "The body in which it is.", table="organisations"),
        *thing("country", "azru:jurisdiction", "The country of that body."),
    ),
    "org:Post",
)

AGREEMENTS = FlatTable(
    "agreements",
    "Agreements",
    "An instrument between the countries or their bodies. Where sources differ, all values stand"
    " here: facts says which of them says what.",
    "?it a azru:Agreement ; ?property ?value",
    (
        _key("agreement", "The agreement."),
        *_name("agreement"),
        *code("type", "dcterms:type", _TYPE.format("instrument"), "agreement-type"),
        FlatColumn("issued", "The date of the instrument.", "date", "dcterms:issued", several=True),
        told(
            "agreement",
            "signed_on",
            "?signing azru:signed ?it ; schema:startDate ?value",
            "The days given for its signing.",
            "date",
            term="schema:startDate",
            several=True,
        ),
        FlatColumn("in_force", "When it came into force.", "text", "dcterms:valid", several=True),
        *thing(
            "within",
            "azru:dateWithin",
            "The period of its date, where no day is known.",
            several=True,
        ),
        *thing("term", "dcterms:temporal", "The period that it is for.", several=True),
        *thing("parties", "azru:party", "Who concludes it.", several=True),
        *thing("subject", "dcterms:subject", "The fields that it is of.", several=True),
        *thing(
            "replaces", "dcterms:replaces", "What it replaces.", several=True, table="agreements"
        ),
        told(
            "agreement",
            "signings",
            "?value azru:signed ?it",
            "The events at which it was signed.",
            "thing",
            several=True,
            table="events",
        ),
        _COMMENT,
        _sources("agreement", "?it a azru:Agreement"),
    ),
    "azru:Agreement",
)

EVENTS = FlatTable(
    "events",
    "Events",
    "A meeting, visit, call, signing or other event. Who took part is in participations. Where"
    " sources differ, all values stand here: facts says which of them says what.",
    f"{_EVENTS} ; ?property ?value",
    (
        _key("event", "The event."),
        FlatColumn("class", "Meeting, visit, signing, interview or event.", "thing", "rdf:type"),
        *_name("event"),
        *code("type", "dcterms:type", _TYPE.format("event"), "event-type"),
        FlatColumn("start", "The day on which it began.", "date", "schema:startDate", several=True),
        FlatColumn("end", "The day on which it ended.", "date", "schema:endDate", several=True),
        *thing(
            "within",
            "azru:dateWithin",
            "The period of its date, where no day is known.",
            several=True,
        ),
        *thing("location", "schema:location", "Where it took place.", several=True),
        *thing("about", "schema:about", "What was talked about.", several=True, table=""),
        *thing(
            "signed",
            "azru:signed",
            "The agreements signed at it.",
            several=True,
            table="agreements",
        ),
        *thing(
            "part_of",
            "schema:superEvent",
            "The event of which it is a part; one without is an encounter of its own.",
            several=True,
            table="events",
        ),
        _COMMENT,
        _sources("event", _EVENTS),
    ),
)

PROJECTS = FlatTable(
    "projects",
    "Projects",
    "An undertaking with an intended result. Its states are in statuses.",
    "?it a azru:Project ; ?property ?value",
    (
        _key("project", "The project."),
        *_name("project"),
        *code("type", "dcterms:type", _TYPE.format("project"), "project-type"),
        *thing("country", "azru:country", "The countries of it.", several=True),
        *thing("location", "schema:location", "Where it is.", several=True),
        *thing("corridor", "azru:corridor", "The transport corridor.", several=True),
        *thing("subject", "dcterms:subject", "The fields that it is of.", several=True),
        *thing("about", "schema:about", "Who or what takes part in it.", several=True, table=""),
        _COMMENT,
        _sources("project", "?it a azru:Project"),
    ),
    "azru:Project",
)

EVIDENCE_TABLES: tuple[FlatTable, ...] = (SOURCES, QUOTES, FACTS)
"""The tables of documents and of what they say without claims."""

THING_TABLES: tuple[FlatTable, ...] = (
    PEOPLE,
    ORGANISATIONS,
    POSTS,
    AGREEMENTS,
    EVENTS,
    PROJECTS,
    THINGS,
)
"""The tables of things."""
