"""Writes paths of no length between two open ends as the engine finds them sooner.

From `?a skos:broader* ?b` Oxigraph sets out at each node there is, most of which lead nowhere. Its
answers are each node with itself, and what `skos:broader+` leads to from elsewhere: SPARQL 1.1, 9.3
and 18.4. The former `skos:broader?` finds without a search, in a third of the time or less; the
latter begins only where there is a step. Each finds a pair once, and no pair is in both: what came
once with `*` still does.

Where a FILTER wants an IRI at one end, the path begins there.
"""

from __future__ import annotations

from collections.abc import Sequence

from azru_kg.query.open_paths import OpenPath, find_open_paths
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, split_units


def split_paths(text: str, tokens: Sequence[Token]) -> str:
    """Return the text of a query with the same answers that are found sooner, or nothing.

    >>> from azru_kg.query.tokens import tokenize
    >>> text = "ASK { ?a skos:broader* ?b }"
    >>> for part in split_paths(text, [*tokenize(text)]).split(" UNION "):
    ...     print(part)
    ASK { { { ?a skos:broader? ?b FILTER (SAMETERM(?a, ?b)) }
    { ?a skos:broader+ ?b FILTER (!SAMETERM(?a, ?b)) } } }
    """
    written: list[str] = []
    position = 0
    for path in sorted(find_open_paths(tokens), key=lambda path: path.start.start):
        if better := _write(text, path):
            written += [text[position : path.start.start], better]
            position = path.end.start + len(path.end.text)
    return "".join([*written, text[position:]]) if written else ""


def _write(text: str, path: OpenPath) -> str:
    """Return a group that finds what a path finds, or nothing where none is known to be better."""
    if path.named:
        # A name may be given twice, and an IRI have two names; each is to count once.
        data = f"VALUES {path.named.text} {{ {' '.join(path.names)} }}"
        whole = text[path.start.start : path.end.start + len(path.end.text)]
        return f"{{ {{ SELECT DISTINCT {path.named.text} {{ {data} }} }} {whole} }}"
    step, sign = path.path[:-1], path.path[-1]
    if sign.text != "*" or _has_parts(step):
        return ""
    start, end = path.start.text, path.end.text
    # With the end of a comment that stands before the sign.
    written = text[step[0].start : sign.start]
    return (
        f"{{ {{ {start} {written}? {end} FILTER (SAMETERM({start}, {end})) }}"
        f" UNION {{ {start} {written}+ {end} FILTER (!SAMETERM({start}, {end})) }} }}"
    )


def _has_parts(step: Unit) -> bool:
    """Return whether a sign behind a step would be that of its last part alone."""
    return any(unit[0].text in ("/", "|") for unit in split_units(step))
