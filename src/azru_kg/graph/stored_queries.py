"""Stored queries: one file `<slug>.rq` each, with a header that says what it answers.

The header stands at the top of the file. Its lines start with `#+`, so that the whole file is a
query for any SPARQL tool:

    #+ summary: Trade figures by year
    #+ description: What each source reports, with its bound and unit,
    #+   oldest period first.
    #+ tags: [trade, figures]
    #+ topics: [trade]
    #+ parameters:
    #+   year: {type: gYear, label: Year}

`summary` is required, the others are not. `topics` are the names of topics of the graph on whose
pages the query stands. A line that starts with two or more spaces after `#+`
continues the one before it; below `parameters`, of which `azru_kg.graph.parameters` tells, each is
one. This is a small, strict subset of YAML: anything else is an error with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError, SyntaxFault
from azru_kg.files import read_text
from azru_kg.graph.parameters import Parameter, read_parameter
from azru_kg.graph.topics import SPACE
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
_KEYS = ("summary", "description", "tags", "topics", "parameters")
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
    parameters: tuple[Parameter, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(slots=True)
class _Field:
    line: int
    value: str
    more: list[tuple[int, str]] = field(default_factory=list)


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
        tags=_split_tags(path, "tags", fields),
        text=f"{text}\n",
        parameters=_read_parameters(path, fields, text),
        topics=_split_tags(path, "topics", fields),
    )


def _read_parameters(path: Path, fields: Mapping[str, _Field], text: str) -> tuple[Parameter, ...]:
    if "parameters" not in fields:
        return ()
    parameters: dict[str, Parameter] = {}
    for number, line in fields["parameters"].more:
        try:
            parameter = read_parameter(line, text)
        except ValueError as error:
            raise DataError(path, str(error), line=number) from error
        if parameter.name in parameters:
            raise DataError(path, f"{parameter.name!r} is given twice", line=number)
        parameters[parameter.name] = parameter
    return tuple(parameters.values())


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
            last.more.append((number, more[1]))
            continue
        key, last = _read_field(path, number, content)
        if key in fields:
            raise DataError(path, f"{key!r} is given twice", line=number)
        fields[key] = last
    for key, found in fields.items():
        if not found.value:
            raise DataError(path, f"{key!r} is empty. Fill it or leave it out", line=found.line)
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


def _split_tags(path: Path, key: str, fields: Mapping[str, _Field]) -> tuple[str, ...]:
    """Return the words of a list; topics are named by slugs, which have no spaces."""
    if key not in fields:
        return ()
    field, of = fields[key], _SLUG if key == "topics" else _TAG
    if not (field.value.startswith("[") and field.value.endswith("]")):
        raise DataError(path, f"{key} are a list: write '[trade, figures]'", line=field.line)
    tags = tuple(tag.strip() for tag in field.value[1:-1].split(","))
    for tag in tags:
        if not of.fullmatch(tag):
            raise DataError(
                path,
                f"{tag!r} is no {key[:-1]}: use lower-case words, digits, hyphens",
                line=field.line,
            )
    if len(set(tags)) != len(tags):
        raise DataError(path, f"a {key[:-1]} is given twice", line=field.line)
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
        *(
            (f"{PREFIXES['dcterms']}subject", ox.NamedNode(f"{SPACE}{topic}"))
            for topic in stored.topics
        ),
    ]
    subject = ox.NamedNode(name_example(stored.slug))
    return [ox.Triple(subject, ox.NamedNode(name), value) for name, value in parts]


def restore_example(triples: Iterable[ox.Triple]) -> StoredQuery | None:
    """Return the stored query that triples about one thing state, or None where they state none.

    That is what `state_example` makes triples of, without parameters.
    """
    told: dict[str, list[str]] = {}
    slug = ""
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            slug = triple.subject.value.removeprefix(f"{BASE}query/")
            told.setdefault(triple.predicate.value, []).append(triple.object.value)
    texts = [text for _, name in _FORMS.values() for text in told.get(name, ())]
    summaries = told.get(f"{PREFIXES['rdfs']}label", ())
    if not _SLUG.fullmatch(slug) or len(texts) != 1 or not summaries:
        return None
    comment = "".join(told.get(f"{PREFIXES['rdfs']}comment", ())[:1])
    return StoredQuery(
        slug=slug,
        summary=summaries[0],
        description=comment.removeprefix(f"{summaries[0].rstrip('.')}.").strip(),
        tags=tuple(sorted(told.get(f"{PREFIXES['schema']}keywords", ()))),
        text=texts[0],
    )


def name_example(slug: str) -> str:
    """Return the IRI of a stored query.

    >>> name_example("agreements")
    'https://w3id.org/azru-kg/query/agreements'
    """
    return f"{BASE}query/{slug}"
