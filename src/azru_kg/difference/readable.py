"""Terms as people read them: short names, texts in quotation marks, and names of things."""

from __future__ import annotations

from collections.abc import Set

from azru_kg.difference.comparing import ReleaseDifference
from azru_kg.difference.statement_line import read_literal
from azru_kg.rdf.prefixes import expand_all, shorten

_NAMES = tuple(
    f"<{iri}>".encode() for iri in expand_all("rdfs:label skos:prefLabel foaf:name dcterms:title")
)
_LONGEST = 200


def show_term(term: bytes, longest: int = _LONGEST) -> str:
    """Return a term on one line, without a sign that would move what stands around it.

    >>> show_term(b"<https://w3id.org/azru-kg/id/country/AZ>")
    'country:AZ'
    >>> show_term(b'"2019-11-25"^^<http://www.w3.org/2001/XMLSchema#date>')
    '2019-11-25'
    """
    literal = read_literal(term)
    if literal is None:
        text = term.decode()
        return make_plain(shorten(text[1:-1]) if text.startswith("<") else text)
    text, language, datatype = literal
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    if datatype:
        return make_plain(text)
    return make_plain(f"“{text}”@{language}" if language else f"“{text}”")


def make_plain(text: str) -> str:
    r"""Return a text with its control signs and line ends spelt out.

    >>> make_plain("a\x1b[2J")
    'a\\x1b[2J'
    """
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def find_names(difference: ReleaseDifference, wanted: Set[bytes]) -> dict[bytes, str]:
    """Return what things are called, in English if they are, by the newer release if it says so."""
    found: dict[bytes, tuple[tuple[bool, bool, int, str], str]] = {}
    for newer, side in ((True, difference.new), (False, difference.old)):
        for each in side.statements:
            if each.predicate not in _NAMES or each.subject not in wanted:
                continue
            literal = read_literal(each.object)
            if literal is None:
                continue
            text, language, _ = literal
            rank = (not newer, language != "en", _NAMES.index(each.predicate), text)
            if each.subject not in found or rank < found[each.subject][0]:
                found[each.subject] = (rank, text)
    return {thing: make_plain(text) for thing, (_, text) in found.items()}


def list_entities(difference: ReleaseDifference) -> frozenset[bytes]:
    """Return the things that changes are told under."""
    return frozenset(change.entity for change in difference.changes)


def name_side(name: str, version: str, digest: str) -> str:
    """Return what a release is called, in a line."""
    told = f"release {version}, " if version else ""
    return make_plain(f"{name} ({told}sha256 {digest})")
