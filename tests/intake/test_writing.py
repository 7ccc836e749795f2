from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.writing import Revision, plan_revisions, write_revisions
from azru_kg.rdf.oxigraph_terms import english


def draft(*files: str, note: str = "said") -> dict[str, dict[ox.Triple, None]]:
    drafts = Drafts()
    drafts.state(files, "claim:a", "skos:note", english(note))
    return drafts.files


def plan(folder: Path, *files: str, note: str = "said") -> list[Revision]:
    return list(plan_revisions(draft(*files, note=note), folder))


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


def test_new_files_are_formatted_turtle_in_folders_that_are_made(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path / "graph", "a", "b"))
    assert list_files(tmp_path) == dict.fromkeys(
        ["graph/sources/a.ttl", "graph/sources/b.ttl"],
        "@prefix claim: <https://w3id.org/azru-kg/id/claim/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        'claim:a\n  skos:note "said"@en .\n',
    )


def test_a_second_time_nothing_is_planned_and_no_file_touched(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a"))
    path = tmp_path / "sources/a.ttl"
    untidy = path.read_text().replace("\n  skos", "   skos")
    path.write_text(untidy)
    assert plan(tmp_path, "a") == []
    assert path.read_text() == untidy


def test_only_files_that_change_are_planned(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a", "b"))
    write_revisions(plan(tmp_path, "a", note="changed"))
    (revision,) = plan(tmp_path, "a", "b")
    assert (revision.path.name, revision.is_new) == ("a.ttl", False)
    assert (revision.gained, revision.lost) == (1, 1)


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a"))
    path, elsewhere = tmp_path / "sources/a.ttl", tmp_path / "elsewhere.ttl"
    path.chmod(0o640)
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    write_revisions(plan(tmp_path, "a", note="changed"))
    assert path.is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640
    assert "changed" in elsewhere.read_text()


def test_on_a_full_disk_nothing_has_changed(tmp_path: Path) -> None:
    write_revisions(plan(tmp_path, "a", "b"))
    before = list_files(tmp_path)
    small = plan(tmp_path, "a", note="other")
    large = plan(tmp_path, "b", "c", note="x" * 5000)
    with smallest_files(4096), pytest.raises(DataError, match="Nothing was changed") as caught:
        write_revisions([*small, *large])
    assert "sources/b.ttl: not written: File too large" in str(caught.value)
    assert list_files(tmp_path) == before


def test_a_folder_that_was_made_in_vain_goes_again(tmp_path: Path) -> None:
    large = plan(tmp_path / "graph", "a", note="x" * 5000)
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


def test_a_broken_file_of_the_graph_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/a.ttl").write_text("@prefix a: <urn:a> .\na:b a:c\n")
    with pytest.raises(DataError, match=r"sources/a\.ttl:3:"):
        plan(tmp_path, "a")
