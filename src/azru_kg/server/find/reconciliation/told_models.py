"""What the service says, as the reconciliation API 0.2 has it."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from azru_kg import __version__
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.find.name_index import Named
from azru_kg.server.find.reconciliation.batches import BATCH
from azru_kg.server.find.reconciliation.matching import TYPES, Candidate

PATH: Final = "/reconcile"
"""Where the service is."""

WIDTH, HEIGHT = 420, 260
"""How large a preview is, in pixels."""

NAMES: Final = {
    "agreement": "Agreement",
    "commodity": "Commodity",
    "corridor": "Corridor",
    "country": "Country",
    "event": "Event",
    "indicator": "Indicator",
    "organisation": "Organisation",
    "person": "Person",
    "place": "Place",
    "post": "Post",
    "project": "Project",
    "sector": "Sector",
    "segment": "Segment",
    "source": "Source",
    "topic": "Topic",
}
"""What the types are called."""

_DEFAULT: Final = ("person", "organisation", "place", "country", "agreement", "event", "project")


class ToldType(BaseModel):
    """A type, or a property: its identifier and what it is called."""

    model_config = ConfigDict(defer_build=True)

    id: str
    name: str


class ToldFeature(BaseModel):
    """What a candidate is rated by."""

    model_config = ConfigDict(defer_build=True)

    id: str
    value: float | bool


class ToldCandidate(BaseModel):
    """A thing that may be meant; `match` where that is certain."""

    model_config = ConfigDict(defer_build=True)

    id: str
    name: str
    description: str
    type: list[ToldType]
    score: float
    features: list[ToldFeature]
    match: bool


class ToldResult(BaseModel):
    """The candidates of a query, the best first."""

    model_config = ConfigDict(defer_build=True)

    result: list[ToldCandidate]


class ViewTemplate(BaseModel):
    """A template of an address, in which `{{id}}` stands for an identifier."""

    model_config = ConfigDict(defer_build=True)

    url: str


class PreviewTemplate(ViewTemplate):
    """A template of the address of a preview, with its size."""

    width: int = WIDTH
    height: int = HEIGHT


class SuggestPlace(BaseModel):
    """Where something is suggested."""

    model_config = ConfigDict(defer_build=True)

    service_url: str
    service_path: str


class SuggestPlaces(BaseModel):
    """Where entities, types and properties are suggested."""

    model_config = ConfigDict(defer_build=True)

    entity: SuggestPlace
    type: SuggestPlace
    property: SuggestPlace


class ServiceManifest(BaseModel):
    """What the service is, and what it can do."""

    model_config = ConfigDict(defer_build=True)

    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815
    schemaSpace: str  # noqa: N815
    documentation: str
    serviceVersion: str  # noqa: N815
    defaultTypes: list[ToldType]  # noqa: N815
    batchSize: int  # noqa: N815
    view: ViewTemplate
    preview: PreviewTemplate
    suggest: SuggestPlaces


class SuggestedEntity(BaseModel):
    """A thing whose name begins as what was written."""

    model_config = ConfigDict(defer_build=True)

    id: str
    name: str
    description: str
    notable: list[ToldType]


class SuggestedEntities(BaseModel):
    """Things that may be meant."""

    model_config = ConfigDict(defer_build=True)

    result: list[SuggestedEntity]


class SuggestedTypes(BaseModel):
    """Types, or properties, that may be meant."""

    model_config = ConfigDict(defer_build=True)

    result: list[ToldType]


def write_manifest(base: str) -> ServiceManifest:
    """Return the manifest of the service at a site, whose address ends in a slash."""

    def place(what: str) -> SuggestPlace:
        path = f"{PATH}/suggest/{what}"
        return SuggestPlace(service_url=base.rstrip("/"), service_path=path)

    return ServiceManifest(
        versions=["0.2"],
        name="azru-kg: Azerbaijan–Russia relations",
        identifierSpace=IDENTITY,
        schemaSpace=IDENTITY,
        documentation=f"{base}dataset",
        serviceVersion=__version__,
        defaultTypes=[tell_type(kind) for kind in _DEFAULT],
        batchSize=BATCH,
        view=ViewTemplate(url=f"{base}id/{{{{id}}}}"),
        preview=PreviewTemplate(url=f"{base.rstrip('/')}{PATH}/preview?id={{{{id}}}}"),
        suggest=SuggestPlaces(
            entity=place("entity"), type=place("type"), property=place("property")
        ),
    )


def tell_type(kind: str) -> ToldType:
    """Return a type by its identifier."""
    return ToldType(id=kind, name=NAMES[kind])


def list_types() -> list[ToldType]:
    """Return all types."""
    return [tell_type(kind) for kind in TYPES]


def tell_entity(thing: Named) -> SuggestedEntity:
    """Return a thing as it is suggested."""
    return SuggestedEntity(
        id=identify(thing),
        name=thing.label,
        description=describe_names(thing),
        notable=[tell_type(thing.kind)],
    )


def tell_candidate(
    candidate: Candidate, score: float, agreement: float | None, *, match: bool
) -> ToldCandidate:
    """Return a candidate as the service tells of it."""
    thing = candidate.thing
    features = [
        ToldFeature(id="name", value=candidate.score),
        ToldFeature(id="whole-name", value=candidate.whole),
        ToldFeature(id="same-spelling", value=candidate.spelt),
    ]
    if agreement is not None:
        features.append(ToldFeature(id="properties", value=round(agreement, 2)))
    return ToldCandidate(
        id=identify(thing),
        name=thing.label,
        description=describe_names(thing),
        type=[tell_type(thing.kind)],
        score=score,
        features=features,
        match=match,
    )


def identify(thing: Named) -> str:
    """Return the identifier of a thing: what its IRI adds to the identifier space."""
    return thing.iri.removeprefix(IDENTITY)


def describe_names(thing: Named) -> str:
    """Return the kind of a thing and its names in other languages."""
    return " · ".join([NAMES[thing.kind], *(name.text for name in thing.names[1:])])
