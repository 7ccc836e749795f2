"""Reads the tokens of a SELECT query into what it is made of.

The guard has let the query pass, and the engine has answered it, so its syntax is right: what is
not expected here is a part of SPARQL that this program does not trace, and is told as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from azru_kg.provenance.path_parser import PathParser
from azru_kg.provenance.syntax import (
    Exists,
    Expression,
    Graph,
    Group,
    InlineValues,
    Minus,
    Optional,
    Path,
    PathStep,
    Select,
    SelectItem,
    TermText,
    Tokens,
    TripleBlock,
    TriplePattern,
    Union,
    Untraceable,
)
from azru_kg.query.tokens import Token
from azru_kg.query.units import read_word, split_units

_END: Final = Token("end", "", 0)
_CLAUSES: Final = ("group", "having", "order", "limit", "offset", "values")
_AGGREGATES: Final = frozenset(("avg", "count", "group_concat", "max", "min", "sample", "sum"))
_ELEMENTS: Final = frozenset(("optional", "minus", "graph", "filter", "bind", "values"))
_ELSEWHERE: Final = frozenset(("lateral", "service"))


def read_select(tokens: Tokens, fresh: str) -> Select:
    """Return the SELECT that begins with the first token; raise Untraceable.

    Blank nodes of patterns become variables whose names begin with `fresh`, which no other does.
    """
    return _Reader(tokens, fresh).read_select()


class _Reader:
    def __init__(self, tokens: Tokens, fresh: str) -> None:
        self._tokens = tokens
        self._at = 0
        self._fresh = fresh
        self._numbers = count()

    # Tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    @property
    def _word(self) -> str:
        return read_word(self._next)

    def _take(self) -> Token:
        token = self._next
        if token is _END:
            raise Untraceable("the query ends where something has to follow")
        self._at += 1
        return token

    def _skip(self, text: str) -> bool:
        if self._next.text != text:
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise Untraceable(f"{self._next.text!r} stands where {text!r} is expected")

    def _take_unit(self) -> Tokens:
        """Take a token, or a pair of brackets with all that is between them."""
        unit = tuple(next(split_units(self._tokens[self._at :]), ()))
        if not unit:
            raise Untraceable("the query ends where something has to follow")
        self._at += len(unit)
        return unit

    def _take_call(self) -> Tokens:
        """Take an expression in brackets, or a function with its arguments."""
        start = self._at
        if self._next.kind != "open":
            self._take()
        self._take_unit()
        return self._tokens[start : self._at]

    # SELECT

    def read_select(self) -> Select:
        start = self._at
        self._take()
        distinct = self._word in ("distinct", "reduced")
        if distinct:
            self._take()
        items = tuple(self._read_items())
        while self._word == "from":
            self._take()
            self._at += 1 + (self._word == "named")
        if self._word == "where":
            self._take()
        where = self._read_group()
        clauses = dict(self._read_clauses())
        told = [item.expression for item in items]
        told += [tokens for name, tokens in clauses.items() if name in ("having", "order")]
        return Select(
            items,
            distinct,
            where,
            self._tokens[start : self._at],
            tuple(_read_keys(clauses.get("group", ()))),
            clauses,
            any(read_word(token) in _AGGREGATES for part in told for token in part)
            or "having" in clauses,
            self._fresh,
        )

    def _read_items(self) -> Iterator[SelectItem]:
        while self._next.text != "{" and self._word not in ("where", "from"):
            unit = self._take_unit()
            if unit[0].kind == "variable":
                yield SelectItem(_name(unit[0]))
            elif unit[0].text == "(":
                yield _read_named(unit)
            elif unit[0].text != "*":
                raise Untraceable(f"SELECT names {unit[0].text!r}")

    def _read_clauses(self) -> Iterator[tuple[str, Tokens]]:
        while self._word in _CLAUSES:
            start, name = self._at, self._word
            self._take()
            while self._next.kind not in ("end", "close") and self._word not in _CLAUSES:
                self._take_unit()
            yield name, self._tokens[start : self._at]

    # Groups

    def _read_group(self) -> Group:
        start = self._at
        self._expect("{")
        elements: list[object] = []
        if self._word == "select":
            elements.append(self.read_select())
        while self._next.text != "}":
            if not self._skip("."):
                elements.append(self._read_element())
        self._take()
        return Group(tuple(elements), self._tokens[start : self._at])  # type: ignore[arg-type]

    def _read_element(self) -> object:
        word = self._word
        if self._next.text == "{":
            groups = [self._read_group()]
            while self._word == "union":
                self._take()
                groups.append(self._read_group())
            return Union(tuple(groups))
        if word in _ELSEWHERE:
            raise Untraceable(f"{word.upper()} is not traced")
        if word not in _ELEMENTS:
            return TripleBlock(tuple(self._read_triples()))
        start = self._at
        self._take()
        if word == "optional":
            return Optional(self._read_group())
        if word == "minus":
            return Minus(self._read_group())
        if word == "graph":
            return Graph(self._read_term(), self._read_group())
        if word == "values":
            return self._read_values(start)
        return self._read_expression(start)

    def _read_values(self, start: int) -> InlineValues:
        names = [_name(token) for token in self._take_unit() if token.kind == "variable"]
        rows = self._take_unit()
        whole = all(read_word(token) != "undef" for token in rows)
        return InlineValues(self._tokens[start : self._at], tuple(names), whole)

    def _read_expression(self, start: int) -> Expression:
        if self._word in ("exists", "not"):
            while self._next.text != "{":
                self._take()
            self._take_unit()
        else:
            self._take_call()
        end = self._at
        tokens = self._tokens[start:end]
        exists = tuple(self._find_exists(start, end))
        self._at = end
        named = read_word(tokens[0]) == "bind"
        return Expression(tokens, exists, _name(tokens[-2]) if named else None)

    def _find_exists(self, start: int, end: int) -> Iterator[Exists]:
        self._at = start
        while self._at < end:
            before = self._at
            if read_word(self._take()) != "exists":
                continue
            negated = read_word(self._tokens[before - 1]) == "not"
            group = self._read_group()
            yield Exists(group, negated, before - negated - start, self._at - start)

    # Triples

    def _read_triples(self) -> Iterator[TriplePattern]:
        while True:
            told: list[TriplePattern] = []
            bracketed = self._next.text in ("[", "(")
            subject = self._read_node(told)
            yield from told
            if not (bracketed and self._ends_triples()):
                yield from self._read_properties(subject)
            if not self._skip(".") or self._ends_triples():
                return

    def _ends_triples(self) -> bool:
        return self._next.text in (".", "}", "{") or self._word in _ELEMENTS | _ELSEWHERE

    def _read_properties(self, subject: TermText) -> Iterator[TriplePattern]:
        while True:
            path, verb = self._read_verb()
            while True:
                told: list[TriplePattern] = []
                node = self._read_node(told)
                yield TriplePattern(subject, path, node, verb)
                yield from told
                if not self._skip(","):
                    break
            if not self._skip(";"):
                return
            while self._skip(";"):
                pass
            if self._ends_triples() or self._next.text == "]":
                return

    def _read_verb(self) -> tuple[Path, str]:
        if self._next.kind == "variable":
            name = _name(self._take())
            return PathStep(name), name
        parser = PathParser(self._tokens, self._at)
        path = parser.read()
        verb = "".join(token.text for token in self._tokens[self._at : parser.at])
        self._at = parser.at
        return path, verb

    def _read_node(self, told: list[TriplePattern]) -> TermText:
        if self._next.text == "[":
            self._take()
            node = self._make_name()
            if self._next.text != "]":
                told += self._read_properties(node)
            self._expect("]")
            return node
        if self._next.text == "(":
            self._take()
            return self._read_list(told)
        return self._read_term()

    def _read_list(self, told: list[TriplePattern]) -> TermText:
        if self._skip(")"):
            return _NIL
        node = self._make_name()
        inner: list[TriplePattern] = []
        told.append(TriplePattern(node, PathStep(_FIRST), self._read_node(inner), _FIRST))
        told += inner
        inner = []
        told.append(TriplePattern(node, PathStep(_REST), self._read_list(inner), _REST))
        told += inner
        return node

    def _read_term(self) -> TermText:
        token = self._take()
        if token.kind == "variable":
            return _name(token)
        if token.kind == "blank":
            return f"?{self._fresh}b{token.text[2:].encode().hex()}"
        if token.kind in ("iri", "name", "number") or read_word(token) in ("true", "false"):
            return token.text
        if token.kind != "string":
            raise Untraceable(f"{token.text!r} in a triple is not traced")
        if self._next.kind == "lang":
            return token.text + self._take().text
        if self._skip("^^"):
            return f"{token.text}^^{self._take().text}"
        return token.text

    def _make_name(self) -> TermText:
        return f"?{self._fresh}n{next(self._numbers)}"


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("first", "rest", "nil"))


def _name(token: Token) -> TermText:
    return f"?{token.text[1:]}"


def _read_keys(tokens: Tokens) -> Iterator[SelectItem]:
    """Yield what GROUP BY groups by."""
    before: Tokens = ()
    for unit in map(tuple, split_units(tokens[2:])):
        if unit[0].kind == "variable" and not before:
            yield SelectItem(_name(unit[0]))
        elif unit[0].kind != "open":
            before = unit
        elif before or read_word(unit[-3] if len(unit) > 3 else unit[0]) != "as":
            yield SelectItem(None, before + unit)
            before = ()
        else:
            yield _read_named(unit)


def _read_named(unit: Tokens) -> SelectItem:
    """Return the item of `(expression AS ?name)`."""
    if len(unit) < 5 or read_word(unit[-3]) != "as":
        raise Untraceable("an expression of SELECT has no name")
    return SelectItem(_name(unit[-2]), unit[1:-3])
