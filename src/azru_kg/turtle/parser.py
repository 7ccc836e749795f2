"""Reads Turtle, TriG, N-Triples and N-Quads 1.1 and tells where each part of each triple stands.

The triples come in the order in which Oxigraph has them, so that its blank nodes and these can be
told to be the same. Behind a fault the text is read on; whether it is well-formed is not said here
but by Oxigraph, see `faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.turtle import recovery
from azru_kg.turtle.lexer import pass_over, scan
from azru_kg.turtle.nodes import MOST_FAULTS, NODES, Fault, Nodes
from azru_kg.turtle.placed import Placed
from azru_kg.turtle.statement import State, StatementReader

_SUBJECT = "a subject: an IRI, a prefixed name or a blank node"
_STARTS = ("name", "iri", "blank", "tag", "word")


class Parser:
    """A reading of one text.

    `faults` are the offsets and reasons of what was wrong with it, to be had when `read` has ended.
    After a fault the triples are a guess. What only RDF 1.2 has is passed over without a fault.
    """

    def __init__(
        self, text: str, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE, base: str | None = None
    ) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._nodes = Nodes(syntax, base, self.faults)
        self._statement = StatementReader(
            text, syntax, self._nodes, begin=self._expect_subject, skip=self._skip
        )
        self._has_graphs = syntax == ox.RdfFormat.TRIG
        if self._has_graphs:
            self._statement.after_subject = self._expect_start
        self._retried = -1

    @property
    def labels(self) -> dict[ox.BlankNode, str]:
        """The labels of the blank nodes met so far that have one."""
        return self._nodes.labels

    @property
    def relative(self) -> dict[str, str]:
        """The IRIs met so far that are spelt relative to the base given, with their tokens."""
        return self._nodes.values.relative

    def read(self) -> Iterator[Placed]:
        """Yield the triples of the text."""
        state: State = self._expect_subject
        triples = self._statement.triples
        for kind, token, at in scan(self._text):
            if kind != "comment":
                state = state(kind, token, at)
                if triples:
                    # Of the triples that one token ends, Oxigraph has the last one first.
                    yield from reversed(triples)
                    triples.clear()
        state("end", "", len(self._text))
        yield from reversed(triples)

    def skim(self, is_wanted: Callable[[Node], bool]) -> Iterator[Placed]:
        """Yield the triples of the statements whose subject is wanted, and pass over the others.

        A subject in brackets is always wanted; in TriG, which has graphs around them, so are all.
        """
        if self._has_graphs:
            yield from self.read()
            return
        spellings: dict[str, bool] = {}

        def is_passed(kind: str, token: str) -> bool:
            if kind not in NODES:
                # A declaration, or what stands in brackets.
                spellings.clear()
                return False
            if token not in spellings:
                spellings[token] = not is_wanted(self._nodes.node(kind, token, 0))
            return spellings[token]

        at = 0
        while at < len(self._text):
            at = yield from self._read_statement(pass_over(self._text, at, is_passed))

    def _read_statement(self, start: int) -> Generator[Placed, None, int]:
        """Yield the triples of the statement that begins at an offset; return where it ends."""
        state: State = self._expect_subject
        triples = self._statement.triples
        for kind, token, at in scan(self._text, start):
            if kind == "comment":
                continue
            state = state(kind, token, at)
            yield from reversed(triples)
            triples.clear()
            if state == self._expect_subject:
                return at + len(token)
        return len(self._text)

    def _expect_subject(self, kind: str, token: str, at: int) -> State:
        if kind in NODES:
            return self._statement.take_subject(self._nodes.node(kind, token, at), at)
        if kind in ("[", "("):
            self._statement.role = "subject"
            return self._statement.expect_value(kind, token, at)
        if kind == "{" and self._has_graphs and not self._statement.is_braced:
            return self._enter_graph(None)
        if kind == "}" and self._statement.is_braced:
            return self._leave_graph()
        if kind in ("tag", "word") and not self._statement.is_braced:
            return self._read_directive(kind, token, at)
        if kind == "end" and not self._statement.is_braced:
            return self._expect_subject
        return self._fail(kind, token, at, "`}`" if kind == "end" else _SUBJECT)

    def _read_directive(self, kind: str, token: str, at: int) -> State:
        dotted = kind == "tag"
        name = token[1:] if dotted else token.lower()
        if name == "graph" and not dotted and self._has_graphs:
            return self._expect_label
        if name == "prefix":
            return self._expect_prefix(dotted)
        if name == "base":
            return self._expect_iri(self._nodes.values.rebase, dotted)
        if name == "version":
            return self._expect_version(dotted)
        return self._fail(kind, token, at, _SUBJECT)

    def _expect_prefix(self, dotted: bool) -> State:
        def read(kind: str, token: str, at: int) -> State:
            if kind != "name" or token.index(":") < len(token) - 1:
                return self._fail(kind, token, at, "a prefix with a colon, as in ex:")
            self._nodes.values.promise(token)
            return self._expect_iri(lambda iri: self._nodes.values.declare(token, iri), dotted)

        return read

    def _expect_iri(self, use: Callable[[str], None], dotted: bool) -> State:
        def read(kind: str, token: str, at: int) -> State:
            if kind not in ("iri", "bad"):
                return self._fail(kind, token, at, "an IRI in angle brackets")
            try:
                use(token)
            except ValueError as error:
                reason = str(error) if kind == "iri" else recovery.complain(kind, token, "")
                self.faults.append((at, reason))
            return self._expect_dot if dotted else self._expect_subject

        return read

    def _expect_version(self, dotted: bool) -> State:
        def read(kind: str, token: str, at: int) -> State:
            if kind != "string":
                return self._fail(kind, token, at, "a version in quotes")
            return self._expect_dot if dotted else self._expect_subject

        return read

    def _expect_dot(self, kind: str, token: str, at: int) -> State:
        if kind == ".":
            return self._expect_subject
        reason = recovery.complain(kind, token, "the dot that ends a declaration")
        self.faults.append((at, reason))
        return self._expect_subject(kind, token, at)

    def _expect_start(self, kind: str, token: str, at: int) -> State:
        """Read what follows a subject, which may turn out to be the name of a graph."""
        if kind == "{":
            return self._expect_brace(kind, token, at)
        return self._statement.expect_predicate(kind, token, at)

    def _expect_label(self, kind: str, token: str, at: int) -> State:
        if kind in NODES:
            self._statement.take_subject(self._nodes.node(kind, token, at), at)
            return self._expect_brace
        if kind == "[":
            self._statement.take_subject(self._nodes.blank(), at)
            return self._expect_bracket
        return self._fail(kind, token, at, "the name of a graph")

    def _expect_bracket(self, kind: str, token: str, at: int) -> State:
        return self._expect_brace if kind == "]" else self._fail(kind, token, at, "`]`")

    def _expect_brace(self, kind: str, token: str, at: int) -> State:
        if kind != "{":
            return self._fail(kind, token, at, "`{`")
        return self._enter_graph(self._statement.subject)

    def _enter_graph(self, name: Node | None) -> State:
        statement = self._statement
        statement.is_braced, statement.graph = True, name
        statement.after_subject = statement.expect_predicate
        statement.forget()
        return self._expect_subject

    def _leave_graph(self) -> State:
        statement = self._statement
        statement.is_braced, statement.graph = False, None
        statement.after_subject = self._expect_start
        return self._expect_subject

    def _fail(self, kind: str, token: str, at: int, expected: str) -> State:
        return self._statement.fail(kind, token, at, expected)

    def _skip(self, kind: str, token: str, at: int) -> State:
        """Read on up to the next statement, and see only to the terms."""
        self._statement.forget()
        if len(self.faults) >= MOST_FAULTS:
            return self._ignore
        if kind == ".":
            return self._expect_subject
        if kind == "}" and self._statement.is_braced:
            return self._leave_graph()
        if at != self._retried and self._begins_statement(kind, token, at):
            self._retried = at
            return self._expect_subject(kind, token, at)
        last = self.faults[-1][0] if self.faults else 0
        if kind == "open" and "\n" in self._text[last:at]:
            # On the line of a fault it is likely to be the end of a string that has no beginning.
            self.faults.append((at, recovery.complain(kind, token, "")))
        elif kind in NODES:
            self._nodes.node(kind, token, at)
        return self._skip

    def _ignore(self, kind: str, token: str, at: int) -> State:
        return self._ignore

    def _begins_statement(self, kind: str, token: str, at: int) -> bool:
        if token in ("@prefix", "@base"):
            return True
        return kind in _STARTS and recovery.starts_paragraph(self._text, at)
