"""What a row says that a project is."""

from __future__ import annotations

import pytest
from tests.support.statements import Examples

from azru_kg.intake.convert.registers.projects import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import ProjectRow
from azru_kg.intake.sheets.schemas.row import SheetRow

Rows = dict[str, dict[str, SheetRow]]


def test_every_project_of_the_sheet_is_taken(rows: Rows, register: Register) -> None:
    for row in rows["projects"].values():
        assert isinstance(row, ProjectRow)
        assert len(convert(row, register, Drafts()).things) == 1


def test_a_project_has_a_class_a_name_and_a_type_and_no_document(examples: Examples) -> None:
    stated = examples.state(examples.make("projects"))
    assert stated.thing("project:example-bridge", "projects") == [
        "a azru:Project",
        "dcterms:type code:bridge",
        'skos:prefLabel "Example bridge"@en',
    ]
    assert list(stated.drafts.files) == ["entities/projects.ttl"]


def test_an_unknown_type_is_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^type: 'ship' is none of bridge, highway"):
        examples.state(examples.make("projects", type="ship"))
