"""Describes the CSV files of the tables in Croissant 1.1 (MLCommons), for programs that learn."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.flat_table import SEPARATOR, FlatColumn, FlatTable
from azru_kg.flat.imprint import Imprint

CROISSANT = "croissant.json"
"""The name of the file."""

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "thing": "sc:URL",
    "text": "sc:Text",
    "slot": "sc:Text",
    "date": "sc:Date",
    "number": "sc:Float",
    "integer": "sc:Integer",
}


def describe_croissant(imprint: Imprint, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of the CSV files, by addresses that are relative to its own."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "azru-kg",
        "alternateName": imprint.title,
        "description": imprint.description,
        "url": imprint.iri,
        "version": imprint.version,
        "datePublished": imprint.issued,
        "license": imprint.license,
        "keywords": list(imprint.keywords),
        "creator": {"@type": "sc:Organization", "name": imprint.publisher, "url": imprint.iri},
        "publisher": {"@type": "sc:Organization", "name": imprint.publisher, "url": imprint.iri},
        "citeAs": imprint.cite(),
        "isLiveDataset": False,
        "distribution": [_describe_file(table, files[f"{table.name}.csv"]) for table in TABLES],
        "recordSet": [_describe_records(table) for table in TABLES],
    }


def _describe_file(table: FlatTable, content: bytes) -> dict[str, Any]:
    name = f"{table.name}.csv"
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": table.row,
        "contentUrl": name,
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": sha256(content).hexdigest(),
    }


def _describe_records(table: FlatTable) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.row,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_describe_field(table, column) for column in table.columns],
    }


def _describe_field(table: FlatTable, column: FlatColumn) -> dict[str, Any]:
    source: dict[str, Any] = {
        "fileObject": {"@id": f"{table.name}.csv"},
        "extract": {"column": column.name},
    }
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.meaning,
        "dataType": _TYPES[column.type],
    }
    if column.several:
        source["transform"] = {"separator": SEPARATOR}
        field |= {"isArray": True, "arrayShape": "-1"}
    return {**field, "source": source}
