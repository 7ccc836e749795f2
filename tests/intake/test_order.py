from __future__ import annotations

import pytest

from azru_kg.errors import AzruError
from azru_kg.intake.order import sort_kinds
from azru_kg.intake.sheets.schemas import ROWS


def test_every_kind_comes_after_those_whose_names_it_needs() -> None:
    order = sort_kinds()
    assert sorted(order) == sorted(ROWS)
    for kind, row in ROWS.items():
        assert all(order.index(other) < order.index(kind) for other in row.names_from)


def test_kinds_that_need_nothing_of_each_other_stay_as_they_are() -> None:
    assert sort_kinds({"b": [], "c": ["b"], "a": []}) == ["b", "a", "c"]


def test_a_ring_is_told() -> None:
    with pytest.raises(AzruError, match=r"names: (a needs b needs a|b needs a needs b)") as caught:
        sort_kinds({"a": ["b"], "b": ["a"]})
    assert str(caught.value).endswith("Part them")
