"""Spells IRIs and literals in Turtle, the shortest way that every reader takes back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.rdf.prefixes import OWN, PREFIXES

_XSD = PREFIXES["xsd"]
_STRING = f"{_XSD}string"
# Narrower than Turtle allows: rdflib reads the shorthand 01 as 1, 0.0000001 as 1E-7.
_SHORTHAND = {
    f"{_XSD}integer": re.compile(r"0|-?[1-9][0-9]*"),
    f"{_XSD}decimal": re.compile(r"-?(?:0\.(?!0{6})|[1-9][0-9]*\.)[0-9]+"),
    f"{_XSD}boolean": re.compile(r"true|false"),
}
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.#-]*[A-Za-z0-9_#-])?)?")
# Characters that an editor does not show, or that change the order of those it shows.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_STEP = re.compile(r"^\.|/|^$")
_SHORT = {"\t": r"\t", "\b": r"\b", "\r": r"\r", "\f": r"\f"}


RELATIVE = "azru-relative:"
"""The scheme of the base under which the IRIs of a text are read that are to stay relative."""

_NONE: Mapping[str, str] = {}


class Spelling:
    """How terms are written under some prefixes; remembers which of them it needed.

    `relative` are the IRIs that stay relative, with what is written for them.
    """

    def __init__(self, prefixes: Mapping[str, str], relative: Mapping[str, str] = _NONE) -> None:
        self._prefixes, self._relative = prefixes, relative
        self._spaces = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._used: set[str] = set()
        self._names: dict[str, str] = {}

    def heads(self) -> str:
        """Return the `@prefix` lines for what was spelt so far: own prefixes, then the others."""
        ordered = sorted(self._used, key=lambda prefix: (prefix not in OWN, prefix))
        return "".join(
            f"@prefix {prefix}: {self._spell(self._prefixes[prefix])} .\n" for prefix in ordered
        )

    def name(self, iri: str) -> str:
        r"""Return a prefixed name, or the IRI in angle brackets where no prefix fits.

        >>> spelling = Spelling(PREFIXES)
        >>> spelling.name("https://w3id.org/azru-kg/id/quote/a#text"), spelling.name("urn:a")
        ('quote:a\\#text', '<urn:a>')
        """
        if iri not in self._names:
            self._names[iri] = self._shorten(iri)
        return self._names[iri]

    def _shorten(self, iri: str) -> str:
        for prefix, space in self._spaces:
            local = iri.removeprefix(space)
            if iri.startswith(space) and _LOCAL.fullmatch(local):
                self._used.add(prefix)
                return f"{prefix}:{local}".replace("#", r"\#")
        return self._spell(iri)

    def _spell(self, iri: str) -> str:
        """Return an IRI in angle brackets, a relative one as it was written."""
        if iri in self._relative:
            return self._relative[iri]
        if iri.startswith(RELATIVE):
            return self._join(iri)
        return f"<{escape(iri)}>"

    def _join(self, iri: str) -> str:
        """Return an IRI of which only the beginning, what a prefix stands for, was relative.

        Raises DataError where no relative IRI is the same wherever the text may stand.
        """
        for space in self._prefixes.values():
            token, local = self._relative.get(space, ""), iri.removeprefix(space)
            is_open = "#" in token or (token.endswith("/>") and not _STEP.search(local))
            if is_open and iri.startswith(space):
                return f"{token[:-1]}{escape(local)}>"
        reason = "an IRI that is relative to a relative @base. Write out the base"
        raise DataError("Turtle", reason)

    def literal(self, literal: ox.Literal) -> str:
        """Return a literal with its lexical form as it is; raise DataError for a base direction.

        >>> Spelling(PREFIXES).literal(ox.Literal("2.50", datatype=ox.NamedNode(_XSD + "decimal")))
        '2.50'
        """
        if literal.direction is not None:
            raise DataError(str(literal), "a literal with a base direction. Use RDF 1.1 terms")
        if literal.language is not None:
            return f"{_quote(literal.value)}@{literal.language}"
        datatype = literal.datatype.value
        if datatype == _STRING:
            return _quote(literal.value)
        if datatype in _SHORTHAND and _SHORTHAND[datatype].fullmatch(literal.value):
            return literal.value
        return f"{_quote(literal.value)}^^{self.name(datatype)}"


def escape(text: str) -> str:
    r"""Return a text with what an editor or a terminal would not show as it is written out.

    A line feed is left as it is.

    >>> escape("2\u00a0600\x1b[2J")
    '2\\u00A0600\\u001B[2J'
    """
    return _INVISIBLE.sub(_spell_code, text)


def _quote(value: str) -> str:
    text = escape(value.replace("\\", r"\\"))
    if "\n" not in text:
        return '"' + text.replace('"', r"\"") + '"'
    return '"""' + re.sub(r'"(?="|\Z)', r"\"", text) + '"""'


def _spell_code(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
