"""Answers are cited: by digests that can be checked, in files that stay, at addresses that do."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.server.conftest import make_folder, start
from tests.support.program import Program

from azru_kg.query.normal_form import hash_query
from azru_kg.query.query import read_query
from azru_kg.rdf.prefixes import BASE

SPEAKER = "/query/everything-one-official-stated"
ANYBODY = "speaker=mehriban-aliyeva"
HTML = {"Accept": "text/html"}


def locate(iri: str) -> str:
    return "/" + iri.removeprefix(BASE)


def sum_up(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_headers_say_what_an_answer_is(own_client: httpx.Client) -> None:
    answer = own_client.get(f"{SPEAKER}.csv?{ANYBODY}", headers={"Accept-Encoding": "identity"})
    sent = answer.headers
    query = own_client.get(f"{SPEAKER}.rq?{ANYBODY}").text
    assert sent["x-query-digest"] == hash_query(read_query(query))
    digest = b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert sent["repr-digest"] == f"sha-256=:{digest}:"
    name = f"everything-one-official-stated-{sent['x-release']}-{sent['x-result-digest'][:12]}"
    assert sent["content-disposition"] == f'inline; filename="{name}.csv"'
    cited = answer.links["cite-as"]["url"]
    assert cited == f"{BASE}release/{sent['x-release']}{SPEAKER}/citation?{ANYBODY}"
    assert own_client.get(locate(cited), headers=HTML).status_code == 200


def test_the_digest_of_bytes_is_of_those_that_are_sent(own_client: httpx.Client) -> None:
    headers = {"Accept-Encoding": "gzip"}
    with own_client.stream("GET", "/query/who-met-whom.csv", headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    digest = b64encode(hashlib.sha256(raw).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


def test_the_page_has_citation_digests_documents_and_files(own_client: httpx.Client) -> None:
    page = own_client.get(f"{SPEAKER}/citation?{ANYBODY}", headers=HTML).text
    sent = own_client.head(f"{SPEAKER}.csv?{ANYBODY}").headers
    for digest in ("x-release-digest", "x-query-digest", "x-result-digest"):
        assert sent[digest] in page
    assert 'href="/id/source/caspianenergy-2019-11-25-mehriban-aliyeva"' in page
    assert 'href="/id/source/newsaz-2024-01-22-roadmap"' not in page
    for suffix in ("csv", "json", "parquet", "rq", "bib", "ris", "csl.json", "zip"):
        address = f"{SPEAKER}.{suffix}?{ANYBODY}"
        assert f'href="{address}"' in page
        assert own_client.get(address).status_code == 200
    assert f"{BASE}release/{sent['x-release']}{SPEAKER}/citation?{ANYBODY}" in page


def test_a_value_has_one_address_however_it_is_written(own_client: httpx.Client) -> None:
    plain = own_client.get(f"{SPEAKER}.csv").links["cite-as"]["url"]
    name = "shahin-mustafayev"
    for written in (name, f"person:{name}", f"{BASE}id/person/{name}"):
        answer = own_client.get(f"{SPEAKER}.csv", params={"speaker": written})
        assert answer.links["cite-as"]["url"] == plain


def test_reference_managers_get_the_answer_and_each_document(own_client: httpx.Client) -> None:
    bibtex = own_client.get(f"{SPEAKER}.bib?{ANYBODY}").text
    assert re.findall(r"^@(\w+)\{", bibtex, re.MULTILINE) == ["misc", "online"]
    assert "SHA-256" in bibtex
    ris = own_client.get(f"{SPEAKER}.ris?{ANYBODY}").text
    assert ris.count("ER  - ") == 2
    (data, document) = json.loads(own_client.get(f"{SPEAKER}.csl.json?{ANYBODY}").text)
    assert data["type"] == "dataset"
    assert data["URL"].endswith(f"/citation?{ANYBODY}")
    assert document["issued"]["date-parts"] == [[2019, 11, 25]]


def test_the_crate_holds_what_its_checksums_say(own_client: httpx.Client) -> None:
    answer = own_client.get(f"{SPEAKER}.zip?{ANYBODY}")
    assert answer.headers["content-type"] == "application/zip"
    files = unpack(answer.content)
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    assert {name: sum_up(files[name]) for name in sums} == sums
    assert sum_up(files["rows.tsv"]) == answer.headers["x-result-digest"]
    assert sum_up(files["query-normal-form.rq"]) == answer.headers["x-query-digest"]
    assert files["answer.csv"] == own_client.get(f"{SPEAKER}.csv?{ANYBODY}").content
    metadata = json.loads(files["ro-crate-metadata.json"])
    by_id = {entity["@id"]: entity for entity in metadata["@graph"]}
    listed = {part["@id"] for part in by_id["./"]["hasPart"]}
    assert listed == {*files} - {"ro-crate-metadata.json"}
    for name in listed:
        assert by_id[name]["sha256"] == sum_up(files[name])
        assert by_id[name]["contentSize"] == str(len(files[name]))
    cited = f"{BASE}id/source/caspianenergy-2019-11-25-mehriban-aliyeva"
    assert by_id["./"]["citation"] == {"@id": cited}
    assert by_id[cited]["datePublished"] == "2019-11-25"


def test_a_crate_has_the_same_bytes_each_time(own_client: httpx.Client) -> None:
    one = own_client.get(f"{SPEAKER}.zip?{ANYBODY}").content
    other = own_client.get(f"/az{SPEAKER}.zip?{ANYBODY}", follow_redirects=True).content
    assert one == other


@pytest.mark.parametrize("asked", ["limit=2", "page=2", "labels=en", "excel=1"])
def test_an_answer_is_cited_as_a_whole(own_client: httpx.Client, asked: str) -> None:
    for address in (f"{SPEAKER}.zip?{asked}", f"{SPEAKER}/citation?{asked}"):
        assert own_client.get(address).status_code == 400


def test_a_query_that_is_not_there_is_cited_by_nobody(own_client: httpx.Client) -> None:
    reply = own_client.get("/query/agrements/citation")
    assert reply.status_code == 404
    assert "Did you mean agreements?" in reply.text


@pytest.fixture(scope="module")
def keeping(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = make_folder(tmp_path_factory.mktemp("kept"))
    process = start(program, folder, links=str(folder / "links"))
    url = process.stdout.readline().split(" on ")[1].split()[0]
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        yield client
    process.terminate()
    process.wait(20)
    process.close()


def test_a_query_of_ones_own_is_cited_by_its_normal_form(keeping: httpx.Client) -> None:
    texts = ["select $c {$c a azru:Country} # all", "SELECT ?c\n{ ?c a azru:Country }"]
    names = [keeping.post("/q", data={"query": text}).json()["name"] for text in texts]
    led = [keeping.get(f"/q/{name}/citation", headers=HTML) for name in names]
    assert {reply.status_code for reply in led} == {307}
    (address,) = {reply.headers["location"] for reply in led}
    page = keeping.get(address, headers=HTML)
    assert page.headers["x-robots-tag"] == "noindex"
    digest = page.headers["x-query-digest"]
    assert urlsplit(address).path.split("/")[2] == digest[:12]
    answer = keeping.get(f"/q/{names[0]}.csv", follow_redirects=True)
    assert answer.text.split() == ["c", f"{BASE}id/country/AZ", f"{BASE}id/country/RU"]
    kept = keeping.get(f"/q/{names[0]}", headers=HTML).text
    assert f'href="/q/{names[0]}/citation"' in kept


def test_only_rows_are_cited(keeping: httpx.Client) -> None:
    name = keeping.post("/q", data={"query": "ASK { ?c a azru:Country }"}).json()["name"]
    reply = keeping.get(f"/q/{name}.zip", follow_redirects=True)
    assert reply.status_code == 400
    assert "Only SELECT has rows" in reply.json()["detail"]
    assert "/citation" not in keeping.get(f"/q/{name}", headers=HTML).text


def test_what_is_cited_of_kept_queries_is_asked_rightly(keeping: httpx.Client) -> None:
    assert keeping.get(f"/q/{'0' * 12}/citation").status_code == 404
    name = keeping.post("/q", data={"query": "SELECT * { ?s ?p ?o }"}).json()["name"]
    wrong = keeping.get(f"/q/{name}.csv?perspective=martian", follow_redirects=True)
    assert wrong.status_code == 400


def test_data_without_a_version_are_cited_as_such(keeping: httpx.Client) -> None:
    answer = keeping.get("/query/figures.csv")
    assert answer.headers["x-release"] == "unversioned"
    assert answer.links["cite-as"]["url"] == f"{BASE}query/figures/citation"
    page = keeping.get("/query/figures/citation", headers=HTML).text
    assert "These data have no version" in page
