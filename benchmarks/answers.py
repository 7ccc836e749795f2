"""Reads answers and says whether two are the same: as sets, with numbers compared as numbers."""

from __future__ import annotations

import hashlib
import http.client
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

import pyoxigraph as ox
from benchmarks.classes import Form, Question, declare
from benchmarks.servers import Server

from azru_kg.rdf.prefixes import PREFIXES

ACCEPT: dict[Form, str] = {
    "rows": "application/sparql-results+json",
    "graph": "application/n-triples",
    "page": "text/html",
}
_XSD = PREFIXES["xsd"]
_NUMBERS = {
    f"{_XSD}{name}"
    for name in (
        *("decimal", "double", "float", "integer", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    )
}
_TRUE = {"1": "true", "0": "false"}
_DIGITS = 12
_TRIED = 50
_SECONDS = 120


class WrongAnswer(Exception):
    """A server refused or broke off, or answered with what cannot be; the text says what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says, and the seconds in which it came."""

    digest: str
    rows: int
    seconds: float


def take_answer(server: Server, question: Question, path: str, judge: Server) -> Answer:
    """Ask a question; raise WrongAnswer. What may be any part is told right by another server."""
    begun = time.perf_counter()
    body = fetch(server.port, path, ACCEPT[question.form])
    seconds = time.perf_counter() - begun
    if question.form == "page":
        return Answer("page", len(body), seconds)
    names, rows = _read_graph(body) if question.form == "graph" else _read_rows(body)
    if question.pattern:
        _check_part(judge, question.pattern, names, rows)
        return Answer(f"{len(rows)} that fit", len(rows), seconds)
    lines = sorted("\t".join(map(_write_alike, row)) for row in rows)
    return Answer(hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16], len(rows), seconds)


def find_path(server: Server, question: Question) -> str | None:
    """Return the path that asks a question, or None where the server has none: no pages."""
    ask = server.peer.page if question.form == "page" else server.peer.request
    return ask(question.text)


def fetch(port: int, path: str, accept: str, form: dict[str, str] | None = None) -> bytes:
    """Return the body of an answer; raise WrongAnswer where it is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    headers = {"Accept": accept}
    body = None
    if form is not None:
        body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
    try:
        connection.request("GET" if form is None else "POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise WrongAnswer(str(error) or type(error).__name__) from error
    finally:
        connection.close()
    if answer.status != 200:
        said = " ".join(content.decode(errors="replace").split())
        raise WrongAnswer(f"{answer.status}: {said[:160]}")
    return content


Term = tuple[str, str, str]
"""Kind (iri, blank or literal), text, and the tag or type of a literal."""


def _read_rows(body: bytes) -> tuple[Sequence[str], list[tuple[Term | None, ...]]]:
    try:
        told = json.loads(body)
        if "boolean" in told:
            return ("yes",), [(("literal", str(told["boolean"]).lower(), ""),)]
        names = told["head"]["vars"]
        found = told["results"]["bindings"]
    except (ValueError, LookupError, TypeError) as error:
        raise WrongAnswer(f"no JSON results: {body[-80:]!r}") from error
    return names, [tuple(_read_binding(row.get(name)) for name in names) for row in found]


def _read_binding(value: dict[str, str] | None) -> Term | None:
    if value is None:
        return None
    if value["type"] in ("uri", "bnode"):
        return ("iri" if value["type"] == "uri" else "blank", value["value"], "")
    tag = value.get("xml:lang", "").lower()
    return ("literal", value["value"], f"@{tag}" if tag else value.get("datatype", ""))


def _read_graph(body: bytes) -> tuple[Sequence[str], list[tuple[Term | None, ...]]]:
    try:
        triples = list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise WrongAnswer(f"no N-Triples: {error}") from error
    read = {tuple(map(_read_node, (one.subject, one.predicate, one.object))) for one in triples}
    return ("s", "p", "o"), list(read)


def _read_node(node: object) -> Term:
    if isinstance(node, ox.NamedNode):
        return ("iri", node.value, "")
    if isinstance(node, ox.Literal):
        tag = (node.language or "").lower()
        return ("literal", node.value, f"@{tag}" if tag else node.datatype.value)
    return ("blank", str(node), "")


def _write_alike(term: Term | None) -> str:
    """Return a term as all servers would that mean the same."""
    if term is None:
        return ""
    kind, text, more = term
    if kind == "blank":
        return "_:"
    if more in _NUMBERS:
        return _write_number(text)
    if more == f"{_XSD}boolean":
        return _TRUE.get(text, text)
    if more == f"{_XSD}dateTime":
        return text.replace("+00:00", "Z")
    return f"{kind} {text}{more if more != f'{_XSD}string' else ''}"


def _write_number(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return f"{Decimal(f'{value:.{_DIGITS}g}').normalize():e}" if value else "0"


def _check_part(
    judge: Server, pattern: str, names: Sequence[str], rows: Sequence[tuple[Term | None, ...]]
) -> None:
    """Raise WrongAnswer where rows are given twice, or some that were tried do not fit."""
    if len(set(rows)) < len(rows):
        raise WrongAnswer(f"{len(rows) - len(set(rows))} rows are there twice")
    tried = rows[:: max(1, len(rows) // _TRIED)]
    values = "\n".join(f"({' '.join(map(_write_term, row))})" for row in tried)
    variables = " ".join(f"?{name}" for name in names)
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ({variables}) {{ {values} }} {pattern} }}"
    form = {"query": declare(query)}
    _, answer = _read_rows(fetch(judge.port, judge.peer.path, ACCEPT["rows"], form))
    fit = int(answer[0][0][1]) if answer and answer[0][0] else 0
    if fit != len(tried):
        raise WrongAnswer(f"{len(tried) - fit} of {len(tried)} rows that were tried do not fit")


def _write_term(term: Term | None) -> str:
    if term is None:
        return "UNDEF"
    kind, text, more = term
    if kind == "iri":
        return str(ox.NamedNode(text))
    if more.startswith("@"):
        return str(ox.Literal(text, language=more[1:]))
    return str(ox.Literal(text, datatype=ox.NamedNode(more)) if more else ox.Literal(text))
