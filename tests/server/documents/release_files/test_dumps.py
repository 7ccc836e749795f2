"""The files of the release: what `azru-kg dump` writes, in whole and in part."""

import asyncio
import hashlib
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from tests.support.program import Program

from azru_kg.errors import BeingMade, DataError
from azru_kg.flat.package import FlatFiles, list_flat_files, make_tables
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.dump import CHECKSUMS, write_dump
from azru_kg.graph.layout import Layout
from azru_kg.server.documents.release_files.dumps import Dumps
from azru_kg.server.processes.company import Alone, Make


@pytest.fixture(scope="module")
def tables(founding: Layout) -> FlatFiles:
    return make_tables(read_layout(founding))


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory, founding: Layout, tables: FlatFiles
) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("dump")
    written = write_dump(read_layout(founding), folder, tables.pack())
    return {path.name: path.read_bytes() for path in written}


@pytest.mark.long
def test_each_file_is_the_bytes_of_the_dump(
    own_client: httpx.Client, files: dict[str, bytes]
) -> None:
    assert len(files) == 10
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


@pytest.mark.long
def test_each_table_is_the_bytes_of_the_command(
    own_client: httpx.Client, tables: FlatFiles
) -> None:
    for name, content in tables.files.items():
        response = own_client.get(f"/tables/{name}")
        digest = hashlib.sha256(content).hexdigest()
        if name != "croissant.json":
            assert response.content == content
            assert response.headers["etag"] == f'"{digest}"'
            assert response.headers["content-length"] == str(len(content))
        head = own_client.head(f"/tables/{name}")
        assert (head.content, head.headers["etag"]) == (b"", response.headers["etag"])
        again = own_client.get(
            f"/tables/{name}", headers={"If-None-Match": response.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_a_table_leads_to_its_description(own_client: httpx.Client) -> None:
    response = own_client.get("/tables/people.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    link = response.headers["link"]
    first = '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert link.startswith(f'{first}, <../dataset>; rel="collection"')
    parquet = own_client.get("/tables/people.parquet")
    assert parquet.headers["content-type"] == "application/vnd.apache.parquet"
    assert parquet.content[:4] == b"PAR1"


def test_croissant_has_the_addresses_of_the_site(own_client: httpx.Client) -> None:
    told = own_client.get("/tables/croissant.json").json()
    for file in told["distribution"]:
        content = own_client.get(file["contentUrl"]).content
        assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_head_has_the_headers_of_a_file_and_no_body(own_client: httpx.Client) -> None:
    whole, head = own_client.get("/dump/ontology.ttl"), own_client.head("/dump/ontology.ttl")
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "accept-ranges"):
        assert head.headers[name] == whole.headers[name]


DOWNLOADS = pytest.mark.parametrize("path", ["/dump/ontology.ttl", "/tables/people.csv"])


@DOWNLOADS
def test_a_download_can_be_resumed(own_client: httpx.Client, path: str) -> None:
    whole = own_client.get(path)
    assert whole.headers["accept-ranges"] == "bytes"
    resumed = {"Range": "bytes=100-", "If-Range": whole.headers["etag"]}
    part = own_client.get(path, headers=resumed)
    assert part.status_code == 206
    assert part.content == whole.content[100:]
    size = len(whole.content)
    assert part.headers["content-range"] == f"bytes 100-{size - 1}/{size}"
    assert part.headers["content-type"] == whole.headers["content-type"]
    changed = {"Range": "bytes=100-", "If-Range": '"other"'}
    assert own_client.get(path, headers=changed).content == whole.content
    beyond = own_client.get(path, headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{size}"


@DOWNLOADS
@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=-7", -7, None),
        ("Bytes = 5-99999999", 5, None),
        ("bytes=-99999999", 0, None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    own_client: httpx.Client, path: str, asked: str, start: int, end: int | None
) -> None:
    part = own_client.get(path, headers={"Range": asked})
    assert part.status_code == 206
    assert part.content == own_client.get(path).content[start:end]


@DOWNLOADS
@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b"]
)
def test_what_asks_for_no_single_part_is_given_the_whole(
    own_client: httpx.Client, path: str, asked: str
) -> None:
    reply = own_client.get(path, headers={"Range": asked})
    assert reply.status_code == 200
    assert reply.content == own_client.get(path).content
    head = own_client.head(path, headers={"Range": "bytes=5-9"})
    assert (head.status_code, head.content) == (200, b"")


def test_a_client_that_has_a_file_gets_304(own_client: httpx.Client) -> None:
    tag = own_client.head("/dump/shapes.ttl").headers["etag"]
    response = own_client.get("/dump/shapes.ttl", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["none.ttl", "..%2fSHA256SUMS", "%2e%2e/%2e%2e/etc/passwd", "a%00", "SHA256SUMS%2f"]
)
def test_nothing_but_the_files_is_served(own_client: httpx.Client, name: str) -> None:
    assert own_client.get(f"/dump/{name}").status_code == 404
    assert own_client.get(f"/tables/{name}").status_code == 404


def test_an_unknown_file_names_those_there_are(own_client: httpx.Client) -> None:
    checksums = own_client.get(f"/dump/{CHECKSUMS}").text.splitlines()
    detail = own_client.get("/dump/none.ttl").json()["detail"]
    assert len(checksums) > 7
    assert all(line.split()[1] in detail for line in checksums)
    detail = own_client.get("/tables/none.csv").json()["detail"]
    assert all(name in detail for name in list_flat_files())
    assert "SHA256SUMS" not in detail


@pytest.mark.long
def test_who_does_not_wait_so_long_is_told_to_come_back(founding: Layout) -> None:
    async def ask(dumps: Dumps) -> list[str]:
        with pytest.raises(BeingMade) as caught:
            await dumps.files()
        assert caught.value.retry_after > 0
        await dumps.prepare()
        return [file.name for file in await dumps.files()]

    with closing(Dumps(read_layout(founding), patience=0)) as dumps:
        assert len(asyncio.run(ask(dumps))) == 8 + len(list_flat_files())


@pytest.mark.long
def test_the_files_have_no_name_that_could_be_left_behind(
    tmp_path: Path, founding: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with closing(Dumps(read_layout(founding))) as dumps:
        assert len(asyncio.run(dumps.files())) == 8 + len(list_flat_files())
        assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_server_that_is_killed_leaves_nothing_behind(tmp_path: Path, program: Program) -> None:
    with closing(program.start("serve", "--port", "0", TMPDIR=str(tmp_path))) as process:
        url = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        assert httpx.get(f"{url}dump/{CHECKSUMS}", timeout=20, trust_env=False).status_code == 200
        process.kill()
        process.wait(20)
    assert list(tmp_path.iterdir()) == []


class _WithoutTables(Alone):
    """A company in which the tables are never done."""

    async def share(self, key: str, make: Make) -> tuple[str, list[int]]:
        if key.endswith("+"):
            await asyncio.Event().wait()
        return await make()


@pytest.mark.long
def test_who_wants_no_tables_does_not_wait_for_them(founding: Layout) -> None:
    dataset = read_layout(founding)

    async def ask(dumps: Dumps) -> bytes:
        quads = await dumps.read(f"azru-kg-{dataset.version}.nq")
        for name in (CHECKSUMS, "tables/people.csv"):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(dumps.read(name), 0.01)
        return quads

    with closing(Dumps(dataset, _WithoutTables())) as dumps:
        assert hashlib.sha256(asyncio.run(ask(dumps))).hexdigest() == dataset.digest


def test_what_is_made_is_stopped_when_nobody_wants_it_any_more(founding: Layout) -> None:
    async def stop() -> None:
        dumps = Dumps(read_layout(founding), patience=0)
        with pytest.raises(BeingMade):
            await dumps.files()
        dumps.close()
        with pytest.raises(asyncio.CancelledError):
            await dumps.prepare()

    asyncio.run(stop())


@pytest.mark.long
def test_files_that_changed_since_the_start_are_not_served(
    tmp_path: Path, founding: Layout
) -> None:
    for folder in (founding.ontology, founding.graph, founding.shapes):
        shutil.copytree(folder, tmp_path / folder.name)
    codes = tmp_path / "ontology" / "codes.ttl"
    with closing(Dumps(read_layout(Layout(tmp_path)))) as dumps:
        codes.write_text(f"{codes.read_text()}\n<urn:new> a <urn:b> .\n")
        with pytest.raises(DataError, match="Start it again"):
            asyncio.run(dumps.files())
        codes.write_text("<broken")
        with pytest.raises(DataError) as caught:
            asyncio.run(dumps.files())
    assert "cannot be made" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
