"""Writing SVG: whatever a value holds, it stays a value."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from azru_kg.pictures.svg import Markup, join, write


@given(st.text(), st.text())
def test_values_and_texts_come_back_as_they_are(value: str, text: str) -> None:
    element = ElementTree.fromstring(write("text", {"class": value}, text))  # noqa: S314
    assert element.tag == "text"
    assert not list(element)
    assert set(element.attrib) == {"class"}
    plain = all(character >= " " for character in text + value)
    if plain and "\ufffd" not in "".join([element.text or "", element.attrib["class"]]):
        assert (element.text or "") == text
        assert element.attrib["class"] == value


def test_markup_stays_and_text_is_escaped() -> None:
    assert join([Markup("<g/>"), "<g/>"]) == "<g/>&lt;g/&gt;"
    assert write("circle", {"r": 4.50, "cx": 10.0, "cy": 1 / 3}) == (
        '<circle r="4.5" cx="10" cy="0.33"/>'
    )
