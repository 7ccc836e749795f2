"""Writes SVG: every value is escaped, and what XML cannot hold is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.w3.org/2000/svg"
"""The namespace of SVG."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNKNOWN = "\ufffd"

Attributes = Mapping[str, str | float]
"""Attributes by name; numbers are written as short as a picture needs them."""


class Markup(str):
    """Text that is SVG already."""

    __slots__ = ()


def write(name: str, attributes: Attributes, *children: str) -> Markup:
    """Return an element; children that are no markup are text.

    >>> write("text", {"x": 1.25, "class": "a<b"}, "<b>")
    '<text x="1.25" class="a&lt;b">&lt;b&gt;</text>'
    """
    written = "".join(f" {key}={quoteattr(_say(value))}" for key, value in attributes.items())
    content = join(children)
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def join(children: Iterable[str]) -> Markup:
    """Return markup and texts as markup."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(_clean(child)) for child in children)
    )


def _say(value: str | float) -> str:
    return _clean(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(_UNKNOWN, text)
