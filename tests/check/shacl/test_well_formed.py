from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.shacl.judge import check_files
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.check.shacl.well_formed import check_well_formed
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile

pytestmark = pytest.mark.long

Write = Callable[[str, str], Path]
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:p ;"


def test_a_list_of_thousands_is_well_formed_and_holds_its_last_member(turtle: Write) -> None:
    members = " ".join(f'"{number}"' for number in range(1_200))
    shapes = turtle("shapes.ttl", f"{SHAPE} sh:in ( {members} ) .")
    data = turtle("data.ttl", 'ex:a a ex:C ; ex:p "1199" . ex:b a ex:C ; ex:p "1200" .')
    assert [str(one.value) for one in check_files([data], shapes=[shapes]).findings] == ["1200"]


def test_a_list_of_thousands_with_a_fault_is_not_well_formed(turtle: Write) -> None:
    members = " ".join(f'"{number}"' for number in range(1_200))
    shapes = turtle("shapes.ttl", f"{SHAPE} sh:in ( {members} ) , ex:no-list .")
    with pytest.raises(DataError, match=r"shapes\.ttl:7:\d+: not well-formed SHACL: .*sh:in"):
        check_well_formed(read_shapes([DataFile(shapes)]))
