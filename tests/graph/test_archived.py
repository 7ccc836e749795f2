"""Releases are read again as they were published, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph import stored_queries
from azru_kg.graph.archived import ArchivedRelease, find_archived, list_archived
from azru_kg.graph.dataset import Dataset, canonical, read_layout
from azru_kg.graph.dump import make_files
from azru_kg.graph.layout import Layout

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def published(founding: Layout) -> tuple[Dataset, dict[str, bytes]]:
    """Return the founding documents, and the files of their release."""
    dataset = read_layout(founding)
    return dataset, dict(make_files(dataset))


@pytest.fixture
def archived(published: tuple[Dataset, dict[str, bytes]], tmp_path: Path) -> ArchivedRelease:
    dataset, files = published
    folder = tmp_path / dataset.version
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (found,) = list_archived(tmp_path)
    return found


def test_a_release_has_the_data_digest_and_day_that_were_published(
    archived: ArchivedRelease, published: tuple[Dataset, dict[str, bytes]]
) -> None:
    dataset, _ = published
    read = archived.read()
    assert (read.digest, read.version) == (dataset.digest, dataset.version)
    assert read.issued == archived.issued == dataset.issued != ""
    assert read.is_own
    assert canonical(read.quads()) == canonical(dataset.quads())
    assert find_archived(read) == archived
    assert find_archived(dataset) is None


def test_its_stored_queries_are_those_of_the_release(
    archived: ArchivedRelease, founding: Layout
) -> None:
    queries = stored_queries.load(founding.queries)
    restored = {stored.slug: stored for stored in archived.read_queries(queries)}
    for stored in queries:
        again = restored[stored.slug]
        assert (again.text, again.summary, again.description, again.parameters) == (
            stored.text,
            stored.summary,
            stored.description,
            stored.parameters,
        )
        assert {*again.tags} == {*stored.tags}
    without = archived.read_queries()
    assert {stored.slug for stored in without} == {*restored}
    assert not any(stored.parameters for stored in without)


def cut(release: ArchivedRelease) -> None:
    release.quads.write_bytes(release.quads.read_bytes()[:-100])


def change(release: ArchivedRelease) -> None:
    release.quads.write_bytes(release.quads.read_bytes().replace(b"Baku", b"Ganja"))


def lose_sums(release: ArchivedRelease) -> None:
    (release.folder / "SHA256SUMS").unlink()


def garble_sums(release: ArchivedRelease) -> None:
    (release.folder / "SHA256SUMS").write_text("<html>\n")


def lose_quads(release: ArchivedRelease) -> None:
    release.quads.unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut, "cut short or changed"),
        (change, "cut short or changed"),
        (lose_sums, "SHA256SUMS"),
        (garble_sums, "no list of checksums"),
        (lose_quads, r"\.nq"),
    ],
)
def test_what_is_not_what_was_published_is_not_read(
    archived: ArchivedRelease, harm: Callable[[ArchivedRelease], None], said: str
) -> None:
    harm(archived)
    (found,) = list_archived(archived.folder.parent)
    with pytest.raises(DataError, match=said):
        found.read()


def test_a_release_in_the_folder_of_another_is_not_taken_for_it(archived: ArchivedRelease) -> None:
    folder = archived.folder.rename(archived.folder.with_name("1999.1.0"))
    for name in ("nq", "trig", "jsonld", "ttl", "rdf"):
        (folder / f"azru-kg-{archived.version}.{name}").rename(folder / f"azru-kg-1999.1.0.{name}")
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(archived.version, "1999.1.0"))
    (found,) = list_archived(folder.parent)
    with pytest.raises(DataError, match="not of release 1999"):
        found.read()


def test_other_things_in_the_folder_are_no_releases(tmp_path: Path) -> None:
    (tmp_path / ".2026.12.0").mkdir()
    (tmp_path / "README").write_text("releases\n")
    assert list_archived(tmp_path) == []
    with pytest.raises(DataError, match="no such folder"):
        list_archived(tmp_path / "none")
