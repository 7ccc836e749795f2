"""The files of pictures that stand alone: their formats, and their style sheet, light and dark."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import azru_kg.server.pages
from azru_kg.rdf.formats import Format

SVG = Format("svg", "SVG", "page", "image/svg+xml", "svg")
"""The format of a picture."""

METADATA = Format("metadata", "metadata", "page", "application/json", "metadata.json")
"""The format of what is told of a picture."""

_STATIC = Path(azru_kg.server.pages.__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Style:
    """The style sheet of a picture that stands alone, and the policy that allows no other."""

    text: str
    policy: str


def read_style() -> Style:
    """Return the sheet of pictures, with the colours of the pages, light and dark."""
    colours, _, _ = (_STATIC / "style.css").read_text(encoding="utf-8").partition("\n* {")
    own = (_STATIC / "picture.css").read_text(encoding="utf-8")
    text = f"{colours}\n{own}"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    return Style(text, policy)
