"""Says of each finding how to fix it, and in which file it is where nothing else does.

A message of a shape may end with advice, after "Fix:", which holds for every finding of its kind.
A remedy is added to it where there is something to say of this one: a value written right, a name
that was meant, what to keep. What the advice says already is not said twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from rdflib import SH
from rdflib.term import Node

from azru_kg.check.advice.facts import DataFacts, find_facts
from azru_kg.check.advice.remedies import Case, find_remedy
from azru_kg.check.advice.shape_text import word_component
from azru_kg.check.finding import Finding, Location
from azru_kg.check.shacl.judge import Verdict
from azru_kg.check.shacl.loaded import Loaded

_TURTLE = re.compile(r"`([^`]+)`")


def add_fixes(verdict: Verdict, loaded: Loaded) -> Verdict:
    """Return a verdict on files whose findings have fixes, and a file where one is known.

    Where the files are very large, a finding without advice gets its constraint in words.
    """
    if not verdict.findings:
        return verdict
    facts = find_facts(loaded, {finding.focus for finding in verdict.findings})
    graph = loaded.shapes.unite()

    @cache
    def word(shape: Node, component: str) -> str:
        return word_component(graph, shape, component)

    def fix(finding: Finding) -> str:
        shape = verdict.results.value(finding.node, SH.sourceShape)
        if finding.fix or shape is None or (shape, None, None) not in graph:
            return finding.fix or finding.advice
        remedy = "" if facts is None else find_remedy(Case(finding, graph, shape, facts))
        if not remedy and not finding.advice:
            remedy = word(shape, finding.component)
        return combine(finding.advice, remedy)

    findings = (
        replace(finding, place=_place(finding, facts), fix=fix(finding))
        for finding in verdict.findings
    )
    return replace(verdict, findings=tuple(findings))


def _place(finding: Finding, facts: DataFacts | None) -> Location | None:
    home = None if facts is None else facts.find_home(finding.focus)
    return finding.place or (None if home is None else Location(home))


def combine(advice: str, remedy: str) -> str:
    """Return advice and remedy as one text; the advice alone where it has all Turtle of the other.

    >>> combine("Write 19.0, not 19.", "write `19.0` in place of `19`")
    'Write 19.0, not 19.'
    """
    names = [turtle.removesuffix(" …") for turtle in _TURTLE.findall(remedy)]
    if not remedy or (advice and all(name in advice for name in names)):
        return advice
    ended = remedy if remedy.endswith("?") else f"{remedy}."
    return f"{advice} Here: {ended}" if advice else ended
