"""Explains the rules of lint at their IRIs, which its findings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from azru_kg.server.documents.glossary import Glossary

if TYPE_CHECKING:
    from azru_kg.check.lint.rule import Rule


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


@dataclass(frozen=True, slots=True)
class LintEntry:
    """A rule of lint: what it asks, why, and what to do where it is broken."""

    rule: Rule

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.rule.name

    @property
    def iri(self) -> str:
        """The IRI of the rule."""
        return self.rule.iri

    @property
    def title(self) -> str:
        """The name, in words."""
        return self.rule.name.replace("-", " ").capitalize()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What it asks, why, and what to do."""
        return self.rule.asks, self.rule.why, self.rule.fix

    @property
    def note(self) -> str:
        """How bad it is."""
        return self.rule.severity

    @property
    def model(self) -> LintRule:
        """What it means, as a JSON object."""
        rule = self.rule
        return LintRule(
            rule=rule.iri,
            name=rule.name,
            severity=rule.severity,
            asks=rule.asks,
            why=rule.why,
            fix=rule.fix,
        )


def list_rules() -> tuple[LintEntry, ...]:
    """Return the rules, by name."""
    # Here, because it brings rdflib and pySHACL along, which serving does without.
    from azru_kg.check.lint.run import RULES

    return tuple(LintEntry(rule) for rule in sorted(RULES, key=lambda rule: rule.name))


LINT_RULES = Glossary(
    "lint", "Rules of lint", list_rules, example="stray-space", entry=LintRule, listing=LintRules
)
"""The rules, served under `/lint/`."""
