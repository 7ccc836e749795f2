"""A remark: what may not be meant in a query, where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from azru_kg.query.tokens import Token

RemarkKind = Literal[
    "amount-overflow", "label-language", "late-optional", "open-path", "unbound-extreme"
]
"""What a remark is about."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What may not be meant, and what to do; it is about the text from `start` to `end`."""

    kind: RemarkKind
    reason: str
    start: int
    end: int

    @classmethod
    def on(cls, kind: RemarkKind, tokens: Sequence[Token], reason: str) -> Remark:
        """Return a remark on some tokens that follow one another."""
        return cls(kind, reason, tokens[0].start, tokens[-1].start + len(tokens[-1].text))
