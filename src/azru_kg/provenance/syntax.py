"""What a SELECT query is made of, as far as it matters on which triples its rows rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from azru_kg.query.tokens import Token

Tokens = tuple[Token, ...]

TermText = str
"""A variable, as `?name`, or a constant as the query writes it."""


class Untraceable(Exception):
    """What a query has that cannot be traced to documents; the message says why."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One predicate: a variable or a constant."""

    predicate: TermText


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Chain:
    """Paths one after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Paths of which any will do."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path that is walked not at all (unless `once`), once, or, if `again`, more often."""

    path: Path
    once: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Any predicate but these: forwards, and backwards where there are some with `^`."""

    forward: tuple[TermText, ...]
    backward: tuple[TermText, ...]
    both: tuple[bool, bool]


Path = PathStep | Inverse | Chain | Fork | Repeated | Others


@dataclass(frozen=True, slots=True)
class TriplePattern:
    """A triple pattern; `verb` is its path as the query writes it."""

    subject: TermText
    path: Path
    object: TermText
    verb: str


@dataclass(frozen=True, slots=True)
class TripleBlock:
    """Triple patterns that follow one another."""

    patterns: tuple[TriplePattern, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """OPTIONAL and its group."""

    group: Group


@dataclass(frozen=True, slots=True)
class Minus:
    """MINUS and its group."""

    group: Group


@dataclass(frozen=True, slots=True)
class Graph:
    """GRAPH, the name that it asks for, and its group."""

    name: TermText
    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Groups of which any will do; of one alone it is a group within a group."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """EXISTS or NOT EXISTS in an expression, from one token of it to another."""

    group: Group
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expression:
    """FILTER or BIND: all its tokens, and where it asks whether something exists.

    `bound` is the variable that BIND gives a value.
    """

    tokens: Tokens
    exists: tuple[Exists, ...] = ()
    bound: TermText | None = None


@dataclass(frozen=True, slots=True)
class InlineValues:
    """VALUES with its rows; `whole` where each row has a value for each variable."""

    tokens: Tokens
    names: tuple[TermText, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between two braces; `tokens` are all of it, with the braces."""

    elements: tuple[
        TripleBlock | Optional | Minus | Graph | Union | Expression | InlineValues | Select, ...
    ]
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class SelectItem:
    """What SELECT or GROUP BY names: a variable, or an expression, which may have a variable."""

    name: TermText | None
    expression: Tokens = ()


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT: `items` are empty for `*`. The other clauses are their tokens, with their words.

    Variables whose names begin with `fresh` stand for blank nodes: `*` does not show them.
    """

    items: tuple[SelectItem, ...]
    distinct: bool
    where: Group
    tokens: Tokens
    keys: tuple[SelectItem, ...] = ()
    clauses: dict[str, Tokens] = field(default_factory=dict)
    aggregates: bool = False
    fresh: str = ""

    @property
    def grouped(self) -> bool:
        """Whether its rows sum up groups of solutions."""
        return self.aggregates or bool(self.keys)

    @property
    def names(self) -> tuple[TermText, ...]:
        """The variables that its rows have."""
        if self.items:
            return tuple(item.name for item in self.items if item.name is not None)
        names = dict.fromkeys(list_visible(self.where))
        return tuple(name for name in names if not name.startswith(f"?{self.fresh}"))


def list_visible(group: Group, but: object = None) -> Iterator[TermText]:
    """Yield the variables that a group may bind, in order; an element may be left out."""
    for element in group.elements:
        if element is but:
            continue
        match element:
            case TripleBlock(patterns):
                for pattern in patterns:
                    yield from _list_variables(pattern)
            case Optional(inner):
                yield from list_visible(inner, but)
            case Graph(name, inner):
                yield from (name,) if name.startswith("?") else ()
                yield from list_visible(inner, but)
            case Union(groups):
                for inner in groups:
                    yield from list_visible(inner, but)
            case Expression(bound=str(bound)):
                yield bound
            case InlineValues(names=names):
                yield from names
            case Select():
                yield from element.names
            case _:
                pass


def find_certain(elements: Sequence[object]) -> frozenset[TermText]:
    """Return the variables that are bound in each solution of the elements together."""
    return frozenset().union(*map(_find_certain, elements))


def _find_certain(element: object) -> frozenset[TermText]:
    match element:
        case TripleBlock(patterns):
            return frozenset(name for each in patterns for name in _list_variables(each))
        case Graph(name, group):
            own = frozenset((name,)) if name.startswith("?") else frozenset[TermText]()
            return own | find_certain(group.elements)
        case Union(groups):
            return frozenset.intersection(*(find_certain(group.elements) for group in groups))
        case InlineValues(names=names, whole=True):
            return frozenset(names)
        case Select(where=where, keys=keys) if element.grouped:
            named = frozenset(key.name for key in keys if key.name and not key.expression)
            return named & frozenset(element.names) & find_certain(where.elements)
        case Select(where=where):
            return frozenset(element.names) & find_certain(where.elements)
        case _:
            return frozenset()


def may_begin_to_match(group: Group) -> bool:
    """Return whether a group may match where there are fewer triples than where it does not.

    It does not where it has neither MINUS nor EXISTS, picks no rows, and asks in no FILTER for what
    OPTIONAL may leave open.
    """
    certain: frozenset[TermText] = frozenset()
    left_open: set[TermText] = set()
    tested: set[TermText] = set()
    for element in group.elements:
        match element:
            case Optional(inner):
                if may_begin_to_match(inner):
                    return True
                left_open |= set(list_visible(inner)) - certain
            case Expression(tokens, exists, bound):
                if exists:
                    return True
                names = {f"?{token.text[1:]}" for token in tokens if token.kind == "variable"}
                if bound is None:
                    tested |= names
                elif names & left_open:
                    left_open.add(bound)
            case Minus() | Select():
                return True
            case _:
                inner_groups = _list_groups(element)
                names = set(list_visible(Group((element,), ())))
                if names & left_open or any(map(may_begin_to_match, inner_groups)):
                    return True
                left_open |= names - find_certain([element])
        certain |= find_certain([element])
    return bool(left_open & tested)


def _list_groups(element: TripleBlock | Graph | Union | InlineValues) -> tuple[Group, ...]:
    match element:
        case Graph(group=group):
            return (group,)
        case Union(groups):
            return groups
        case _:
            return ()


def _list_variables(pattern: TriplePattern) -> Iterator[TermText]:
    verb = pattern.path.predicate if isinstance(pattern.path, PathStep) else ""
    return (term for term in (pattern.subject, verb, pattern.object) if term.startswith("?"))
