"""Looks through a query for all that may not be meant in it."""

from __future__ import annotations

from itertools import chain
from typing import Final

from azru_kg.query.query import Query
from azru_kg.query.remarks.amounts import remark_amounts
from azru_kg.query.remarks.extremes import remark_extremes
from azru_kg.query.remarks.languages import remark_languages
from azru_kg.query.remarks.open_ends import remark_open_ends
from azru_kg.query.remarks.optionals import remark_optionals
from azru_kg.query.remarks.remark import Remark
from azru_kg.query.units import LOOKED_THROUGH, measure_depth

_RULES: Final = (
    remark_amounts,
    remark_extremes,
    remark_languages,
    remark_open_ends,
    remark_optionals,
)


def review(query: Query) -> list[Remark]:
    """Return the remarks on a query, in the order of its text; none on one too long to look at.

    >>> from azru_kg.query.query import read_query
    >>> [remark.kind for remark in review(read_query("SELECT * { ?a skos:prefLabel ?b }"))]
    ['label-language']
    """
    tokens = query.tokens
    if len(tokens) * measure_depth(tokens) > LOOKED_THROUGH:
        return []
    remarks = chain.from_iterable(rule(tokens) for rule in _RULES)
    return sorted(remarks, key=lambda remark: (remark.start, remark.kind))
