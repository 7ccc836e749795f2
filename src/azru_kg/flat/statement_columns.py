"""The columns that all tables of statements have in common: who says it, when, where, how sure."""

from __future__ import annotations

from azru_kg.flat.flat_table import (
    IT,
    PERSPECTIVES,
    SOURCE,
    FlatColumn,
    code,
    slots,
    thing,
    told,
)

_EXACT = "?it oa:hasSelector/oa:exact ?value"
_DOCUMENT = "?it dcterms:publisher/{} ?value"
_EMENDED = "[] a azru:Emendation ; schema:about ?it ; azru:proposedForm ?value"

KEYS: tuple[FlatColumn, ...] = (
    FlatColumn(
        "claim",
        "The claim. One that several sources state has a row for each of them.",
        "thing",
        pattern=IT,
    ),
    FlatColumn("source", "The document that states it.", "thing", pattern=SOURCE, table="sources"),
    FlatColumn("label", "The claim in words.", term="rdfs:label", language="en"),
)
"""What a row is about, and whose statement it is."""

SAYING: tuple[FlatColumn, ...] = (
    *thing(
        "speaker",
        "prov:wasAttributedTo",
        "Who says it in this source, where it names a person or a body.",
        several=True,
    ),
    FlatColumn(
        "unnamed_speaker",
        "Whom the source credits without a name, in words.",
        term="azru:unnamedSpeaker",
    ),
    *code(
        "voice",
        "azru:voice",
        "Whether it is direct or indirect speech, the words of a document, or the source’s own.",
        "voice",
    ),
    FlatColumn(
        "stated_on",
        "The day on which it was said, or else published; what the claim says is relative to it.",
        "date",
        "azru:asOf",
    ),
    *thing(
        "within",
        "azru:dateWithin",
        "The month, year or other period within which a date falls that the source does not give"
        " in full; not_stated says which date.",
        several=True,
    ),
)
"""Who says it, in whose words, and when."""

MARKS: tuple[FlatColumn, ...] = (
    slots(
        "inferred",
        "azru:inferred",
        "Columns that are filled by the editors’ reading, not by the source’s words.",
    ),
    slots(
        "not_stated",
        "azru:notStated",
        "Columns that the source was searched for and leaves open. What nobody looked for is"
        " empty and not named here.",
    ),
    slots("open_list", "azru:openList", "Columns whose list the source itself calls incomplete."),
    FlatColumn("comment", "A remark of the editors.", term="rdfs:comment", language="en"),
)
"""What is silent, read between the lines, open."""

EVIDENCE: tuple[FlatColumn, ...] = (
    FlatColumn(
        "evidence",
        "The passages of the source on which it rests, or the source as a whole.",
        "thing",
        "prov:wasDerivedFrom",
        several=True,
    ),
    told(
        "evidence",
        "passages",
        _EXACT,
        "The words of these passages, at most 80 characters each, to be looked for on the page.",
        term="oa:exact",
        several=True,
    ),
    told(
        "source",
        "source_title",
        "?it dcterms:title ?value",
        "The title of the document, in its language.",
        term="dcterms:title",
    ),
    told(
        "source",
        "published",
        "?it schema:datePublished ?value",
        "The day on which the document was published, where it has one.",
        "date",
        term="schema:datePublished",
    ),
    told(
        "source",
        "page",
        "?it foaf:page ?value",
        "The address of the document.",
        "thing",
        term="foaf:page",
        several=True,
    ),
    *told(
        "source",
        "publisher",
        "?it dcterms:publisher ?value",
        "Who published the document.",
        "thing",
        term="dcterms:publisher",
        several=True,
        table="organisations",
    ).with_names(),
    *told(
        "source",
        "publisher_country",
        _DOCUMENT.format("azru:jurisdiction"),
        "The country of the publisher, where it is certain.",
        "thing",
        term="azru:jurisdiction",
        several=True,
        table="things",
    ).with_names(),
    told(
        "source",
        "perspective",
        PERSPECTIVES,
        "The perspectives that the source belongs to: azerbaijani, russian, third-country,"
        " official. None where the country of a publisher is not certain.",
        several=True,
    ),
    told(
        "claim",
        "proposed_form",
        _EMENDED,
        "What the editors believe was meant, where they doubt what is printed; the table"
        " emendations says why.",
        term="azru:proposedForm",
        several=True,
    ),
)
"""What it rests on, with the document as far as most need it, and doubts about it."""

EDITORS_RANK: tuple[FlatColumn, ...] = code(
    "rank",
    "azru:rank",
    "How the editors rank this reading among rival readings of the same words. Count only those"
    " that are not alternatives.",
    "rank",
)
"""Which of several readings of the same words it is."""


def statement(*own: FlatColumn) -> tuple[FlatColumn, ...]:
    """Return the columns of a table of statements, with those that are its own."""
    return *KEYS, *own, *SAYING, *MARKS, *EVIDENCE
