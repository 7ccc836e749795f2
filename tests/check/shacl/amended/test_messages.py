from __future__ import annotations

import pytest
from rdflib import Literal

from azru_kg.check.shacl.amended.messages import bind_messages, fill, format_result_message


@pytest.mark.parametrize("value", [r"C:\temp", r"C:\1x", r"\g<0>", "{?value}", "a{b}", ""])
def test_a_value_stands_in_a_message_as_it_is(value: str) -> None:
    assert fill("<{?value}|{$value}>", {"value": value}) == f"<{value}|{value}>"


def test_what_has_no_value_stays() -> None:
    assert fill("{?a} {b} {?c.d}", {"b": "1"}) == "{?a} {b} {?c.d}"


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        ({"x": 1}, "1 {?value}"),
        (("t", None, "v"), "{?x} v"),
        (("t", None, "v", {"x": 1, "value": 2}), "1 v"),
        (None, "{?x} {?value}"),
    ],
)
def test_a_solution_fills_a_message_in_each_way_it_may_come(bound: object, text: str) -> None:
    assert format_result_message(None, "{?x} {?value}", bound) == text


def test_parameters_fill_the_messages_of_a_component_and_keep_their_languages() -> None:
    class Helper:
        unbound_messages = frozenset({Literal("at least {$least}", lang="en")})
        param_bind_map: dict[str, object] = {"least": r"\1"}  # noqa: RUF012
        bound_messages: frozenset[Literal] = frozenset()

    helper = Helper()
    bind_messages(helper)
    assert helper.bound_messages == {Literal(r"at least \1", lang="en")}
