"""Stored queries: one file `<slug>.rq` each, with a header that says what it answers.

The header stands at the top of the file. Its lines start with `#+`, so that the whole file is a
query for any SPARQL tool:

    #+ summary: Trade figures by year
    #+ description: What each source reports, with its bound and unit,
    #+   oldest period first.
    #+ tags: [trade, figures]

`summary` is required, `description` and `tags` are not. A line that starts with two or more spaces
after `#+` continues the one before it. This is a small, strict subset of YAML: anything else is an
error with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError, SyntaxFault
from azru_kg.files import read_text
from azru_kg.query.outline import read_outline
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import BASE, ENDPOINT, PREFIXES, SHAPES

SUFFIX = ".rq"
"""The extension of the files that hold a stored query."""


_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"


_SH = PREFIXES["sh"]


_FORMS = {
    "select": (f"{_SH}SPARQLSelectExecutable", f"{_SH}select"),
    "ask": (f"{_SH}SPARQLAskExecutable", f"{_SH}ask"),
    "construct": (f"{_SH}SPARQLConstructExecutable", f"{_SH}construct"),
    "describe": (f"{_SPEX}SPARQLDescribeExecutable", f"{_SPEX}describe"),
}


_MARK = "#+"
_KEYS = ("summary", "description", "tags")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELD = re.compile(r"\s?([A-Za-z_-]+):(?:\s+(.*))?")
_CONTINUATION = re.compile(r"\s{2,}(\S.*)")
_TAG = re.compile(r"[a-z0-9][a-z0-9 -]*")


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with what it answers; `text` is the query without its header."""

    slug: str
    summary: str
    description: str
    tags: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Field:
    line: int
    value: str


def load(folder: Path) -> list[StoredQuery]:
    """Return the stored queries of a folder by slug; raise DataError where one is not as it should.

    A folder without a query in it is an empty catalogue; a folder that is missing is an error.
    """
    if not folder.is_dir():
        raise DataError(folder, "no such folder. Is this a complete checkout?")
    return [read(path) for path in sorted(folder.glob("*.rq"))]


def read(path: Path) -> StoredQuery:
    """Return the stored query of one file; raise DataError with the line where it is not one."""
    if not _SLUG.fullmatch(path.stem):
        raise DataError(path, "name the file in lower case: letters, digits and single hyphens")
    lines = _read_lines(path)
    length = next((n for n, line in enumerate(lines) if not line.startswith(_MARK)), len(lines))
    fields = _read_header(path, lines[:length])
    text = "\n".join(lines[length:]).strip("\n")
    if not text.strip():
        raise DataError(path, "the header is followed by no query", line=length + 1)
    return StoredQuery(
        slug=path.stem,
        summary=fields["summary"].value,
        description=fields["description"].value if "description" in fields else "",
        tags=_split_tags(path, fields["tags"]) if "tags" in fields else (),
        text=f"{text}\n",
    )


def _read_lines(path: Path) -> list[str]:
    lines = read_text(path).split("\n")
    for number, line in enumerate(lines, start=1):
        if line.startswith(_MARK) and number > 1 and not lines[number - 2].startswith(_MARK):
            raise DataError(path, "a header line below the query. Move it to the top", line=number)
    return lines


def _read_header(path: Path, lines: Sequence[str]) -> dict[str, _Field]:
    fields: dict[str, _Field] = {}
    last: _Field | None = None
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_MARK).rstrip()
        if (more := _CONTINUATION.fullmatch(content)) and last is not None:
            last.value = f"{last.value} {more[1]}".strip()
            continue
        key, last = _read_field(path, number, content)
        if key in fields:
            raise DataError(path, f"{key!r} is given twice", line=number)
        fields[key] = last
    for key, field in fields.items():
        if not field.value:
            raise DataError(path, f"{key!r} is empty. Fill it or leave it out", line=field.line)
    if "summary" not in fields:
        raise DataError(path, "no summary. Start the file with '#+ summary: …'", line=1)
    return fields


def _read_field(path: Path, number: int, content: str) -> tuple[str, _Field]:
    match = _FIELD.fullmatch(content)
    if match is None:
        raise DataError(path, "not a header line. Write '#+ key: value'", line=number)
    if match[1] not in _KEYS:
        raise DataError(
            path, f"unknown key {match[1]!r}. Known are {', '.join(_KEYS)}", line=number
        )
    return match[1], _Field(number, (match[2] or "").strip())


def _split_tags(path: Path, field: _Field) -> tuple[str, ...]:
    if not (field.value.startswith("[") and field.value.endswith("]")):
        raise DataError(path, "tags are a list: write '[trade, figures]'", line=field.line)
    tags = tuple(tag.strip() for tag in field.value[1:-1].split(","))
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise DataError(
                path, f"{tag!r} is no tag: use lower-case words, digits, hyphens", line=field.line
            )
    if len(set(tags)) != len(tags):
        raise DataError(path, "a tag is given twice", line=field.line)
    return tags


def read_example(path: Path) -> list[ox.Triple]:
    """Return what the file of a stored query says, as triples; raise DataError if it is none."""
    return state_example(read(path))


def state_example(stored: StoredQuery) -> list[ox.Triple]:
    """Return a stored query as triples; raise DataError if it is of no form."""
    try:
        outline = read_outline([*tokenize(stored.text)])
    except SyntaxFault as error:
        raise DataError(f"{stored.slug}{SUFFIX}", error.reason) from error
    kind, text = _FORMS[outline.verb]
    comment = " ".join(filter(None, [f"{stored.summary.rstrip('.')}.", stored.description]))
    parts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_SH}SPARQLExecutable")),
        (f"{PREFIXES['rdf']}type", ox.NamedNode(kind)),
        (f"{PREFIXES['rdfs']}label", ox.Literal(stored.summary, language="en")),
        (f"{PREFIXES['rdfs']}comment", ox.Literal(comment, language="en")),
        (f"{_SH}prefixes", ox.NamedNode(SHAPES)),
        (text, ox.Literal(stored.text)),
        (f"{PREFIXES['schema']}target", ox.NamedNode(ENDPOINT)),
        *((f"{PREFIXES['schema']}keywords", ox.Literal(tag)) for tag in stored.tags),
    ]
    subject = ox.NamedNode(name_example(stored.slug))
    return [ox.Triple(subject, ox.NamedNode(name), value) for name, value in parts]


def name_example(slug: str) -> str:
    """Return the IRI of a stored query.

    >>> name_example("agreements")
    'https://w3id.org/azru-kg/query/agreements'
    """
    return f"{BASE}query/{slug}"
