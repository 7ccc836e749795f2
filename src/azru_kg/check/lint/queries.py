"""Rules on queries, stored ones and those inside shapes: their prefixes and names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule
from azru_kg.check.lint.vocabulary import Vocabulary
from azru_kg.errors import DataError, SyntaxFault
from azru_kg.graph.stored_queries import SUFFIX, name_example
from azru_kg.query import open_paths
from azru_kg.query.tokens import Token, tokenize
from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.rdf.prefixes import PREFIXES, expand, shorten

_FORMS = tuple(f"sh:{form}" for form in ("select", "ask", "construct"))
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class _Query:
    """A query, and where it stands: `stored` in a file of its own, or in a shape."""

    focus: Node
    path: str
    text: str
    name: str
    stored: bool


def find_undeclared_prefixes(corpus: Corpus) -> Iterator[Hit]:
    """Yield each prefix that a stored query uses and does not declare."""
    for query in _list_queries(corpus):
        if not query.stored:
            continue
        declared, used, _ = _read_names(query)
        for prefix in sorted({name.partition(":")[0] for name in used} - set(declared)):
            space = PREFIXES.get(prefix)
            line = f" Add PREFIX {prefix}: <{space}>." if space else ""
            yield _hit(query, f"The prefix {prefix}: is not declared.{line}")


def find_unknown_names(corpus: Corpus) -> Iterator[Hit]:
    """Yield each name in a query that is no term of a vocabulary, and no thing of ours."""
    words = Vocabulary(corpus.all)
    tests = (words.lacks_own, words.lacks_thing, words.lacks_external)
    for query in _list_queries(corpus):
        declared, used, iris = _read_names(query)
        spaces = PREFIXES | declared
        for prefix, _, local in (name.partition(":") for name in used):
            iris.add(spaces.get(prefix, "") + _ESCAPE.sub(r"\1", local))
        for iri in sorted(iris - {*spaces.values()}):
            if any(test(iri) for test in tests):
                yield _hit(query, f"There is no {shorten(iri)}.{words.guess(iri)}")


def find_open_paths(corpus: Corpus) -> Iterator[Hit]:
    """Yield each path of no length that begins and ends at everything there is."""
    for query in _list_queries(corpus):
        for path in open_paths.find_open_paths(_tokenize(query)):
            ends = f"The path from {path.start.text} to {path.end.text}"
            if not path.named:
                yield _hit(query, f"{ends} begins and ends anywhere.")


def _list_queries(corpus: Corpus) -> Iterator[_Query]:
    for stored in corpus.queries:
        node = ox.NamedNode(name_example(stored.slug))
        yield _Query(node, "", stored.text, f"{stored.slug}{SUFFIX}", stored=True)
    for form in _FORMS:
        for statement in corpus.given.read(form):
            name = shorten(statement.subject.value)
            yield _Query(
                statement.subject, expand(form), statement.object.value, name, stored=False
            )


def _read_names(query: _Query) -> tuple[dict[str, str], set[str], set[str]]:
    """Return the prefixes that a query declares, and the prefixed names and IRIs that it uses."""
    tokens = _tokenize(query)
    names = {number for number, token in enumerate(tokens) if token.kind == "name"}
    inner = names & set(range(1, len(tokens) - 1))
    declaring = {number for number in inner if tokens[number - 1].text.upper() == "PREFIX"}
    declared = {tokens[number].text[:-1]: tokens[number + 1].text[1:-1] for number in declaring}
    iris = {token.text[1:-1] for token in tokens if token.kind == "iri"}
    used = {tokens[number].text for number in names - declaring}
    return declared, used, iris - {*declared.values()}


def _tokenize(query: _Query) -> list[Token]:
    try:
        return list(tokenize(query.text))
    except SyntaxFault as error:
        raise DataError(query.name, f"not SPARQL: {error.reason}") from error


def _hit(query: _Query, message: str) -> Hit:
    return Hit(query.focus, f"{query.name}: {message}", query.path)


RULES = (
    Rule(
        name="query-prefix",
        severity="violation",
        asks="A stored query declares every prefix that it uses.",
        why="The endpoint knows the prefixes of the project; other tools, for which the file is as"
        " well, do not.",
        fix="add the PREFIX line at the top of the query.",
        find=find_undeclared_prefixes,
        whole=True,
    ),
    Rule(
        name="query-name",
        severity="violation",
        asks="Every term and every thing of ours that a query names, stored or in a shape, exists.",
        why="A misspelt name is no error in SPARQL: the query finds nothing, and says nothing.",
        fix="correct the name by ontology/ or graph/entities.",
        find=find_unknown_names,
        whole=True,
    ),
    Rule(
        name="query-path",
        severity="warning",
        asks="A path that may have no length, with * or ?, has an end that something else binds.",
        why="Such a path leads from everything to itself, so the query goes through all there is.",
        fix="write + instead of *, or say first what one end is, such as ?a a skos:Concept.",
        find=find_open_paths,
        whole=True,
    ),
)
