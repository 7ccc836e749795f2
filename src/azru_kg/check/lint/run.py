"""Applies the rules and turns what they find into findings, like those of shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rdflib import BNode, URIRef

from azru_kg.check.finding import Finding, spell
from azru_kg.check.lint import (
    classes,
    comparisons,
    documents,
    entities,
    iris,
    labels,
    queries,
    shapes,
    terms,
    texts,
    usage,
    values,
)
from azru_kg.check.lint.corpus import Corpus, Read, read_files, read_layout
from azru_kg.check.lint.rule import Hit, Rule
from azru_kg.graph import layout as layouts
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import read_statements
from azru_kg.graph.layout import Layout
from azru_kg.rdf.index import without_collection
from azru_kg.rdf.rdflib_terms import to_rdflib, without_complaints

_FAMILIES = (
    *(terms, classes, labels, usage, texts, values, iris, entities),
    *(documents, comparisons, shapes, queries),
)

RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in family.RULES)
"""The table of rules, by family."""


def check(
    given: Layout | Sequence[DataFile],
    *,
    layout: Layout | None = None,
    read: Read = read_statements,
) -> list[Finding]:
    """Return what lint finds in a graph of this project or in any RDF files, in order.

    Files are judged by the rules that need not see the whole, with the rest of the built-in graph
    as their vocabulary; `layout` stands in for it. `read` gives the statements of files. Raises
    DataError for a broken file.
    """
    with without_collection():
        if isinstance(given, Layout):
            return judge(read_layout(given, read))
        return judge(read_files(given, layout or layouts.built_in(), read))


def judge(corpus: Corpus) -> list[Finding]:
    """Return what the rules find, in order."""
    rules = [rule for rule in RULES if corpus.whole or not rule.whole]
    # A dictionary, not a set: what looks the same in a report keeps its order in the files.
    hits = dict.fromkeys((rule, hit) for rule in rules for hit in rule.find(corpus))
    with without_complaints():
        findings = sorted((_report(rule, hit) for rule, hit in hits), key=_place)
    return [
        replace(finding, node=BNode(f"lint{number}"))
        for number, finding in enumerate(findings, start=1)
    ]


def _report(rule: Rule, hit: Hit) -> Finding:
    message = hit.message if hit.message.endswith((".", "?")) else f"{hit.message}."
    return Finding(
        severity=rule.severity,
        label=rule.name,
        shape=rule.iri,
        focus=to_rdflib(hit.focus),
        path=spell(URIRef(hit.path)) if hit.path else "",
        value=None if hit.value is None else to_rdflib(hit.value),
        message=f"{message} Fix: {rule.fix}",
        component=rule.iri,
        node=BNode(),
        source=hit.graph or None,
        fix=rule.fix,
    )


def _place(finding: Finding) -> tuple[tuple[int, str, str, str, str, str, str], str]:
    return finding.order, finding.source or ""
