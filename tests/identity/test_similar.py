"""The quick comparison finds what the slow one finds."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from azru_kg.identity.similar import find_similar
from azru_kg.identity.words import compare

bags = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)
many_bags = st.dictionaries(st.text("xyz", min_size=1), st.lists(bags, max_size=3), max_size=8)


@given(many_bags, st.sampled_from([0.5, 0.75, 1.0]))
def test_all_pairs_are_found_and_no_others(
    many: dict[str, list[frozenset[str]]], share: float
) -> None:
    slow = [
        (one, other)
        for one, other in combinations(sorted(many), 2)
        if any(compare(x, y) >= share for x in many[one] for y in many[other])
    ]
    assert list(find_similar(many, share)) == slow
