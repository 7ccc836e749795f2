"""An engine over HTTP: SPARQL 1.1 Query, Update and Graph Store Protocol; errors say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pyoxigraph as ox

from azru_kg.engine.credentials import PASSWORD, TOKEN, USER
from azru_kg.errors import NotPublished
from azru_kg.publish.addresses import Addresses

TRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json"
_GUARDED = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 900.0
_SHOWN = 200


def open_client(auth: httpx.Auth | None) -> httpx.Client:
    """Return what sends requests: it asks no environment for a proxy or a password."""
    timeout = httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS)
    return httpx.Client(auth=auth, timeout=timeout, trust_env=False)


def is_store(client: httpx.Client, address: str) -> bool:
    """Whether an address speaks the Graph Store Protocol; raise NotPublished where none answers."""
    parts: dict[str, Any] = {"params": {"default": ""}, "headers": {"Accept": TRIPLES}}
    # It may be long, and what it says is not wanted.
    with _explain(address), client.stream("GET", address, **parts) as response:
        if response.is_success:
            return TRIPLES in response.headers.get("Content-Type", "")
        # Virtuoso has a store, and no default graph.
        return response.status_code in _GUARDED or response.is_server_error


class RemoteStore:
    """Reads and changes the data of an engine; each method raises NotPublished where it fails."""

    def __init__(self, client: httpx.Client, addresses: Addresses) -> None:
        self._client = client
        self._addresses = addresses

    def count(self, prefix: str) -> dict[str, int]:
        """Return how many triples each named graph has whose name begins like this."""
        rows = self._select(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o }"
            f' FILTER(STRSTARTS(STR(?g), "{prefix}")) }} GROUP BY ?g'
        )
        return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}

    def count_default(self) -> int:
        """Return how many triples the default graph has."""
        return int(self._select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0]["n"]["value"])

    def knows(self, subject: str) -> bool:
        """Whether the default graph says anything of a subject."""
        return bool(self._select(f"SELECT * WHERE {{ <{subject}> ?p ?o }} LIMIT 1"))

    def read(self, graph: str) -> list[ox.Quad]:
        """Return the triples of a named graph as the engine writes them; none where it has none."""
        address = self._addresses.store
        response = _send(
            self._client, "GET", address, params={"graph": graph}, headers={"Accept": TRIPLES}
        )
        if response.status_code == httpx.codes.NOT_FOUND:
            return []
        _check(response, address, "--store")
        try:
            triples = ox.parse(
                response.content, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True
            )
            return list(triples)
        except SyntaxError as error:
            raise NotPublished(
                f"{address} answered with no N-Triples: {error.msg}. Is it a graph store?"
            ) from error

    def put(self, graph: str, triples: bytes) -> None:
        """Make a named graph of N-Triples, in place of what it was."""
        self._write("PUT", triples, "text/turtle", {"graph": graph})

    def add(self, quads: bytes) -> None:
        """Add N-Quads: many graphs with one request, which many engines take, and not all."""
        self._write("POST", quads, "application/n-quads", {})

    def update(self, text: str) -> None:
        """Run a SPARQL Update, of one or more operations in one request."""
        address = self._addresses.update
        response = _send(self._client, "POST", address, data={"update": text})
        _check(response, address, "--update")

    def _write(self, method: str, data: bytes, media_type: str, params: dict[str, str]) -> None:
        address = self._addresses.store
        headers = {"Content-Type": media_type}
        response = _send(
            self._client, method, address, content=data, params=params, headers=headers
        )
        _check(response, address, "--store")

    def _select(self, query: str) -> list[dict[str, Any]]:
        address = self._addresses.query
        response = _send(
            self._client, "POST", address, data={"query": query}, headers={"Accept": _RESULTS}
        )
        _check(response, address, "--engine")
        try:
            rows: list[dict[str, Any]] = response.json()["results"]["bindings"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotPublished(
                f"{address} does not answer as SPARQL 1.1 does. Is it the address of queries?"
            ) from error
        return rows


def _send(client: httpx.Client, method: str, address: str, **parts: Any) -> httpx.Response:
    with _explain(address):
        return client.request(method, address, **parts)


@contextmanager
def _explain(address: str) -> Iterator[None]:
    """Raise NotPublished, with what to do, where no answer comes."""
    try:
        yield
    except httpx.ConnectError as error:
        raise NotPublished(
            f"Nothing answers at {address} ({error}). Is the engine running, and this its address?"
        ) from error
    except httpx.TimeoutException as error:
        raise NotPublished(
            f"{address} said nothing for a long time. Look whether the engine is still at work"
        ) from error
    except httpx.HTTPError as error:
        raise NotPublished(f"The connection to {address} was lost ({error})") from error


def _check(response: httpx.Response, address: str, option: str) -> None:
    """Raise NotPublished, with what to do, unless an answer says that it was done."""
    status = response.status_code
    if response.is_success:
        return
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        advice = f"Set {USER} and {PASSWORD}, or {TOKEN}, of a user who may change its data"
    elif status in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED):
        advice = f"Is it the right address ({option}), and does the engine allow changes?"
    elif response.is_redirect:
        advice = f"Give the address that it sends to, as {option}"
    else:
        advice = "Look into the log of the engine"
    said = " ".join("".join(c if c.isprintable() else " " for c in response.text).split())
    reason = f" ({said[:_SHOWN]})" if said and "<html" not in said.lower() else ""
    raise NotPublished(f"{address} answers {status}{reason}. {advice}")
