"""What is locked is locked by its hash, wherever it comes from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REQUIREMENTS = [
    "requirements.txt",
    "requirements-dev.txt",
    "tests/clients/crates/requirements.txt",
]
PACKAGES = [
    "land/package-lock.json",
    "tests/browser/axe/package-lock.json",
    "tests/clients/comunica/package-lock.json",
]
SUMS = "tests/clients/jena/SHA256SUMS"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*REQUIREMENTS, *PACKAGES, SUMS])
def test_no_lock_names_an_address(name: str) -> None:
    assert "://" not in read(name)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_hashes(name: str) -> None:
    entries = re.findall(r"^[a-z0-9].*(?:\n    .*)*", read(name), re.MULTILINE)
    assert len(entries) > 5
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_has_a_checksum(name: str) -> None:
    packages = json.loads(read(name))["packages"]
    locked = [about for path, about in packages.items() if path]
    assert locked
    assert all(about["integrity"].startswith("sha512-") for about in locked)


def test_every_jar_has_a_checksum() -> None:
    lines = read(SUMS).splitlines()
    assert len(lines) > 20
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+\.jar", line) for line in lines)
