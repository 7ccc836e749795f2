"""What an engine elsewhere is sent for a query: its text with prefixes, and the graphs it sees.

The engine in this program knows the prefixes, has the union of all graphs as default graph, and
shows no graph but those of the release. Another one gets that said with each query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from azru_kg.engine.protocol import Request
from azru_kg.engine.remote.connection import RESULTS, TRIPLES, Wording
from azru_kg.engine.scope import find_graphs, find_perspective, resolve_graphs
from azru_kg.errors import QueryRefused
from azru_kg.graph.layout import STAGING
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.query.query import Query
from azru_kg.query.tokens import Token
from azru_kg.query.units import read_word, split_units
from azru_kg.rdf.prefixes import PREFIXES

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Names of functions that run what is on the engine's machine: SQL in Virtuoso, classes in Jena.
_TWICE: Final = "which counts a triple once for each graph that holds it"
_NO_GRAPH: Final = "urn:azru-kg:none"
_CODE: Final = ("bif:", "sql:", "java:", "javascript:")


@dataclass(frozen=True, slots=True)
class Holding:
    """How an engine holds a release.

    `everything` are the default graphs to name where a query names none: none at all, where the
    engine's own is right. `graphs` are the named graphs of the release, `hidden` are others that
    the engine has beside them, `apart` those of the release that only GRAPH reaches. `merges` is
    whether several default graphs are one set of triples to the engine, `leaky` whether GRAPH finds
    graphs that are not named where others are. `perspectives` are the graphs of each perspective.
    """

    everything: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    merges: bool = False
    leaky: bool = False
    perspectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def word(request: Request, holding: Holding) -> Wording:
    """Return what to send for a request; raise QueryError for what this engine cannot be asked."""
    query = request.query
    _refuse_code(query.tokens)
    accept = TRIPLES if query.form == "graph" else RESULTS
    found = find_graphs(request, PREFIXES)
    if found is None:
        named = _list_named(request, holding) if holding.everything else ()
        text = _write(request, None if named else holding.hidden)
        return Wording(text, accept, holding.everything, named)
    defaults, others = ([node.value for node in nodes] for nodes in found)
    if name := find_perspective(*found):
        defaults, graphs = _enter(name, holding)
        others = others or graphs
    if len(defaults) > 1 and not holding.merges:
        raise QueryRefused(
            f"several default graphs cannot be asked at the engine behind this server, {_TWICE}."
            " Name one, or none and use GRAPH"
        )
    if holding.leaky:
        defaults, others = defaults or [_NO_GRAPH], others or [_NO_GRAPH]
    return Wording(_write(request), accept, tuple(defaults), tuple(others))


def _list_named(request: Request, holding: Holding) -> tuple[str, ...]:
    """Return the named graphs to send along with the default graphs that stand for everything.

    Where graphs leak, that is all of them for `GRAPH ?g`, but none for `GRAPH <urn:g>`. To name
    those that the query names is quick, to name all may take seconds.
    """
    tokens = request.query.tokens
    after = [token for before, token in pairwise(tokens) if read_word(before) == "graph"]
    if not holding.leaky:
        return holding.graphs if after else ()
    constants = [token.text for token in after if token.kind != "variable"]
    if len(constants) < len(after):
        return holding.graphs if constants else ()
    named = (node.value for node in resolve_graphs(request, constants, PREFIXES))
    known = tuple(graph for graph in named if graph in holding.graphs)
    return known or ((_NO_GRAPH,) if constants else ())


def hide(text: str, tokens: Sequence[Token], graphs: Iterable[str]) -> str:
    """Return the text of a query in which `GRAPH ?g` finds none of some graphs, nor a staged one.

    >>> from azru_kg.query.tokens import tokenize
    >>> text = "ASK { GRAPH ?g { } }"
    >>> hide(text, [*tokenize(text)], [])
    'ASK { { GRAPH ?g { } FILTER (!STRSTARTS(STR(?g), "urn:azru-kg:staging:")) } }'
    """
    listed = ", ".join(f"<{graph}>" for graph in graphs)
    others = f" && {{name}} NOT IN ({listed})" if listed else ""
    condition = f'!STRSTARTS(STR({{name}}), "{STAGING}"){others}'
    added: list[tuple[int, str]] = []
    for graph, variable, group in _find_graph_patterns(tokens):
        end = group[-1].start + len(group[-1].text)
        added.append((graph.start, "{ "))
        added.append((end, f" FILTER ({condition.format(name=variable.text)}) }}"))
    pieces: list[str] = []
    position = 0
    for place, more in sorted(added, key=lambda item: item[0]):
        pieces += [text[position:place], more]
        position = place
    return "".join([*pieces, text[position:]])


def _find_graph_patterns(
    tokens: Sequence[Token],
) -> Iterator[tuple[Token, Token, Sequence[Token]]]:
    for number, token in enumerate(tokens[:-2]):
        variable = tokens[number + 1]
        if read_word(token) == "graph" and variable.kind == "variable":
            yield token, variable, next(split_units(tokens[number + 2 :]))


def _write(request: Request, hidden: Sequence[str] | None = None) -> str:
    query = request.query
    text = query.text if hidden is None else hide(query.text, query.tokens, hidden)
    base = f"BASE <{request.base}> " if query.outline.relative else ""
    return f"{base}{declare(query)}{text}"


def declare(query: Query) -> str:
    """Return the declarations of prefixes that a query uses and does not declare."""
    tokens = query.tokens
    names = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    own = {
        token.text.partition(":")[0]
        for before, token in pairwise(tokens)
        if read_word(before) == "prefix"
    }
    missing = names - own
    return "".join(
        f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(missing & set(PREFIXES))
    )


def _refuse_code(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.kind == "iri" and _unescape(token.text[1:-1]).lower().startswith(_CODE):
            raise QueryRefused(
                f"{token.text}: functions of the engine's own machine are not offered here"
            )


def _unescape(iri: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), iri)


def _enter(name: str, holding: Holding) -> tuple[list[str], list[str]]:
    """Return the default graphs and the named graphs of a perspective; raise QueryRefused."""
    if not holding.merges:
        raise QueryRefused(
            f"{PERSPECTIVES[name].title} cannot be asked alone at the engine behind this server,"
            f" {_TWICE}. Use GRAPH"
        )
    graphs = [*holding.perspectives.get(name, ())]
    return [graph for graph in graphs if graph not in holding.apart], graphs
