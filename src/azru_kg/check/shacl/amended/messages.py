r"""Fills a message with what a query has found, each value as it is in the data.

pySHACL takes a value for a pattern: `C:\temp` would be changed, `C:\1x` end the run, and a value
with `{?value}` in it be filled itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rdflib import Literal

_PLACE = re.compile(r"\{[?$]([^{}]+)\}")
_RESERVED = ("this", "path", "value")


def fill(message: str, values: Mapping[str, Any]) -> str:
    """Return a message with the values of its variables; those without a value stay.

    >>> fill("{?x} and {$y}", {"x": "{$y}"})
    '{$y} and {$y}'
    """
    return _PLACE.sub(
        lambda place: str(values[place[1]]) if place[1] in values else place[0], message
    )


def format_result_message(component: Any, message: str, bound: Any) -> str:
    """Return a message filled by a solution, in any of the ways in which pySHACL passes one."""
    if isinstance(bound, Mapping):
        return fill(message, {str(name): value for name, value in bound.items()})
    if not isinstance(bound, tuple | list):
        return message
    others = bound[3] if len(bound) == 4 else {}
    named = dict(zip(_RESERVED, bound[:3], strict=False))
    values = {**{str(name): value for name, value in others.items()}, **named}
    return fill(message, {name: value for name, value in values.items() if value is not None})


def bind_messages(helper: Any, values: Mapping[str, Any] | None = None) -> None:
    """Fill the messages of a component with the values of its parameters."""
    given = helper.param_bind_map if values is None else values
    helper.bound_messages = {
        Literal(fill(str(message), given), lang=message.language)
        for message in helper.unbound_messages
    }
