"""How the place of a finding is written: short for people, as a URI for machines."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from azru_kg.check.finding import Location

STDIN = "<stdin>"
"""What stands for the path of data that came on standard input."""


def show_path(path: Path | str) -> str:
    """Return a path as seen from the working directory, in one line.

    >>> show_path(Path.cwd() / "graph" / "a.ttl")
    'graph/a.ttl'
    """
    shown = path if isinstance(path, str) else _relate(path, Path.cwd())
    return str(shown).replace("\n", r"\n").replace("\r", r"\r")


def show_place(place: Location) -> str:
    """Return `path:line:column`, as far as it is known.

    >>> show_place(Location("a.ttl", 3, 7)), show_place(Location("a.ttl"))
    ('a.ttl:3:7', 'a.ttl')
    """
    parts = (show_path(place.path), place.line, place.column)
    return ":".join(str(part) for part in parts if part is not None)


def find_root() -> Path:
    """Return the top folder of the checkout around the working directory, or else the latter."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def relate(path: Path | str, root: Path) -> str | None:
    """Return the path of a file below a folder, with slashes; None for any other."""
    if isinstance(path, str):
        return None
    resolved, top = path.resolve(), root.resolve()
    return resolved.relative_to(top).as_posix() if resolved.is_relative_to(top) else None


def to_uri(path: Path | str, root: Path) -> str:
    """Return the URI of a file: relative to a folder if the file is below it."""
    if isinstance(path, str):
        return "file:///dev/stdin"
    below = relate(path, root)
    return path.resolve().as_uri() if below is None else quote(os.fsencode(below))


def _relate(path: Path, folder: Path) -> Path:
    # The folder that the user sees may be a symbolic link: only an absolute path is shortened.
    return path.relative_to(folder) if path.is_absolute() and path.is_relative_to(folder) else path
