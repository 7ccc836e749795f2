"""The rules for w3id.org, and the addresses that the guide to linked data names."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import BASE

DOCS = Path(__file__).parents[2] / "docs"
RULES = [
    (re.compile(line.split()[1]), line.split()[2])
    for line in (DOCS / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines()
    if line.startswith("RewriteRule")
]


def redirect(path: str) -> str:
    """Return where the first rule that fits leads, as Apache has it."""
    pattern, target = next(rule for rule in RULES if rule[0].search(path))
    found = pattern.search(path)
    assert found
    return target.replace("$1", found[1] if pattern.groups else "")


def test_every_address_is_passed_on_as_it_is(address: str) -> None:
    paths = httpx.get(f"{address}openapi.json", trust_env=False).json()["paths"]
    addresses = {path.removeprefix("/") for path in paths}
    assert {"sparql", "void", "catalogue", "dataset", "graphs", "problem/"} < addresses
    text = "".join(path.read_text(encoding="utf-8") for path, _ in built_in().files())
    iris = set(re.findall(rf"<{re.escape(BASE)}([^>#]*)", text))
    assert len(iris) > 10
    for path in sorted({*iris, *addresses, "id/country/AZ.ttl", "ontology.ttl", "shapes", ""}):
        assert redirect(path) == f"https://kg.example.org/{path}"


def test_the_query_string_goes_along() -> None:
    lines = (DOCS / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines()
    for line in filter(lambda line: line.startswith("RewriteRule"), lines):
        # Apache passes it on where the target has none, unless it is told to discard it.
        _, _, target, flags = line.split()
        assert "?" not in target
        assert {"R=302", "L"} == set(flags.strip("[]").split(","))


@pytest.mark.parametrize(
    "path", sample_daily(["id/country/AZ", "ontology", "ontology/0.2.0", "shapes"], 2)
)
def test_the_addresses_of_the_guide_answer(address: str, path: str) -> None:
    guide = (DOCS / "linked-data.md").read_text(encoding="utf-8")
    assert f"`/{path}`" in guide
    suffixes = [".ttl", ".jsonld", ".nt", ".rdf", ".html"]
    for suffix in ["", *suffixes]:
        response = httpx.get(f"{address}{path}{suffix}", follow_redirects=True, trust_env=False)
        assert response.status_code == 200


def test_the_commands_of_the_guide_work(address: str) -> None:
    guide = (DOCS / "linked-data.md").read_text(encoding="utf-8")
    commands = re.findall(r"curl (?:-L -H '(\S+): (\S+)' )?http://127.0.0.1:8000/(\S+)", guide)
    assert len(commands) == 6
    for name, value, path in commands:
        headers = {name: value} if name else {}
        response = httpx.get(
            address + path, headers=headers, follow_redirects=True, trust_env=False
        )
        assert response.status_code == 200
