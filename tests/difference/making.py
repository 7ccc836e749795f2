"""Makes releases out of Turtle-like lines, for tests."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.difference.compared_side import ComparedSide, make_side_of_lines
from azru_kg.difference.comparing import ReleaseDifference, compare
from azru_kg.graph.dataset import canonical
from azru_kg.rdf.prefixes import PREFIXES

_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def make(text: str, name: str = "A") -> ComparedSide:
    """Return the release that TriG with the prefixes of the project states."""
    quads = ox.parse(_PREFIXES + text, format=ox.RdfFormat.TRIG)
    return make_side_of_lines(name, canonical(quads))


def differ(old: str, new: str) -> ReleaseDifference:
    return compare(make(old), make(new, "B"))


def tell(difference: ReleaseDifference) -> list[tuple[str, str]]:
    """Return the reason and the kind of each change, in order."""
    return sorted({(change.reason.title, change.kind) for change in difference.changes})
