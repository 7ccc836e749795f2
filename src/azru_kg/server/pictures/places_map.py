"""A map of places: crossings, and where projects and corridors are; land and water, no borders."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from azru_kg.engine.protocol import Engine
from azru_kg.languages.collation import sort_key
from azru_kg.languages.translations import gettext, mark, ngettext
from azru_kg.pictures.atlas import FAR, NEAR, MapPlace, choose_frames, draw_map
from azru_kg.pictures.land import read_land
from azru_kg.pictures.records import BETWEEN
from azru_kg.pictures.svg import Markup
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.ask import read_iri, read_number, select
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.naming import Names, name_things, read_text
from azru_kg.server.pictures.picture import Picture, PictureCell, PictureTable, tabulate

MOST = 1_000
"""How many places, and how many things that are there, are looked at."""

METHOD = (
    mark(
        "Each place that has coordinates is a mark of one size: a diamond is a crossing point, a"
        " square a harbour, a ring a region or a river, of which the mark is somewhere within, and"
        " a dot any other place. The coordinates are the editors’, from general knowledge."
    ),
    mark(
        "No borders are drawn, and no land is coloured as anybody’s: there is land, and there is"
        " water. Places carry the names that their sources use."
    ),
    mark(
        "Corridors and lines have no course here: sources name places, and no courses. A corridor"
        " stands where its projects and sections are."
    ),
    mark(
        "The coasts are those of Natural Earth at 1:50 million, in the public domain, in an"
        " equidistant conic projection. Rivers and small lakes are not drawn."
    ),
)
"""How it is made."""

COLUMNS = {
    "place": "the IRI of the place",
    "name": "what it is called",
    "kind": "the IRI of its kind",
    "longitude": "degrees east",
    "latitude": "degrees north",
    "projects": "the IRIs of the projects there, parted by “ | ”",
    "corridors": "the IRIs of the corridors of these, parted by “ | ”",
    "events": "how many events are set there",
    "drawn": "yes where the picture has a mark for it",
}
"""The columns of the CSV with their meanings."""

_FORMS = {
    f"{IDENTITY}code/crossing-point": "diamond",
    f"{IDENTITY}code/harbour": "square",
    f"{IDENTITY}code/region": "ring",
    f"{IDENTITY}code/river": "ring",
}
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)\s*", re.IGNORECASE)
_PLACES = """SELECT ?place ?wkt (SAMPLE(?type) AS ?kind) (COUNT(DISTINCT ?event) AS ?events)
WHERE {{
  ?place geo:hasGeometry/geo:asWKT ?wkt .
  FILTER (ISIRI(?place))
  OPTIONAL {{ ?place dcterms:type ?type }}
  OPTIONAL {{
    ?event schema:location ?place .
    FILTER NOT EXISTS {{ ?event a azru:Project }}
  }}
}}
GROUP BY ?place ?wkt
ORDER BY ?place
LIMIT {most}"""
_THINGS = """SELECT DISTINCT ?place ?thing ?corridor WHERE {{
  {{
    ?thing a azru:Project ; schema:location ?place .
    OPTIONAL {{ ?thing azru:corridor ?corridor }}
  }} UNION {{
    ?thing azru:start|azru:end|azru:crosses ?place .
    OPTIONAL {{ ?thing azru:segmentOf ?corridor }}
  }}
  FILTER (ISIRI(?thing))
}}
ORDER BY ?place ?thing ?corridor
LIMIT {most}"""


@dataclass(frozen=True, slots=True)
class MapSite:
    """A place on a map: what is there, and of which corridors that is a part."""

    iri: str
    kind: str
    longitude: float
    latitude: float
    events: int
    things: tuple[str, ...]
    corridors: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MapSites:
    """Places with coordinates; `nowhere` are things that are only at places without any."""

    all: tuple[MapSite, ...]
    nowhere: Mapping[str, tuple[str, ...]]
    names: Names
    whole: bool


async def find_sites(engine: Engine) -> MapSites | None:
    """Return the places that have coordinates, or None where there are none."""
    places = await select(engine, _PLACES.format(most=MOST + 1))
    things = await select(engine, _THINGS.format(most=MOST + 1))
    there: defaultdict[str, dict[str, None]] = defaultdict(dict)
    corridors: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for place, thing, corridor in things[:MOST]:
        there[read_iri(place)][read_iri(thing)] = None
        if corridor is not None:
            corridors[read_iri(place)][read_iri(corridor)] = None
    sites = []
    for place, wkt, kind, events in places[:MOST]:
        point = _POINT.fullmatch(read_text(wkt))
        if point is not None:
            iri = read_iri(place)
            site = MapSite(
                iri,
                read_iri(kind),
                float(point[1]),
                float(point[2]),
                read_number(events),
                tuple(there[iri]),
                tuple(corridors[iri]),
            )
            sites.append(site)
    if not sites:
        return None
    nowhere = {
        place: tuple(found)
        for place, found in there.items()
        if place and place not in {site.iri for site in sites} and found
    }
    named = {site.iri for site in sites} | {*nowhere} | {site.kind for site in sites}
    named |= {thing for found in there.values() for thing in found}
    named |= {corridor for found in corridors.values() for corridor in found}
    names = await name_things(engine, named - {""}, ())
    whole = len(places) <= MOST and len(things) <= MOST
    return MapSites(tuple(sites), nowhere, names, whole)


def picture_sites(held: MapSites, links: Links, about: str) -> Picture | None:
    """Return the map of all places, or of those of a corridor, a project or a place."""
    sites = [
        site
        for site in held.all
        if about in ("", site.iri) or about in site.things or about in site.corridors
    ]
    places = [_make_place(site, held.names, links) for site in sites]
    frames = choose_frames(places)
    drawn = [
        site for site in sites if any(each.holds(site.longitude, site.latitude) for each in frames)
    ]
    if not drawn:
        return None
    title = (
        gettext("On the map: %s") % held.names.label(about)
        if about
        else gettext("Places, projects and crossings on a map")
    )
    summary = ngettext(
        "%s place that has coordinates.", "%s places that have coordinates.", len(drawn)
    ) % len(drawn)
    names = {
        NEAR.name: gettext("Around the Caspian Sea"),
        FAR.name: gettext("From Europe to India"),
    }

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        return draw_map(
            places,
            names,
            title=title,
            summary=summary,
            width=width,
            style=style,
            frames=frames[:1] if brief else frames,
        )

    return Picture(
        title=title,
        summary=summary,
        key="map",
        draw=draw,
        marks=len(drawn),
        tables=tuple(_tabulate(sites, held, links, about)),
        columns=COLUMNS,
        records=tuple(_list_records(sites, {site.iri for site in drawn}, held.names)),
        sources=(),
        about=about,
        whole=held.whole and len(drawn) == len(sites),
        notes=tuple(_note()),
        heading=gettext("On the map"),
    )


def _note() -> Iterator[str]:
    yield gettext("No borders are drawn, and no land is coloured as anybody’s.")
    if not read_land():
        yield gettext("The coasts are missing here: this server was built without them.")


def _make_place(site: MapSite, names: Names, links: Links) -> MapPlace:
    name = names.label(site.iri)
    return MapPlace(
        href=links.target(site.iri),
        name=name,
        longitude=site.longitude,
        latitude=site.latitude,
        told=f"{name}: {_count(site)}",
        form=_FORMS.get(site.kind, "dot"),
        weight=3 * len(site.things) + site.events,
    )


def _count(site: MapSite) -> str:
    projects = len(site.things)
    counted = (
        ngettext("%s project or section", "%s projects and sections", projects) % projects,
        ngettext("%s event", "%s events", site.events) % site.events,
    )
    return ", ".join(counted)


def _tabulate(
    sites: list[MapSite], held: MapSites, links: Links, about: str
) -> Iterator[PictureTable]:
    names = held.names
    rows = (
        (
            PictureCell(names.label(site.iri), links.target(site.iri)),
            names.label(site.kind) if site.kind else "",
            ", ".join(names.label(thing) for thing in site.things),
            str(site.events),
        )
        for site in sorted(sites, key=lambda site: sort_key(names.label(site.iri)))
    )
    heads = (
        gettext("Place"),
        gettext("Kind"),
        gettext("Projects and sections there"),
        gettext("Events"),
    )
    yield PictureTable(gettext("Places on the map"), heads, tabulate(rows))
    others = [
        (
            PictureCell(names.label(place), links.target(place)),
            ", ".join(names.label(thing) for thing in things),
        )
        for place, things in sorted(held.nowhere.items())
        if about in ("", place, *things)
    ]
    if others:
        yield PictureTable(
            gettext("Places without coordinates"),
            (gettext("Place"), gettext("Projects and sections there")),
            tabulate(others),
        )


def _list_records(sites: list[MapSite], drawn: set[str], names: Names) -> Iterator[tuple[str, ...]]:
    for site in sites:
        yield (
            site.iri,
            names.label(site.iri),
            site.kind,
            f"{site.longitude:g}",
            f"{site.latitude:g}",
            BETWEEN.join(site.things),
            BETWEEN.join(site.corridors),
            str(site.events),
            "yes" if site.iri in drawn else "no",
        )
