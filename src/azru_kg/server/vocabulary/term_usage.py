"""Asks how the terms of the ontology are used: how often, by which things, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.metadata.inventory import Inventory, Share
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import ONTOLOGY
from azru_kg.server.ask.ask import read_iri, select, write_iris

_FIRST: Final = """SELECT ?class (MIN(STR(?thing)) AS ?first) WHERE {
  ?thing a ?class FILTER (ISIRI(?thing))
} GROUP BY ?class"""
_VALUES: Final = """SELECT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?value
}} ORDER BY ?thing ?property ?value"""
_ANY: Final = """{{ SELECT ?thing ?property ?value WHERE {{
  VALUES ?property {{ <{iri}> }} ?thing ?property ?value FILTER (ISIRI(?thing))
}} LIMIT 1 }}"""


@dataclass(frozen=True, slots=True)
class Example:
    """A thing, and a value that it has."""

    thing: str
    value: AnyTerm


@dataclass(frozen=True)
class TermUsage:
    """How a dataset uses its terms.

    `classes` has how many things there are of each, `properties` how many triples of each, `uses`
    the triples of the things of a class by property. `firsts` has a thing of each class, `examples`
    the use of a property by it, or by any thing under "".
    """

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    uses: Mapping[str, tuple[Share, ...]]
    firsts: Mapping[str, str]
    examples: Mapping[tuple[str, str], Example]

    def find_example(self, class_: str, name: str) -> Example | None:
        """Return how a property is used by a thing of a class, or else by any."""
        return self.examples.get((class_, name)) or self.examples.get(("", name))


async def ask_usage(engine: Engine, inventory: Inventory) -> TermUsage:
    """Return how a dataset uses its terms, with examples of the properties of this project."""
    firsts = {
        read_iri(class_): first.value
        for class_, first in await select(engine, _FIRST)
        if isinstance(first, ox.Literal)
    }
    things = write_iris(sorted(set(firsts.values())))
    values: dict[str, dict[str, AnyTerm]] = {}
    for thing, name, value in await select(engine, _VALUES.format(things=things)):
        if value is not None:
            values.setdefault(read_iri(thing), {}).setdefault(read_iri(name), value)
    examples = {
        (class_, name): Example(thing, value)
        for class_, thing in firsts.items()
        for name, value in values.get(thing, {}).items()
    }
    properties = {share.iri: share.number for share in inventory.properties}
    own = sorted(name for name in properties if name.startswith(f"{ONTOLOGY}#"))
    if own:
        found = " UNION ".join(_ANY.format(iri=iri) for iri in own)
        for thing, name, value in await select(engine, f"SELECT * WHERE {{ {found} }}"):
            if value is not None:
                examples["", read_iri(name)] = Example(read_iri(thing), value)
    classes = {share.iri: share.number for share in inventory.partitions.classes}
    return TermUsage(classes, properties, inventory.partitions.uses, firsts, examples)
