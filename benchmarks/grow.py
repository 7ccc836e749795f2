"""Grows the graph of this project to any size: copies of its sources, each with other names.

Copied are the documents that were read word by word; those known as a whole add nothing new.

Classes, properties and shapes are the real ones; labels and figures differ from copy to copy.
Entities are not copied: as in the real graph, many sources speak of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from azru_kg.graph.layout import Layout, built_in

_PREFIX = re.compile(r"^@prefix .*\n", re.MULTILINE)
_NAME = re.compile(r"\b(claim|quote|source):([A-Za-z0-9-]+)")
_LABEL = re.compile(r'"@en')
_FIGURE = re.compile(r"(obsValue -?[0-9]+)(\.[0-9]+)")
# What is broken, and how: a claim without a date, a quote without a source, a text that is none.
_FAULTS = (
    (re.compile(r"(azru:asOf \"[^\"]+\")\^\^xsd:date"), r"\1"),
    (re.compile(r"oa:hasSource"), "oa:hasState"),
    (re.compile(r"oa:exact \""), 'oa:exact 1 , "'),
    (re.compile(r"oa:start [0-9]+"), "oa:start 999999"),
)
_ARCHIVED = "schema:sha256"
_SEED = 4


def grow(path: Path, triples: int, invalid: float) -> None:
    """Write a Turtle file of about so many triples, a part of its things `invalid`."""
    layout, random = built_in(), Random(_SEED)  # noqa: S311
    read = [path for path in layout.sources() if _ARCHIVED in path.read_text(encoding="utf-8")]
    copied = [*read, layout.graph / "entities" / "sources.ttl"]
    texts = [file.read_text(encoding="utf-8") for file in copied]
    with path.open("w", encoding="utf-8") as file:
        for text in [*_read_rest(layout, copied), *map("".join, map(_PREFIX.findall, texts))]:
            file.write(f"{text}\n")
        for number in range(max(1, triples // _count(texts))):
            for text in texts:
                file.write(_copy(text, number, invalid, random))


def _read_rest(layout: Layout, copied: list[Path]) -> Iterator[str]:
    for folder in (layout.ontology, layout.graph / "entities"):
        for path in sorted(set(folder.glob("*.ttl")) - set(copied)):
            yield path.read_text(encoding="utf-8")


def _count(texts: list[str]) -> int:
    """Return about how many triples texts are: each object stands before a comma, `;` or `.`."""
    return sum(len(re.findall(r" [,;.](?=\s)", text)) for text in texts) - sum(
        len(_PREFIX.findall(text)) for text in texts
    )


def _copy(text: str, number: int, invalid: float, random: Random) -> str:
    text = _NAME.sub(rf"\1:\2-{number}", _PREFIX.sub("", text))
    text = _FIGURE.sub(rf"\g<1>{number}\2", _LABEL.sub(f' {number}"@en', text))
    blocks = text.split("\n\n")
    return "\n\n".join(_break(one, random) if random.random() < invalid else one for one in blocks)


def _break(block: str, random: Random) -> str:
    """Return the description of a thing with a fault, where one of the known can be made in it."""
    for pattern, fault in random.sample(_FAULTS, len(_FAULTS)):
        if pattern.search(block):
            return pattern.sub(fault, block)
    return block
