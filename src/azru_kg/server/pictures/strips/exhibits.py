"""What is shown of an indicator: its series, those that are drawn, and on what they rest."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from azru_kg.languages.translations import gettext
from azru_kg.pictures.series import Series
from azru_kg.pictures.strip import choose_series
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.figure_series import read_series
from azru_kg.server.pictures.found_figures import FoundFigures
from azru_kg.server.pictures.picture import PictureSource, cite_sources

METHOD = (
    "Values as they were reported (kind: level) and not as changes, each with its claim; another"
    " reading of the same words is left out.",
    "Figures stand in one series where they agree in unit and in every dimension but the period."
    " Each series has a scale of its own, which need not begin at zero; nothing is converted.",
    "Only figures for whole calendar years are drawn. Those for other periods, and those of series"
    " that find no room, are in the CSV.",
    "The span of a year goes from its lowest to its highest value; it is no estimate of an error."
    " A bound has its mark at the number that was said.",
    "A figure that several publications carry alike is one claim, and has one mark.",
)
"""How the pictures are made."""


class StripMetadata(BaseModel):
    """What a strip shows, how it was made, and on what it rests."""

    model_config = ConfigDict(defer_build=True)

    title: str
    summary: str
    indicator: str
    definition: str
    units: list[str]
    figures: int
    drawn: int
    whole: bool
    method: list[str]
    columns: dict[str, str]
    sources: list[PictureSource]
    picture: str
    data: str
    citation: str
    licence: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """All that is shown of the figures of an indicator; `chosen` are the series that are drawn."""

    iri: str
    title: str
    definition: str
    series: tuple[Series, ...]
    chosen: tuple[Series, ...]
    sources: tuple[PictureSource, ...]
    whole: bool

    @property
    def figures(self) -> int:
        """How many figures there are."""
        return sum(len(each.figures) for each in self.series)

    @property
    def drawn(self) -> int:
        """How many of them have a mark."""
        return sum(each.count_drawn() for each in self.chosen)

    @property
    def summary(self) -> str:
        """What the picture shows, in words."""
        years = [row.label for each in self.chosen for row in each.by_period()]
        if not years:
            return gettext("No figures for calendar years.")
        told = gettext(
            "%(number)s figures for the calendar years %(first)s to %(last)s, a mark for each, and"
            " for each year the span from the lowest to the highest."
        ) % {"number": self.drawn, "first": min(years), "last": max(years)}
        left = self.figures - self.drawn
        others = gettext("%s more, mostly for other periods, are in the data.") % left
        return f"{told} {others}" if left else told


def make_exhibit(found: FoundFigures, links: Links) -> Exhibit:
    """Return what is shown of the figures that were found."""
    iri = found.description.iri
    facts = found.names.read()
    series = read_series(found, links)
    figures = (figure for each in series for figure in each.figures)
    cited = [source for figure in figures for source in figure.sources]
    return Exhibit(
        iri=iri,
        title=gettext("%s: who reports what, by year") % facts.label(iri),
        definition=facts.text(iri, "skos:definition"),
        series=series,
        chosen=choose_series(series),
        sources=cite_sources(facts, cited),
        whole=found.whole,
    )
