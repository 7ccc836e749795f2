"""Sends the style sheets and scripts of pages, whole and with a tag, as documents are sent."""

from __future__ import annotations

import mimetypes
import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import azru_kg.server.pages
from azru_kg.server.http.etags import revalidate

_FOLDER: Final = Path(azru_kg.server.pages.__file__).parent / "static"
BUNDLE: Final = _FOLDER / "built" / "workbench.js"
"""The script of the workbench, which npm builds."""

_KNOWN: Final = 64


class Assets(StaticFiles):
    """The files that pages load, of which there are few, and none is long."""

    def __init__(self) -> None:
        super().__init__(directory=_FOLDER)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file as a whole, which can be packed; that of the library is sent in parts."""
        body = _read(Path(full_path), stat_result.st_mtime_ns)
        media_type, _ = mimetypes.guess_type(full_path)
        headers = {"Cache-Control": "public, no-cache"}
        response = Response(body, status_code, headers, media_type or "application/octet-stream")
        return revalidate(response, Request(scope))


def has_workbench() -> bool:
    """Return whether the script of the workbench has been built; without it there is the form."""
    return BUNDLE.is_file()


@lru_cache(_KNOWN)
def _read(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
