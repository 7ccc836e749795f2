"""Packs an answer with all that it takes to cite and check it, as an RO-Crate 1.3 in one zip file.

The same result has the same bytes: files stand in one order, of one date, and are not compressed,
for compressors differ from one version to the next.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from azru_kg.citing.citation import BIBTEX, CSL_JSON, RIS, CitedDocument
from azru_kg.languages.reading import ENGLISH, read_in
from azru_kg.rdf.formats import CSV, QUERY, Format
from azru_kg.rdf.prefixes import BASE
from azru_kg.server.lists.cite.answer_citation import cite_result
from azru_kg.server.lists.cite.answer_files import PARQUET, write_csv, write_parquet
from azru_kg.server.lists.cite.question import CitedResult
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pages.reuse.schema_org import LICENCE
from azru_kg.server.pages.reuse.signposts import EDITORS

CRATE: Final = Format("crate", "RO-Crate", "page", "application/zip", "zip")
"""An answer with its query, its citation and its sources, packed."""

_METADATA: Final = "ro-crate-metadata.json"
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.3"
_RUN: Final = "#query"
_READABLE: Final = 0o644 << 16
_FIRST_DAY: Final = "1980-01-01"

Json = dict[str, Any]


def make_crate(result: CitedResult, documents: Sequence[CitedDocument], edition: Edition) -> bytes:
    """Return the zip file of a result; `documents` are those behind it."""
    # What is packed for good is in one language, whoever asks for it.
    with read_in(ENGLISH):
        files = _write_files(result, documents, edition)
        entities = _describe(result, documents, edition, files)
    graph = [*map(_unwrap, entities)]
    document = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    metadata = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _zip({_METADATA: metadata.encode(), **files}, edition.issued or _FIRST_DAY)


def _write_files(
    result: CitedResult, documents: Sequence[CitedDocument], edition: Edition
) -> dict[str, bytes]:
    citation = cite_result(result, documents, edition)
    about = {"release": edition.version, "result": result.digest}
    files = {
        "query.rq": result.question.text.encode(),
        "query-normal-form.rq": result.question.normal.encode(),
        "answer.csv": write_csv(result.table).encode(),
        "answer.parquet": write_parquet(result.table, about),
        "rows.tsv": result.lines,
        "citation.txt": f"{citation.write(edition)}\n".encode(),
        **{
            f"citation.{format_.extension}": citation.write_as(format_, edition).encode()
            for format_ in (BIBTEX, RIS, CSL_JSON)
        },
    }
    sums = [f"{_sum(content)}  {name}\n" for name, content in files.items()]
    return {**files, "SHA256SUMS": "".join(sums).encode()}


_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "query.rq": ("The query as it was asked", QUERY.media_type),
    "query-normal-form.rq": (
        "The query in its normal form, whose SHA-256 names it",
        QUERY.media_type,
    ),
    "answer.csv": ("The rows of the answer", CSV.media_type),
    "answer.parquet": ("The rows of the answer, with types", PARQUET.media_type),
    "rows.tsv": (
        "The rows of the answer in their stable order, whose SHA-256 names the result",
        "text/tab-separated-values",
    ),
    "citation.txt": ("How to cite the result", "text/plain"),
    "citation.bib": ("How to cite the result, for BibTeX", BIBTEX.media_type),
    "citation.ris": ("How to cite the result, for reference managers", RIS.media_type),
    "citation.csl.json": ("How to cite the result, as CSL-JSON", CSL_JSON.media_type),
    "SHA256SUMS": ("The checksums of these files", "text/plain"),
}


def _describe(
    result: CitedResult,
    documents: Sequence[CitedDocument],
    edition: Edition,
    files: Mapping[str, bytes],
) -> list[Json]:
    """Return the entities of the metadata: the crate, what is in it, and what it came from."""
    question = result.question
    address, release = question.locate(edition), _name_release(edition)
    root: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": question.title,
        "description": _say(result, edition),
        "identifier": {"@id": address},
        "cite-as": address,
        "url": address,
        "version": edition.version,
        "datePublished": edition.issued or _FIRST_DAY,
        "license": {"@id": LICENCE},
        "creditText": files["citation.txt"].decode().strip(),
        "hasPart": [{"@id": name} for name in files],
        "mainEntity": {"@id": "answer.csv"},
        "isBasedOn": [{"@id": release}],
        "citation": [{"@id": document.iri} for document in documents],
        "mentions": [{"@id": _RUN}],
    }
    if edition.own:
        root |= {"author": {"@id": EDITORS}, "publisher": {"@id": EDITORS}}
    entities: list[Json] = [
        {
            "@id": _METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        root,
        *(_describe_file(name, content) for name, content in files.items()),
        {
            "@id": address,
            "@type": "PropertyValue",
            "name": "address",
            "value": address,
            "url": address,
        },
        _describe_run(result, edition),
        _describe_release(release, edition),
        {
            "@id": LICENCE,
            "@type": "CreativeWork",
            "name": "Creative Commons Attribution 4.0 International",
            "description": "The data may be shared and changed by who names their makers.",
            "identifier": LICENCE,
        },
        {
            "@id": f"{BASE}program",
            "@type": "SoftwareApplication",
            "name": "azru-kg",
            "url": BASE,
            "softwareVersion": edition.program,
            "version": edition.program,
        },
    ]
    if edition.own:
        entities.append(
            {
                "@id": EDITORS,
                "@type": "Organization",
                "name": "The azru-kg editors",
                "url": f"{BASE}dataset",
            }
        )
    return [*entities, *map(_describe_document, documents)]


def _say(result: CitedResult, edition: Edition) -> str:
    question = result.question
    told = question.description or question.title
    chosen = ", ".join(f"{name}: {value or 'any'}" for name, value in question.parameters.items())
    asked = f" Asked with {chosen}." if chosen else ""
    return (
        f"{told.rstrip('.')}.{asked} {result.table.total:,} rows out of release {edition.version}."
        f" SHA-256 of the query {question.digest}, of the result {result.digest}."
    )


def _describe_file(name: str, content: bytes) -> Json:
    told, media_type = _FILES[name]
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": f"{told}.",
        "encodingFormat": media_type,
        "contentSize": str(len(content)),
        "sha256": _sum(content),
    }


def _describe_run(result: CitedResult, edition: Edition) -> Json:
    """Return that asking the query of the release made the answer."""
    return {
        "@id": _RUN,
        "@type": "CreateAction",
        "name": "Asking the query of the release",
        "description": f"The query was asked of release {edition.version} with azru-kg.",
        "instrument": {"@id": f"{BASE}program"},
        "object": [{"@id": "query.rq"}, {"@id": _name_release(edition)}],
        "result": [{"@id": "answer.csv"}, {"@id": "answer.parquet"}, {"@id": "rows.tsv"}],
        "endTime": edition.issued or _FIRST_DAY,
    }


def _describe_release(release: str, edition: Edition) -> Json:
    title = "azru-kg: the knowledge graph of Azerbaijan–Russia relations"
    return {
        "@id": release,
        # No part of the crate, as a Dataset would be.
        "@type": "CreativeWork",
        "name": title if edition.own else "dataset",
        "description": f"Release {edition.version}; SHA-256 of its N-Quads: {edition.digest}.",
        "version": edition.version,
        "datePublished": edition.issued or _FIRST_DAY,
        "sha256": edition.digest,
    }


def _describe_document(document: CitedDocument) -> Json:
    entity = {
        "@id": document.iri,
        "@type": "CreativeWork",
        "name": document.title,
        "datePublished": document.published,
        "creditText": document.text,
        "url": document.page,
    }
    return {name: value for name, value in entity.items() if value}


def _unwrap(entity: Json) -> Json:
    """Return an entity in which a list of one thing is that thing, and none is left out."""
    lists = {name: value for name, value in entity.items() if isinstance(value, list)}
    plain = {name: value[0] for name, value in lists.items() if len(value) == 1}
    return {name: value for name, value in (entity | plain).items() if value != []}


def _name_release(edition: Edition) -> str:
    return f"{BASE}{edition.path}dataset"


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zip(files: Mapping[str, bytes], day: str) -> bytes:
    moment = date.fromisoformat(day)
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as packed:
        for name, content in files.items():
            entry = ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = _READABLE
            packed.writestr(entry, content)
    return archive.getvalue()
