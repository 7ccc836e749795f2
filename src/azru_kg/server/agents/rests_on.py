"""Tells an agent what each row of an answer rests on: the sets of documents that suffice for it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from azru_kg.provenance.told import Provenance, RowProvenance, Support
from azru_kg.rdf.prefixes import shorten


class RestsOn(BaseModel):
    """What a row rests on, as docs/provenance-of-answers.md says."""

    kind: str = Field(
        description="support: any one of the sets suffices for the row. lineage: the group rests on"
        " all of the set. untold: no set is known"
    )
    sets: list[list[str]] = Field(
        description="Each a set of documents that together suffice; `nothing matches …` is an"
        " absence on which the row rests, too"
    )
    more: int | None = Field(description="So many sets are not listed; null where nobody counted")
    reasons: list[str] = Field(description="Why something is not told")


def tell_provenance(provenance: Provenance) -> list[RestsOn]:
    """Return what the rows of an answer rest on, in their order."""
    return [_tell_row(row, provenance) for row in provenance.rows]


def _tell_row(row: RowProvenance, provenance: Provenance) -> RestsOn:
    return RestsOn(
        kind=row.kind,
        sets=[_tell_set(each, provenance) for each in row.sets],
        more=row.more,
        reasons=[provenance.reasons[number] for number in row.reasons],
    )


def _tell_set(support: Support, provenance: Provenance) -> list[str]:
    cited = [provenance.documents[number] for number in support.documents]
    absent = [provenance.absences[number] for number in support.absences]
    documents: Sequence[str] = [shorten(each.source or each.graph or "") for each in cited]
    return [
        *(name or "the default graph" for name in documents),
        *(f"nothing matches {each.pattern}" for each in absent),
        *([f"and {support.more} more"] if support.more else []),
    ]
