"""Grows the graph of this project to any size: copies of its sources, each with other names.

Classes, properties and shapes are the real ones; labels and figures differ from copy to copy.
Entities are not copied: as in the real graph, many sources speak of the same things. A graph that
is smaller than the real one has some of the sources, and what they speak of.

The same size gives the same bytes, and the memory that it takes does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyoxigraph as ox

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import SHAPES_GRAPH, built_in
from azru_kg.rdf.prefixes import KINDS, PREFIXES

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
_PREFIX = re.compile(r"^@prefix .*\n", re.MULTILINE)
_THING = re.compile(rf"\b(?:{'|'.join(KINDS)}):[A-Za-z0-9-]+")
_NAME = re.compile(r"\b(claim|quote|source):([A-Za-z0-9-]+)")
_LABEL = re.compile(r'"@(?=[a-z])')
_FIGURE = re.compile(r"(obsValue -?[0-9]+)(\.[0-9]+)")
# Stands for the number of a copy until there is one; no text has it.
_MARK = "9070503010"
# What is broken, and how: a claim without a date, a quote without a source, a text that is none.
_FAULTS = (
    (re.compile(r"(azru:asOf \"[^\"]+\")\^\^xsd:date"), r"\1"),
    (re.compile(r"oa:hasSource"), "oa:hasState"),
    (re.compile(r"oa:exact \""), 'oa:exact 1 , "'),
    (re.compile(r"oa:start [0-9]+"), "oa:start 999999"),
)
_SHAPES = ox.NamedNode(SHAPES_GRAPH)
_SEED = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What a grown graph is made of, as Turtle without prefixes.

    `shared` is there once; `sources` are there as they are, and again in each of the `copies`.
    """

    shared: list[str]
    sources: dict[str, str]
    copies: int


def grow(path: Path, triples: int, invalid: float) -> None:
    """Write a Turtle file of about so many triples, a part of its things `invalid`."""
    plan, random = make_plan(triples), Random(_SEED)  # noqa: S311
    marked = [_mark(text) for text in plan.sources.values()]
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        file.writelines(f"\n{text}" for text in plan.shared)
        for text in plan.sources.values():
            file.write(_break_some(text, invalid, random))
        for number in range(1, plan.copies + 1):
            for text in marked:
                file.write(_break_some(text.replace(_MARK, str(number)), invalid, random))


def grow_lines(path: Path, triples: int) -> None:
    """Write an N-Triples file of about so many triples, each once, as one default graph."""
    plan = make_plan(triples)
    base = _unite([*plan.shared, *plan.sources.values()])
    copy = b"".join(sorted(_unite(map(_mark, plan.sources.values())) - base))
    with path.open("wb") as file:
        file.writelines(sorted(base))
        for number in range(1, plan.copies + 1):
            file.write(copy.replace(_MARK.encode(), str(number).encode()))


def write_built_in(path: Path) -> None:
    """Write the built-in graph as N-Quads: its named graphs, and their union as default graph."""
    quads = read_layout(built_in()).quads()
    seen = [ox.Quad(*quad.triple) for quad in quads if quad.graph_name != _SHAPES]
    ox.serialize((*quads, *dict.fromkeys(seen)), path, format=ox.RdfFormat.N_QUADS)


def make_plan(triples: int) -> Plan:
    """Return what a graph of about so many triples is made of."""
    layout = built_in()
    ontology = [_read(path) for path in sorted(layout.ontology.glob("*.ttl"))]
    entities = _split(_read(path) for path in sorted((layout.graph / "entities").glob("*.ttl")))
    sources = {path.stem: _read(path) for path in layout.sources()}
    some = _choose(ontology, entities, sources, triples)
    plan = Plan(
        [*ontology, *(text for name, text in entities.items() if name in some)],
        {slug: text for slug, text in sources.items() if slug in some},
        0,
    )
    if len(plan.sources) < len(sources):
        return plan
    base = _unite([*ontology, *entities.values(), *sources.values()])
    each = _unite(map(_mark, sources.values())) - base
    return Plan(
        [*ontology, *entities.values()], sources, round(max(0, triples - len(base)) / len(each))
    )


def _choose(
    ontology: list[str], entities: dict[str, str], sources: dict[str, str], triples: int
) -> set[str]:
    """Return the names of some sources, and of all that they speak of, of so many triples."""
    lines, chosen = _unite(ontology), set[str]()
    for slug in Random(_SEED).sample(sorted(sources), len(sources)):  # noqa: S311
        more, found = {slug}, _find_things(sources[slug])
        while found := (found & entities.keys()) - chosen - more:
            more |= found
            found = set().union(*(_find_things(entities[name]) for name in found))
        lines |= _unite((entities | sources)[name] for name in more)
        if len(lines) > triples:
            break
        chosen |= more
    return chosen


def _find_things(text: str) -> set[str]:
    return set(_THING.findall(text))


def _split(texts: Iterable[str]) -> dict[str, str]:
    """Return the blocks of texts by the name of what each describes."""
    blocks = (block.strip() for text in texts for block in text.split("\n\n"))
    return {block.split(maxsplit=1)[0]: f"{block}\n" for block in blocks if _THING.match(block)}


def _read(path: Path) -> str:
    text = _PREFIX.sub("", path.read_text(encoding="utf-8"))
    assert _MARK not in text, f"{path} has the mark of a copy"
    return text


def _unite(texts: Iterable[str]) -> set[bytes]:
    """Return what texts state, as lines of N-Triples."""
    lines: set[bytes] = set()
    for text in texts:
        quads = ox.parse(f"{_HEAD}{text}".encode(), format=ox.RdfFormat.TURTLE)
        written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        lines.update(written.splitlines(keepends=True))
    return lines


def _mark(text: str) -> str:
    """Return a text whose names, labels and figures are those of a copy without a number yet."""
    text = _NAME.sub(rf"\1:\2-2-{_MARK}", text)
    return _FIGURE.sub(rf"\g<1>{_MARK}\2", _LABEL.sub(f' {_MARK}"@', text))


def _break_some(text: str, invalid: float, random: Random) -> str:
    if not invalid:
        return text
    blocks = text.split("\n\n")
    return "\n\n".join(_break(one, random) if random.random() < invalid else one for one in blocks)


def _break(block: str, random: Random) -> str:
    """Return the description of a thing with a fault, where one of the known can be made in it."""
    for pattern, fault in random.sample(_FAULTS, len(_FAULTS)):
        if pattern.search(block):
            return pattern.sub(fault, block)
    return block
