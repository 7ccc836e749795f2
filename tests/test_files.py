"""Files of strangers: regular ones are read, others refused at once, and folders stay folders."""

import os
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.files import check_text, decode, list_files, read_bytes, read_text

SUFFIXES = (".ttl", ".nt")


def refuse(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_bytes(path)
    return caught.value.reason


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    assert "no regular file" in refuse(tmp_path / "pipe.ttl")


def test_a_device_is_refused_also_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "zero.ttl").symlink_to("/dev/zero")
    assert "no regular file" in refuse(tmp_path / "zero.ttl")


def test_a_loop_of_links_a_folder_and_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    assert "symbolic links" in refuse(tmp_path / "loop.ttl")
    assert "directory" in refuse(tmp_path)
    assert "No such file" in refuse(tmp_path / "gone.ttl")


def test_what_the_shell_has_opened_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"ASK {}")
    os.close(writer)
    try:
        assert read_bytes(Path(f"/dev/fd/{reader}")) == b"ASK {}"
    finally:
        os.close(reader)


def test_a_text_has_no_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes("\ufeffé\ufeff".encode())
    assert read_text(path) == "é\ufeff"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_is_not_utf_8_is_told_with_its_place(mark: bytes) -> None:
    with pytest.raises(DataError) as caught:
        decode(Path("a.ttl"), mark + "é\r\nüx".encode() + b"\xff")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "0xFF" in caught.value.reason


def test_utf_16_is_called_so() -> None:
    with pytest.raises(DataError, match="UTF-16"):
        decode(Path("a.ttl"), "a".encode("utf-16"))


def test_a_folder_has_its_files_in_order_and_those_of_its_folders(tmp_path: Path) -> None:
    (tmp_path / "b" / "x.ttl").mkdir(parents=True)
    for name in ("c.TTL", "b/a.nt", "b/x.ttl/d.ttl", "b/e.csv"):
        (tmp_path / name).write_text("")
    found = list_files(tmp_path, SUFFIXES)
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "b/a.nt",
        "b/x.ttl/d.ttl",
        "c.TTL",
    ]


def test_links_within_a_folder_are_its_files_and_no_way_around_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("")
    (tmp_path / "b.ttl").symlink_to("a.ttl")
    (tmp_path / "round").symlink_to(tmp_path)
    assert [path.name for path in list_files(tmp_path, SUFFIXES)] == ["a.ttl", "b.ttl"]


def test_a_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text("")
    (tmp_path / "link").symlink_to("data")
    assert [path.name for path in list_files(tmp_path / "link", SUFFIXES)] == ["a.ttl"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("../secret.ttl", "leads out of the folder"),
        ("/dev/zero", "leads out of the folder"),
        ("nothing", "leads to nothing"),
        ("a.ttl", "leads to nothing"),
    ],
)
def test_a_link_in_a_folder_that_leads_elsewhere_is_refused(
    tmp_path: Path, target: str, reason: str
) -> None:
    (tmp_path / "secret.ttl").write_text("<urn:a> <urn:secret> 1 .")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").symlink_to(target)
    with pytest.raises(DataError, match=reason):
        list_files(tmp_path / "data", SUFFIXES)


def test_a_pipe_in_a_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ttl")
    with pytest.raises(DataError, match="no regular file"):
        list_files(tmp_path, SUFFIXES)


@pytest.mark.parametrize("before", [0, 1, 256 * 1024 - 1, 256 * 1024, 600_000])
@pytest.mark.parametrize("odd", [b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80"])
def test_what_is_no_text_is_found_wherever_it_is(before: int, odd: bytes) -> None:
    path = Path("a.ttl")
    fine = before * b"a" + "ə".encode() + b"\n"
    check_text(path, fine)
    check_text(path, fine + 300_000 * "ə".encode())
    for data in (fine + odd, fine + odd + b"b" * 300_000):
        with pytest.raises(DataError) as told:
            check_text(path, data)
        with pytest.raises(DataError) as expected:
            decode(path, data)
        assert str(told.value) == str(expected.value)
