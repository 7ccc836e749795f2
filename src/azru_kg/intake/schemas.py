"""What a row of each kind of sheet holds: the one place where fields are named and described.

The descriptions are shown by `azru-kg intake --template` and in the documentation. A field that a
source leaves open is null in JSON Lines and an empty cell in CSV: nothing beats a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from azru_kg.intake.cells import (
    Address,
    Code,
    Date,
    Language,
    Name,
    Number,
    Slug,
    Slugs,
    SourceId,
    Sources,
    Text,
)


class SheetRow(BaseModel):
    """A row of a sheet."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=False
    )
    kind: ClassVar[str]
    """The kind of row, which is the name of its sheet: `people`, `posts`, …"""
    names_from: ClassVar[tuple[str, ...]] = ()
    """Kinds of rows that give things the names of which the labels of this row are made."""
    spans: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of fields of which the first is a date, and the second one that is not earlier."""

    @property
    def key(self) -> str:
        """What tells the row from the others of its kind."""
        return str(getattr(self, "id", ""))

    def check_spans(self) -> Iterator[tuple[str, str]]:
        """Yield the field and the reason for each end that is before its start."""
        for first, last in self.spans:
            start, end = getattr(self, first), getattr(self, last)
            if start is not None and end is not None and end.last < start.first:
                yield last, f"{end.last} is before {first.rstrip('_')}, {start.first}"


class PersonRow(SheetRow):
    """A person named by sources."""

    kind: ClassVar[str] = "people"
    id: Slug = Field(description="The last part of the IRI: given name and family name.")
    name_en: Name = Field(description="The name in English, in the spelling used most.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    country: Code = Field(description="The country that the person speaks or acts for, ISO 3166-1.")
    sources: Sources


class OrganisationRow(SheetRow):
    """A company, ministry, commission or other body."""

    kind: ClassVar[str] = "organisations"
    id: Slug = Field(description="The last part of the IRI.")
    name_en: Name = Field(description="The name in English.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    type: Name = Field(description="A code of code:organisation-type, such as company.")
    country: Code | None = Field(None, description="The country it belongs to, ISO 3166-1.")
    sources: Sources


class PlaceRow(SheetRow):
    """A place; its coordinates may come from general knowledge."""

    kind: ClassVar[str] = "places"
    id: Slug = Field(description="The last part of the IRI.")
    name_en: Name = Field(description="The name in English.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    country: Code | None = Field(None, description="The country it lies in, ISO 3166-1.")
    type: Name = Field(description="A code of code:place-type, such as city.")
    lat: Number | None = Field(None, ge=-90, le=90, description="Latitude, WGS 84, degrees.")
    long: Number | None = Field(None, ge=-180, le=180, description="Longitude, WGS 84, degrees.")
    sources: Sources


class PostRow(SheetRow):
    """A person attested in a post on a date."""

    kind: ClassVar[str] = "posts"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("from_", "to"),)
    person: Slug = Field(description="Id of the person.")
    post: Name = Field(description="The post as the source words it, or the id of a post.")
    organisation: Name | None = Field(None, description="The body, as the source words it.")
    country: Name | None = Field(None, description="The country of the post, ISO 3166-1.")
    from_: Date | None = Field(None, alias="from", description="First day, only if stated.")
    to: Date | None = Field(None, description="Last day, only if stated.")
    attested_on: Date | None = Field(None, description="A date on which the post is held.")
    sources: Sources

    @property
    def key(self) -> str:
        """Person, post and date: a row of this kind has no id."""
        day = self.attested_on.first.isoformat() if self.attested_on else "undated"
        return f"{self.person} / {self.post} / {self.organisation} / {day}"


class Signatory(BaseModel):
    """A person who signed, and the country for which."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: Slug
    for_: Code = Field(alias="for")


class AgreementRow(SheetRow):
    """A treaty, declaration, memorandum or other instrument."""

    kind: ClassVar[str] = "agreements"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("valid_from", "valid_to"),)
    id: Slug = Field(description="The last part of the IRI.")
    title: Text = Field(description="The title in English.")
    type: Name = Field(description="A code of code:agreement-type, such as memorandum.")
    signed_on: Date | None = Field(None, description="Date of signing.")
    signed_at: Name | None = Field(None, description="Place of signing: a name or an id.")
    signatories: tuple[Signatory, ...] = Field((), description="Persons who signed: person=XX.")
    parties: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(
        description="Countries, ISO 3166-1."
    )
    fields: tuple[Name, ...] = Field((), description="Fields of the agreement, or sectors.")
    valid_from: Date | None = Field(None, description="First date that it covers.")
    valid_to: Date | None = Field(None, description="Last date that it covers.")
    in_force_on: Date | None = Field(None, description="Date of entry into force.")
    supersedes: Slug | None = Field(None, description="Id of the agreement that it replaces.")
    notes: Text | None = Field(None, description="What a reader should know, in English.")
    sources: Sources


class EventRow(SheetRow):
    """A meeting, visit, forum, session, signing, call, inauguration or other event."""

    kind: ClassVar[str] = "events"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "people")
    spans: ClassVar[tuple[tuple[str, str], ...]] = (("start", "end"),)
    id: Slug = Field(description="The last part of the IRI.")
    type: Name = Field(description="A code of code:event-type, such as meeting.")
    title: Text = Field(description="A short title in English.")
    start: Date | None = Field(None, description="First day.")
    end: Date | None = Field(None, description="Last day, if it is not the first.")
    place: Name | None = Field(None, description="A name of a place, or its id.")
    country: Code | None = Field(None, description="Where it took place, ISO 3166-1.")
    participants: Slugs = Field((), description="Ids of people.")
    agreements: Slugs = Field((), description="Ids of agreements signed at it.")
    topics: tuple[Name, ...] = Field((), description="What it was about, or sectors.")
    sources: Sources


class Status(BaseModel):
    """The state of a project on a date."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    status: Name
    as_of: Date | None
    sources: Sources


class ProjectRow(SheetRow):
    """A railway, plant, bridge, pipeline or other undertaking."""

    kind: ClassVar[str] = "projects"
    names_from: ClassVar[tuple[str, ...]] = ("sources",)
    id: Slug = Field(description="The last part of the IRI.")
    name: Name = Field(description="The name in English.")
    type: Name = Field(description="A code of code:project-type, such as bridge.")
    sector: Name | None = Field(None, description="A sector: a word or an id.")
    location: Name | None = Field(None, description="A name of a place, or its id.")
    country: Code | None = Field(None, description="Where it is, ISO 3166-1.")
    organisations: Slugs = Field((), description="Ids of the organisations concerned.")
    corridor: Slug | None = Field(None, description="Id of the corridor that it belongs to.")
    status: tuple[Status, ...] = Field((), description="States: status, as_of, sources each.")
    notes: Text | None = Field(None, description="What a reader should know, in English.")
    sources: Sources


class CorridorSegment(BaseModel):
    """A part of a corridor, with its length and state as reported."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    name: Name
    length_km: Annotated[Number, Field(gt=0)] | None
    status: Name | None
    as_of: Date | None


class CorridorRow(SheetRow):
    """A transport corridor or one of its routes."""

    kind: ClassVar[str] = "corridors"
    names_from: ClassVar[tuple[str, ...]] = ("sources", "projects")
    id: Slug = Field(description="The last part of the IRI.")
    name: Name = Field(description="The name in English.")
    routes: tuple[Name, ...] = Field((), description="Names of its routes.")
    countries: tuple[Code, ...] = Field((), description="Countries that it crosses, ISO 3166-1.")
    segments: tuple[CorridorSegment, ...] = Field((), description="Its parts.")
    notes: Text | None = Field(None, description="What a reader should know, in English.")
    sources: Sources


class ObservationRow(SheetRow):
    """A reported figure."""

    kind: ClassVar[str] = "observations"
    names_from: ClassVar[tuple[str, ...]] = (
        "sources",
        "people",
        "organisations",
        "projects",
        "corridors",
    )
    spans: ClassVar[tuple[tuple[str, str], ...]] = (
        ("period_start", "period_end"),
        ("baseline_start", "baseline_end"),
    )
    id: Slug = Field(description="The last part of the IRI of the claim.")
    indicator: Name = Field(description="What is reported: an indicator's id, or known words.")
    subject: Name = Field(description="Whose figure it is: a country's code or an organisation.")
    counterpart: Name | None = Field(None, description="The other side, likewise.")
    about: Slug | None = Field(None, description="Id of the project or corridor it is about.")
    measure: Name = Field(description="level, percent-change, multiple, share, count, target, …")
    value: Number = Field(description="The number as printed, without its unit: 2.6")
    unit: Name = Field(description="The unit as printed, multiplier included: USD billion")
    bound: Name = Field(description="exact, approximately, more-than, less-than, up-to, record.")
    period_start: Date | None = Field(None, description="First day of the period of the figure.")
    period_end: Date | None = Field(None, description="Last day of that period.")
    baseline_start: Date | None = Field(None, description="For a change: against which period.")
    baseline_end: Date | None = Field(None, description="Last day of the period compared with.")
    stated_by: Slug | None = Field(None, description="Id of the person or organisation.")
    stated_on: Date | None = Field(None, description="Date of speaking.")
    notes: Text | None = Field(None, description="What a reader should know, in English.")
    sources: Sources


class SourceRow(SheetRow):
    """A published document."""

    kind: ClassVar[str] = "sources"
    id: SourceId = Field(description="The last part of the IRI: publisher, date, a word or two.")
    url: Address = Field(description="Where it can be read.")
    title: Text = Field(description="Its headline; in [brackets], a description instead of one.")
    publisher: Name = Field(description="Who publishes it: known words, or an organisation's id.")
    published: Date | None = Field(None, description="Date of publication.")
    language: Language = Field(description="ISO 639-1 code.")


ROWS: dict[str, type[SheetRow]] = {
    row.kind: row
    for row in (
        SourceRow,
        PersonRow,
        OrganisationRow,
        PlaceRow,
        PostRow,
        AgreementRow,
        EventRow,
        ProjectRow,
        CorridorRow,
        ObservationRow,
    )
}
"""The kinds of sheets, in the order in which they are best described."""
