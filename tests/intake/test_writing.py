from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.intake.writing import Revision, write_revisions


def plan(folder: Path, *files: str, text: str = "said\n") -> list[Revision]:
    return [Revision(folder / f"sources/{file}.ttl", text, True, 1, 0) for file in files]


def list_files(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_new_files_are_written_in_folders_that_are_made(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path / "graph", "a", "b"))
    assert list_files(tmp_path) == dict.fromkeys(
        ["graph/sources/a.ttl", "graph/sources/b.ttl"], "said\n"
    )


def test_a_file_without_a_new_text_goes(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a", "b"))
    write_revisions([Revision(tmp_path / "sources/a.ttl", None, False, 0, 1)])
    assert list_files(tmp_path) == {"sources/b.ttl": "said\n"}


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a"))
    path, elsewhere = tmp_path / "sources/a.ttl", tmp_path / "elsewhere.ttl"
    path.chmod(0o640)
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    write_revisions(plan(tmp_path, "a", text="changed"))
    assert path.is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640
    assert "changed" in elsewhere.read_text()


def test_on_a_full_disk_nothing_has_changed(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a", "b"))
    before = list_files(tmp_path)
    gone = [Revision(tmp_path / "sources/b.ttl", None, False, 0, 1)]
    small = plan(tmp_path, "a", text="other")
    large = plan(tmp_path, "c", "d", text="x" * 5000)
    with smallest_files(4096), pytest.raises(DataError, match="Nothing was changed") as caught:
        write_revisions([*gone, *small, *large])
    assert "sources/c.ttl: not written: File too large" in str(caught.value)
    assert list_files(tmp_path) == before


def test_a_folder_that_was_made_in_vain_goes_again(tmp_path: Path) -> None:
    large = plan(tmp_path / "graph", "a", text="x" * 5000)
    with smallest_files(4096), pytest.raises(DataError, match="File too large"):
        write_revisions(large)
    assert not (tmp_path / "graph").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    revisions = plan(tmp_path, "a")
    tmp_path.chmod(0o500)
    with pytest.raises(DataError, match=r"Permission denied\. Nothing was changed"):
        write_revisions(revisions)


def test_what_stands_where_a_folder_should_is_named(tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("a file")
    with pytest.raises(DataError, match=r"a\.ttl: not written: .*Nothing was changed"):
        write_revisions(plan(tmp_path, "a"))
