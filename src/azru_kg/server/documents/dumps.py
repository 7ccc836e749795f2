"""Serves the files of the release: made at the first request for them, then sent from disk."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Annotated, Any

from fastapi import Path as PathParameter
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import DataError, NotFound
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.dump import CHECKSUMS, list_names, write_dump
from azru_kg.metadata.inventory import ReleaseFile
from azru_kg.rdf.formats import GRAPHS, with_charset
from azru_kg.server.documents.document import Described, DocumentRoute
from azru_kg.server.http.problems import PLAIN_TEXT

_MEDIA_TYPES = {f".{format_.extension}": format_.media_type for format_ in GRAPHS}
_UNVERSIONED = "unversioned"
_Name = Annotated[
    str,
    PathParameter(
        description="SHA256SUMS lists the names",
        json_schema_extra={"pattern": "^[A-Za-z0-9._+-]+$", "minLength": 1},
        examples=[CHECKSUMS],
    ),
]
_log = logging.getLogger("azru_kg.server")


class Dumps:
    """The files of the release of one dataset; a dataset without a version has no release."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._digest = dataset.digest
        self._making: asyncio.Future[dict[str, ReleaseFile]] | None = None
        self._folder: Path | None = None
        self._files: dict[str, ReleaseFile] = {}

    async def files(self) -> tuple[ReleaseFile, ...]:
        """Return the files, without the one of the checksums; none where there is no release."""
        await self._make()
        return tuple(file for name, file in self._files.items() if name != CHECKSUMS)

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, whether they are made yet or not."""
        version = self._dataset.version
        return () if version == _UNVERSIONED else list_names(version)

    def make_routes(self) -> list[BaseRoute]:
        """Return the route of all files."""
        content: dict[str, Any] = {
            media_type: {} for media_type in (*_MEDIA_TYPES.values(), "text/plain")
        }
        others: Described = {
            206: {"description": "A part of it", "content": content},
            416: {"description": "There is no such part"},
        }
        text = "A file of the release, or a part of it with Range"
        return [
            DocumentRoute(
                "/dump/{name}",
                self.read_dump,
                text,
                formats=(*GRAPHS, PLAIN_TEXT),
                problems=(404,),
                others=others,
            )
        ]

    async def read_dump(self, name: _Name) -> Response:
        """Answer with a file, or the part of it that is asked for; raise NotFound."""
        await self._make()
        file = self._files.get(name)
        if self._folder is None or file is None:
            raise NotFound(self._explain(name))
        headers = {
            "Cache-Control": "public, no-cache",
            "Content-Type": with_charset(file.media_type),
            "ETag": f'"{file.sha256}"',
        }
        return FileResponse(
            self._folder / name,
            headers=headers,
            media_type=file.media_type,
            filename=name,
        )

    def _explain(self, name: str) -> str:
        if not self._files:
            return (
                "This dataset has no version, so there is no release of it to download."
                " Ask for its graphs at /graphs, or query it at /sparql"
            )
        return f"The release has no file {name}. It has: {', '.join(self._files)}"

    async def _make(self) -> None:
        """Make the files once; a client that leaves does not stop it, for another may wait."""
        if self._files or self._dataset.version == _UNVERSIONED:
            return
        if self._making is None:
            self._making = asyncio.ensure_future(asyncio.to_thread(self._write))
        making = self._making
        try:
            self._files = await asyncio.shield(making)
        finally:
            if making.done() and self._making is making:
                self._making = None

    def _write(self) -> dict[str, ReleaseFile]:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="azru-kg-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return _write_files(self._dataset, self._digest, self._folder)


def _write_files(dataset: Dataset, digest: str, folder: Path) -> dict[str, ReleaseFile]:
    """Write the files and return them by name; raise DataError if they are not what is served."""
    try:
        files = {path.name: _measure(path) for path in write_dump(dataset, folder)}
    except DataError as error:
        # The message names a file of this machine, which is nothing to tell a client.
        _log.error("cannot make the files of the release: %s", error)
        raise DataError("the release", "its files cannot be made. The log says why") from error
    if digest not in {file.sha256 for file in files.values()}:
        reason = "the data have changed since the server was started. Start it again"
        raise DataError("the release", reason)
    return files


def _measure(path: Path) -> ReleaseFile:
    content = path.read_bytes()
    media_type = _MEDIA_TYPES.get(path.suffix, "text/plain")
    return ReleaseFile(path.name, media_type, len(content), hashlib.sha256(content).hexdigest())
