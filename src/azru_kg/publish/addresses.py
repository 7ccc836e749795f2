"""Where an engine is asked, changed (SPARQL Update) and loaded (Graph Store Protocol).

Users know the first address. The other two follow from it by the customs of known engines; where
one has several, the engine itself is asked which is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from azru_kg.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Addresses:
    """The three addresses of one engine."""

    query: str
    update: str
    store: str


def check_address(option: str, address: str) -> None:
    """Raise BadSetting where a text is no address of an engine, or holds a password."""
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if whole and (parts.username or parts.password):
        raise BadSetting(
            f"{option} must not hold a user or password, which would stand in logs. Set"
            " AZRU_ENGINE_USER and AZRU_ENGINE_PASSWORD"
        )
    if not whole or parts.fragment or not address.isascii():
        raise BadSetting(
            f"{option} cannot be {address!r}. Write it like http://127.0.0.1:7878/query"
        )


def find_addresses(
    engine: str, update: str | None, store: str | None, is_store: Callable[[str], bool]
) -> Addresses:
    """Return the addresses of an engine, those given as they are; raise BadSetting.

    `is_store` tells whether an address speaks the Graph Store Protocol.
    """
    given = {"--engine": engine, "--update": update, "--store": store}
    for option, address in given.items():
        if address is not None:
            check_address(option, address)
    if update and store:
        return Addresses(engine, update, store)
    for guess in _guess(engine):
        if is_store(store or guess.store):
            return Addresses(engine, update or guess.update, store or guess.store)
    raise BadSetting(
        f"No graph store was found beside {engine}. Is this the address of its queries? Else name"
        " the others: --update URL --store URL"
    )


def _guess(engine: str) -> Iterator[Addresses]:
    """Yield what the addresses beside that of the queries may be, by the name of the latter."""
    base, _, last = engine.rstrip("/").rpartition("/")
    if last == "query":  # Oxigraph
        yield Addresses(engine, f"{base}/update", f"{base}/store")
    if last in ("query", "sparql"):  # Fuseki
        yield Addresses(engine, f"{base}/update", f"{base}/data")
    if last in ("sparql", "sparql-auth"):  # Virtuoso
        yield Addresses(engine, f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth")
    yield Addresses(engine, engine, engine)
