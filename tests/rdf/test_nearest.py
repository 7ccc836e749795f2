from __future__ import annotations

import pytest

from azru_kg.rdf.nearest import LONGEST, find_nearest, find_similar


def test_the_most_similar_name_comes_first() -> None:
    assert find_similar("indicatr", ["indicator", "indices", "origin"], most=2)[0] == "indicator"


def test_no_more_names_are_returned_than_are_asked_for() -> None:
    assert len(find_similar("abcd", ["abce", "abcf", "abcg"], most=2)) == 2


@pytest.mark.parametrize("length", [LONGEST + 1, 64 * 1024])
def test_a_name_longer_than_people_type_is_like_no_other(length: int) -> None:
    name = "ab" * length
    assert find_similar(name, [f"{name}c"]) == []
    assert find_similar("ab", [name]) == []


def test_only_names_of_the_same_namespace_are_near() -> None:
    assert find_nearest("azru:figur", ["skos:figure", "azru:figure"]) == "azru:figure"
    assert find_nearest("azru:figure", ["azru:figure"]) is None
