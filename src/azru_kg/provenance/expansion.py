"""Writes a SELECT anew so that each of its solutions tells which triples it is made of.

All variables of the pattern are shown, those of blank nodes, too; a branch of UNION tells its
number, OPTIONAL whether it was matched, and what EXISTS asks for is matched as OPTIONAL. Beside the
text there is a clue, which says of a solution of it what suffices for that solution. The text has
the same rows as the query, but not as often, and in any order: they are looked up by their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from azru_kg.provenance.clues import (
    Absent,
    Clue,
    Either,
    Matched,
    Perhaps,
    Selected,
    Table,
    Unless,
    UntoldClue,
    Within,
    combine,
)
from azru_kg.provenance.conditions import find_alternative, is_flat, stands_alone
from azru_kg.provenance.syntax import (
    Chain,
    Exists,
    Expression,
    Fork,
    Graph,
    Group,
    InlineValues,
    Inverse,
    Minus,
    Optional,
    PathStep,
    Select,
    SelectItem,
    TermText,
    Tokens,
    TripleBlock,
    TriplePattern,
    Union,
    find_certain,
    list_visible,
    may_begin_to_match,
)
from azru_kg.provenance.walks import is_nullable, list_predicates, write_path
from azru_kg.query.units import read_word

_LONGEST: Final = 200
_CUTTING: Final = frozenset(("limit", "offset"))
_NEGATIONS: Final = frozenset(("minus", "exists", "optional"))
_IN_SELECT: Final = UntoldClue("EXISTS in an expression of SELECT is not traced")
_IN_EXISTS: Final = UntoldClue(
    "EXISTS is traced around triples and FILTER alone, and where what it"
    " shares with the pattern around it is bound there"
)
_GRAPH_WITHIN: Final = UntoldClue("GRAPH in a SELECT within another GRAPH is not traced")
# Oxigraph 0.5 takes all graphs together where SPARQL 1.1 (section 18.2.2.2) has each by itself.
_ANY_GRAPH: Final = UntoldClue(
    "over which graphs a SELECT within GRAPH ?variable goes depends on the engine"
)
_DENIED_TWICE: Final = UntoldClue(
    "it rests on absence of what itself rests on absence: where less is said, more may match"
)
_CUT_WITHIN: Final = UntoldClue(
    "which rows LIMIT or OFFSET of a SELECT within the query let through depends on all others"
)
_DISTINCT: Final = UntoldClue("a SELECT DISTINCT with LIMIT that sums up groups is not traced")

Trace = Callable[[Select, bool], Table]
"""What says of a SELECT within the query what suffices for each of its rows.

Where it is summed up, how often a row is there counts, and so does all that it rests on.
"""


@dataclass(frozen=True, slots=True)
class Expanded:
    """The text of an expanded SELECT, without prologue, and its clue.

    `keys` are the variables by which a solution is told to belong to a row, or, of a SELECT with
    groups, to a group. `constants` are the terms that the clue wants to know.
    """

    text: str
    clue: Clue
    keys: tuple[TermText, ...]
    constants: tuple[TermText, ...]


class Expander:
    """Expands the SELECTs of one query; `fresh` begins all names that it makes up."""

    def __init__(self, source: str, fresh: str, trace: Trace) -> None:
        self._source = source
        self._fresh = fresh
        self._trace = trace
        self._numbers = count()

    def open_up(self, select: Select, *, summed: bool = False) -> Expanded:
        """Return the expanded form of a SELECT, which may be summed up; raise Untraceable."""
        work = _Work(self, select, select.grouped or (summed and not select.distinct))
        inner, clues = work.write_group(select.where, None, frozenset())
        bindings: list[str] = []
        keys: list[TermText] = []
        if select.grouped:
            for key in select.keys:
                name = key.name if key.name and not key.expression else self.make_name()
                keys.append(name)
                if key.expression:
                    bindings.append(f"BIND ({self.write(key.expression)} AS {name})")
        else:
            keys += select.names
            bindings += [self.write(select.clauses.get("values", ()))]
            for item in select.items:
                if item.expression:
                    bindings.append(f"BIND ({self.write(item.expression)} AS {item.name})")
                    if any(read_word(token) == "exists" for token in item.expression):
                        clues.append(_IN_SELECT)
        if any(bindings):
            inner = f"{{ {inner} }} {' '.join(bindings)}"
        constants = tuple(dict.fromkeys(work.constants))
        return Expanded(f"SELECT * WHERE {{ {inner} }}", combine(clues), tuple(keys), constants)

    def write_keyed(self, select: Select, *, whole: bool) -> tuple[str, tuple[TermText, ...]]:
        """Return a SELECT with groups that shows its keys, too, and the names that they have.

        Unless it is to be `whole`, what only picks, orders and thins out its rows is left out.
        """
        names: list[TermText] = []
        grouped: list[str] = []
        for key in select.keys:
            names.append(self.make_name())
            own = key.name or names[-1]
            grouped.append(f"({self.write(key.expression)} AS {own})" if key.expression else own)
        shown = [self._write_item(item) for item in select.items]
        for key, name in zip(select.keys, names, strict=True):
            shown.append(name if key.name is None else f"({key.name} AS {name})")
        clauses = ["having", "values"]
        if whole:
            clauses = ["having", "order", "limit", "offset", "values"]
        parts = [
            "SELECT",
            "DISTINCT" if whole and select.distinct else "",
            *shown,
            f"WHERE {self.write(select.where.tokens)}",
            f"GROUP BY {' '.join(grouped)}" if grouped else "",
            *(self.write(select.clauses[name]) for name in clauses if name in select.clauses),
        ]
        return " ".join(part for part in parts if part), tuple(names)

    def _write_item(self, item: SelectItem) -> str:
        return (
            f"({self.write(item.expression)} AS {item.name})" if item.expression else f"{item.name}"
        )

    def trace(self, select: Select, *, summed: bool) -> Table:
        """Return what suffices for each row of a SELECT within the query."""
        return self._trace(select, summed)

    def make_name(self) -> TermText:
        """Return a variable that the query does not have."""
        return f"?{self._fresh}m{next(self._numbers)}"

    def write(self, tokens: Tokens, renamed: dict[TermText, TermText] | None = None) -> str:
        """Return tokens as they stand in the query, but for variables that are renamed."""
        written: list[str] = []
        end = tokens[0].start if tokens else 0
        for token in tokens:
            written.append(self._source[end : token.start])
            name = f"?{token.text[1:]}" if renamed and token.kind == "variable" else ""
            written.append(renamed.get(name, token.text) if renamed and name else token.text)
            end = token.start + len(token.text)
        return "".join(written)

    def describe(self, group: Group) -> str:
        """Return what stands in a group, on one line, and not too long."""
        told = " ".join(self.write(group.tokens[1:-1]).split())
        return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


class _Work:
    """The expansion of one SELECT, but for those within it."""

    def __init__(self, expander: Expander, select: Select, summed: bool) -> None:
        self.constants: list[TermText] = []
        self.summed = summed
        self._expander = expander
        self._select = select
        self._told = _count(select.tokens)
        self._told.subtract(_count(select.clauses.get("order", ())))

    def write_group(
        self, group: Group, graph: TermText | None, outer: frozenset[TermText]
    ) -> tuple[str, list[Clue]]:
        """Return what stands in an expanded group, and its clues.

        `graph` is where it is matched, None in the default graph. `outer` are variables of other
        groups that its FILTERs see.
        """
        part = _Part(self, group, graph, outer)
        for number, element in enumerate(group.elements):
            part.take(element, number)
        return " ".join((*part.written, *part.ends)), part.clues

    @property
    def expander(self) -> Expander:
        """What all SELECTs of the query have in common."""
        return self._expander

    def matters(self, group: Group, certain: frozenset[TermText]) -> bool:
        """Return whether anything but a group itself has to do with what it alone binds."""
        if self.summed:
            return True
        bound = frozenset(list_visible(group)) - certain
        if not self._select.items:
            return bool(bound)
        inside = _count(group.tokens)
        return any(self._told[name] > inside[name] for name in bound)

    def want(self, *terms: TermText) -> None:
        """Note terms that have to be known."""
        self.constants += [term for term in terms if not term.startswith("?")]


class _Part:
    """The expansion of one group: what was written, what is to stand at its end, the clues."""

    def __init__(
        self, work: _Work, group: Group, graph: TermText | None, outer: frozenset[TermText]
    ) -> None:
        self.written: list[str] = []
        self.ends: list[str] = []
        self.clues: list[Clue] = []
        self._work = work
        self._write = work.expander.write
        self._group = group
        self._graph = graph
        self._outer = outer
        self._certain: frozenset[TermText] = frozenset()
        self._anchors = frozenset(_find_anchors(group))

    def take(self, element: object, number: int) -> None:
        """Expand the next element of the group."""
        match element:
            case TripleBlock(patterns):
                for pattern in patterns:
                    self._take_each(pattern)
            case Optional(group):
                self._take_optional(element, group)
            case Minus(group):
                self.written.append(f"MINUS {self._write(group.tokens)}")
                self.clues.append(self._deny(group))
            case Graph(name, group):
                self._take_graph(name, group)
            case Union(groups):
                self._take_union(groups)
            case Expression(tokens):
                self.written.append(self._write(tokens))
                for exists in element.exists:
                    self._take_exists(element, exists)
            case InlineValues(tokens):
                self.written.append(self._write(tokens))
            case Select():
                self._take_select(element)
        self._certain |= find_certain([element])

    def _take_each(self, pattern: TriplePattern) -> None:
        """Expand a pattern, and where it counts how often it matches, each way of its path."""
        path = pattern.path
        if not self._work.summed or self._graph is not None:
            self._take_pattern(pattern, {})
        elif isinstance(path, Inverse):
            verb = write_path(path.path)
            self._take_each(TriplePattern(pattern.object, path.path, pattern.subject, verb))
        elif isinstance(path, Chain):
            inner = [self._work.expander.make_name() for _ in path.paths[1:]]
            ends = [pattern.subject, *inner, pattern.object]
            for start, each, end in zip(ends, path.paths, ends[1:], strict=False):
                self._take_each(TriplePattern(start, each, end, write_path(each)))
        elif isinstance(path, Fork):
            self._take_fork(pattern, path)
        else:
            self._take_pattern(pattern, {})

    def _take_fork(self, pattern: TriplePattern, path: Fork) -> None:
        ways = [
            Group((TripleBlock((replace(pattern, path=each, verb=write_path(each)),)),), ())
            for each in path.paths
        ]
        self._take_union(ways)

    def _take_pattern(self, pattern: TriplePattern, renamed: dict[TermText, TermText]) -> None:
        subject, object_ = (renamed.get(end, end) for end in (pattern.subject, pattern.object))
        verb, path = pattern.verb, pattern.path
        if isinstance(path, PathStep) and path.predicate in renamed:
            verb = renamed[path.predicate]
            path = PathStep(verb)
        self.written.append(f"{subject} {verb} {object_} .")
        if self._graph is not None:
            self.clues.append(Within(self._graph))
            self._work.want(self._graph)
            return
        anchored = not self._anchors.isdisjoint((subject, object_))
        self.clues.append(Matched(TriplePattern(subject, path, object_, verb), anchored))
        self._work.want(subject, object_, *list_predicates(path))

    def _take_optional(self, element: object, group: Group) -> None:
        if not self._work.matters(group, self._certain):
            return
        marker = self._work.expander.make_name()
        outer = frozenset(list_visible(self._group, element))
        inner, clues = self._work.write_group(group, self._graph, outer)
        self.written.append(f"OPTIONAL {{ {inner} BIND (1 AS {marker}) }}")
        self.clues.append(Perhaps(marker, combine(clues), self._deny(group)))

    def _take_graph(self, name: TermText, group: Group) -> None:
        inner, clues = self._work.write_group(group, name, frozenset())
        self.written.append(f"GRAPH {name} {{ {inner} }}")
        self._work.want(name)
        if name.startswith("?"):
            self.clues.append(Within(name))
        self.clues += clues

    def _take_union(self, groups: Sequence[Group]) -> None:
        parts = [self._work.write_group(group, self._graph, frozenset()) for group in groups]
        if len(parts) == 1:
            self.written.append(f"{{ {parts[0][0]} }}")
            self.clues += parts[0][1]
            return
        marker = self._work.expander.make_name()
        branches = [
            f"{{ {inner} BIND ({number} AS {marker}) }}" for number, (inner, _) in enumerate(parts)
        ]
        self.written.append(" UNION ".join(branches))
        self.clues.append(Either(marker, tuple(combine(clues) for _, clues in parts)))

    def _take_select(self, select: Select) -> None:
        expander = self._work.expander
        text, names = expander.write(select.tokens), select.names
        if self._graph is not None:
            self.written.append(f"{{ {text} }}")
            self.clues += self._judge_within(select)
            return
        if select.grouped:
            if select.distinct and "limit" in select.clauses:
                self.written.append(f"{{ {text} }}")
                self.clues.append(_DISTINCT)
                return
            text, names = expander.write_keyed(select, whole=True)
        copies = [(name, expander.make_name()) for name in names]
        binds = " ".join(f"BIND ({name} AS {copy})" for name, copy in copies)
        self.written.append(f"{{ {{ {text} }} {binds} }}")
        table = expander.trace(select, summed=self._work.summed)
        self.clues.append(Selected(tuple(copy for _, copy in copies), table))
        if not _CUTTING.isdisjoint(select.clauses):
            self.clues.append(_CUT_WITHIN)

    def _judge_within(self, select: Select) -> Iterator[Clue]:
        """Yield the clues of a SELECT in a named graph, which is all that it rests on."""
        if self._graph is not None and self._graph.startswith("?"):
            yield _ANY_GRAPH
            return
        words = {read_word(token) for token in select.tokens}
        if "graph" in words:
            yield _GRAPH_WITHIN
            return
        yield Within(self._graph or "")
        self._work.want(self._graph or "")
        if not words.isdisjoint(_NEGATIONS):
            yield self._deny(select.where)

    # EXISTS

    def _take_exists(self, expression: Expression, exists: Exists) -> None:
        alone = stands_alone(expression, exists)
        if alone and exists.negated:
            self.clues.append(self._deny(exists.group))
            return
        clue = self._match_existing(exists.group)
        if not alone and (other := find_alternative(expression)):
            marker = self._work.expander.make_name()
            told = " || ".join(self._write(tokens) for tokens in other)
            self.ends.append(f"BIND (COALESCE(IF({told}, true, false), false) AS {marker})")
            clue = Unless(marker, clue)
        self.clues.append(clue)

    def _match_existing(self, group: Group) -> Clue:
        """Match at the end of this group what EXISTS asks for, and return the clue of it."""
        certain = find_certain(self._group.elements)
        visible = self._outer | frozenset(list_visible(self._group))
        bound = frozenset(list_visible(group))
        if not is_flat(group) or (bound & visible) - certain:
            return _IN_EXISTS
        expander = self._work.expander
        renamed = {name: expander.make_name() for name in sorted(bound - visible)}
        marker = expander.make_name()
        part = _Part(self._work, group, self._graph, frozenset())
        part.take_flat(renamed)
        self.ends.append(f"OPTIONAL {{ {' '.join(part.written)} BIND (1 AS {marker}) }}")
        return Perhaps(marker, combine(part.clues), self._deny(group))

    def take_flat(self, renamed: dict[TermText, TermText]) -> None:
        """Expand a group of triples and FILTERs with other names for variables."""
        anchored = {renamed.get(name, name) for name in self._anchors}
        self._anchors = frozenset(anchored)
        for element in self._group.elements:
            match element:
                case TripleBlock(patterns):
                    for pattern in patterns:
                        self._take_pattern(pattern, renamed)
                case Graph(name, group):
                    place = renamed.get(name, name)
                    part = _Part(self._work, group, place, frozenset())
                    part.take_flat(renamed)
                    self.written.append(f"GRAPH {place} {{ {' '.join(part.written)} }}")
                    self._work.want(place)
                    self.clues += [Within(place), *part.clues]
                case Expression(tokens):
                    self.written.append(self._write(tokens, renamed))

    def _deny(self, group: Group) -> Clue:
        """Return the clue of a group that nothing matches."""
        if self._graph is not None:
            self._work.want(self._graph)
        if may_begin_to_match(group):
            return _DENIED_TWICE
        return Absent(self._work.expander.describe(group), self._graph)


def _count(tokens: Iterable[object]) -> Counter[str]:
    return Counter(f"?{token.text[1:]}" for token in tokens if token.kind == "variable")  # type: ignore[attr-defined]


def _find_anchors(group: Group) -> Iterator[TermText]:
    """Yield the variables that are nodes of the graph for certain."""
    for element in group.elements:
        if isinstance(element, TripleBlock):
            for pattern in element.patterns:
                if not is_nullable(pattern.path):
                    yield from (end for end in (pattern.subject, pattern.object) if end[0] == "?")
