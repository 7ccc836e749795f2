"""Releases are read from where they are, whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from azru_kg.difference.compared_side import read_side
from azru_kg.errors import DataError

LINES = b'<urn:s> <urn:p> "1" <urn:g> .\n<urn:s> <urn:p> "2" <urn:g> .\n'


@pytest.fixture
def quads(tmp_path: Path) -> Path:
    path = tmp_path / "azru-kg-1.nq"
    path.write_bytes(LINES)
    return path


def test_a_file_packed_or_not_has_the_digest_of_its_canonical_lines(quads: Path) -> None:
    packed = quads.with_name("other.nq.gz")
    packed.write_bytes(gzip.compress(LINES))
    trig = quads.with_name("other.trig")
    trig.write_text('<urn:g> { <urn:s> <urn:p> "2" , "1" }')
    digests = {read_side(path).digest for path in (quads, packed, trig, quads.parent)}
    assert digests == {hashlib.sha256(LINES).hexdigest()}


@pytest.mark.parametrize("name", ["none.nq", "none", "none.nq.gz"])
def test_a_missing_release_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"no such file or folder\. Name"):
        read_side(tmp_path / name)


def test_a_packed_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.nq.gz"
    path.write_bytes(gzip.compress(LINES)[:-9])
    with pytest.raises(DataError, match="not whole"):
        read_side(path)
    path.write_bytes(b"no gzip")
    with pytest.raises(DataError, match="not whole"):
        read_side(path)


def test_a_file_is_held_against_the_checksums_beside_it(quads: Path) -> None:
    sums = quads.with_name("SHA256SUMS")
    sums.write_text(f"{'0' * 64}  {quads.name}\n")
    packed = quads.with_name("azru-kg-1.nq.gz")
    packed.write_bytes(gzip.compress(LINES))
    for path in (quads, packed, quads.parent):
        with pytest.raises(DataError, match="checksum"):
            read_side(path)


def test_what_is_no_rdf_is_refused_with_its_place(quads: Path) -> None:
    quads.write_bytes(LINES + b"oops\n")
    with pytest.raises(DataError) as caught:
        read_side(quads)
    assert caught.value.line == 3
    page = quads.with_name("page.html")
    page.touch()
    with pytest.raises(DataError, match="unknown extension"):
        read_side(page)


def test_a_folder_without_a_release_or_with_several_says_so(quads: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no release here"):
        read_side(tmp_path / "empty")
    quads.with_name("azru-kg-2.nq").write_bytes(LINES)
    with pytest.raises(DataError, match="several releases here"):
        read_side(tmp_path)
