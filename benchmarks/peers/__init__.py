"""The servers that are measured side by side: each is a `Peer`, in a module of its own kind."""

from __future__ import annotations

from benchmarks.peers.azru import Azru
from benchmarks.peers.bare import Bare
from benchmarks.peers.fuseki import Fuseki, FusekiOnDisk
from benchmarks.peers.oxigraph import Oxigraph, OxigraphOnDisk
from benchmarks.peers.peer import BUILT_IN, Peer, Tools
from benchmarks.peers.rdflib_endpoint import RdflibEndpoint
from benchmarks.peers.virtuoso import Virtuoso

OWN: tuple[Peer, ...] = (
    Azru("off", "azru-kg, no cache", ("--cache", "0")),
    Azru("cache", "azru-kg, cache", ()),
    Azru("processes", "azru-kg, 2 processes", ("--cache", "0", "--processes", "2")),
)
"""The settings in which this project's own server is measured."""

BARE: tuple[Peer, ...] = (
    Bare("inside", 1),
    Bare("inside", 2),
    Bare("beside", 1),
    Bare("beside", 2),
)
"""What bounds it: measured where it is asked for."""

OTHERS: tuple[Peer, ...] = (
    Oxigraph(),
    OxigraphOnDisk(),
    Fuseki(),
    FusekiOnDisk(),
    Virtuoso(),
    RdflibEndpoint(),
)
"""The servers that it is compared with. The first that is here is what the others are told in."""

__all__ = ["BARE", "BUILT_IN", "OTHERS", "OWN", "Peer", "Tools"]
