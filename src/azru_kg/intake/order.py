"""In which order rows are stated: what is named comes before what speaks of it by its name.

A claim has a label that is made of the names of things, and these come from the rows of the things
or from the tables. So each row need be stated only once, whatever the order of sheets.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter

from azru_kg.errors import AzruError
from azru_kg.intake.sheets.schemas import ROWS


def sort_kinds(needs: Mapping[str, Collection[str]] | None = None) -> list[str]:
    """Return the kinds of sheets, each after those whose names it needs.

    `needs` are those that the schemas declare, unless given. Raises AzruError where kinds need one
    another in a ring.

    >>> sort_kinds({"posts": ["people"], "people": []})
    ['people', 'posts']
    """
    if needs is None:
        needs = {kind: row.names_from for kind, row in ROWS.items()}
    places = {kind: number for number, kind in enumerate(needs)}
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        ring = " needs ".join(error.args[1][::-1])
        raise AzruError(f"Rows cannot be put in order by names: {ring}. Part them") from error
    ordered: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda kind: places[kind])
        ordered += ready
        sorter.done(*ready)
    return ordered
