"""Serves the files of the release: made once, beside everything else, then sent from disk."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from fastapi import Path as PathParameter
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import BeingMade, DataError, NotFound
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.dump import CHECKSUMS, list_names
from azru_kg.metadata.inventory import ReleaseFile
from azru_kg.rdf.formats import GRAPHS, with_charset
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import Described, DocumentRoute
from azru_kg.server.documents.dump_process import make_files
from azru_kg.server.http.problems import PLAIN_TEXT

PATIENCE = 20.0
"""How many seconds a client waits at most for files that are being made."""

_LATER = 5
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

    def __init__(self, dataset: Dataset, *, patience: float = PATIENCE) -> None:
        self._dataset = dataset
        self._digest = dataset.digest
        self._patience = patience
        self._made = Once(self._make)
        self._folder: Path | None = None

    async def files(self) -> tuple[ReleaseFile, ...]:
        """Return the files, without the one of the checksums; none where there is no release.

        Raises BeingMade where that takes longer than a client waits.
        """
        files = await self._wait()
        return tuple(file for name, file in files.items() if name != CHECKSUMS)

    async def prepare(self) -> None:
        """Make the files, however long it takes."""
        if self.names():
            await self._made.get()

    def close(self) -> None:
        """Stop making the files."""
        self._made.stop()

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, whether they are made yet or not."""
        version = self._dataset.version
        return () if version == _UNVERSIONED else list_names(version)

    def make_routes(self) -> list[BaseRoute]:
        """Return the route of all files."""
        content: dict[str, Any] = {format_.media_type: {} for format_ in (*GRAPHS, PLAIN_TEXT)}
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
                problems=(404, 503),
                others=others,
            )
        ]

    async def read_dump(self, name: _Name) -> Response:
        """Answer with a file, or the part of it that is asked for; raise NotFound."""
        files = await self._wait()
        file = files.get(name)
        if self._folder is None or file is None:
            raise NotFound(_explain(name, files))
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

    async def _wait(self) -> dict[str, ReleaseFile]:
        if not self.names():
            return {}
        try:
            async with asyncio.timeout(self._patience):
                return await self._made.get()
        except TimeoutError as error:
            text = "the files of the release are being made. Ask again in a moment"
            raise BeingMade(text, retry_after=_LATER) from error

    async def _make(self) -> dict[str, ReleaseFile]:
        """Return the files by name; raise DataError if they are not what is served."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="azru-kg-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        try:
            files = await make_files(self._dataset, self._folder)
        except DataError as error:
            # The message names a file of this machine, which is nothing to tell a client.
            _log.error("cannot make the files of the release: %s", error)
            reason = "its files cannot be made. The log says why"
            raise DataError("the release", reason) from error
        if self._digest not in {file.sha256 for file in files.values()}:
            reason = "the data have changed since the server was started. Start it again"
            raise DataError("the release", reason)
        return files


def _explain(name: str, files: Iterable[str]) -> str:
    if not files:
        return (
            "This dataset has no version, so there is no release of it to download."
            " Ask for its graphs at /graphs, or query it at /sparql"
        )
    return f"The release has no file {name}. It has: {', '.join(files)}"
