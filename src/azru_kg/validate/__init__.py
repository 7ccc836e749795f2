"""Validation with SHACL: what conforms, what does not, and how it is told."""

from __future__ import annotations

from azru_kg.validate.findings import Finding
from azru_kg.validate.report.text import describe, summarise, to_text, to_turtle
from azru_kg.validate.run import Verdict, check_files, check_layout

__all__ = [
    "Finding",
    "Verdict",
    "check_files",
    "check_layout",
    "describe",
    "summarise",
    "to_text",
    "to_turtle",
]
