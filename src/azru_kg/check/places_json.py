"""Finds where in JSON-LD a subject is named: the `@id` of an object that says something of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from azru_kg.turtle.terms import Values

_TOKEN = re.compile(r'\s*+("(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+)', re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(slots=True)
class _Object:
    """What is known of an object of JSON that is not yet closed."""

    name: str | None = None
    at: int = 0
    key: str | None = None
    members: int = 0
    is_value: bool = False
    is_context: bool = False


def find_json_subjects(text: str, base: str) -> Iterator[tuple[str, int]]:
    """Yield the IRI of each subject that has one, with the offset of its `"@id"` member.

    Prefixes and other names for `@id` are those of the contexts in the document, taken as one. A
    document nested too deep for Python's reader has no subjects here.

    >>> list(find_json_subjects('{"@id": "urn:a", "urn:p": {"@id": "urn:b"}}', "urn:base"))
    [('urn:a', 1)]
    """
    try:
        context = _merge_contexts(json.loads(text))
    except RecursionError:
        return
    names = {"@id", *(name for name, meaning in context.items() if meaning == "@id")}
    values = Values(context.get("@base") or base)
    for name, at in _scan(text, names):
        try:
            yield _expand(name, context, values), at
        except ValueError:
            # Not an IRI: a blank node, or a name that the context gives no meaning to.
            continue


def _scan(text: str, names: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the value of each `@id` that has other members beside it, and its offset."""
    stack: list[_Object] = []
    for match in _TOKEN.finditer(text):
        part, at = match[1], match.start(1)
        top = stack[-1] if stack else _Object()
        if part in ("{", "["):
            inner = top.is_context or top.key == "@context"
            stack.append(_Object(key="[" if part == "[" else None, is_context=inner))
        elif part in ("}", "]"):
            stack.pop()
            if top.name is not None and top.members and not top.is_context:
                yield top.name, top.at
        elif top.key == "[":
            continue
        elif part == ",":
            top.is_value = False
        elif part == ":":
            top.is_value = True
        elif not top.is_value:
            top.key = json.loads(part)
            if top.key in names:
                top.at = at
            elif top.key != "@context":
                top.members += 1
        elif top.key in names and part.startswith('"'):
            top.name = json.loads(part)


def _merge_contexts(document: Any) -> dict[str, str]:
    """Return what the names of all contexts of a document stand for, as far as it is an IRI."""
    names: dict[str, str] = {}
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            contexts = node.get("@context", [])
            for context in contexts if isinstance(contexts, list) else [contexts]:
                names.update(_read_context(context))
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    return names


def _read_context(context: Any) -> dict[str, str]:
    if not isinstance(context, dict):
        return {}
    meanings = {
        name: meaning.get("@id") if isinstance(meaning, dict) else meaning
        for name, meaning in context.items()
    }
    return {name: meaning for name, meaning in meanings.items() if isinstance(meaning, str)}


def _expand(name: str, context: dict[str, str], values: Values) -> str:
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//") and prefix in context:
        name = context[prefix] + local
    if name.startswith("_:"):
        raise ValueError(name)
    return name if _ABSOLUTE.match(name) else values.iri(f"<{name}>").value
