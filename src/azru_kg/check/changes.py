"""Asks git which files have changed since a revision."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from azru_kg.errors import AzruError

_OPTION = "--changed-since"
_SECONDS = 120


def list_changed(revision: str) -> frozenset[Path]:
    """Return the files of the checkout around the working directory that differ from a revision.

    Files that git does not know yet are among them, those that it is told to ignore are not. Raises
    AzruError where there is no checkout, or no such revision.
    """
    top = Path(os.fsdecode(_run(Path.cwd(), "rev-parse", "--show-toplevel").rstrip(b"\n")))
    commit = _resolve(top, revision)
    changed = _run(top, "diff", "--no-ext-diff", "--no-relative", "--name-only", "-z", commit, "--")
    new = _run(top, "ls-files", "--others", "--exclude-standard", "-z")
    names = [os.fsdecode(name) for name in (changed + new).split(b"\0") if name]
    return frozenset((top / name).resolve() for name in names)


def _resolve(top: Path, revision: str) -> str:
    try:
        name = f"{revision}^{{commit}}"
        commit = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    except AzruError as error:
        raise AzruError(
            f"{_OPTION} {revision}: git knows no such revision."
            " Name a commit, branch or tag, and fetch it first where the checkout is shallow"
        ) from error
    return commit.decode().strip()


def _run(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (no shell, and the revision stands after --end-of-options)
            ["git", *arguments],  # noqa: S607
            cwd=folder,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except FileNotFoundError as error:
        raise AzruError(f"{_OPTION} needs git, which is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise AzruError(f"{_OPTION}: git took longer than {_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines() or ["it failed"]
        raise AzruError(f"{_OPTION}: git {arguments[0]}: {said[0]}") from error
    return done.stdout
