"""How to cite a part of the graph: in words, as BibTeX, as RIS and as CSL-JSON.

What is cited is the description in a release of this graph; the documents behind it, with who
speaks in them, are cited along with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote as encode

from azru_kg.languages.numerals import say_date, say_integer
from azru_kg.languages.translations import gettext, mark, ngettext, pgettext, translate
from azru_kg.rdf.formats import Format
from azru_kg.rdf.prefixes import IDENTITY

BIBTEX: Final = Format("bib", "BibTeX", "page", "application/x-bibtex", "bib")
RIS: Final = Format("ris", "RIS", "page", "application/x-research-info-systems", "ris")
CSL_JSON: Final = Format(
    "csl", "CSL-JSON", "page", "application/vnd.citationstyles.csl+json", "csl.json"
)
CITATIONS: Final = (BIBTEX, RIS, CSL_JSON)
"""The formats in which reference managers take a citation."""

_SHOWN: Final = 3
_GRAPH: Final = mark("azru-kg, the knowledge graph of Azerbaijan–Russia relations")
_EDITORS: Final = "The azru-kg editors"
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_KEYED = re.compile(r"[^A-Za-z0-9]+")
_YEAR = re.compile(r"[0-9]{4}(?=\.|-|$)")
_SPECIAL = re.compile(r"[\\{}%#$&_~^]")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_UNSAFE_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f{}\\]")


class Released(Protocol):
    """A release that is cited; `own` where it is one of this project's graph."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def own(self) -> bool:
        """Whether it is one of this project's graph."""


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document behind what is cited: `said` is who says it there, how and when."""

    iri: str
    title: str
    publisher: str = ""
    published: str = ""
    page: str = ""
    said: str = ""

    @property
    def text(self) -> str:
        """Return the document as a reference has it, with who speaks in it first."""
        parts = (self.publisher, f"“{self.title}”", say_date(self.published), self.page)
        document = ", ".join(filter(None, parts))
        return f"{_capitalise(self.said)}: {document}" if self.said else document


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, by its name and its address, with the documents behind it.

    `detail` is what else says which it is, such as digests.
    """

    iri: str
    title: str
    documents: tuple[CitedDocument, ...] = ()
    detail: str = ""

    def write(self, edition: Released) -> str:
        """Return the citation in words."""
        shown = self.documents[:_SHOWN]
        others = len(self.documents) - len(shown)
        behind = [f"{document.text}." for document in shown]
        if others:
            more = ngettext(
                "And %(number)s more document.", "And %(number)s more documents.", others
            )
            behind.append(more % {"number": others})
        title = self.title if self.title.startswith("“") else f"“{self.title}”"
        # A document is called by its title already.
        own = [] if any(document.iri == self.iri for document in shown) else [f"{title}."]
        release = gettext("In: %(graph)s, version %(version)s, %(address)s.") % {
            "graph": _name_graph(edition),
            "version": edition.version,
            "address": self.iri,
        }
        detail = [f"{self.detail}."] if self.detail else []
        return " ".join([*own, *behind, release, *detail])

    def write_as(self, format_: Format, edition: Released) -> str:
        """Return the citation for a reference manager, with an entry for each document."""
        entries = self._list_entries(edition)
        if format_ is CSL_JSON:
            return json.dumps([*map(_write_csl, entries)], ensure_ascii=False, indent=1) + "\n"
        write = _write_bibtex if format_ is BIBTEX else _write_ris
        return "\n".join(write(entry) for entry in entries)

    def _list_entries(self, edition: Released) -> Iterator[_Entry]:
        said = "; ".join(document.text for document in self.documents[:_SHOWN])
        note = ". ".join(filter(None, (self.detail, said)))
        year = _YEAR.match(edition.version)
        yield _Entry(
            key=f"azru-kg-{_make_key(self.iri)}",
            kind="misc",
            title=self.title,
            author=_EDITORS if edition.own else "",
            within=_name_graph(edition),
            version=edition.version,
            date=year[0] if year else "",
            address=self.iri,
            note=note,
        )
        for document in self.documents:
            yield _Entry(
                key=_make_key(document.iri),
                kind="online",
                title=document.title,
                author=document.publisher,
                date=document.published,
                address=document.page or document.iri,
                note=_capitalise(document.said),
            )


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    kind: str
    title: str
    author: str = ""
    within: str = ""
    version: str = ""
    date: str = ""
    address: str = ""
    note: str = ""


def cite_rows(
    title: str,
    chosen: Mapping[str, str],
    address: str,
    *,
    total: int,
    query: str,
    result: str,
    documents: Sequence[CitedDocument] = (),
) -> Citation:
    """Return how to cite the rows of a query with values: by digests of query and result.

    A value that is empty is any.
    """
    whatever = pgettext("filter", "any")
    values = ", ".join(f"{name}: {value or whatever}" for name, value in chosen.items())
    rows = ngettext("%(number)s row", "%(number)s rows", total) % {"number": say_integer(total)}
    detail = gettext("%(rows)s; SHA-256 of the query %(query)s, of the result %(result)s") % {
        "rows": rows,
        "query": query,
        "result": result,
    }
    named = f"{title} ({values})" if values else title
    return Citation(address, named, tuple(documents), detail)


def _write_bibtex(entry: _Entry) -> str:
    """Return an entry as BibLaTeX reads it, and BibTeX but for what it does not know."""
    fields = {
        "title": f"{{{_escape(entry.title)}}}",
        "author": f"{{{_escape(entry.author)}}}" if entry.author else "",
        "howpublished": _escape(entry.within),
        "version": _escape(entry.version),
        "date": _escape(entry.date) if "-" in entry.date else "",
        "year": _escape(entry.date[:4]),
        "url": _UNSAFE_IN_ADDRESS.sub(lambda match: encode(match[0]), entry.address),
        "note": _escape(entry.note),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{entry.kind}{{{entry.key},\n{''.join(lines)}}}\n"


def _write_ris(entry: _Entry) -> str:
    tags = (
        ("TY", "DATA" if entry.kind == "misc" else "ELEC"),
        ("ID", entry.key),
        ("TI", entry.title),
        ("T2", entry.within),
        ("ET", entry.version),
        ("AU" if entry.kind == "misc" else "PB", entry.author),
        ("PY", entry.date[:4]),
        ("DA", entry.date.replace("-", "/")),
        ("UR", entry.address),
        ("N1", entry.note),
    )
    lines = (f"{tag}  - {_SPACES.sub(' ', value)}\r\n" for tag, value in tags if value)
    return f"{''.join(lines)}ER  - \r\n"


def _write_csl(entry: _Entry) -> dict[str, Any]:
    """Return an entry as CSL-JSON has it; names are those of bodies, and so are not taken apart."""
    days = [int(part) for part in entry.date.split("-") if part.isdigit()]
    is_data = entry.kind == "misc"
    names = [{"literal": entry.author}] if is_data and entry.author else []
    fields = {
        "id": entry.key,
        "type": "dataset" if is_data else "webpage",
        "title": entry.title,
        "author": names,
        "container-title": entry.within,
        "publisher": "" if is_data else entry.author,
        "version": entry.version,
        "issued": {"date-parts": [days]} if days else {},
        "URL": entry.address,
        "note": entry.note,
    }
    return {name: value for name, value in fields.items() if value}


def _escape(text: str) -> str:
    r"""Return a text on one line in which nothing has a meaning to TeX.

    >>> print(_escape("87 % of {x_1}"))
    87 \% of \{x\_1\}
    """
    return _SPECIAL.sub(
        lambda match: _ESCAPES.get(match[0], f"\\{match[0]}"), _SPACES.sub(" ", text)
    )


def _make_key(iri: str) -> str:
    return _KEYED.sub("-", iri.removeprefix(IDENTITY)).strip("-").lower()


def _name_graph(edition: Released) -> str:
    return translate(_GRAPH) if edition.own else gettext("dataset")


def _capitalise(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
