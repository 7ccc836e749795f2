from __future__ import annotations

from azru_kg.check.advice.specimens import find_invalid, find_valid
from azru_kg.graph.layout import built_in


def test_an_example_can_be_pasted_without_the_note_to_the_tests() -> None:
    specimen = find_invalid(built_in().specimens, "Figure-value", ["Figure", "Figure-value"])[0]
    assert specimen.shape == "Figure-value"
    assert specimen.turtle.startswith("@prefix ")


def test_examples_are_those_of_the_shape_and_its_parts_and_not_of_its_namesakes() -> None:
    folder = built_in().specimens
    names = [path.stem for path in (folder / "valid").glob("*.ttl")]
    found = {one.path.name for one in find_invalid(folder, "Figure", [*names, "Figure-value"])}
    assert "Figure-value-missing.ttl" in found
    assert not any(name.startswith("FigureUnit") for name in found)
    assert find_valid(folder, "Figure-value") is None
