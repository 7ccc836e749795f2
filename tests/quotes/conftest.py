from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.graph.layout import Layout
from azru_kg.quotes import Report, verify

PREFIXES = """\
@prefix azru: <https://w3id.org/azru-kg/ontology#> .
@prefix quote: <https://w3id.org/azru-kg/id/quote/> .
@prefix source: <https://w3id.org/azru-kg/id/source/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
"""

Words = list[tuple[str, int]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of archived texts."""
    path = tmp_path / "texts"
    path.mkdir()
    return path


@pytest.fixture
def check(tmp_path: Path, folder: Path) -> Callable[..., Report]:
    """Return a function that archives a text and checks a source with some spans against it."""

    def run(
        text: bytes | str, spans: Words, *ignored: str, kind: str = "SpecificResource"
    ) -> Report:
        content = text.encode() if isinstance(text, str) else text
        (folder / "any name.txt").write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        words = "".join(f' ; azru:ignoredWord "{word}"' for word in ignored)
        blocks = [f'source:s a azru:Source ; schema:sha256 "{checksum}"{words} .']
        for number, (exact, start) in enumerate(spans, start=1):
            prefix = "azru" if kind == "IgnoredSpan" else "oa"
            blocks.append(
                f"quote:q{number} a {prefix}:{kind} ; oa:hasSource source:s ;"
                f" oa:hasSelector quote:q{number}-text , quote:q{number}-position .\n"
                f'quote:q{number}-text a oa:TextQuoteSelector ; oa:exact """{exact}""" .\n'
                f"quote:q{number}-position a oa:TextPositionSelector ;"
                f" oa:start {start} ; oa:end {start + len(exact)} ."
            )
        path = tmp_path / "home" / "graph" / "sources" / "s.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((PREFIXES + "\n".join(blocks)).encode())
        return verify(Layout(tmp_path / "home"), folder)

    return run
