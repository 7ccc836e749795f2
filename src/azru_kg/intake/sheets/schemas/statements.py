"""Statements: what one document says. A fact that three documents state is three rows.

The build joins rows that state the same to one claim, whose block stands in the named graph of each
of their sources, each with its own speaker, voice, date and passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from azru_kg.intake.sheets.cells import (
    Code,
    Date,
    Name,
    Number,
    Printed,
    Slug,
    SourceId,
    Text,
    Thing,
)
from azru_kg.intake.sheets.schemas.row import SheetRow

SAYING: Mapping[str, str] = {
    "speaker": "prov:wasAttributedTo",
    "voice": "azru:voice",
    "stated_on": "azru:asOf",
}
"""The properties of what is common to all statements."""


class StatementRow(SheetRow):
    """A statement of one document, and how it makes it."""

    marks: ClassVar[Mapping[str, str]]
    """The properties that the fields of the kind stand for: they can be inferred, or silent."""
    source: SourceId = Field(description="Id of the document that says so.")
    speaker: Name | None = Field(
        None,
        description="Who says it: id of a person or an organisation; `narration` where the page"
        " itself does; free text for a speaker without a name, such as Local media.",
    )
    voice: Literal["direct", "indirect", "narration", "document"] | None = Field(
        None, description="In whose words: direct, indirect, narration, document."
    )
    stated_on: Date | None = Field(
        None, description="Day of saying, where the page gives another than its own."
    )
    printed: Printed | None = Field(
        None, description="The figure with its unit, the date or the name, as the page prints it."
    )
    inferred: tuple[Name, ...] = Field(
        (), description="Fields that are filled by reading between the lines."
    )
    silent: tuple[Name, ...] = Field(
        (), description="Fields that the page was searched for, and that it does not give."
    )
    read: tuple[Date, ...] = Field((), description="Days on which the page was read for this row.")
    note: Text | None = Field(None, description="What a reader should know, in English.")

    @property
    def key(self) -> str:
        """The source and all that the row says of the world."""
        own = (name for name in type(self).model_fields if name not in self.shared)
        return " / ".join(_spell(getattr(self, name)) for name in ("source", *own))

    def check(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with dates, and with marks of fields that there are not."""
        yield from super().check()
        for mark in ("inferred", "silent"):
            for name in getattr(self, mark):
                if name not in self.marks and name not in SAYING:
                    known = ", ".join([*self.marks, *SAYING])
                    yield mark, f"{name!r} is no field that can be {mark}. They are {known}"
                elif mark == "silent" and is_filled(self, name):
                    yield mark, f"{name} is filled. Empty it, or take it from this list"


StatementRow.shared = frozenset(StatementRow.model_fields)
_Country = Annotated[Code, Field(description="ISO 3166-1.")]
_PERIOD = {"period_start": "sdmx-dimension:refPeriod", "period_end": "sdmx-dimension:refPeriod"}
_BASELINE = {"baseline_start": "azru:baseline", "baseline_end": "azru:baseline"}


class FigureRow(StatementRow):
    """A reported figure."""

    kind: ClassVar[str] = "figures"
    names_from: ClassVar[tuple[str, ...]] = (
        "sources",
        "people",
        "organisations",
        "projects",
        "corridors",
        "events",
    )
    spans: ClassVar[tuple[tuple[str, str], ...]] = (
        ("period_start", "period_end"),
        ("baseline_start", "baseline_end"),
    )
    marks: ClassVar[Mapping[str, str]] = {
        "indicator": "azru:indicator",
        "subject": "azru:between",
        "counterpart": "azru:partner",
        "about": "schema:about",
        "measure": "azru:kind",
        "value": "sdmx-measure:obsValue",
        "unit": "sdmx-attribute:unitMeasure",
        "bound": "azru:bound",
        "commodity": "azru:commodity",
        "mode": "azru:mode",
        **_PERIOD,
        **_BASELINE,
    }
    id: Slug = Field(description="The last part of the IRI of the claim.")
    indicator: Name = Field(description="What is reported: an indicator's id, or known words.")
    subject: Name | None = Field(
        None, description="Whose figure it is: a country's code or an organisation."
    )
    counterpart: Name | None = Field(None, description="The other side, likewise.")
    about: Slug | None = Field(
        None, description="Id of the project, corridor or event it is about."
    )
    commodity: Slug | None = Field(None, description="Id of the commodity, if the words lack it.")
    mode: Name | None = Field(None, description="by-rail, by-road, by-sea, by-air, by-pipeline.")
    measure: Name = Field(description="level, percent-change, multiple, share, count, target, …")
    value: Number = Field(description="The number as printed, without its unit: 2.6")
    to_value: Number | None = Field(None, description="The upper end of a range.")
    unit: Name = Field(description="The unit as printed, multiplier included: USD billion")
    bound: Name = Field(
        description="as-stated, about, almost, more-than, at-least, less-than, at-most, up-to,"
        " record, range."
    )
    period_start: Date | None = Field(None, description="First day of the period of the figure.")
    period_end: Date | None = Field(None, description="Last day of that period.")
    baseline_start: Date | None = Field(None, description="For a change: against which period.")
    baseline_end: Date | None = Field(None, description="Last day of the period compared with.")

    @property
    def key(self) -> str:
        """The claim and the source: a document states a figure once."""
        return f"{self.id} / {self.source}"

    def check(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the row, and with the ends of a range."""
        yield from super().check()
        if not (self.subject or self.about):
            yield "subject", "is empty, as is about. Say whose figure it is, or what it is about"
        if (self.bound == "range") != (self.to_value is not None):
            yield "to_value", "a range, and nothing else, has an upper end. Give both or none"
        elif self.to_value is not None and self.to_value <= self.value:
            yield "to_value", f"{self.to_value} is not above {self.value}, the lower end"


class TenureRow(StatementRow):
    """A person who holds a post on a day."""

    kind: ClassVar[str] = "tenures"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people", "organisations")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("from_", "to"),)
    marks: ClassVar[Mapping[str, str]] = {
        "person": "org:member",
        "post": "azru:post",
        "organisation": "azru:post",
        "country": "azru:post",
        "from": "org:memberDuring",
        "to": "org:memberDuring",
        "attested_on": "azru:attestedOn",
    }
    person: Slug = Field(description="Id of the person.")
    post: Name = Field(description="The post as the source words it, or the id of a post.")
    organisation: Name | None = Field(None, description="The body, as the source words it.")
    country: Name | None = Field(None, description="The country of the post, ISO 3166-1.")
    from_: Date | None = Field(None, alias="from", description="First day, only if stated.")
    to: Date | None = Field(None, description="Last day, only if stated.")
    attested_on: Date | None = Field(None, description="A date on which the post is held.")


class ParticipationRow(StatementRow):
    """A person or a body at an event; `named-only` for who is mentioned in connection with it."""

    kind: ClassVar[str] = "participations"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people", "organisations", "events")
    marks: ClassVar[Mapping[str, str]] = {
        "event": "azru:event",
        "participant": "azru:participant",
        "role": "azru:role",
    }
    event: Slug = Field(description="Id of the event.")
    participant: Slug = Field(description="Id of the person or organisation.")
    role: Literal[
        "host", "visitor", "chair", "co-chair", "signatory", "speaker", "attendee", "named-only"
    ] = Field(
        description="host, visitor, chair, co-chair, signatory, speaker, attendee (present, and no"
        " more is said), named-only (mentioned: no claim)."
    )


class EventFactRow(StatementRow):
    """When and where an event was, what it was about, and what it was part of."""

    kind: ClassVar[str] = "event-facts"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "events", "agreements")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("start", "end"),)
    marks: ClassVar[Mapping[str, str]] = {
        "start": "schema:startDate",
        "end": "schema:endDate",
        "place": "schema:location",
        "country": "schema:location",
        "topics": "schema:about",
        "agreements": "azru:signed",
        "part_of": "schema:superEvent",
        "participants": "azru:participant",
    }
    event: Slug = Field(description="Id of the event.")
    start: Date | None = Field(None, description="First day.")
    end: Date | None = Field(None, description="Last day, if it is not the first.")
    place: Name | None = Field(None, description="A name of a place, or its id.")
    country: _Country | None = Field(None, description="Where it took place, ISO 3166-1.")
    topics: tuple[Name, ...] = Field((), description="What it was about: sectors, or known words.")
    agreements: tuple[Slug, ...] = Field((), description="Ids of agreements signed at it.")
    part_of: Slug | None = Field(None, description="Id of the visit or forum it was part of.")


class SigningRow(StatementRow):
    """That an agreement was signed: when, where, by whom, and for whom; a row a signatory."""

    kind: ClassVar[str] = "signings"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people", "organisations", "agreements")
    marks: ClassVar[Mapping[str, str]] = {
        "agreement": "azru:signed",
        "signed_on": "schema:startDate",
        "signed_at": "schema:location",
        "signatory": "azru:participant",
        "for": "azru:onBehalfOf",
    }
    agreement: Slug = Field(description="Id of the agreement.")
    signed_on: Date | None = Field(None, description="Date of signing.")
    signed_at: Name | None = Field(None, description="Place of signing: a name or an id.")
    signatory: Slug | None = Field(None, description="Id of a person who signed.")
    for_: Name | None = Field(
        None, alias="for", description="For whom: a country's code, or the id of an organisation."
    )


class AgreementFactRow(StatementRow):
    """Parties, fields and validity of an agreement."""

    kind: ClassVar[str] = "agreement-facts"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "organisations", "agreements")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("valid_from", "valid_to"),)
    marks: ClassVar[Mapping[str, str]] = {
        "parties": "azru:party",
        "fields": "dcterms:subject",
        "valid_from": "dcterms:temporal",
        "valid_to": "dcterms:temporal",
        "in_force_on": "dcterms:valid",
        "supersedes": "dcterms:replaces",
    }
    agreement: Slug = Field(description="Id of the agreement.")
    parties: tuple[Name, ...] = Field(
        (), description="Who concluded it: codes of countries, ids of organisations."
    )
    fields_: tuple[Name, ...] = Field(
        (), alias="fields", description="Its fields: sectors, or known words."
    )
    valid_from: Date | None = Field(None, description="First date that it covers.")
    valid_to: Date | None = Field(None, description="Last date that it covers.")
    in_force_on: Date | None = Field(None, description="Date of entry into force.")
    supersedes: Slug | None = Field(None, description="Id of the agreement that it replaces.")


class StatusRow(StatementRow):
    """That a project, an agreement, a segment or an event was in a state on a day."""

    kind: ClassVar[str] = "statuses"
    names_from: ClassVar[tuple[str, ...]] = (
        "sources",
        "projects",
        "agreements",
        "segments",
        "events",
    )
    marks: ClassVar[Mapping[str, str]] = {
        "about": "azru:project",
        "status": "azru:status",
        "as_of": "azru:asOf",
    }
    about: Thing = Field(description="What is in the state: project:samur-bridge, agreement:…")
    status: Name = Field(description="A code of code:status, such as under-construction.")
    as_of: Date | None = Field(None, description="The day of the state; that of saying if empty.")


class PromiseRow(StatementRow):
    """That something is to be done by a date. What comes of it does not change it."""

    kind: ClassVar[str] = "promises"
    names_from: ClassVar[tuple[str, ...]] = (
        "sources",
        "projects",
        "agreements",
        "corridors",
        "segments",
        "events",
    )
    marks: ClassVar[Mapping[str, str]] = {
        "about": "schema:about",
        "promised": "azru:promised",
        "expected_by": "azru:expectedBy",
    }
    about: Thing = Field(description="What it is promised of: project:…, agreement:…, event:…")
    promised: Name = Field(description="The state to come, a code of code:status: completed.")
    expected_by: Date = Field(description="By when: a day, a month or a year.")


class AccountRow(StatementRow):
    """What somebody says of one aspect of an event: its cause, who answers for it, what is due."""

    kind: ClassVar[str] = "accounts"
    names_from: ClassVar[tuple[str, ...]] = (
        "sources",
        "people",
        "organisations",
        "projects",
        "agreements",
        "events",
    )
    marks: ClassVar[Mapping[str, str]] = {
        "about": "schema:about",
        "aspect": "azru:aspect",
        "position": "azru:position",
    }
    about: Thing = Field(description="What is spoken of: event:…, also project:…, agreement:…")
    aspect: Name = Field(description="A code of code:account-aspect, such as cause.")
    position: Name = Field(
        description="What is said of it, a code of code:account-position: bird-strike."
    )

    @property
    def key(self) -> str:
        """All that the row says, and who says it: two people may say the same in one document."""
        return f"{super().key} / {self.speaker or ''}"

    def check(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the row; an account is always somebody's."""
        yield from super().check()
        if self.speaker is None:
            yield "speaker", "is empty. An account is somebody's: narration where it is the page's"


class RelationRow(StatementRow):
    """How two things belong together."""

    kind: ClassVar[str] = "relations"
    marks: ClassVar[Mapping[str, str]] = {"object": ""}
    subject: Thing = Field(description="project:…, corridor:… or segment:…")
    predicate: Name = Field(description="A word of terms/predicates.csv, such as built-by.")
    object_: Name = Field(
        alias="object", description="organisation:…, place:…, country:AZ, … or words for it."
    )


class MentionRow(StatementRow):
    """A thing that a document names, where nothing else says so."""

    kind: ClassVar[str] = "mentions"
    marks: ClassVar[Mapping[str, str]] = {}
    thing: Thing = Field(description="person:…, organisation:…, place:…, …")


class EmendationRow(StatementRow):
    """A doubt of the editors about a printed value, beside which it stands; never a correction."""

    kind: ClassVar[str] = "emendations"
    names_from: ClassVar[tuple[str, ...]] = ("figures",)
    marks: ClassVar[Mapping[str, str]] = {}
    figure: Slug = Field(description="Id of the figure that is doubted.")
    proposed: Name | None = Field(None, description="What may be meant, number and unit.")


STATEMENTS: tuple[type[StatementRow], ...] = (
    FigureRow,
    TenureRow,
    ParticipationRow,
    EventFactRow,
    SigningRow,
    AgreementFactRow,
    StatusRow,
    PromiseRow,
    AccountRow,
    RelationRow,
    MentionRow,
    EmendationRow,
)
"""The kinds of rows that say something."""


def is_filled(row: StatementRow, name: str) -> bool:
    """Whether a field of a row, by the name that sheets give it, holds anything."""
    value = getattr(row, name, None)
    return bool(value if value is not None else getattr(row, f"{name}_", None))


def _spell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(_spell, value))
    return "" if value is None else str(value)
