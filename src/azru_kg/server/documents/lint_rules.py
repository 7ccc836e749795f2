"""Explains the rules of lint at their IRIs, which its findings name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from azru_kg.languages.translations import mark
from azru_kg.server.documents.glossary import Glossary, GlossaryEntry


class LintRule(BaseModel):
    """A row of the table of rules."""

    model_config = ConfigDict(defer_build=True)

    rule: str
    name: str
    severity: str
    asks: str
    why: str
    fix: str


class LintRules(BaseModel):
    """The rules of lint."""

    model_config = ConfigDict(defer_build=True)

    rules: list[LintRule]


def list_rules() -> tuple[GlossaryEntry, ...]:
    """Return the rules, by name: what each asks, why, and what to do where it is broken."""
    # Here, because it brings rdflib and pySHACL along, which serving does without.
    from azru_kg.check.lint.run import RULES

    return tuple(
        GlossaryEntry(
            name=rule.name,
            iri=rule.iri,
            title=rule.name.replace("-", " ").capitalize(),
            paragraphs=(rule.asks, rule.why, f"Fix: {rule.fix}"),
            note=rule.severity,
            model=LintRule(
                rule=rule.iri,
                name=rule.name,
                severity=rule.severity,
                asks=rule.asks,
                why=rule.why,
                fix=rule.fix,
            ),
        )
        for rule in sorted(RULES, key=lambda rule: rule.name)
    )


LINT_RULES = Glossary(
    "lint",
    mark("Rules of lint"),
    list_rules,
    example="stray-space",
    entry=LintRule,
    listing=LintRules,
)
"""The rules, served under `/lint/`."""
