"""What can be chosen of a stored query: parameters, each of one type, with the value it has.

A parameter is a variable of the query that has its value in VALUES, so that the file is a query for
any SPARQL tool: UNDEF there means any. The header says what the parameter takes:

    #+ parameters:
    #+   commodity: {type: iri, kind: commodity, among: azru:commodity, label: Commodity}
    #+   day: {type: date, label: Day}

`kind` is that of the things which can be chosen, and `among` a path that leads to those that are
worth choosing: here the commodities of which there is a figure. Of a year, whose type is `gYear`,
`among` leads to dates or to periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast, get_args

import pyoxigraph as ox

from azru_kg.errors import BadAddress, SyntaxFault
from azru_kg.query.inline_data import find_inline_data, put_values
from azru_kg.query.tokens import Token, tokenize
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import IDENTITY, KINDS, PREFIXES, shorten

Type = Literal["iri", "gYear", "date", "string"]
"""What a parameter takes."""

LONGEST: Final = 200
"""So many characters a value has at most."""

_KEYS: Final = ("type", "kind", "among", "label")
_LINE = re.compile(r"([a-z][A-Za-z]*): \{(.*)\}")
_PATH = re.compile(r"\^?[a-z-]+:\w+([/|]\^?[a-z-]+:\w+)*", re.ASCII)
_PREFIX = re.compile(r"([a-z-]+):")
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN: Final = 100
_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be chosen: `default` are the values that the query has itself; none means any."""

    name: str
    type: Type
    label: str
    kind: str = ""
    among: str = ""
    default: tuple[ox.NamedNode | ox.Literal, ...] = ()

    @property
    def takes(self) -> str:
        """Return in words what it takes."""
        match self.type:
            case "iri":
                return f"the name of a {self.kind}, as its address has it"
            case "gYear":
                return "a year: 2023"
            case "date":
                return "a day: 2023-12-31"
            case _:
                return f"letters and digits, up to {LONGEST} characters"

    @property
    def example(self) -> str:
        """Return a value that it takes: the one of the query, or else one of its type."""
        if self.default:
            return self.write(self.default[0])
        return {"gYear": "2023", "date": "2023-12-31"}.get(self.type, "")

    def write(self, term: ox.NamedNode | ox.Literal) -> str:
        """Return a value as an address has it: of a thing the local name.

        >>> Parameter("to", "iri", "To", "country").write(ox.NamedNode(f"{IDENTITY}country/AZ"))
        'AZ'
        """
        return term.value.removeprefix(f"{IDENTITY}{self.kind}/") if self.kind else term.value

    def read(self, text: str) -> ox.NamedNode | ox.Literal:
        """Return the value that a text stands for; raise BadAddress where it is none.

        >>> print(Parameter("day", "date", "Day").read("2023-12-31"))
        "2023-12-31"^^<http://www.w3.org/2001/XMLSchema#date>
        """
        term = self.interpret(text)
        if term is None:
            raise BadAddress(f"{self._refuse(text)} It takes {self.takes}", parameter=self.name)
        return term

    def check(self, term: ox.NamedNode | ox.Literal, known: Mapping[str, str]) -> None:
        """Raise BadAddress for a thing that is none of those known, which have their names."""
        if self.type != "iri" or term.value in known:
            return
        names = {self.write(ox.NamedNode(iri)): label for iri, label in known.items()}
        given = self.write(term)
        near = find_similar(given, names, most=3)
        if near:
            hint = f"Did you mean {' or '.join(near)}?"
        else:
            more = len(names) - _NAMED
            some = ", ".join(sorted(names)[:_NAMED])
            hint = f"There are {some}{f' and {more} more' if more > 0 else ''}"
        raise BadAddress(
            f"{self._refuse(given)} It takes {self.takes}. {hint}", parameter=self.name
        )

    def list_values(self) -> str:
        """Return the query for what there is to choose: the values, and names of things.

        It is empty where nothing is listed: for days, and for any text.
        """
        match self.type:
            case "iri":
                return _list_things(self.kind, self.among)
            case "gYear" if self.among:
                return _list_years(self.among)
            case _:
                return ""

    def interpret(self, text: str) -> ox.NamedNode | ox.Literal | None:
        """Return the value that a text stands for, or None where it is none."""
        if len(text) > LONGEST:
            return None
        match self.type:
            case "iri":
                spaces = (f"{IDENTITY}{self.kind}/", f"{self.kind}:", "")
                local = text.removeprefix(next(filter(text.startswith, spaces)))
                space = f"{IDENTITY}{self.kind}/"
                return ox.NamedNode(f"{space}{local}") if _LOCAL.fullmatch(local) else None
            case "gYear":
                return _make(text, "gYear") if _YEAR.fullmatch(text) else None
            case "date":
                return _make(text, "date") if _is_day(text) else None
            case _:
                return None if not text.strip() or _CONTROL.search(text) else ox.Literal(text)

    def _refuse(self, text: str) -> str:
        return f"The parameter {self.name} cannot be {text[:_SHOWN]!r}."


def bind(
    text: str,
    parameters: Sequence[Parameter],
    given: Mapping[str, str],
    known: Callable[[Parameter], Mapping[str, str]] | None = None,
) -> str:
    """Return the text of a query with the values that are given; those left out stay as they are.

    `known` says of a parameter which things there are to choose, with their names. Raises
    BadAddress for a name that is no parameter, and for a value that it does not take.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    values = {}
    for name, value in given.items():
        if name not in by_name:
            raise BadAddress(explain_unknown(name, by_name), parameter=name[:_SHOWN])
        if value:
            term = by_name[name].read(value)
            if known is not None:
                by_name[name].check(term, known(by_name[name]))
            values[name] = term
    return put_values(text, values)


def explain_unknown(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """Return what to say of a parameter that a query does not have."""
    near = find_similar(name, known)
    hint = f" Did you mean {near[0]}?" if near else ""
    has = f"It has {', '.join(known)}." if known else "It has none."
    return f"This query has no parameter {name[:_SHOWN]!r}. {has}{hint}"


def read_parameter(line: str, text: str) -> Parameter:
    """Return the parameter that a line of a header describes, with its value in a query.

    Raises ValueError with what is wrong.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("a parameter is a line such as 'year: {type: gYear, label: Year}'")
    fields: dict[str, str] = {}
    for field in filter(None, map(str.strip, match[2].split(","))):
        key, _, value = (part.strip() for part in field.partition(":"))
        if key not in _KEYS or key in fields or not value:
            raise ValueError(f"{field!r} is no field of a parameter. Known are {', '.join(_KEYS)}")
        fields[key] = value
    parameter = _make_parameter(match[1], fields)
    return _add_default(parameter, text)


def fit_parameter(parameter: Parameter, text: str) -> Parameter | None:
    """Return a parameter with the value that another text has for it, or None where it has none."""
    try:
        return _add_default(replace(parameter, default=()), text)
    except ValueError:
        return None


def _make_parameter(name: str, fields: Mapping[str, str]) -> Parameter:
    type_, kind, among = (fields.get(key, "") for key in ("type", "kind", "among"))
    if type_ not in get_args(Type):
        raise ValueError(f"the parameter {name} needs a type: {', '.join(get_args(Type))}")
    if "label" not in fields:
        raise ValueError(f"the parameter {name} needs a label")
    if (type_ == "iri") != bool(kind) or (kind and kind not in KINDS):
        raise ValueError(f"the parameter {name}: kind goes with iri, and is {', '.join(KINDS)}")
    paths = among and type_ in ("iri", "gYear") and _PATH.fullmatch(among)
    if among and not (paths and {*_PREFIX.findall(among)} <= {*PREFIXES}):
        raise ValueError(f"the parameter {name}: among is a path such as azru:commodity")
    return Parameter(name, cast("Type", type_), fields["label"], kind, among)


def _add_default(parameter: Parameter, text: str) -> Parameter:
    try:
        tokens: list[Token] = [*tokenize(text)]
    except SyntaxFault as error:
        raise ValueError(error.reason) from error
    data = [data for data in find_inline_data(tokens) if data.name == parameter.name]
    blocks = {" ".join(text[block.start : block.end].split()) for block in data}
    if len(blocks) != 1:
        raise ValueError(f"the query needs VALUES ?{parameter.name} {{ … }}, everywhere the same")
    terms = _read_terms(blocks.pop())
    for term in terms:
        if parameter.interpret(term.value) != term:
            raise ValueError(
                f"the parameter {parameter.name} has {shorten(term.value)} in the query, which is"
                f" not of its type. It takes {parameter.takes}"
            )
    return replace(parameter, default=tuple(terms))


def _read_terms(block: str) -> list[ox.NamedNode | ox.Literal]:
    """Return the values in the braces of VALUES; UNDEF is none."""
    try:
        found = ox.Store().query(f"SELECT ?v {{ VALUES ?v {{ {block} }} }}", prefixes=PREFIXES)
    except SyntaxError as error:
        raise ValueError(f"these are no values: {block}") from error
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not the results of a SELECT query")
    terms = (row[0] for row in found)
    return [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]


def _list_things(kind: str, among: str) -> str:
    which = f"?any {among} ?value" if among else "?value a ?class"
    # What a kind has is found by how it begins; its things are named in English, or by a title.
    return (
        "SELECT ?value (MIN(?text) AS ?name) WHERE {\n"
        f"  {{ SELECT DISTINCT ?value WHERE {{ {which}\n"
        f'    FILTER (STRSTARTS(STR(?value), "{IDENTITY}{kind}/")) }} }}\n'
        "  OPTIONAL { ?value skos:prefLabel|rdfs:label|dcterms:title ?label\n"
        '    FILTER (LANG(?label) = "en" || NOT EXISTS { ?value skos:prefLabel ?any }) }\n'
        '  BIND (COALESCE(STR(?label), "") AS ?text)\n'
        "}\nGROUP BY ?value ORDER BY ?name ?value"
    )


def _list_years(among: str) -> str:
    return (
        'SELECT DISTINCT ?value ("" AS ?name) WHERE {\n'
        f"  ?any {among} ?when\n"
        '  BIND (REPLACE(STR(?when), "^.*/", "") AS ?local)\n'
        '  FILTER (REGEX(?local, "^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"))\n'
        "  BIND (SUBSTR(?local, 1, 4) AS ?value)\n"
        "}\nORDER BY DESC(?value)"
    )


def _make(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{datatype}"))


def _is_day(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
