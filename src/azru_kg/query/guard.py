"""Refuses, before any engine sees it, a query that this endpoint does not answer.

It runs in the web process, takes time linear in the query, and fails closed: a word that is no
keyword of SPARQL is refused too, so that nothing passes by being unknown. It is not a parser; what
it lets through may still be malformed, which the engine says.

The limits are measured on Oxigraph 0.5 with the usual stack of 8 MiB: it overflows from about 870
nested EXISTS (2 200 groups), 2 600 clauses in a row (BIND, GRAPH, MINUS) or 7 000 operators. What
only takes long to plan is left to the deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from azru_kg.errors import QueryRefused, QueryTooLarge, SyntaxFault
from azru_kg.query.tokens import Token, place
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import PREFIXES

MAX_BYTES: Final = 64 * 1024
MAX_TOKENS: Final = 20_000
MAX_DEPTH: Final = 100
MAX_CLAUSES: Final = 1_000
MAX_OPERATORS: Final = 5_000


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


_CLAUSES = _words("as bind filter graph having lateral minus optional select union values")
_UPDATES = _words("add clear copy create data delete drop insert into load move to using with")
_WORDS = _CLAUSES | _words(
    """
    a abs adjust all asc ask avg base bnode bound by ceil coalesce concat construct contains count
    datatype day desc describe distinct encode_for_uri exists false floor from group group_concat
    haslang haslangdir hours if in iri isblank isiri isliteral isnumeric istriple isuri lang langdir
    langmatches lcase limit max md5 min minutes month named not now object offset order predicate
    prefix rand reduced regex replace round sameterm sample seconds separator sha1 sha256 sha384
    sha512 str strafter strbefore strdt strends strlang strlangdir strlen strstarts struuid subject
    substr sum timezone triple true tz ucase undef uri uuid version where year
    """
)
_OPERATORS = _words("|| && + - * / ! | ^")
_OPERANDS = frozenset(("variable", "number", "iri", "name", "word", "string", "lang"))
_PAIRS = {"{": "}", "(": ")", "[": "]", "<<": ">>"}
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://|[^'#]*\Z")
_IRI_IN_ROW = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:[^']*\Z")


def check_size(query: str) -> None:
    """Return if the query is short enough to be read; raise QueryTooLarge or SyntaxFault."""
    try:
        size = len(query.encode())
    except UnicodeEncodeError as error:
        line, column = place(query, error.start)
        raise SyntaxFault(
            "half of a surrogate pair is no character", line=line, column=column
        ) from error
    if size > MAX_BYTES:
        raise QueryTooLarge(
            f"the query has {size} bytes; at most {MAX_BYTES} are read. Move long lists of values"
            " into several queries"
        )


def check(query: str, tokens: Iterable[Token], *, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Return if a query of these tokens may go to the engine; raise QueryRefused or SyntaxFault.

    `prefixes` are the ones that the engine knows without a PREFIX line.

    >>> from azru_kg.query.tokens import tokenize
    >>> query = 'SELECT ?claim { ?claim a azru:Claim ; rdfs:label "SERVICE {((("@en }'
    >>> check(query, tokenize(query))
    """
    walk = _Walk(query, prefixes)
    for token in tokens:
        walk.take(token)
    walk.end()


class _Walk:
    """One walk over the tokens of a query; what it must remember between them."""

    def __init__(self, query: str, prefixes: Mapping[str, str]) -> None:
        self._query = query
        self._known = prefixes
        self._declared: set[str] = set()
        self._open: list[Token] = []
        self._before = Token("sign", "", 0)
        self._values = _ValuesBlock()
        self._counts = {"terms": 0, "clauses": 0, "operators": 0}
        self._takers = {
            "open": self._take_open,
            "close": self._take_close,
            "iri": self._take_iri,
            "name": self._take_name,
            "word": self._take_word,
            "number": self._take_number,
            "sign": self._take_sign,
        }

    def take(self, token: Token) -> None:
        self._count("terms", MAX_TOKENS, token)
        self._values.take(token, len(self._open))
        taker = self._takers.get(token.kind)
        if taker is not None:
            taker(token)
        self._before = token

    def end(self) -> None:
        if self._open:
            token = self._open[-1]
            raise self._fault(f"{token.text!r} is never closed with {_PAIRS[token.text]!r}", token)
        if not self._before.text:
            raise SyntaxFault("the query is empty", line=1, column=1)

    def _take_open(self, token: Token) -> None:
        if token.text == "{" and _calls_service(self._before):
            raise self._refusal(
                f"{self._before.text!r} before '{{' could be read as SERVICE."
                " Give the prefix another name",
                self._before,
            )
        self._open.append(token)
        if len(self._open) > MAX_DEPTH:
            raise self._refusal(f"brackets are nested deeper than {MAX_DEPTH}", token)

    def _take_close(self, token: Token) -> None:
        if self._open and _PAIRS[self._open[-1].text] == token.text:
            self._open.pop()
        elif token.text != ">>" and self._open:
            line, column = place(self._query, self._open[-1].start)
            raise self._fault(
                f"{token.text!r} does not close {self._open[-1].text!r}"
                f" of line {line}, column {column}",
                token,
            )
        elif token.text != ">>":
            raise self._fault(f"{token.text!r} closes nothing", token)

    def _take_iri(self, token: Token) -> None:
        # In `?a <?b && '>'` only the grammar knows whether `<` compares. Read the other way, what
        # follows a quote or a hash inside it would be text for one reader and code for the other.
        # In a row of VALUES nothing is compared.
        compares = self._before.kind in _OPERANDS or self._before.text in (")", "<")
        if compares and (self._before.text == "<" or self._inside_parentheses()):
            plain = _IRI_IN_ROW if self._values.is_row(len(self._open)) else _PLAIN_IRI
            if not plain.match(token.text):
                raise self._fault(
                    f"{token.text} can be read as an IRI or as a comparison."
                    " Put a space after '<', or use IRI(\"…\")",
                    token,
                )

    def _take_name(self, token: Token) -> None:
        prefix = token.text.partition(":")[0]
        if self._before.kind == "word" and self._before.text.lower() == "prefix":
            self._declared.add(prefix)
        elif prefix not in self._known and prefix not in self._declared:
            near = find_similar(prefix, [*sorted(self._declared), *self._known])
            hint = f"Did you mean {near[0]}:? Or declare" if near else "Declare"
            raise self._fault(f"undefined prefix {prefix}:. {hint} it: PREFIX {prefix}: <…>", token)

    def _take_word(self, token: Token) -> None:
        word = token.text.lower()
        if word in _CLAUSES:
            self._count("clauses", MAX_CLAUSES, token)
        elif word not in _WORDS:
            raise self._unknown(token, word)
        elif word in ("true", "false", "a") and word != token.text:
            raise self._fault(f"write {word!r} in lower case, not {token.text!r}", token)

    def _take_number(self, token: Token) -> None:
        # The grammar reads `1+1` as two numbers, of which the second brings its operator along.
        if token.text[0] in "+-" and (self._before.kind in _OPERANDS or self._before.text == ")"):
            self._count("operators", MAX_OPERATORS, token)

    def _take_sign(self, token: Token) -> None:
        if token.text in _OPERATORS:
            self._count("operators", MAX_OPERATORS, token)

    def _unknown(self, token: Token, word: str) -> SyntaxFault | QueryRefused:
        if "service" in word:
            return self._refusal(
                "federated queries (SERVICE) are not offered: this endpoint opens no connections."
                " Download the dump and query it where both are at hand",
                token,
            )
        if word in _UPDATES:
            return self._refusal(f"{token.text}: this endpoint is read-only", token)
        near = find_similar(word, _WORDS)
        hint = f". Did you mean {near[0].upper()}?" if near else ""
        return self._fault(f"{token.text!r} is no word of SPARQL{hint}", token)

    def _inside_parentheses(self) -> bool:
        return bool(self._open) and self._open[-1].text == "("

    def _count(self, what: str, limit: int, token: Token) -> None:
        self._counts[what] += 1
        if self._counts[what] > limit:
            raise self._refusal(
                f"the query has more than {limit} {what}. Split it into several", token
            )

    def _fault(self, message: str, token: Token) -> SyntaxFault:
        line, column = place(self._query, token.start)
        return SyntaxFault(message, line=line, column=column)

    def _refusal(self, message: str, token: Token) -> QueryRefused:
        line, column = place(self._query, token.start)
        return QueryRefused(message, line=line, column=column)


class _ValuesBlock:
    """Where the rows of the last VALUES are, by how many brackets are open."""

    def __init__(self) -> None:
        self._heading = False
        self._depth: int | None = None

    def take(self, token: Token, depth: int) -> None:
        """Take a token before which so many brackets are open."""
        if self._heading and token.text == "{":
            self._depth = depth + 1
        elif self._depth is not None and depth < self._depth:
            self._depth = None
        starts = token.kind == "word" and token.text.lower() == "values"
        names = token.kind == "variable" or token.text in ("(", ")")
        self._heading = starts or (self._heading and names)

    def is_row(self, depth: int) -> bool:
        """Return whether a round bracket that is the last of so many open ones is a row."""
        return self._depth is not None and depth == self._depth + 1


def _calls_service(token: Token) -> bool:
    # Oxigraph reads `SERVICEx:y {` as SERVICE x:y, whatever prefixes are declared.
    return token.kind == "name" and token.text.lower().startswith("service")
