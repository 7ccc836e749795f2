"""Turns the tokens of Turtle into RDF terms, under the prefixes and the base declared so far.

Whether an IRI or a language tag may be, and what a relative IRI stands for, is Oxigraph's to say.
"""

from __future__ import annotations

import re
import sys

import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES

_XSD = PREFIXES["xsd"]
_INTEGER, _DECIMAL, _DOUBLE, _BOOLEAN = (
    ox.NamedNode(_XSD + name) for name in ("integer", "decimal", "double", "boolean")
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.?)", re.DOTALL)
_HALVES = re.compile(r"\\u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_TRIPLE = "{} <urn:p> <urn:o> ."


class Values:
    """The terms that tokens stand for; each method raises ValueError with what is wrong.

    `relative` are the IRIs that were spelt relative to the base that was given, with their tokens.
    """

    def __init__(self, base: str | None = None) -> None:
        self.relative: dict[str, str] = {}
        self._base = self._first_base = base
        self._spaces: dict[str, str] = {}
        self._known: dict[str, ox.NamedNode] = {}

    def promise(self, prefix: str) -> None:
        """Take note that a prefix is declared, if only with an IRI that cannot be read."""
        self._spaces.setdefault(prefix, "urn:")

    def declare(self, prefix: str, token: str) -> None:
        """Take note of a prefix, given with its colon, and of the IRI that it stands for."""
        self._known.clear()
        self._spaces[prefix] = self.iri(token).value

    def rebase(self, token: str) -> None:
        """Take note of a new base IRI."""
        base = self.iri(token).value
        self._known.clear()
        self._base = base

    def name(self, token: str) -> ox.NamedNode:
        """Return what a prefixed name stands for."""
        node = self._known.get(token)
        if node is None:
            prefix, colon, local = token.partition(":")
            space = self._spaces.get(prefix + colon)
            if space is None:
                raise ValueError(_explain_prefix(prefix))
            if "\\" in local:
                local = _LOCAL_ESCAPE.sub(r"\1", local)
            node = self._known[token] = _make(space + local, token)
        return node

    def iri(self, token: str) -> ox.NamedNode:
        """Return what an IRI in angle brackets stands for."""
        node = self._known.get(token)
        if node is None:
            node = self._known[token] = self._resolve(token)
        return node

    def literal(
        self, token: str, *, tag: str | None = None, datatype: ox.NamedNode | None = None
    ) -> ox.Literal:
        """Return a literal, given with its quotes, and with the `@` of its language tag."""
        text = token[3:-3] if token.startswith(('"""', "'''")) else token[1:-1]
        if "\\" in text:
            text = _ESCAPE.sub(_unescape, text)
        if tag is not None:
            return ox.Literal(text, language=tag[1:])
        return ox.Literal(text, datatype=datatype)

    @staticmethod
    def number(token: str) -> ox.Literal:
        """Return the literal that a number is short for."""
        if "e" in token or "E" in token:
            return ox.Literal(token, datatype=_DOUBLE)
        return ox.Literal(token, datatype=_DECIMAL if "." in token else _INTEGER)

    @staticmethod
    def boolean(token: str) -> ox.Literal:
        """Return the literal that `true` or `false` is short for."""
        return ox.Literal(token, datatype=_BOOLEAN)

    def _resolve(self, token: str) -> ox.NamedNode:
        iri = token[1:-1]
        if "\\" in iri:
            iri = _ESCAPE.sub(_unescape, iri)
        if _SCHEME.match(iri):
            return _make(iri, token)
        if self._base is None:
            raise ValueError("a relative IRI, and no base. Write it out, or declare @base")
        try:
            parsed = ox.parse(
                _TRIPLE.format(token), format=ox.RdfFormat.TURTLE, base_iri=self._base
            )
            (triple,) = parsed
        except SyntaxError as error:
            raise ValueError(error.msg.partition(": ")[2] or error.msg) from error
        if not isinstance(triple.subject, ox.NamedNode):
            raise TypeError(triple.subject)
        if self._base is self._first_base:
            self.relative.setdefault(triple.subject.value, token)
        return triple.subject


def _make(iri: str, token: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{token} cannot be an IRI: {error}. Rewrite it") from error


UNDECLARED = "is not declared"
"""What is said of a prefix that has no IRI."""


def _explain_prefix(prefix: str) -> str:
    known = PREFIXES.get(prefix)
    return f"the prefix {prefix}: {UNDECLARED}. Add @prefix {prefix}: <{known or '…'}> ."


def _make_character(code: int, match: re.Match[str]) -> str:
    if 0xD800 <= code < 0xE000:
        whole = f": \\U{ord(pair):08X}" if (pair := _join_halves(match)) else ""
        raise ValueError(f"{match[0]} is half of a character. Write the whole one{whole}")
    if code > sys.maxunicode:
        raise ValueError(f"{match[0]} is no character. The last one is \\U0010FFFF")
    return chr(code)


def _join_halves(match: re.Match[str]) -> str | None:
    """Return the character that an escape is half of, and the next one the rest, as Java has it."""
    halves = _HALVES.match(match.string, match.start())
    if halves is None:
        return None
    return (
        "".join(chr(int(half, 16)) for half in halves.groups())
        .encode("utf-16-be", "surrogatepass")
        .decode("utf-16-be")
    )


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return _make_character(int(code[1:], 16), match)
    if code not in _SIGNS:
        raise ValueError(f"\\{code} is no escape. Write \\\\ for a backslash")
    return _SIGNS[code]
