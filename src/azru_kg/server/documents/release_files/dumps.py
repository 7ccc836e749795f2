"""Serves the files of the release: made once, beside everything else, then sent from disk.

They are files without a name, which are gone with the last process that has them open.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from tempfile import TemporaryFile
from typing import Annotated, Any

from fastapi import Path as PathParameter
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import BeingMade, DataError, NotFound
from azru_kg.files import read_bytes
from azru_kg.flat.croissant import CROISSANT
from azru_kg.flat.csv_file import CSVM, METADATA
from azru_kg.flat.package import FLAT_FORMATS, FOLDER, list_archives, tell_content
from azru_kg.graph.archived import ArchivedRelease, find_archived, read_checked
from azru_kg.graph.dataset import UNVERSIONED, Dataset
from azru_kg.graph.dump import CHECKSUMS, list_names
from azru_kg.metadata.inventory import ReleaseFile
from azru_kg.rdf.formats import GRAPHS, with_charset
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import Described, DocumentRoute
from azru_kg.server.documents.release_files.dump_process import find_media_type, write_files
from azru_kg.server.documents.release_files.open_file import OpenFile
from azru_kg.server.http.problems import PLAIN_TEXT
from azru_kg.server.pages.reuse.signposts import post_file, write_links
from azru_kg.server.processes.company import Alone, Company

PATIENCE = 20.0
"""How many seconds a client waits at most for files that are being made."""

_LATER = 5
_ABOUT = (CHECKSUMS, f"{FOLDER}/{CROISSANT}")
_RDF = tuple(f".{format_.extension}" for format_ in GRAPHS)
_Name = Annotated[
    str,
    PathParameter(
        description="SHA256SUMS lists the names",
        json_schema_extra={"pattern": "^[A-Za-z0-9._+-]+$", "minLength": 1},
        examples=[CHECKSUMS],
    ),
]
_TableName = Annotated[
    str,
    PathParameter(
        description="A table with .csv or .parquet, or a file about all of them",
        json_schema_extra={"pattern": "^[A-Za-z0-9._-]+$", "minLength": 1},
        examples=["figures.csv"],
    ),
]
_log = logging.getLogger("azru_kg.server")


class Dumps:
    """The files of the release of one dataset; a dataset without a version has no release.

    They are made once for all processes in a company.
    """

    def __init__(
        self, dataset: Dataset, company: Company | None = None, *, patience: float = PATIENCE
    ) -> None:
        self._dataset = dataset
        self._digest = dataset.digest
        self._archived = find_archived(dataset)
        self._company = company or Alone()
        self._patience = patience
        self._graphs = Once(self._make_graphs)
        self._made = Once(self._make)
        self._kept = ExitStack()
        self._numbers: dict[str, int] = {}

    async def files(self) -> tuple[ReleaseFile, ...]:
        """Return the files that stay as they are made; none where there is no release.

        The one of the checksums is left out, and that in which addresses of the site are put.

        Raises BeingMade where that takes longer than a client waits.
        """
        files = await self._wait(self._made)
        return tuple(file for name, file in files.items() if name not in _ABOUT)

    async def prepare(self) -> None:
        """Make the files, however long it takes."""
        if self.names():
            await self._made.get()

    def close(self) -> None:
        """Stop making the files, and give them up."""
        self._made.stop()
        self._graphs.stop()
        self._numbers = {}
        self._kept.close()

    def names(self) -> tuple[str, ...]:
        """Return the names of the files that are RDF, whether they are made yet or not."""
        if self._archived is not None:
            return tuple(name for name in self._archived.read_sums() if name.endswith(_RDF))
        version = self._dataset.version
        return () if version == UNVERSIONED else list_names(version)

    async def read(self, name: str) -> bytes:
        """Return what is in a file; raise NotFound, or BeingMade."""
        file, number = await self._find(name)
        return await asyncio.to_thread(os.pread, number, file.size, file.start)

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the files of the dump, and of the tables."""
        formats = (*GRAPHS, PLAIN_TEXT, *FLAT_FORMATS)
        content: dict[str, Any] = {format_.media_type: {} for format_ in formats}
        others: Described = {
            206: {"description": "A part of it", "content": content},
            416: {"description": "There is no such part"},
        }
        return [
            DocumentRoute(
                "/dump/{name}",
                self.read_dump,
                "A file of the release, or a part of it with Range",
                formats=formats,
                problems=(404, 503),
                others=others,
            ),
            DocumentRoute(
                f"/{FOLDER}/{{name}}",
                self.read_flat_file,
                "A file of the tables, or a part of it with Range",
                formats=FLAT_FORMATS,
                problems=(404, 503),
                others=others,
            ),
        ]

    async def read_dump(self, name: _Name) -> Response:
        """Answer with a file, or the part of it that is asked for; raise NotFound."""
        file, number = await self._find(name)
        return OpenFile(number, file, _describe(file, name) | self._point())

    async def read_flat_file(self, name: _TableName) -> Response:
        """Answer with a file of the tables, or the part that is asked for; raise NotFound."""
        file, number = await self._find(f"{FOLDER}/{name}")
        links = self._point()
        headers = _describe(file, name) | links
        if name.endswith(".csv"):
            # CSV on the Web, Model for Tabular Data, section 5.2.
            described = f'<{METADATA}>; rel="describedby"; type="{CSVM}"'
            headers["Link"] = ", ".join([described, *links.values()])
        return OpenFile(number, file, headers)

    def _point(self) -> dict[str, str]:
        """Return the header that leads from a file to the page of the dataset, one folder up."""
        posts = post_file("../") if self._dataset.is_own else ()
        return {"Link": ", ".join(write_links(posts))} if posts else {}

    async def _find(self, name: str) -> tuple[ReleaseFile, int]:
        """Return a file and the number under which it is open; raise NotFound."""
        files = await self._wait(self._graphs if name in self.names() else self._made)
        file = files.get(name)
        if file is None or (number := self._numbers.get(file.folder or name)) is None:
            raise NotFound(_explain(name, files))
        return file, number

    async def _wait(self, made: Once[dict[str, ReleaseFile]]) -> dict[str, ReleaseFile]:
        if not self.names():
            return {}
        try:
            async with asyncio.timeout(self._patience):
                return await made.get()
        except TimeoutError as error:
            text = "the files of the release are being made. Ask again in a moment"
            raise BeingMade(text, retry_after=_LATER) from error

    async def _make_graphs(self) -> dict[str, ReleaseFile]:
        """Return the graph in each syntax, by name; of an older release all that it has.

        Raises DataError where they are not what is served.
        """
        if self._archived is not None:
            return self._keep(*await asyncio.to_thread(_open_archived, self._archived))
        write = partial(self._write, self.names(), None)
        files = self._keep(*_read(*await self._company.share(self._digest, write)))
        if self._digest not in {file.sha256 for file in files.values()}:
            reason = "the data have changed since the server was started. Start it again"
            raise DataError("the release", reason)
        return files

    async def _make(self) -> dict[str, ReleaseFile]:
        """Return all files by name; raise DataError. Who wants no tables need not wait for it."""
        graphs = await self._graphs.get()
        if self._archived is not None:
            return graphs
        names = *list_archives(self._dataset.version), CHECKSUMS, FOLDER
        write = partial(self._write, names, list(graphs.values()))
        return graphs | self._keep(*_read(*await self._company.share(f"{self._digest}+", write)))

    def _keep(self, files: list[ReleaseFile], numbers: list[int]) -> dict[str, ReleaseFile]:
        """Keep files open; return them by their names."""
        for number in numbers:
            self._kept.callback(os.close, number)
        opened = dict.fromkeys(file.folder or file.name for file in files)
        self._numbers |= dict(zip(opened, numbers, strict=True))
        return {file.name: file for file in files}

    async def _write(
        self, names: Iterable[str], before: list[ReleaseFile] | None
    ) -> tuple[str, list[int]]:
        """Return files of these names, or in folders of these names, as JSON, and opened."""
        with ExitStack() as opened:
            try:
                parts = {name: opened.enter_context(TemporaryFile()) for name in names}
                files = await write_files(self._dataset, parts, before)
            except (DataError, OSError) as error:
                # The message names a file of this machine, which is nothing to tell a client.
                _log.error("cannot make the files of the release: %s", error)
                reason = "its files cannot be made. The log says why"
                raise DataError("the release", reason) from error
            told = json.dumps([asdict(file) for file in files.values()])
            return told, [os.dup(part.fileno()) for part in parts.values()]


def _read(told: str, numbers: list[int]) -> tuple[list[ReleaseFile], list[int]]:
    return [ReleaseFile(**fields) for fields in json.loads(told)], numbers


def _describe(file: ReleaseFile, name: str) -> dict[str, str]:
    return {
        "Cache-Control": "public, no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": with_charset(file.media_type),
        "ETag": f'"{file.sha256}"',
    }


def _open_archived(release: ArchivedRelease) -> tuple[list[ReleaseFile], list[int]]:
    """Return the files of an older release as they were published, and opened.

    Raises DataError where one is not what its checksum says.
    """
    files: list[ReleaseFile] = []
    numbers: list[int] = []
    sums = release.read_sums()
    try:
        for name in (*sums, CHECKSUMS):
            path = release.folder / name
            data = read_checked(path, sums[name]) if name in sums else read_bytes(path)
            digest = hashlib.sha256(data).hexdigest()
            files.append(
                ReleaseFile(name, find_media_type(name), len(data), digest, tell_content(name))
            )
            numbers.append(os.open(path, os.O_RDONLY))
    except BaseException:
        for number in numbers:
            os.close(number)
        raise
    return files, numbers


def _explain(name: str, files: Iterable[str]) -> str:
    if not files:
        return (
            "This dataset has no version, so there is no release of it to download."
            " Ask for its graphs at /graphs, or query it at /sparql"
        )
    folder, _, _ = name.rpartition("/")
    near = (file.rpartition("/")[2] for file in files if file.rpartition("/")[0] == folder)
    return f"The release has no file {name}. It has: {', '.join(near)}"
