"""The model as the data use it: claims in the middle, and what they rest on and lead to.

A box is a class with those below it; what leads from one to another are the properties that things
have. All of it is counted in the data, but for what is below what, which the ontology says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from azru_kg.engine.protocol import Engine
from azru_kg.graph.layout import ONTOLOGY_GRAPH
from azru_kg.languages.numerals import say_integer
from azru_kg.languages.translations import gettext, mark
from azru_kg.pictures.boxes import Box, Boxes, BoxLine, draw_boxes
from azru_kg.pictures.svg import Markup
from azru_kg.rdf.prefixes import IDENTITY, ONTOLOGY, expand, expand_all, shorten
from azru_kg.server.ask.ask import read_iri, read_number, select
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.naming import Names, name_things
from azru_kg.server.pictures.picture import Picture, PictureCell, PictureTable, tabulate

METHOD = (
    mark(
        "A box is a class with how many things there are of it, those of the classes below it among"
        " them. Claims stand in the middle, documents and their words at one side, and what claims"
        " are about at the other."
    ),
    mark(
        "An arrow leads from claims to what they name, with the property that most of them have for"
        " it and how many others there are. The lines in a box lead to the classes that its things"
        " name most often. The table has all of them."
    ),
    mark(
        "Counted are statements in which both a thing and what it names have an address of this"
        " site. A class whose things are all of another one, too, has no box of its own."
    ),
)
"""How it is made."""

COLUMNS = {
    "class": "the IRI of the class of a thing, the topmost one",
    "property": "the IRI of the property that leads from it",
    "target": "the IRI of the class of what it names, the topmost one",
    "number": "how many statements there are",
    "drawn": "yes where both classes have a box",
}
"""The columns of the CSV with their meanings."""

_CLAIM = expand("azru:Claim")
_DOCUMENTS = expand_all(
    "oa:SpecificResource azru:Source oa:TextQuoteSelector oa:TextPositionSelector"
)
_MOST_BOXES = 14
_MOST_LINES = 3
_CLASSES = f"""SELECT DISTINCT ?class ?above WHERE {{
  GRAPH <{ONTOLOGY_GRAPH}> {{
    ?class rdfs:label ?label .
    OPTIONAL {{
      ?class rdfs:subClassOf ?above FILTER (STRSTARTS(STR(?above), "{ONTOLOGY}#"))
    }}
  }}
  FILTER EXISTS {{ ?thing a ?class }}
}}"""
_KINDS = f"""SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) WHERE {{
  ?thing a ?class FILTER (STRSTARTS(STR(?thing), "{IDENTITY}"))
}} GROUP BY ?class"""
_SHARED = f"""SELECT ?box ?other (COUNT(DISTINCT ?thing) AS ?number) WHERE {{{{
  VALUES (?class ?box) {{{{ {{classes}} }}}}
  ?thing a ?class , ?second .
  VALUES (?second ?other) {{{{ {{classes}} }}}}
  FILTER (STRSTARTS(STR(?thing), "{IDENTITY}"))
}}}} GROUP BY ?box ?other"""
_TIES = f"""SELECT ?from ?property ?to (COUNT(*) AS ?number) WHERE {{{{
  SELECT DISTINCT ?from ?thing ?property ?value ?to WHERE {{{{
    VALUES (?class ?from) {{{{ {{classes}} }}}}
    ?thing a ?class ; ?property ?value .
    ?value a ?second .
    VALUES (?second ?to) {{{{ {{classes}} }}}}
    FILTER (STRSTARTS(STR(?thing), "{IDENTITY}") && STRSTARTS(STR(?value), "{IDENTITY}"))
  }}}}
}}}} GROUP BY ?from ?property ?to"""


@dataclass(frozen=True, slots=True)
class Tie:
    """How many things of a class have a property whose value is a thing of a class."""

    source: str
    property: str
    target: str
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The classes that have things: of the topmost, how many things, and of each those below it.

    `ties` come in order, those that most things have first.
    """

    numbers: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, int]]
    ties: tuple[Tie, ...]
    names: Names

    def rank(self, target: str) -> tuple[int, str]:
        """Return the place of a class among those that claims lead to, the most frequent first."""
        led = (tie.number for tie in self.ties if (tie.source, tie.target) == (_CLAIM, target))
        return -sum(led), target


async def find_model(engine: Engine) -> Model | None:
    """Return how the data use the ontology, or None where they hold no claim of it."""
    above = {read_iri(class_): read_iri(over) for class_, over in await select(engine, _CLASSES)}
    tops = {class_: _find_top(class_, above) for class_ in above}
    if _CLAIM not in tops.values():
        return None
    classes = " ".join(f"(<{class_}> <{top}>)" for class_, top in sorted(tops.items()))
    shared: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for box, other, number in await select(engine, _SHARED.format(classes=classes)):
        shared[read_iri(box)][read_iri(other)] = read_number(number)
    kinds: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for class_, number in await select(engine, _KINDS):
        top = tops.get(read_iri(class_), "")
        if top and top != read_iri(class_):
            kinds[top][read_iri(class_)] = read_number(number)
    numbers = {box: own[box] for box, own in shared.items() if not _is_within_another(box, shared)}
    rows = await select(engine, _TIES.format(classes=classes))
    ties = [
        Tie(read_iri(source), read_iri(name), read_iri(target), read_number(number))
        for source, name, target, number in rows
        if read_iri(source) in numbers and read_iri(target) in numbers
    ]
    ties.sort(key=lambda tie: (-tie.number, tie.source, tie.property, tie.target))
    named = {*tops, *numbers, *(tie.property for tie in ties)}
    return Model(numbers, kinds, tuple(ties), await name_things(engine, named, ()))


def picture_model(held: Model, links: Links, _about: str) -> Picture | None:
    """Return the picture of the model, or None where claims lead nowhere."""
    draw_box = _BoxMaker(held, links).make
    led = {tie.target for tie in held.ties if tie.source == _CLAIM} - {_CLAIM, *_DOCUMENTS}
    things = sorted(led, key=held.rank)[:_MOST_BOXES]
    documents = [each for each in _DOCUMENTS if each in held.numbers]
    if not things or not documents:
        return None
    drawn = {_CLAIM, *things, *documents}
    title = gettext("The model: what claims rest on, and what they are about")
    summary = gettext(
        "%(claims)s claims in the middle; at one side the documents and the words that they rest"
        " on, at the other %(classes)s classes of things that they are about."
    ) % {"claims": say_integer(held.numbers[_CLAIM]), "classes": len(things)}

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        boxes = Boxes(
            draw_box(_CLAIM, drawn, brief=brief),
            tuple(draw_box(each, drawn, brief=brief) for each in documents),
            tuple(draw_box(each, drawn, brief=brief) for each in things),
        )
        return draw_boxes(boxes, title=title, summary=summary, width=width, style=style)

    return Picture(
        title=title,
        summary=summary,
        key="boxes",
        draw=draw,
        marks=len(drawn),
        tables=(_tabulate(held, links),),
        columns=COLUMNS,
        records=tuple(_list_records(held, drawn)),
        sources=(),
        whole=len(things) == len(led),
        heading=gettext("The model"),
    )


def _find_top(class_: str, above: Mapping[str, str]) -> str:
    """Return the topmost class above one, of those that the ontology defines."""
    seen = {class_}
    while (over := above.get(class_, "")) and over not in seen:
        seen.add(over)
        class_ = over
    return class_


def _is_within_another(box: str, shared: Mapping[str, Mapping[str, int]]) -> bool:
    """Return whether all things of a class are of another one, too, which has more of them."""
    own = shared[box][box]
    others = (other for other, number in shared[box].items() if number == own and other != box)
    return any((shared[other][other], other) > (own, box) for other in others)


class _BoxMaker:
    """Makes the box of a class: what it is called, and where its things lead."""

    def __init__(self, held: Model, links: Links) -> None:
        self._held = held
        self._links = links

    def make(self, class_: str, drawn: set[str], *, brief: bool) -> Box:
        held = self._held
        note = f"{held.names.label(class_)}, {say_integer(held.numbers[class_])}"
        name = BoxLine(shorten(class_), _locate(class_, self._links), note)
        lines = () if brief else self._list_lines(class_, drawn)
        return Box(name, note, tuple(lines), self._find_arrow(class_))

    def _list_lines(self, class_: str, drawn: set[str]) -> Iterator[BoxLine]:
        """Yield the classes below that of claims, or the classes to which things of others lead."""
        held = self._held
        if class_ == _CLAIM:
            for kind, number in sorted(held.kinds[class_].items(), key=lambda item: -item[1]):
                yield self._line(kind, f"{_cut(kind)} {say_integer(number)}")
            return
        targets: defaultdict[str, list[Tie]] = defaultdict(list)
        for tie in held.ties:
            if tie.source == class_ and tie.target in drawn - {class_}:
                targets[tie.target].append(tie)
        for target, ties in [*targets.items()][:_MOST_LINES]:
            yield self._line(target, f"→ {shorten(target)}", ties)

    def _find_arrow(self, class_: str) -> BoxLine | None:
        """Return what leads from claims to a class: the property that most have, of all of them."""
        ties = [tie for tie in self._held.ties if (tie.source, tie.target) == (_CLAIM, class_)]
        if not ties or class_ == _CLAIM:
            return None
        first = ties[0].property
        more = f" +{len(ties) - 1}" if len(ties) > 1 else ""
        return self._line(first, f"{_cut(first)}{more}", ties)

    def _line(self, iri: str, text: str, ties: Sequence[Tie] = ()) -> BoxLine:
        told = ", ".join(f"{shorten(tie.property)}: {say_integer(tie.number)}" for tie in ties)
        return BoxLine(text, _locate(iri, self._links), told or self._held.names.label(iri))


def _cut(iri: str) -> str:
    """Return the name of a term without its prefix, for which there is no room."""
    return shorten(iri).rpartition(":")[2]


def _locate(iri: str, links: Links) -> str:
    """Return where the page of the ontology explains a term; properties of others, their own."""
    if iri.startswith(ONTOLOGY) or shorten(iri).rpartition(":")[2][:1].islower():
        return links.target(iri)
    return f"{links.target(ONTOLOGY)}#{shorten(iri)}"


def _tabulate(held: Model, links: Links) -> PictureTable:
    def name(iri: str) -> PictureCell:
        return PictureCell(f"{shorten(iri)} ({held.names.label(iri)})", _locate(iri, links))

    rows = (
        (name(tie.source), name(tie.property), name(tie.target), say_integer(tie.number))
        for tie in held.ties
    )
    return PictureTable(
        gettext("What leads from things of a class to others, and how often"),
        (gettext("Class"), gettext("Property"), gettext("Leads to"), gettext("Statements")),
        tabulate(rows),
    )


def _list_records(held: Model, drawn: set[str]) -> Iterable[tuple[str, ...]]:
    for tie in held.ties:
        both = {tie.source, tie.target} <= drawn
        yield (tie.source, tie.property, tie.target, str(tie.number), "yes" if both else "no")
