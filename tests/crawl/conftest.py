"""Reads the body of an answer with a parser of its type, and returns the addresses that it names.

A body that is not of its type raises ValueError, SyntaxError or AssertionError.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import httpx
import polars as pl
import pyoxigraph as ox
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_plain

from azru_kg.rdf.formats import GRAPHS, RESULTS
from azru_kg.rdf.prefixes import PREFIXES

COLUMNS = [
    ox.NamedNode(f"http://mlcommons.org/croissant/{kind}") for kind in ("RecordSet", "Field")
]


def media_type_of(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0]


class Page(HTMLParser):
    """Reads a page: the addresses it leads to; raises AssertionError where a tag is not closed."""

    VOID = frozenset(("link", "meta", "br", "hr", "img", "input", "wbr", "col"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links.update(value or "" for name, value in attrs if name in ("href", "src", "action"))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes something else"


def read_rdf(response: httpx.Response) -> set[str]:
    syntax = ox.RdfFormat.from_media_type(media_type_of(response))
    quads = list(ox.parse(response.content, format=syntax, base_iri=str(response.url)))
    terms = {term for q in quads for term in (q.subject, q.predicate, q.object, q.graph_name)}
    # Tables and columns have names within a Croissant, and are at no address.
    terms -= {q.subject for q in quads if q.object in COLUMNS}
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


def read_results(response: httpx.Response) -> set[str]:
    syntax = ox.QueryResultsFormat.from_media_type(media_type_of(response))
    answer: Any = ox.parse_query_results(response.content, format=syntax)
    assert isinstance(answer, ox.QueryBoolean) or len(list(answer)) >= 0
    return set()


def read_csv(response: httpx.Response) -> set[str]:
    widths = Counter(len(row) for row in csv.reader(response.text.splitlines(keepends=True)))
    assert len(widths) == 1, f"rows of {sorted(widths)} cells"
    return set()


def read_json(response: httpx.Response) -> set[str]:
    value = json.loads(response.content)
    assert isinstance(value, dict)
    return {value["type"]} if "type" in value else set()


def read_page(response: httpx.Response) -> set[str]:
    assert response.text.startswith("<!doctype html>")
    return Page(response.text).links


def read_query(response: httpx.Response) -> set[str]:
    ox.Store().query(response.text, prefixes=PREFIXES)
    return set()


def read_text(response: httpx.Response) -> set[str]:
    if "version=0.0.4" in response.headers["content-type"]:
        assert list(read_plain(response.text))
    elif response.url.path.endswith("SHA256SUMS"):
        names = re.findall(r"^[0-9a-f]{64}  (\S+)$", response.text, re.MULTILINE)
        assert len(names) == response.text.count("\n")
        return set(names)
    assert response.text.endswith("\n")
    return set()


def read_metrics(response: httpx.Response) -> set[str]:
    assert list(read_open(response.text))  # type: ignore[no-untyped-call]
    return set()


def read_drawing(response: httpx.Response) -> set[str]:
    assert ElementTree.fromstring(response.text).tag.endswith("svg")  # noqa: S314 — our own file
    return set()


def read_style(response: httpx.Response) -> set[str]:
    assert response.text.count("{") == response.text.count("}") > 0
    return set(re.findall(r"url\(['\"]?([^'\")]+)", response.text))


def read_script(response: httpx.Response) -> set[str]:
    """A script names no address but namespaces: pages tell it where to ask."""
    assert set(re.findall(r"\w+://[^/\s]*", response.text)) <= {"http://www.w3.org"}
    return set()


def read_citation(response: httpx.Response) -> set[str]:
    """A citation is for reference managers; it is not read for addresses."""
    assert re.match(r"@\w+\{|TY  - ", response.text)
    return set()


def read_references(response: httpx.Response) -> set[str]:
    """CSL-JSON is a list of entries, each with a type."""
    assert all({"id", "type", "title"} <= {*entry} for entry in json.loads(response.content))
    return set()


def read_parquet(response: httpx.Response) -> set[str]:
    assert pl.read_parquet(response.content).columns
    return set()


def read_database(response: httpx.Response) -> set[str]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(response.content)
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    return set()


def read_packed(response: httpx.Response) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        assert packed.testzip() is None
    return set()


def read_linkset(response: httpx.Response) -> set[str]:
    """Return what a link set is about, and where its links lead."""
    contexts = response.json()["linkset"]
    anchors = {context.pop("anchor") for context in contexts}
    return anchors | {
        link["href"] for context in contexts for links in context.values() for link in links
    }


def read_link_format(response: httpx.Response) -> set[str]:
    links = re.findall(r'^<([^>]+)>; rel="[^"]+"', response.text, re.MULTILINE)
    assert len(links) == response.text.count("\n")
    return {*links}


READERS: dict[str, Callable[[httpx.Response], set[str]]] = {
    **{format_.media_type: read_rdf for format_ in GRAPHS},
    **{format_.media_type: read_results for format_ in RESULTS},
    # What browsers ask for, and an alias of RDF/XML where there is no page.
    "application/xml": read_rdf,
    "text/csv": read_csv,
    "application/json": read_json,
    "text/html": read_page,
    "application/sparql-query": read_query,
    "text/plain": read_text,
    "application/openmetrics-text": read_metrics,
    "application/x-bibtex": read_citation,
    "application/x-research-info-systems": read_citation,
    "application/vnd.citationstyles.csl+json": read_references,
    "application/vnd.apache.parquet": read_parquet,
    "application/zip": read_packed,
    "application/vnd.sqlite3": read_database,
    "text/markdown": read_text,
    "application/link-format": read_link_format,
    "application/linkset+json": read_linkset,
    "image/svg+xml": read_drawing,
    "text/css": read_style,
    "text/javascript": read_script,
}


@pytest.fixture(scope="session")
def read_body() -> Callable[[httpx.Response], set[str]]:
    """A function that reads a body and returns the addresses in it, as they are written there."""

    def read(response: httpx.Response) -> set[str]:
        media_type = media_type_of(response)
        assert media_type in READERS, f"nobody expects the type {media_type!r}"
        return READERS[media_type](response)

    return read
