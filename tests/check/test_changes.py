from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from azru_kg.check.changes import list_changed
from azru_kg.errors import AzruError


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, timeout=60, check=True
    )


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout with a commit of three files, one of them in the folder that one is in."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "in").mkdir()
    for name in ("same.ttl", "in/changed.ttl", "staged.ttl"):
        (tmp_path / name).write_text("# first\n")
    (tmp_path / ".gitignore").write_text("*.tmp\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    monkeypatch.chdir(tmp_path / "in")
    return tmp_path.resolve()


def test_what_is_changed_staged_committed_or_new_differs_wherever_one_is(checkout: Path) -> None:
    assert list_changed("HEAD") == frozenset()
    (checkout / "in" / "changed.ttl").write_text("# second\n")
    (checkout / "staged.ttl").write_text("# second\n")
    git(checkout, "add", "staged.ttl")
    (checkout / "new ü.ttl").touch()
    (checkout / "ignored.tmp").touch()
    changed = {checkout / name for name in ("in/changed.ttl", "staged.ttl", "new ü.ttl")}
    assert list_changed("HEAD") == changed
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "Second")
    assert list_changed("HEAD") == frozenset()
    assert list_changed("HEAD~1") == changed


def test_settings_of_git_do_not_change_what_is_listed(checkout: Path) -> None:
    git(checkout, "config", "diff.relative", "true")
    git(checkout, "config", "diff.external", "false")
    (checkout / "staged.ttl").write_text("# second\n")
    assert list_changed("HEAD") == {checkout / "staged.ttl"}


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "HEAD:same.ttl"])
def test_what_is_no_revision_is_refused(checkout: Path, revision: str) -> None:
    with pytest.raises(AzruError, match="git knows no such revision"):
        list_changed(revision)


def test_without_a_checkout_git_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AzruError, match="--changed-since: git rev-parse: fatal: not a git"):
        list_changed("HEAD")


def test_without_git_the_error_says_so(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(AzruError, match="git, which is not installed"):
        list_changed("HEAD")
