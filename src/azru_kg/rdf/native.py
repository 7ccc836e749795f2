"""Terms of RDF as Python values, and back: what a row holds, and what a query can be given.

| term | value |
|---|---|
| IRI | `IRI`, a `str` |
| text | `str`; with a language tag `LangString`, a `str` with `.language` |
| xsd:integer and what is derived from it | `int` |
| xsd:decimal | `Decimal`, with the digits as they are stored |
| xsd:double, xsd:float | `float` |
| xsd:boolean | `bool` |
| xsd:date | `date` |
| xsd:dateTime | `datetime`, with its zone where it has one |
| xsd:gYear, xsd:gYearMonth | `YearOrMonth`, a `str`: `2023` or `2023-05` |
| any other literal, or one that Python cannot hold | `TypedLiteral`, a `str` with `.datatype` |
| blank node | `BlankNode`, a `str` |
| triple term (RDF 1.2) | a tuple of three values |
| nothing | `None` |

A `date` with a zone, a year before 1 or after 9999 and what is ill-typed are `TypedLiteral`s, too:
nothing is bent until it fits.
"""

from __future__ import annotations

import math
import numbers
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

import pyoxigraph as ox

from azru_kg.errors import BadBinding
from azru_kg.rdf.lexical import INTEGERS, XSD, is_well_typed, match_form
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, expand, shorten

_PREFIXED: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?!//)(\S*)")
_FRACTION: Final = re.compile(r"\.\d{7,}")
_SHOWN: Final = 100
_MOST_BITS: Final = 14_000


class IRI(str):
    """An IRI, which is a text like any other; it stands for itself where a query is given one.

    >>> IRI("https://w3id.org/azru-kg/id/country/AZ").short
    'country:AZ'
    """

    __slots__ = ()

    @property
    def short(self) -> str:
        """The prefixed name, or the IRI itself where no prefix of this graph fits."""
        return shorten(self)

    def __repr__(self) -> str:
        return f"IRI({str.__repr__(self)})"


class BlankNode(str):
    """The name of a blank node, which means nothing outside of the answer it stands in."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"BlankNode({str.__repr__(self)})"


class LangString(str):
    """A text in a language.

    >>> LangString("Azərbaycan", "az").language
    'az'
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> LangString:
        """Return a text in a language, by its tag."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return LangString, (str(self), self.language)

    def __repr__(self) -> str:
        return f"LangString({str.__repr__(self)}, {self.language!r})"


class TypedLiteral(str):
    """A literal for which Python has no value of its own: its text, and the IRI of its datatype."""

    __slots__ = ("datatype",)
    datatype: IRI

    def __new__(cls, text: str, datatype: str) -> TypedLiteral:
        """Return a literal of a datatype, by its IRI."""
        made = super().__new__(cls, text)
        made.datatype = IRI(datatype)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return TypedLiteral, (str(self), str(self.datatype))

    def __repr__(self) -> str:
        return f"TypedLiteral({str.__repr__(self)}, {str.__repr__(self.datatype)})"


class YearOrMonth(str):
    """A year, or a month of one, as ISO 8601 has it; in the order of the alphabet they are in time.

    Raises BadBinding for a text that is neither.

    >>> YearOrMonth("2023-05").year, YearOrMonth("2023-05").month, YearOrMonth("2023").month
    (2023, 5, None)
    """

    __slots__ = ()

    def __new__(cls, text: str) -> YearOrMonth:
        """Return a year of four digits, or with a month."""
        if not re.fullmatch(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?", text, re.ASCII):
            raise BadBinding(f"{text[:_SHOWN]!r} is no year or month. Write 2023 or 2023-05")
        return super().__new__(cls, text)

    @property
    def year(self) -> int:
        """The year."""
        return int(self[:4])

    @property
    def month(self) -> int | None:
        """The month, 1 to 12, or None of a whole year."""
        return int(self[5:]) if len(self) > 4 else None

    def __repr__(self) -> str:
        return f"YearOrMonth({str.__repr__(self)})"


Value: TypeAlias = (
    IRI
    | BlankNode
    | LangString
    | TypedLiteral
    | YearOrMonth
    | str
    | int
    | Decimal
    | float
    | bool
    | date
    | datetime
    | tuple[Any, ...]
)
"""What stands in a row where something is bound."""


def iri(name: str) -> IRI:
    """Return the IRI of a thing by its prefixed name, or by the IRI itself.

    Raises BadBinding for what is neither.

    >>> iri("country:AZ")
    IRI('https://w3id.org/azru-kg/id/country/AZ')
    """
    match = _PREFIXED.fullmatch(name)
    if match and match[1] in PREFIXES:
        name = expand(name)
    try:
        return IRI(ox.NamedNode(name).value)
    except ValueError as error:
        near = find_similar(name.partition(":")[0], PREFIXES)
        hint = f" Did you mean {near[0]}:…?" if near and "//" not in name else ""
        raise BadBinding(
            f"{name[:_SHOWN]!r} is no IRI.{hint} Write it in full, or with a prefix: country:AZ"
        ) from error


def to_value(term: AnyTerm | None) -> Value | None:
    """Return a term as a Python value.

    >>> to_value(ox.Literal(19)), to_value(ox.Literal("salam", language="az"))
    (19, LangString('salam', 'az'))
    """
    match term:
        case None:
            return None
        case ox.NamedNode():
            return IRI(term.value)
        case ox.BlankNode():
            return BlankNode(term.value)
        case ox.Literal():
            return _read_literal(term)
        case _:
            return tuple(to_value(part) for part in term)


def to_term(value: object) -> ox.NamedNode | ox.Literal:
    """Return a Python value as a term; raise BadBinding for one that stands for none.

    Terms of rdflib are taken, too, and the numbers of numpy.

    >>> print(to_term(2023), to_term(date(2024, 1, 22)))
    "2023"^^<http://www.w3.org/2001/XMLSchema#integer> "2024-01-22"^^<http://www.w3.org/2001/XMLSchema#date>
    """
    try:
        term = _make_term(value)
    except ValueError as error:
        raise BadBinding(f"{repr(value)[:_SHOWN]} makes no term of RDF: {error}") from error
    if term is None:
        raise BadBinding(
            f"A query takes no {type(value).__name__}. Give a text, a number, a bool, a date, a"
            " datetime, or an azru_kg.IRI, LangString, YearOrMonth or TypedLiteral"
        )
    return term


def _make_term(value: object) -> ox.NamedNode | ox.Literal | None:
    if isinstance(value, str):
        return _make_text(value)
    match value:
        case bool():
            return _typed(str(value).lower(), "boolean")
        case numbers.Integral():
            return _typed(_write_whole(int(value)), "integer")
        case Decimal():
            return _typed(f"{value:f}", "decimal") if value.is_finite() else None
        case numbers.Rational():
            return None
        case numbers.Real():
            return _typed(_write_float(float(value)), "double")
        case datetime():
            return _typed(value.isoformat(), "dateTime")
        case date():
            return _typed(value.isoformat(), "date")
        case _:
            return None


def _make_text(value: str) -> ox.NamedNode | ox.Literal | None:
    match value:
        case IRI():
            return ox.NamedNode(value)
        case BlankNode():
            return None
        case LangString():
            return ox.Literal(str(value), language=value.language)
        case TypedLiteral():
            return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype))
        case YearOrMonth():
            return _typed(value, "gYearMonth" if value.month else "gYear")
    if "rdflib" in sys.modules:
        from rdflib.term import Identifier

        if isinstance(value, Identifier):
            from azru_kg.rdf.rdflib_terms import to_oxigraph

            term = to_oxigraph(value)
            return None if isinstance(term, ox.BlankNode) else term
    return ox.Literal(str(value))


def _typed(text: str, datatype: str) -> ox.Literal:
    # pandas has a datetime that is none.
    if not is_well_typed(str(text), f"{XSD}{datatype}"):
        raise ValueError(f"{text} is no xsd:{datatype}")
    return ox.Literal(str(text), datatype=ox.NamedNode(f"{XSD}{datatype}"))


def _write_whole(value: int) -> str:
    # Python refuses to write a number of thousands of digits, even in an error.
    if value.bit_length() > _MOST_BITS:
        raise BadBinding("A number of thousands of digits makes no term of RDF")
    return str(value)


def _write_float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(value)


def _read_literal(literal: ox.Literal) -> Value:
    text, datatype = literal.value, literal.datatype.value
    if literal.language:
        return LangString(text, literal.language)
    if datatype == f"{XSD}string":
        return text
    read = _READERS.get(datatype)
    if read is not None and is_well_typed(text, datatype):
        try:
            return read(text)
        except (ValueError, BadBinding):
            pass
    return TypedLiteral(text, datatype)


def _read_date(text: str) -> date:
    return date.fromisoformat(text)


def _read_moment(text: str) -> datetime:
    if _FRACTION.search(text):
        raise ValueError("finer than microseconds")
    parts = match_form(text, f"{XSD}dateTime")
    if parts is None or parts["midnight"]:
        raise ValueError("the end of a day")
    return datetime.fromisoformat(text)


_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **dict.fromkeys(INTEGERS, int),
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": lambda text: text in ("true", "1"),
    f"{XSD}date": _read_date,
    f"{XSD}dateTime": _read_moment,
    f"{XSD}gYear": YearOrMonth,
    f"{XSD}gYearMonth": YearOrMonth,
}
