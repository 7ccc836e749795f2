"""What the pictures of the whole graph are about: how each is found, made and explained."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from azru_kg.engine.protocol import Engine
from azru_kg.languages.translations import mark
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures import (
    contradictions,
    model_picture,
    places_map,
    promises_kept,
    timeline,
)
from azru_kg.server.pictures.contradictions import find_contradictions, picture_contradictions
from azru_kg.server.pictures.found_promises import find_promises
from azru_kg.server.pictures.model_picture import find_model, picture_model
from azru_kg.server.pictures.picture import Picture
from azru_kg.server.pictures.places_map import find_sites, picture_sites
from azru_kg.server.pictures.promises_kept import picture_promises
from azru_kg.server.pictures.sides import mirror_figures, perspectives_compared
from azru_kg.server.pictures.sides.mirror_figures import (
    find_mirror_figures,
    picture_mirror_figures,
)
from azru_kg.server.pictures.sides.perspectives_compared import (
    find_perspectives,
    picture_perspectives,
)
from azru_kg.server.pictures.timeline import find_happenings, picture_happenings

_F = TypeVar("_F")


@dataclass(frozen=True, slots=True)
class PictureKind(Generic[_F]):
    """Something that is drawn: of the whole graph, and of each thing of some `kinds`.

    `find` asks for all of it, and `make` draws it, or the part about a thing; `method` says how.
    The pages of `lists` lead to it, and those of `topics` show a part of it.
    """

    name: str
    title: str
    lead: str
    find: Callable[[Engine], Awaitable[_F | None]]
    make: Callable[[_F, Links, str], Picture | None]
    method: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


PICTURE_KINDS: tuple[PictureKind[Any], ...] = (
    PictureKind(
        "contradictions",
        mark("Figures that contradict each other"),
        mark(
            "What is reported of the same thing for the same period, in the same unit, and cannot"
            " all be right. All stand side by side; none is taken for the right one."
        ),
        find_contradictions,
        picture_contradictions,
        contradictions.METHOD,
        kinds=("indicator",),
        lists=("figures", "indicators"),
        topics=("trade", "regions-and-organisations"),
    ),
    PictureKind(
        "perspectives",
        mark("What each side reports"),
        mark(
            "Figures of the same thing for the same period as they are said in Azerbaijan, in"
            " Russia and in third countries, and how far Azerbaijan and Russia are apart."
        ),
        find_perspectives,
        picture_perspectives,
        perspectives_compared.METHOD,
        kinds=("indicator",),
        lists=("figures", "indicators"),
        topics=("trade", "energy-and-transport"),
    ),
    PictureKind(
        "mirror",
        mark("Mirror figures of trade"),
        mark(
            "For each year what Azerbaijan says of its trade with Russia and Russia of the same:"
            " turnover, and the exports of the one beside the imports of the other, with the gap."
        ),
        find_mirror_figures,
        picture_mirror_figures,
        mirror_figures.METHOD,
        lists=("figures", "indicators"),
        topics=("trade",),
    ),
    PictureKind(
        "promises",
        mark("Promises and what came"),
        mark(
            "By when projects, agreements and meetings were promised, by whom, whether the date was"
            " moved, and what was reported of them and when."
        ),
        find_promises,
        picture_promises,
        promises_kept.METHOD,
        kinds=("project", "agreement", "event", "corridor", "organisation", "place"),
        lists=("promises", "projects"),
        topics=("energy-and-transport", "education-and-culture"),
    ),
    PictureKind(
        "timeline",
        mark("Meetings and agreements by month"),
        mark(
            "When people met and what was signed, as far as the sources of this graph tell. Each"
            " year leads to its meetings."
        ),
        find_happenings,
        picture_happenings,
        timeline.METHOD,
        lists=("meetings", "agreements"),
        topics=("people-and-posts", "years-2024-2026"),
    ),
    PictureKind(
        "map",
        mark("Places, projects and crossings on a map"),
        mark(
            "Where projects, corridors, crossings and meetings are: water, land, and places as"
            " sources name them. No borders are drawn, and no land is coloured as anybody’s."
        ),
        find_sites,
        picture_sites,
        places_map.METHOD,
        kinds=("corridor", "project", "place"),
        lists=("corridors", "projects"),
        topics=("energy-and-transport", "regions-and-organisations", "security-and-conflict"),
    ),
    PictureKind(
        "model",
        mark("The model"),
        mark(
            "What there is in the graph, and how it hangs together: claims rest on words of"
            " documents and are about people, places, projects and the rest."
        ),
        find_model,
        picture_model,
        model_picture.METHOD,
    ),
)
"""All of them, in the order in which they are shown."""
