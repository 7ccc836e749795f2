"""Writes canonical N-Quads (RDFC-1.0): sorted lines, the same bytes for the same set of quads.

Lines without a blank node are canonical once they are sorted. Only the others need the algorithm,
which looks at no quad without a blank node: so it is given those alone, and the rest is quick.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

_BLANK = b"_:"
_END = b" .\n"


class CanonicalLines:
    """The lines of a set of quads, which come in bit by bit."""

    def __init__(self) -> None:
        self._ground: set[bytes] = set()
        # A literal may look as if there were a blank node: the algorithm leaves such a line as is.
        self._suspect: set[bytes] = set()

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads, each with the graph that it names."""
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self._take(data, data.splitlines(keepends=True))

    def add_triples(self, triples: Iterable[ox.Quad], graph: str) -> None:
        """Take what a file states, as of a named graph: quads would be slow to make."""
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        end = f" <{graph}> .\n".encode()
        self._take(data, [line[: -len(_END)] + end for line in data.splitlines(keepends=True)])

    def join(self) -> bytes:
        """Return the lines as one text."""
        dataset = ox.Dataset(ox.parse(b"".join(self._suspect), format=ox.RdfFormat.N_QUADS))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        named = (f"{quad} .\n".encode() for quad in dataset)
        return b"".join(sorted(self._ground.union(named)))

    def _take(self, data: bytes, lines: list[bytes]) -> None:
        if _BLANK not in data:
            self._ground.update(lines)
            return
        for line in lines:
            (self._suspect if _BLANK in line else self._ground).add(line)
