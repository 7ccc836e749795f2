"""Sees to it that a checkout says of itself what is true of it, before a command reads it."""

from __future__ import annotations

from contextlib import suppress

from azru_kg.errors import DataError
from azru_kg.graph.freshness import is_fresh, name_state
from azru_kg.graph.layout import Layout, built_in


def complete() -> Layout:
    """Return the layout of the built-in graph, with its metadata and measurements made if need be.

    Raises DataError where a file is broken, or cannot be written.
    """
    layout = built_in()
    if layout.is_checkout:
        state = name_state(layout)
        if not all(is_fresh(path, state) for path in layout.made):
            _make(layout)
    return layout


def describe() -> None:
    """Make the metadata of the built-in graph if need be, unless a file is broken.

    That is enough to judge a graph, and it is for the judge to tell what is broken.
    """
    from azru_kg.check.made_files import make_metadata

    with suppress(DataError):
        make_metadata(built_in())


def _make(layout: Layout) -> None:
    from azru_kg.check.made_files import make_all
    from azru_kg.cli.terminal import show_progress

    with show_progress() as progress:
        make_all(layout, progress)
