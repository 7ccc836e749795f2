from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PREFIXES = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def turtle(tmp_path: Path) -> Write:
    """Return a function that writes a Turtle file, with prefixes, and returns its path."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{PREFIXES}{body}\n", encoding="utf-8")
        return path

    return write
