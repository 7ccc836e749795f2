from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from azru_kg.errors import NotFound, QueryRefused, QueryTooLarge, StorageFull
from azru_kg.server.lists.stored.kept_queries import KeptQueries, canonize

ASK = "ASK { ?s ?p ?o }\n"


def list_kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.rq"))


def test_a_query_is_kept_by_its_content_and_found_by_its_name(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path / "links")
    assert not kept.has(ASK)
    name = kept.keep(ASK)
    assert name == hashlib.sha256(ASK.encode()).hexdigest()[:12]
    assert kept.has(ASK)
    assert KeptQueries(tmp_path / "links").find(name) == ASK


def test_what_is_kept_twice_is_there_once(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path)
    names = {kept.keep(text) for text in (ASK, ASK.strip(), f"\ufeff{ASK}", "ASK { ?s ?p ?o }\r\n")}
    assert len(names) == 1
    assert list_kept(tmp_path) == [f"{name}.rq" for name in names]


@pytest.mark.parametrize("name", ["", "../secret", "ABCDEF012345", "0" * 11, "0" * 65, "0" * 12])
def test_what_is_no_name_of_a_query_is_not_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "links").mkdir()
    with pytest.raises(NotFound):
        KeptQueries(tmp_path / "links").find(name)


def test_a_file_that_was_changed_is_not_what_its_name_says(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path)
    name = kept.keep(ASK)
    (tmp_path / f"{name}.rq").write_text("ASK { ?o ?p ?s }\n")
    with pytest.raises(NotFound):
        kept.find(name)
    # Its name is taken: the query gets a longer one.
    longer = kept.keep(ASK)
    assert longer.startswith(name)
    assert len(longer) == 24
    assert kept.find(longer) == ASK


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("ASK { SERVICE <http://example.org/> {} }", QueryRefused),
        (f"ASK {{}} # {'x' * 70_000}", QueryTooLarge),
    ],
)
def test_what_would_not_be_answered_is_not_kept(
    tmp_path: Path, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        KeptQueries(tmp_path / "links").keep(text)
    assert not (tmp_path / "links").exists()


def test_where_there_are_as_many_as_may_be_no_more_are_taken_and_all_stay(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path, most=3)
    names = [kept.keep(f"ASK {{ ?s ?p {number} }}") for number in range(3)]
    with pytest.raises(StorageFull, match="keeps 3 queries"):
        kept.keep(ASK)
    assert kept.keep("ASK { ?s ?p 1 }") == names[1]
    assert [kept.find(name) for name in names] == [f"ASK {{ ?s ?p {n} }}\n" for n in range(3)]


def test_where_they_are_as_long_as_may_be_no_more_are_taken(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path, most_bytes=1024)
    kept.keep(f"ASK {{}} # {'x' * 1000}")
    with pytest.raises(StorageFull):
        kept.keep(ASK)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1024


def test_where_nothing_can_be_written_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFull, match="could not be kept"):
        KeptQueries(tmp_path / "file" / "links").keep(ASK)


KEEP_SOME = """
import sys
from pathlib import Path
from azru_kg.errors import StorageFull
from azru_kg.server.lists.stored.kept_queries import KeptQueries

kept = KeptQueries(Path(sys.argv[1]), most=10)
try:
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 8):
        kept.keep(f"ASK {{ ?s ?p {number} }}")
except StorageFull:
    pass
"""


def test_several_processes_keep_no_more_than_may_be(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", KEEP_SOME, str(tmp_path), first] for first in ("0", "4")]
    processes = [subprocess.Popen(command) for command in commands]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len(list_kept(tmp_path)) == 10
    assert not [*tmp_path.glob("*.part")]


def test_what_ends_a_line_or_the_text_makes_no_other_query() -> None:
    assert canonize("ASK {\r\n}\r\n\r\n") == canonize("ASK {\n}") == "ASK {\n}\n"
    assert canonize("  ASK {}") != canonize("ASK {}")
