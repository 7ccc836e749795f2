"""The files of the release: what `azru-kg dump` writes, in whole and in part."""

import asyncio
import hashlib
import shutil
from pathlib import Path

import httpx
import pytest

from azru_kg.errors import BeingMade, DataError
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.dump import CHECKSUMS, write_dump
from azru_kg.graph.layout import Layout
from azru_kg.server.documents.dumps import Dumps


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, founding: Layout) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("dump")
    return {path.name: path.read_bytes() for path in write_dump(read_layout(founding), folder)}


def test_each_file_is_the_bytes_of_the_dump(
    own_client: httpx.Client, files: dict[str, bytes]
) -> None:
    assert len(files) == 8
    for name, content in files.items():
        response = own_client.get(f"/dump/{name}", headers={"Accept": "text/html"})
        assert response.content == content
        assert response.headers["content-length"] == str(len(content))
        assert response.headers["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_the_checksums_are_those_of_the_files(own_client: httpx.Client) -> None:
    response = own_client.get(f"/dump/{CHECKSUMS}")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    for line in response.text.splitlines():
        checksum, name = line.split("  ")
        assert hashlib.sha256(own_client.get(f"/dump/{name}").content).hexdigest() == checksum


def test_head_has_the_headers_of_a_file_and_no_body(own_client: httpx.Client) -> None:
    whole, head = own_client.get("/dump/ontology.ttl"), own_client.head("/dump/ontology.ttl")
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "accept-ranges"):
        assert head.headers[name] == whole.headers[name]


def test_a_download_can_be_resumed(own_client: httpx.Client, files: dict[str, bytes]) -> None:
    tag = own_client.head("/dump/ontology.ttl").headers["etag"]
    part = own_client.get("/dump/ontology.ttl", headers={"Range": "bytes=100-", "If-Range": tag})
    assert part.status_code == 206
    assert part.content == files["ontology.ttl"][100:]
    changed = {"Range": "bytes=100-", "If-Range": '"other"'}
    assert own_client.get("/dump/ontology.ttl", headers=changed).content == files["ontology.ttl"]
    beyond = own_client.get("/dump/ontology.ttl", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416


def test_a_client_that_has_a_file_gets_304(own_client: httpx.Client) -> None:
    tag = own_client.head("/dump/shapes.ttl").headers["etag"]
    response = own_client.get("/dump/shapes.ttl", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["none.ttl", "..%2fSHA256SUMS", "%2e%2e/%2e%2e/etc/passwd", "a%00", "SHA256SUMS%2f"]
)
def test_nothing_but_the_files_is_served(own_client: httpx.Client, name: str) -> None:
    assert own_client.get(f"/dump/{name}").status_code == 404


def test_an_unknown_file_names_those_there_are(
    own_client: httpx.Client, files: dict[str, bytes]
) -> None:
    detail = own_client.get("/dump/none.ttl").json()["detail"]
    assert all(name in detail for name in files)


def test_who_does_not_wait_so_long_is_told_to_come_back(founding: Layout) -> None:
    dumps = Dumps(read_layout(founding), patience=0)

    async def ask() -> list[str]:
        with pytest.raises(BeingMade) as caught:
            await dumps.files()
        assert caught.value.retry_after > 0
        await dumps.prepare()
        return [file.name for file in await dumps.files()]

    assert len(asyncio.run(ask())) == 7


def test_what_is_made_is_stopped_when_nobody_wants_it_any_more(founding: Layout) -> None:
    async def stop() -> None:
        dumps = Dumps(read_layout(founding), patience=0)
        with pytest.raises(BeingMade):
            await dumps.files()
        dumps.close()
        with pytest.raises(asyncio.CancelledError):
            await dumps.prepare()

    asyncio.run(stop())


def test_files_that_changed_since_the_start_are_not_served(
    tmp_path: Path, founding: Layout
) -> None:
    for folder in (founding.ontology, founding.graph, founding.shapes):
        shutil.copytree(folder, tmp_path / folder.name)
    dumps = Dumps(read_layout(Layout(tmp_path)))
    codes = tmp_path / "ontology" / "codes.ttl"
    codes.write_text(f"{codes.read_text()}\n<urn:new> a <urn:b> .\n")
    with pytest.raises(DataError, match="Start it again"):
        asyncio.run(dumps.files())
    codes.write_text("<broken")
    with pytest.raises(DataError) as caught:
        asyncio.run(dumps.files())
    assert "cannot be made" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
