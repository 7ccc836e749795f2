"""Registers: what a thing is, so that statements can name it. A row claims nothing about the world.

The descriptions of fields are shown by `azru-kg intake --template` and in the documentation. What
is not known is null in JSON Lines and an empty cell in CSV: nothing beats a guess.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from azru_kg.intake.sheets.cells import (
    Address,
    Code,
    Date,
    Language,
    Name,
    Number,
    Slug,
    SourceId,
    Text,
)
from azru_kg.intake.sheets.schemas.row import SheetRow


class SourceRow(SheetRow):
    """A published document."""

    kind: ClassVar[str] = "sources"
    id: SourceId = Field(description="The last part of the IRI: publisher, date, a word or two.")
    url: Address = Field(description="Where it can be read.")
    title: Text = Field(description="Its headline; in [brackets], a description instead of one.")
    publisher: Name = Field(description="Who publishes it: known words, or an organisation's id.")
    published: Date | None = Field(None, description="Date of publication.")
    inferred: tuple[Name, ...] = Field(
        (), description="Fields that the page leaves to be inferred, such as published."
    )
    language: Language = Field(description="ISO 639-1 code.")
    seen: Literal["whole", "beginning", "part", "not-found"] | None = Field(
        None,
        description="How much of it was seen when it was last read: whole, beginning, part; "
        "not-found where it was looked for and is gone.",
    )


class PersonRow(SheetRow):
    """A person named by sources."""

    kind: ClassVar[str] = "people"
    id: Slug = Field(description="The last part of the IRI: given name and family name.")
    name_en: Name = Field(description="The name in English, in the spelling used most.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    country: Code = Field(description="The country that the person speaks or acts for, ISO 3166-1.")


class OrganisationRow(SheetRow):
    """A company, ministry, commission or other body."""

    kind: ClassVar[str] = "organisations"
    id: Slug = Field(description="The last part of the IRI.")
    name_en: Name = Field(description="The name in English.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    type: Name = Field(description="A code of code:organisation-type, such as company.")
    country: Code | None = Field(None, description="The country it belongs to, ISO 3166-1.")


class PlaceRow(SheetRow):
    """A place; its coordinates come from general knowledge."""

    kind: ClassVar[str] = "places"
    id: Slug = Field(description="The last part of the IRI.")
    name_en: Name = Field(description="The name in English.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    country: Code | None = Field(None, description="The country it lies in, ISO 3166-1.")
    type: Name = Field(description="A code of code:place-type, such as city.")
    lat: Number | None = Field(None, ge=-90, le=90, description="Latitude, WGS 84, degrees.")
    long: Number | None = Field(None, ge=-180, le=180, description="Longitude, WGS 84, degrees.")


class PostRow(SheetRow):
    """A post that people hold."""

    kind: ClassVar[str] = "posts"
    names_from: ClassVar[tuple[str, ...]] = ("organisations",)
    id: Slug = Field(description="The last part of the IRI.")
    name_en: Name = Field(description="The name in English, with body or country.")
    name_az: Name | None = Field(None, description="The name in Azerbaijani, where certain.")
    name_ru: Name | None = Field(None, description="The name in Russian, where certain.")
    organisation: Slug = Field(description="Id of the body in which it is.")
    country: Name = Field(
        description="Country of the body, ISO 3166-1; a region may follow: RU-AST"
    )


class AgreementRow(SheetRow):
    """A treaty, declaration, memorandum, contract or other instrument."""

    kind: ClassVar[str] = "agreements"
    id: Slug = Field(description="The last part of the IRI.")
    title: Text = Field(description="A title in English.")
    type: Name = Field(description="A code of code:agreement-type, such as memorandum.")


class EventRow(SheetRow):
    """A meeting, visit, forum, session, signing, call, inauguration or other event."""

    kind: ClassVar[str] = "events"
    id: Slug = Field(description="The last part of the IRI.")
    type: Name = Field(description="A code of code:event-type, such as meeting.")
    title: Text = Field(description="A short title in English.")


class ProjectRow(SheetRow):
    """A railway, plant, bridge, pipeline or other undertaking."""

    kind: ClassVar[str] = "projects"
    id: Slug = Field(description="The last part of the IRI.")
    name: Name = Field(description="The name in English.")
    type: Name = Field(description="A code of code:project-type, such as bridge.")


class CorridorRow(SheetRow):
    """A transport corridor or one of its routes."""

    kind: ClassVar[str] = "corridors"
    id: Slug = Field(description="The last part of the IRI.")
    name: Name = Field(description="The name in English.")
    part_of: Slug | None = Field(None, description="Id of the corridor of which it is a route.")


class SegmentRow(SheetRow):
    """A part of a corridor: a line, a road, a bridge."""

    kind: ClassVar[str] = "segments"
    id: Slug = Field(description="The last part of the IRI.")
    name: Name = Field(description="The name in English.")


REGISTERS: tuple[type[SheetRow], ...] = (
    SourceRow,
    PersonRow,
    OrganisationRow,
    PlaceRow,
    PostRow,
    AgreementRow,
    EventRow,
    ProjectRow,
    CorridorRow,
    SegmentRow,
)
"""The kinds of rows that name things."""
