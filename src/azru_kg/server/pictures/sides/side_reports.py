"""Who reports a figure, and on which side: in Azerbaijan, in Russia or in third countries.

A side is who says a figure: the country of its speaker, and where none is named, or none is known,
that of its publisher.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from azru_kg.engine.protocol import Engine
from azru_kg.languages.translations import gettext, mark
from azru_kg.pictures.scales import Measure, trim
from azru_kg.pictures.series import Figure, Reported
from azru_kg.pictures.sides import Gap
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.ask import read_iri, select, write_iris
from azru_kg.server.pages.claim_text import read_sayings
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import find_documents
from azru_kg.server.pictures.grouped_figures import GroupedFigures, group_figures

MOST = 500
"""How many figures are looked at."""

AZERBAIJAN, RUSSIA, THIRD = mark("Azerbaijan"), mark("Russia"), mark("third countries")
"""The sides, as they are called."""

METHOD = mark(
    "A figure stands on the side of who says it: the country of its speaker, or, where no speaker"
    " is named or none is known, that of the publisher of the source."
)
"""How it is told on which side a figure stands."""

METHOD_OF_GAPS = mark(
    "The gap between Azerbaijan and Russia is what lies between the nearest ends of what they"
    " report, and by how many percent the higher exceeds the lower. A bound counts as the number"
    " that was said. It does not say who is right."
)
"""How a gap is measured."""

_SIDES = {f"{IDENTITY}country/AZ": AZERBAIJAN, f"{IDENTITY}country/RU": RUSSIA}
_ORDER = (AZERBAIJAN, RUSSIA, THIRD)
_COUNTRIES = """SELECT DISTINCT ?who ?country WHERE {{
  VALUES ?who {{ {who} }}
  ?who azru:country|azru:jurisdiction ?country
}}"""


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """Figures on which several countries report, and the countries of who says them."""

    figures: GroupedFigures
    countries: Mapping[str, frozenset[str]]


async def find_reports(engine: Engine, query: str) -> Reports | None:
    """Return figures with the countries of who says them, or None; raise as the engine does.

    The query has rows as `group_figures` takes them, and `{most}` for how many.
    """
    rows = await select(engine, query.format(most=MOST + 1))
    held = await group_figures(engine, rows[:MOST], whole=len(rows) <= MOST)
    if held is None:
        return None
    facts = held.found.names.read()
    who = {each for claim in held.found.description.claims for each in _list_parties(facts, claim)}
    countries: defaultdict[str, set[str]] = defaultdict(set)
    if who:
        query = _COUNTRIES.format(who=write_iris(sorted(who)))
        for party, country in await select(engine, query):
            countries[read_iri(party)].add(read_iri(country))
    return Reports(held, {party: frozenset(found) for party, found in countries.items()})


def find_sides(period: Reported, facts: Facts, held: Reports) -> dict[str, tuple[Figure, ...]]:
    """Return what each side reports of a period; one that is said on several stands on each."""
    sides: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in period.figures:
        who: defaultdict[str, dict[str, None]] = defaultdict(dict)
        sources: defaultdict[str, set[str]] = defaultdict(set)
        for said in read_sayings(facts, figure.iri, held.figures.found.sayings):
            documents = find_documents(facts, said.iris(figure.iri, "prov:wasDerivedFrom"))
            speakers = said.iris(figure.iri, "prov:wasAttributedTo")
            publishers = _list_publishers(facts, documents)
            side = _find_side(speakers, held) or _find_side(publishers, held)
            if side:
                names = [facts.label(each) for each in speakers or publishers]
                who[side] |= dict.fromkeys(names)
                sources[side] |= {*documents}
        for side, called in who.items():
            own = replace(figure, reporters=(*called,), sources=tuple(sorted(sources[side])))
            sides[side].append(own)
    return {side: tuple(sides[side]) for side in _ORDER if side in sides}


def say_gap(gap: Gap | None, measure: Measure) -> str:
    """Return how far Azerbaijan and Russia are apart, in words; nothing where one is silent."""
    if gap is None:
        return ""
    if not gap.size:
        return gettext("no Azerbaijan–Russia gap")
    size = measure.say(gap.size)
    if gap.percent is None:
        return gettext("Azerbaijan–Russia gap: %s") % size
    said = {"gap": size, "percent": trim(gap.percent)}
    return gettext("Azerbaijan–Russia gap: %(gap)s (%(percent)s %%)") % said


def _list_parties(facts: Facts, claim: str) -> Iterator[str]:
    """Yield who says a claim, and who publishes it."""
    yield from facts.iris(claim, "prov:wasAttributedTo")
    documents = find_documents(facts, facts.iris(claim, "prov:wasDerivedFrom"))
    yield from _list_publishers(facts, documents)


def _list_publishers(facts: Facts, documents: Iterable[str]) -> list[str]:
    return [each for source in documents for each in facts.iris(source, "dcterms:publisher")]


def _find_side(who: list[str], held: Reports) -> str:
    """Return the side on which all of them are, or nothing where there is none."""
    sides = {_SIDES.get(country, THIRD) for each in who for country in held.countries.get(each, ())}
    return sides.pop() if len(sides) == 1 else ""
