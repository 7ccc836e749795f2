"""A graph that is open: it is asked in SPARQL or by the name of a stored query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from azru_kg.api.asking import Asker
from azru_kg.api.binding import Given, bind_text, read_given, say_values, write_choice
from azru_kg.api.describing import ThingDescription, describe_thing
from azru_kg.api.flat_rows import FlatRows
from azru_kg.api.references import CitedRelease, Reference, cite_answer, cite_described
from azru_kg.api.resting import RowSources
from azru_kg.api.result_rows import AskedQuery, ResultRow, ResultRows
from azru_kg.engine.fetched import Fetched
from azru_kg.errors import BadBinding, OtherForm
from azru_kg.files import read_text
from azru_kg.flat.collection import read_table
from azru_kg.flat.statement_tables import FIGURES
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import UNVERSIONED, Dataset
from azru_kg.graph.parameters import Parameter
from azru_kg.query.binding import bind_variables
from azru_kg.query.outline import Form
from azru_kg.query.query import Query, read_query
from azru_kg.rdf.native import iri
from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.oxigraph_terms import AnyTerm

if TYPE_CHECKING:
    import rdflib

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WHOLE: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_VERSION: Final = "SELECT ?version { <https://w3id.org/azru-kg/dataset> dcat:version ?version }"
_INSTEAD: Final[dict[Form, str]] = {
    "solutions": "It is a SELECT query: ask it with .query(…)",
    "boolean": "It is an ASK query: ask it with .ask(…)",
    "graph": "It makes a graph: ask it with .graph(…)",
}


class KnowledgeGraph:
    """A graph that `azru_kg.open` gives; at the end of a `with` block it is closed.

    A query is SPARQL, in which the prefixes of this graph are known, or the slug of a stored query,
    or a `Path` to a file of one. Values are given by name: those of variables, or of the parameters
    that a stored query has. They become terms (see `azru_kg.rdf.native`), never a part of the text.
    Several values in a list are alternatives; None is any.

    >>> import azru_kg
    >>> with azru_kg.open() as kg:
    ...     rows = kg.query(
    ...         "SELECT ?name { ?thing skos:prefLabel ?name FILTER (LANG(?name) = ?language) }",
    ...         thing=azru_kg.iri("country:AZ"),
    ...         language=["az", "ru"],
    ...     )
    >>> sorted(rows["name"])
    [LangString('Azərbaycan', 'az'), LangString('Азербайджан', 'ru')]
    """

    def __init__(
        self,
        asker: Asker,
        place: str,
        *,
        queries: Path,
        perspective: str = "",
        dataset: Dataset | None = None,
    ) -> None:
        self._asker = asker
        self._folder = queries
        self._dataset = dataset
        self._choices: dict[tuple[str, str], Mapping[str, str]] = {}
        self.place = place
        self.perspective = perspective

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the data or the connection; to ask after that raises AlreadyClosed."""
        self._asker.close()

    @cached_property
    def version(self) -> str:
        """The version of the release, or `unversioned`."""
        rows = self._asker.ask(read_query(_VERSION)).rows
        found = [term.value for (term,) in rows if isinstance(term, ox.Literal)]
        return found[0] if found else UNVERSIONED

    @property
    def queries(self) -> dict[str, stored_queries.StoredQuery]:
        """The stored queries by slug, each with its `summary`, `description` and `parameters`."""
        return {stored.slug: stored for stored in stored_queries.load(self._folder)}

    def query(self, query: str | Path, /, **values: Given) -> ResultRows:
        """Return the rows of a SELECT query.

        Raises BadBinding for a value or a name that the query does not take, OtherForm for an ASK
        or CONSTRUCT query, QueryError for one that is wrong, DeadlinePassed or EngineSlow where it
        takes too long, EngineFailed where a server gives no answer that can be trusted.
        """
        return self._answer(self._read(query, values))

    def ask(self, query: str | Path, /, **values: Given) -> bool:
        """Return whether an ASK query holds; raises as `query` does."""
        return self._fetch(self._read(query, values).query, "boolean").holds

    def graph(self, query: str | Path | None = None, /, **values: Given) -> rdflib.Graph:
        """Return the graph that a CONSTRUCT or DESCRIBE query makes, or without one all there is.

        It is one of rdflib, with the prefixes of this graph and every literal as it is written.
        Raises as `query` does.
        """
        from azru_kg.api.triples import to_graph

        text = _WHOLE if query is None else self._read(query, values).query
        return to_graph(self._fetch(text, "graph").triples)

    def figures(self) -> FlatRows:
        """Return all figures, a row for each time that a source states one.

        It is the flat table of figures: what a figure is of (`indicator_en`), `value` in base units
        with `unit_en`, `bound_en`, `modality_en` (target, plan; none for an outcome) and
        `period_en`; who says it (`speaker_en`) and when (`stated_on`), in which document
        (`source_title`, `published`, `publisher_en`, `perspective`); `meanings` has the rest.
        Raises DataError where the data do not fit into it, and as `query` does.
        """
        return FlatRows(FIGURES, read_table(FIGURES, self._ask_plainly))

    def describe(self, thing: str, /) -> ThingDescription:
        """Return what is said of a thing, named by its IRI or its prefixed name.

        Raises BadBinding for what is no name, and for a thing of which the graph says nothing.
        """
        return describe_thing(self._select, iri(thing))

    def sources_of(self, row: ResultRow, /) -> RowSources:
        """Return on which documents a row of an answer rests.

        That is worked out of the query, not guessed: sets of documents of which any suffices, or
        why that is not told (docs/provenance-of-answers.md). Raises as `query` does, and
        QueryRefused where a server does not tell.
        """
        return self._asker.trace(read_query(row.asked.query), row.names, row.terms)

    def cite(self, cited: str | ResultRows, /) -> Reference:
        """Return how a thing, by its IRI or prefixed name, or the rows of an answer are cited.

        It has the citation in words (`text`), `bibtex`, `ris`, `csl`, and the `documents` behind;
        rows are cited by their release, query and a digest, by which they can be told from others.
        Raises BadBinding for what is no name, and for a thing of which the graph says nothing.
        """
        release = CitedRelease(self.version, own=self.version != UNVERSIONED)
        if isinstance(cited, ResultRows):
            return cite_answer(self._select, cited, release)
        return cite_described(self._select, self.describe(cited), release)

    def __repr__(self) -> str:
        seen = f", {self.perspective} sources" if self.perspective else ""
        return f"<KnowledgeGraph: {self.place}{seen}>"

    @property
    def _seen(self) -> dict[str, str]:
        return {"perspective": self.perspective} if self.perspective else {}

    def _read(self, query: str | Path, values: Mapping[str, Given]) -> AskedQuery:
        """Return what is asked: a query with its values."""
        if isinstance(query, Path):
            if read_text(query).startswith("#+"):
                return replace(self._bind(stored_queries.read(query), values), path="")
            text = bind_text(read_text(query), values)
            return AskedQuery(text, query.stem, title=query.stem, parameters=self._seen)
        if _SLUG.fullmatch(query):
            return self._bind(self._find(query), values)
        return AskedQuery(bind_text(query, values), parameters=self._seen)

    def _bind(self, stored: stored_queries.StoredQuery, values: Mapping[str, Given]) -> AskedQuery:
        terms = read_given(stored.parameters, values, self._list_choices)
        chosen = write_choice(stored.parameters, terms)
        path = f"query/{stored.slug}{f'?{chosen}' if chosen else ''}"
        return AskedQuery(
            bind_variables(stored.text, terms),
            stored.slug,
            title=stored.summary,
            parameters=say_values(stored.parameters, terms) | self._seen,
            path="" if chosen is None or self.perspective else path,
        )

    def _find(self, slug: str) -> stored_queries.StoredQuery:
        path = self._folder / f"{slug}{stored_queries.SUFFIX}"
        if path.is_file():
            return stored_queries.read(path)
        known = [file.stem for file in sorted(self._folder.glob(f"*{stored_queries.SUFFIX}"))]
        near = find_similar(slug, known, most=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "They are the keys of .queries"
        raise BadBinding(f"There is no stored query {slug[:100]!r}. {hint}")

    def _list_choices(self, parameter: Parameter) -> Mapping[str, str]:
        """Return the things that a parameter can be, with their names."""
        key = parameter.kind, parameter.among
        if key not in self._choices:
            rows = self._fetch(parameter.list_values(), "solutions").rows
            self._choices[key] = {
                value.value: name.value if isinstance(name, ox.Literal) else ""
                for value, name in rows
                if isinstance(value, ox.NamedNode)
            }
        return self._choices[key]

    def _ask_plainly(self, text: str) -> Sequence[Sequence[AnyTerm | None]]:
        return self._fetch(text, "solutions").rows

    def _select(self, name: str, text: str) -> ResultRows:
        return self._answer(AskedQuery(text, name))

    def _answer(self, asked: AskedQuery) -> ResultRows:
        fetched = self._fetch(asked.query, "solutions")
        return ResultRows(replace(asked, release=self.version), fetched)

    def _fetch(self, text: str, form: Form) -> Fetched:
        query: Query = read_query(text)
        if query.form != form:
            raise OtherForm(_INSTEAD[query.form])
        return self._asker.ask(query)
