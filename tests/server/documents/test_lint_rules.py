"""The rules of lint: the IRI in every finding of lint leads to what it means."""

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.check.lint.rule import Rule
from azru_kg.check.lint.run import RULES
from azru_kg.rdf.prefixes import BASE


@pytest.mark.parametrize("rule", sample_daily(RULES, 4), ids=lambda rule: rule.name)
def test_the_iri_of_a_rule_answers_programs_and_people(client: httpx.Client, rule: Rule) -> None:
    path = rule.iri.removeprefix(BASE)
    members = client.get(path).json()
    assert members["rule"] == rule.iri
    assert (members["severity"], members["fix"]) == (rule.severity, rule.fix)
    text = client.get(path, headers={"Accept": "text/plain"}).text
    assert rule.asks in text
    assert rule.why in text
    assert f"Fix: {rule.fix}" in text
    page = client.get(path, params={"format": "html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<code>{rule.iri}</code>" in page.text


def test_all_rules_are_listed(client: httpx.Client) -> None:
    listed = client.get("/lint/").json()["rules"]
    assert sorted(rule.name for rule in RULES) == [rule["name"] for rule in listed]


def test_an_unknown_rule_is_404_with_those_there_are(client: httpx.Client) -> None:
    response = client.get("/lint/stray-spaces")
    assert response.status_code == 404
    assert "stray-space" in response.json()["detail"]
