"""The pages for people: plain HTML, one style sheet, nothing from another host and no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from azru_kg import __version__
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.layout import ONTOLOGY_GRAPH
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf import formats as media
from azru_kg.rdf.prefixes import EXTERNAL, OWN
from azru_kg.server.ask.answers import CELLS, COLUMNS, ROWS, FoundTriples, Solutions
from azru_kg.server.ask.counts import Counts
from azru_kg.server.ask.labels import Labels
from azru_kg.server.http.operation import EMPTY, Operation
from azru_kg.server.http.problems import Problem
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.subject_tables import make_sheets

_FILES_NAMED = 8
_OWN_FIRST_QUERY = """SELECT ?country ?name WHERE {
  ?country a azru:Country ;
    skos:prefLabel ?name .
}
ORDER BY ?country ?name
"""
_OTHER_FIRST_QUERY = """SELECT ?subject ?predicate ?object WHERE {
  ?subject ?predicate ?object .
}
LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page says about what is served; `own` where it is this project's graph."""

    version: str
    digest: str
    own: bool
    files: tuple[str, ...]
    more_files: int
    program: str = __version__

    @classmethod
    def of(cls, dataset: Dataset) -> Edition:
        """Return what pages say about a dataset."""
        names = tuple(file.path.name for file in dataset.files[:_FILES_NAMED])
        return cls(
            version=dataset.version,
            digest=dataset.digest,
            own=any(file.graph == ONTOLOGY_GRAPH for file in dataset.files),
            files=names,
            more_files=len(dataset.files) - len(names),
        )


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
        return f"{self.seconds:.1f} s" if self.seconds >= 1 else f"{self.seconds * 1000:.0f} ms"

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


class Pages:
    """Writes the pages of one dataset with its stored queries."""

    def __init__(self, dataset: Dataset, queries: Sequence[StoredQuery]) -> None:
        self._environment = Environment(
            loader=PackageLoader("azru_kg.server.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["thousands"] = "{:,}".format
        self._environment.globals.update(
            edition=Edition.of(dataset),
            queries=tuple(queries),
            own_prefixes=OWN,
            external_prefixes=EXTERNAL,
            rows_shown=ROWS,
            columns_shown=COLUMNS,
            cells_shown=CELLS,
            perspectives=tuple(PERSPECTIVES.values()),
        )
        self._edition = Edition.of(dataset)
        self._summaries = {query.text.strip(): query.summary for query in queries}
        self._first_query = _OWN_FIRST_QUERY if self._edition.own else _OTHER_FIRST_QUERY

    def home(self, view: PageView, counts: Counts) -> str:
        """Return the first page: what this is, what it holds, and questions to start from."""
        return self._render("home.html", view, counts=counts)

    def form(self, view: PageView) -> str:
        """Return the page of the query form, with the examples and the prefixes."""
        return self._render("form.html", view)

    def problem(self, view: PageView, problem: Problem) -> str:
        """Return the page of an error, with the query and the place in it."""
        return self._render("problem.html", view, problem=problem)

    def boolean(self, view: PageView, truth: str) -> str:
        """Return the page of the answer to an ASK query."""
        return self._answer("boolean.html", view, media.RESULTS, title="Answer", truth=truth)

    def solutions(self, view: PageView, solutions: Solutions, labels: Labels) -> str:
        """Return the page of a table of solutions."""
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
            title="Answer",
            noun="row",
            total=solutions.total,
            shown=len(rows),
            columns=columns,
            more_columns=solutions.more_columns,
            rows=rows,
            labels=labels,
        )

    def graph(self, view: PageView, graph: FoundTriples, labels: Labels) -> str:
        """Return the page of a graph, by subject."""
        sheets = make_sheets(graph.triples, labels.by_iri, view.links)
        return self._answer(
            "graph.html",
            view,
            media.GRAPHS,
            title=sheets[0].subject.text if len(sheets) == 1 else "Answer",
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
            (format_.label, view.links.query([*parameters, ("format", format_.name)]))
            for format_ in formats
        ]
        summary = self._summaries.get((view.operation.query or "").strip())
        return self._render(template, view, title=summary or title, downloads=downloads, **context)

    def _render(self, template: str, view: PageView, **context: object) -> str:
        text = view.operation.query or self._first_query
        return self._environment.get_template(template).render(
            view=view,
            root=view.root,
            links=view.links,
            query_text=text,
            query_lines=min(max(text.count("\n") + 2, 6), 24),
            **context,
        )
