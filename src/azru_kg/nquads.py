"""Writes canonical N-Quads (RDFC-1.0): sorted lines, the same bytes for the same set of quads.

Lines without a blank node are canonical once they are sorted. Only the others need the algorithm,
which looks at no quad without a blank node: so it is given those alone, and the rest is quick.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

_BLANK = b"_:"
_END = b" .\n"
# Anything else is a blank node, or may hold one, as a triple term may.
_GROUND = (ox.NamedNode, ox.Literal, ox.DefaultGraph)


class Lines:
    """The lines of a set of quads, which come in bit by bit."""

    def __init__(self) -> None:
        self._ground: set[bytes] = set()
        self._blank: list[ox.Quad] = []

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads, each with the graph that it names."""
        ground: list[ox.Quad] = []
        for quad in quads:
            known = all(isinstance(term, _GROUND) for term in quad)
            (ground if known else self._blank).append(quad)
        data = ox.serialize(ground, format=ox.RdfFormat.N_QUADS) or b""
        self._ground.update(data.splitlines(keepends=True))

    def add_triples(self, triples: Iterable[ox.Quad], graph: str) -> bool:
        """Take what a file states, as of a named graph; return False where it has a blank node.

        Such a file is not taken: it must come again, by `add`. Quads are slow to make, and nearly
        no file needs them.
        """
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        if _BLANK in data:
            return False
        end = f" <{graph}> .\n".encode()
        self._ground.update(line[: -len(_END)] + end for line in data.splitlines(keepends=True))
        return True

    def join(self) -> bytes:
        """Return the lines as one text."""
        dataset = ox.Dataset(self._blank)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        blank = (f"{quad} .\n".encode() for quad in dataset)
        return b"".join(sorted(self._ground.union(blank)))
