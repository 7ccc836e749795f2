"""Remarks on products and quotients of amounts that overflow a decimal, so that cells are empty.

The engine keeps 38 digits of a decimal, 18 of them behind the point. Amounts of money have up to
twelve before it, and a quotient has all 18 behind it: an amount times an amount is too long, and
so is an amount times a quotient, or divided by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from azru_kg.query.remarks.remark import Remark
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, read_word, split_units
from azru_kg.rdf.prefixes import PREFIXES

_AMOUNTS: Final = {
    text
    for prefix, local in (("sdmx-measure", "obsValue"), ("azru", "upperValue"))
    for text in (f"{prefix}:{local}", f"<{PREFIXES[prefix]}{local}>")
}
# What these give is as long as what they take.
_KEEPING: Final = frozenset(
    ("abs", "avg", "coalesce", "if", "max", "min", "sample", "sum", "ceil", "floor", "round")
)
_ROUNDING: Final = frozenset(("ceil", "floor", "round"))
# Divided by so much, an amount is short enough.
_SCALE: Final = 1_000_000
_PLAIN: Final = frozenset[str]()
_AMOUNT: Final = frozenset(("amount",))
_QUOTIENT: Final = frozenset(("quotient",))
_ADVICE: Final = (
    " may have more digits than a decimal, and the cell is then empty. Multiply before you divide,"
    " or compute with xsd:double(…)."
)

Nature = frozenset[str]
"""What a value may be: an amount, a quotient, both or neither."""


def remark_amounts(tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield a remark on each product or quotient of amounts that may be too long.

    >>> from azru_kg.query.tokens import tokenize
    >>> query = "SELECT (?v / 1000000000 AS ?b) { ?f sdmx-measure:obsValue ?v }"
    >>> [*remark_amounts([*tokenize(query)])]
    []
    """
    reader = _Reader()
    for number, token in enumerate(tokens[1:], start=1):
        if token.kind == "variable" and tokens[number - 1].text in _AMOUNTS:
            reader.natures[token.text[1:]] = _AMOUNT
    if not reader.natures:
        return
    # A name may be used before the SELECT that gives it, further in, is read.
    for _ in range(2):
        reader.remarks.clear()
        reader.read_all(tokens)
    yield from reader.remarks.values()


@dataclass(slots=True)
class _Reader:
    """Reads the arithmetic of a query; `natures` are those of its variables."""

    natures: dict[str, Nature] = field(default_factory=dict)
    remarks: dict[int, Remark] = field(default_factory=dict)

    def read_all(self, tokens: Unit) -> None:
        """Read what is in round brackets, innermost groups first."""
        units = [*split_units(tokens)]
        for unit in units:
            if unit[0].text == "{":
                self.read_all(unit[1:-1])
        for unit in units:
            if len(unit) > 1 and unit[0].text == "(":
                self.read_bracket(unit[1:-1])
                self.read_groups(unit[1:-1])

    def read_groups(self, tokens: Unit) -> None:
        """Read the groups within an expression, as EXISTS has them."""
        for unit in split_units(tokens):
            if unit[0].text == "{":
                self.read_all(unit[1:-1])
            elif len(unit) > 1:
                self.read_groups(unit[1:-1])

    def read_bracket(self, tokens: Unit) -> Nature:
        """Return the nature of what is between brackets: an expression, named or not."""
        units = [*split_units(tokens)]
        named = len(units) > 2 and read_word(units[-2][0]) == "as"
        nature = _PLAIN
        for argument in _split(units[:-2] if named else units, ",;"):
            nature |= self.read_sum(argument)
        if named and units[-1][0].kind == "variable":
            name = units[-1][0].text[1:]
            self.natures[name] = nature
        return nature

    def read_sum(self, units: Sequence[Unit]) -> Nature:
        nature = _PLAIN
        for term in _split(units, ("+", "-", "=", "!=", "<", ">", "<=", ">=", "&&", "||")):
            nature |= self.read_product(term)
        return nature

    def read_product(self, units: Sequence[Unit]) -> Nature:
        nature: Nature | None = None
        sign: Token | None = None
        for factor in _split_factors(units):
            if isinstance(factor, Token):
                sign = factor
                continue
            other, scale = self.read_factor(factor), _read_number(factor)
            if nature is None or sign is None:
                nature = other
            elif scale is not None:
                nature = _scale(nature, scale) if sign.text == "/" else nature
            else:
                nature = self.join(nature, sign, other)
        return nature or _PLAIN

    def join(self, left: Nature, sign: Token, right: Nature) -> Nature:
        """Return the nature of a product or quotient; note it where it may be too long."""
        amounts = "amount" in left and "amount" in right
        if sign.text == "*":
            if amounts or ("amount" in left | right and "quotient" in left | right):
                with_what = "an amount" if amounts else "a quotient"
                reason = f"The product of an amount and {with_what}{_ADVICE}"
                self.remarks[sign.start] = Remark.on("amount-overflow", [sign], reason)
            return left | right
        if "amount" in left and "quotient" in right:
            reason = f"An amount divided by a quotient{_ADVICE}"
            self.remarks[sign.start] = Remark.on("amount-overflow", [sign], reason)
        return (_PLAIN if amounts else left) | _QUOTIENT

    def read_factor(self, units: Sequence[Unit]) -> Nature:
        """Return the nature of a variable, of brackets, or of a call."""
        if not units:
            return _PLAIN
        first = units[0][0]
        if first.kind == "variable":
            return self.natures.get(first.text[1:], _PLAIN)
        if first.text == "(":
            return self.read_bracket(units[0][1:-1])
        if len(units) < 2 or units[1][0].text != "(":
            return _PLAIN
        nature, word = self.read_bracket(units[1][1:-1]), read_word(first)
        if word in _ROUNDING:
            return nature - _QUOTIENT
        if word == "avg":
            return nature | _QUOTIENT if nature else _PLAIN
        return nature if word in _KEEPING else _PLAIN


def _split(units: Sequence[Unit], signs: Sequence[str]) -> Iterator[Sequence[Unit]]:
    """Yield the units between some signs."""
    start = 0
    for number, unit in enumerate(units):
        if len(unit) == 1 and unit[0].text in signs:
            yield units[start:number]
            start = number + 1
    yield units[start:]


def _split_factors(units: Sequence[Unit]) -> Iterator[Sequence[Unit] | Token]:
    """Yield factors and, between them, the sign that joins them."""
    start = 0
    for number, unit in enumerate(units):
        if len(unit) == 1 and unit[0].text in ("*", "/"):
            yield units[start:number]
            yield unit[0]
            start = number + 1
    yield units[start:]


def _read_number(units: Sequence[Unit]) -> Decimal | None:
    if len(units) == 1 and units[0][0].kind == "number":
        return Decimal(units[0][0].text)
    return None


def _scale(nature: Nature, divisor: Decimal) -> Nature:
    """Return the nature of what is divided by a number that is written out."""
    if abs(divisor) >= _SCALE:
        return _PLAIN
    whole = divisor.normalize().as_tuple().digits == (1,)
    return nature if whole else nature | _QUOTIENT
