"""The pages for people: plain HTML, nothing from another host, and no need of a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from azru_kg.graph.dataset import Dataset
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.graph.topics import Topic
from azru_kg.languages.numerals import localize_number, say_integer
from azru_kg.languages.reading import LANGUAGES, Reading, get_language, get_reading
from azru_kg.languages.translations import gettext, ngettext, npgettext, pgettext, translate
from azru_kg.provenance.told import Provenance
from azru_kg.rdf import formats as media
from azru_kg.rdf.prefixes import BASE, EXTERNAL, OWN
from azru_kg.server.ask.answers import CELLS, COLUMNS, ROWS, FoundTriples, Solutions
from azru_kg.server.ask.counts import Counts
from azru_kg.server.ask.labels import Labels
from azru_kg.server.http.operation import EMPTY, Operation
from azru_kg.server.http.problems import Problem
from azru_kg.server.http.site import Site, get_below
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pages.reuse.footnotes import Footnotes
from azru_kg.server.pages.reuse.schema_org import describe_page, describe_release
from azru_kg.server.pages.subject_tables import make_sheets
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.table import Table

_SITE = Site()
_OWN_FIRST_QUERY = """SELECT ?country ?name WHERE {
  ?country a azru:Country ;
    skos:prefLabel ?name .
  FILTER (LANG(?name) = "en")
}
ORDER BY ?name
"""
_OTHER_FIRST_QUERY = """SELECT ?subject ?predicate ?object WHERE {
  ?subject ?predicate ?object .
}
LIMIT 100
"""


class Pictured(Protocol):
    """A picture to which all pages lead, by its name."""

    @property
    def name(self) -> str:
        """What it is called in addresses."""


@dataclass(frozen=True, slots=True)
class PageView:
    """Where a page stands: the path above it, the operation it answers, how long that took.

    `hints` say what the query of the operation names and the data do not have.
    """

    root: str = ""
    operation: Operation = EMPTY
    seconds: float = 0.0
    hints: tuple[str, ...] = ()

    @property
    def duration(self) -> str:
        """Return the time taken as people say it."""
        if self.seconds >= 1:
            return gettext("%s s") % localize_number(f"{self.seconds:.1f}")
        return gettext("%s ms") % f"{self.seconds * 1000:.0f}"

    @property
    def perspective(self) -> str:
        """The name of the perspective that the operation asks about, or nothing."""
        graph = "".join(self.operation.default_graphs)
        return graph.removeprefix(SPACE) if graph.startswith(SPACE) else ""

    @property
    def links(self) -> Links:
        """Return where the links of the page lead."""
        return Links(self.root)


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of a query, and what all that it is bound to have in common.

    `numeric` where they are numbers; `note` where they are of one language or datatype, so that it
    need not be said in every row.
    """

    name: str
    numeric: bool
    note: str

    @classmethod
    def of(cls, name: str, cells: Iterable[Cell]) -> Column:
        """Return the column of a variable with its cells."""
        bound = [cell for cell in cells if cell.kind != "unbound"]
        notes = {cell.note if cell.kind == "text" else "" for cell in bound}
        return cls(
            name,
            numeric={cell.kind for cell in bound} == {"number"},
            note=notes.pop() if len(notes) == 1 else "",
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A page in a language: its tag, what the language is called there, and where it is.

    `href` leads there from this very site, `address` from anywhere, as far as that is known.
    """

    language: str
    name: str
    href: str
    address: str


class Pages:
    """Writes the pages of one dataset with its stored queries, in the language that is read."""

    def __init__(
        self,
        dataset: Dataset,
        queries: Sequence[StoredQuery],
        site: Site = _SITE,
        *,
        workbench: bool = False,
        links_kept: bool = False,
        seconds: float | None = None,
    ) -> None:
        self._site = site
        self._environment = _make_environment()
        self._environment.globals.update(
            edition=Edition.of(dataset),
            describe_page=describe_page,
            queries=tuple(queries),
            own_prefixes=OWN,
            external_prefixes=EXTERNAL,
            rows_shown=ROWS,
            columns_shown=COLUMNS,
            cells_shown=CELLS,
            perspectives=tuple(PERSPECTIVES.values()),
            workbench=workbench,
            links_kept=links_kept,
            seconds=seconds,
            space=BASE,
            download_formats={
                form: [(format_.label, format_.name) for format_ in formats]
                for form, formats in (("solutions", media.RESULTS), ("graph", media.GRAPHS))
            },
        )
        self.edition = Edition.of(dataset)
        self.pictured: tuple[Pictured, ...] = ()
        self.offer_pictures(())
        self.topics: tuple[Topic, ...] = ()
        self.offer_topics(())
        self.offered: tuple[Table, ...] = ()
        self.offer(tuple(TABLES.values()) if self.edition.own else ())
        self._stored = {query.text.strip(): query for query in queries}
        self._first_query = _OWN_FIRST_QUERY if self.edition.own else _OTHER_FIRST_QUERY

    def offer(self, lists: tuple[Table, ...]) -> None:
        """Have every page from now on link to these lists: those for which there are rows."""
        self.offered = lists
        self._environment.globals["lists"] = lists

    def offer_pictures(self, picture_kinds: tuple[Pictured, ...]) -> None:
        """Have every page from now on lead to these pictures: those that have something to show."""
        self.pictured = picture_kinds
        self._environment.globals["picture_kinds"] = picture_kinds

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of all lists, pictures and topics to which every page leads now."""
        lists = (table.slug for table in self.offered)
        topics = (topic.slug for topic in self.topics)
        return (*lists, *(picture.name for picture in self.pictured), *topics)

    def offer_topics(self, topics: tuple[Topic, ...]) -> None:
        """Have every page from now on lead to the topics of the data, if there are any."""
        self.topics = topics
        self._environment.globals["topics"] = topics

    def home(self, view: PageView, counts: Counts, picture: object = None) -> str:
        """Return the first page: what this is, what it holds, and questions to start from.

        A `picture` shows what a dispute over figures looks like.
        """
        structured = (
            describe_release(self.edition)
            if self.edition.own
            else describe_page("A dataset to query", "", self.edition)
        )
        return self._render(
            "home.html", view, counts=counts, picture=picture, structured=structured
        )

    def form(self, view: PageView) -> str:
        """Return the page of the query form, with the examples and the prefixes."""
        return self._render("form.html", view)

    def problem(self, view: PageView, problem: Problem) -> str:
        """Return the page of an error, with the query and the place in it."""
        return self._render("problem.html", view, problem=problem)

    def boolean(self, view: PageView, truth: str) -> str:
        """Return the page of the answer to an ASK query."""
        return self._answer(
            "boolean.html", view, media.RESULTS, title=gettext("Answer"), truth=truth
        )

    def solutions(
        self,
        view: PageView,
        solutions: Solutions,
        labels: Labels,
        told: Provenance | None = None,
    ) -> str:
        """Return the page of a table of solutions, with footnotes where it is told what for."""
        notes = None if told is None else Footnotes(told, view.links)
        rows = [
            [make_cell(term, labels.by_iri, view.links) for term in row] for row in solutions.rows
        ]
        columns = [
            Column.of(name, [row[at] for row in rows])
            for at, name in enumerate(solutions.variables)
        ]
        return self._answer(
            "solutions.html",
            view,
            media.RESULTS,
            title=gettext("Answer"),
            noun="row",
            total=solutions.total,
            shown=len(rows),
            columns=columns,
            more_columns=solutions.more_columns,
            rows=rows,
            labels=labels,
            cited=notes and notes.cite(len(rows)),
            notes=notes,
        )

    def graph(self, view: PageView, graph: FoundTriples, labels: Labels) -> str:
        """Return the page of a graph, by subject."""
        sheets = make_sheets(graph.triples, labels.by_iri, view.links)
        return self._answer(
            "graph.html",
            view,
            media.GRAPHS,
            title=sheets[0].subject.text if len(sheets) == 1 else gettext("Answer"),
            noun="triple",
            total=graph.total,
            shown=len(graph.triples),
            sheets=sheets,
            labels=labels,
        )

    def show(self, template: str, view: PageView, **context: object) -> str:
        """Return the page that one of the templates makes of what it is given."""
        return self._render(template, view, **context)

    def _answer(
        self,
        template: str,
        view: PageView,
        formats: Iterable[media.Format],
        *,
        title: str,
        **context: object,
    ) -> str:
        parameters = view.operation.parameters()
        downloads = [
            (format_.label, Links(view.links.base).query([*parameters, ("format", format_.name)]))
            for format_ in formats
            if format_ is media.JSON or not view.operation.provenance
        ]
        stored = self._stored.get((view.operation.query or "").strip())
        return self._render(
            template,
            view,
            title=stored.summary if stored else title,
            description=stored.description if stored else "",
            downloads=downloads,
            **context,
        )

    def _render(self, template: str, view: PageView, **context: object) -> str:
        text = view.operation.query or self._first_query
        reading = get_reading()
        base = view.root.removesuffix(reading.prefix)
        versions = self._list_versions(reading.address or "", base)
        return self._environment.get_template(template).render(
            view=view,
            root=view.root,
            base=base,
            now=self._find_now(base, reading),
            language=reading.language,
            # The home page of a language leads to no other one.
            home=f"{base}/{reading.language}/",
            versions=versions,
            canonical=self._find_canonical(versions),
            origin=_find_origin(self._site.base),
            default_address=self._site.address(reading.address or "", base),
            links=view.links,
            query_text=text,
            query_lines=min(max(text.count("\n") + 2, 6), 24),
            **context,
        )

    def _find_now(self, base: str, reading: Reading) -> str:
        """Return where a page of a release below the site is as of now; nothing for others."""
        below = get_below()
        if not below:
            return ""
        address = (reading.address or "").lstrip("/") or f"{reading.language}/"
        return f"{base.removesuffix(below.rstrip('/')).rstrip('/')}{reading.prefix}/{address}"

    def _find_canonical(self, versions: Iterable[Version]) -> str:
        """Return the address of the page in its language, as far as the site knows its own."""
        language = get_language()
        addresses = (version.address for version in versions if version.language == language)
        return next(addresses, "") if self._site.base else ""

    def _list_versions(self, address: str, base: str) -> list[Version]:
        """Return a page in each language; `address` is where it stands below the site."""
        below = {
            tag: f"{Reading(tag).prefix}/{address}".lstrip("/") if address else f"{tag}/"
            for tag in LANGUAGES
        }
        return [
            Version(tag, name, f"{base}/{below[tag]}", self._site.address(below[tag], base))
            for tag, name in LANGUAGES.items()
        ]


def _find_origin(address: str) -> str:
    """Return an address without its path.

    >>> _find_origin("https://kg.example/azru/")
    'https://kg.example'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _make_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("azru_kg.server.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        # They are those of the program, and change with it only.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    environment.filters["thousands"] = say_integer
    environment.filters["translated"] = translate
    environment.globals["get_language"] = get_language
    return environment
