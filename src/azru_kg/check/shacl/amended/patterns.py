r"""Constraint sh:pattern with all flags of SPARQL, and with what only XPath has in its patterns.

SHACL takes the patterns of SPARQL's REGEX, and so of XPath; pySHACL takes those of Python, with the
flags `i` and `m` alone. What both write alike is left to Python. `\p{L}`, `\i`, `\c` and a class
less another are put into words that Python knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from pyshacl.constraints.core.string_based_constraints import PatternConstraintComponent
from rdflib import SH, BNode

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_OTHERS = frozenset("xq")
_PART = re.compile(r"\\.|\[|\]|\$|\s|.", re.DOTALL)
# In Python, `\Z` is the very end; `$` is before a line feed there, too.
_END = r"\Z"
# To Python, the bracket is one of the class.
_LESS = re.compile(r"\[(?:[^\]\\]|\\.)+-\[")


class Pattern(PatternConstraintComponent):
    """Constraint sh:pattern."""

    def __init__(self, shape: Any) -> None:
        """Compile the patterns of a shape; raise ValueError for one that is none."""
        super(PatternConstraintComponent, self).__init__(shape)
        rules: Any = list(shape.objects(SH.pattern))
        self.string_rules = rules
        flags = sorted(map(str, shape.objects(SH.flags)))
        self.flags = flags[0] if flags else None
        self.compiled_cache = {rule: compile_pattern(str(rule), self.flags or "") for rule in rules}

    def _evaluate_string_rule(
        self, rule: Any, graph: Any, values: Mapping[Any, Iterable[Any]]
    ) -> tuple[bool, list[Any]]:
        pattern = self.compiled_cache[rule]
        results = [
            self.make_v_result(graph, focus, value_node=value)
            for focus, reached in values.items()
            for value in reached
            if isinstance(value, BNode) or not pattern.search(str(value))
        ]
        return bool(results), results


@lru_cache(maxsize=1_000)
def compile_pattern(pattern: str, flags: str = "") -> re.Pattern[str]:
    r"""Return a pattern of XPath, or one of Python; raise ValueError where it is neither.

    >>> bool(compile_pattern(r"^\p{L}+$").search("ölçü"))
    True
    """
    unknown = set(flags) - set(_FLAGS) - _OTHERS
    if unknown:
        raise ValueError(f"{min(unknown)!r} is no flag. There are i, m, s, x and q")
    mode = sum(_FLAGS.get(flag, 0) for flag in set(flags))
    if "q" in flags:
        return re.compile(re.escape(pattern), mode)
    if "x" in flags:
        pattern = _close_up(pattern)
    try:
        if _LESS.search(pattern):
            raise re.error("a class less another")
        return re.compile(pattern if mode & re.MULTILINE else _end_at_the_end(pattern), mode)
    except (re.error, OverflowError, RecursionError) as error:
        return _compile_xpath(pattern, mode, error)


def _compile_xpath(pattern: str, mode: int, error: Exception) -> re.Pattern[str]:
    from elementpath.regex import RegexError, translate_pattern

    try:
        return re.compile(translate_pattern(pattern, mode, xsd_version="1.1"), mode)
    except (RegexError, re.error, ValueError, LookupError, OverflowError, RecursionError):
        raise ValueError(str(error)) from error


def _end_at_the_end(pattern: str) -> str:
    return _outside_classes(pattern, lambda part: _END if part == "$" else part)


def _close_up(pattern: str) -> str:
    return _outside_classes(pattern, lambda part: "" if part.isspace() else part)


def _outside_classes(pattern: str, change: Callable[[str], str]) -> str:
    """Change the parts of a pattern, but not within the brackets of a class."""
    written: list[str] = []
    depth = start = 0
    for part in _PART.findall(pattern):
        first = depth > 0 and written[start:] in (["["], ["[", "^"])
        if part == "[" and (not depth or written[-1] == "-"):
            depth, start = depth + 1, len(written)
        elif part == "]" and not first:
            depth -= depth > 0
        written.append(part if depth else change(part))
    return "".join(written)
