"""Remarks on labels that are taken in all languages.

Things are named in several languages, so a row comes once for each where no FILTER chooses one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from azru_kg.query.remarks.remark import Remark
from azru_kg.query.tokens import Token
from azru_kg.query.units import find_variables, read_word, split_units
from azru_kg.rdf.prefixes import PREFIXES

# A document has its title in one language, and a claim its label.
_NAMES: Final = ("prefLabel", "altLabel")
_LABELS: Final = {
    text for name in _NAMES for text in (f"skos:{name}", f"<{PREFIXES['skos']}{name}>")
}
# In the brackets behind these words it is chosen, or does not matter, which language there is.
_CHOOSING: Final = frozenset(
    (
        *("filter", "having", "lang", "langmatches", "exists"),
        *("avg", "count", "group_concat", "max", "min", "sample"),
    )
)


def remark_languages(tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield a remark on each label in a variable of which no FILTER chooses the language.

    >>> from azru_kg.query.tokens import tokenize
    >>> query = "SELECT ?name { ?x skos:prefLabel ?name FILTER (LANG(?name) = 'en') }"
    >>> [*remark_languages([*tokenize(query)])]
    []
    """
    words = {read_word(token) for token in tokens}
    if words.isdisjoint(("select", "construct")):
        return
    chosen = {name.text[1:] for name in _find_chosen(tokens)}
    for label, name in pairwise(tokens):
        if label.text in _LABELS and name.kind == "variable" and name.text[1:] not in chosen:
            yield Remark.on(
                "label-language",
                [name],
                f"{name.text} comes in every language in which the thing is named, and the row with"
                f' it. Add FILTER (LANG({name.text}) = "en"), or az or ru.',
            )


def _find_chosen(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the variables in the brackets that follow a word that chooses."""
    choosing = False
    for unit in split_units(tokens):
        if choosing:
            yield from find_variables([unit])
        elif len(unit) > 1:
            yield from _find_chosen(unit[1:-1])
        # FILTER CONTAINS(…), FILTER NOT EXISTS {…}: the brackets may come behind another word.
        choosing = read_word(unit[0]) in _CHOOSING or (choosing and len(unit) == 1)
