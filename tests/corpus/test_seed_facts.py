"""Each fact of the two founding documents is one ASK query in facts/, true only if it is modelled.

They are asked of these two alone: what other documents say may be true of either side of a fact.
The queries are strict, and two tests prove it: take any triple of a reading out of the graph, or
mark as inferred what the source states, and at least one fact fails.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES, shorten

FACTS = {path.stem: path.read_text() for path in Path(__file__).with_name("facts").glob("*.rq")}


def name(short: str) -> ox.NamedNode:
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


INFERRED, NOT_STATED = name("azru:inferred"), name("azru:notStated")
UNMARKED = {
    INFERRED,
    NOT_STATED,
    name("azru:openList"),
    name("rdf:type"),
    name("prov:wasDerivedFrom"),
}
ANNOTATIONS = {name("rdfs:label"), name("rdfs:comment"), name("azru:ignoredWord")}
"""In the editors’ own words; where a fact needs a comment, it asks for the gist of it."""


def text(term: object) -> str:
    """The IRI or the characters of a term; a quoted triple has none."""
    return str(getattr(term, "value", ""))


def holds(store: ox.Store, fact: str) -> bool:
    return bool(store.query(fact, prefixes=PREFIXES))


def some_fails(store: ox.Store, facts: list[str], about: str) -> bool:
    """Ask every fact, those that name the subject first."""
    return any(not holds(store, fact) for fact in sorted(facts, key=lambda fact: about not in fact))


def readings(dataset: Dataset) -> Iterator[ox.Quad]:
    """Yield the words quoted, and what graphs of sources say of sources, entities and claims."""
    sources = {file.graph for file in dataset.files if file.path.parent.name == "sources"}
    quads = [quad for quad in dataset.quads() if text(quad.graph_name) in sources]
    ignored = {text(quad.subject) for quad in quads if quad.object == name("azru:IgnoredSpan")}
    for quad in quads:
        thing = text(quad.subject).partition("#")[0]
        of_quote = thing.startswith(f"{IDENTITY}quote/")
        if thing not in ignored and (
            quad.predicate == name("oa:exact") if of_quote else quad.predicate not in ANNOTATIONS
        ):
            yield quad


@contextmanager
def without(store: ox.Store, quad: ox.Quad) -> Iterator[None]:
    copies = [quad, ox.Quad(quad.subject, quad.predicate, quad.object)]
    for copy in copies:
        store.remove(copy)
    yield
    store.extend(copies)


@contextmanager
def with_more(store: ox.Store, quad: ox.Quad) -> Iterator[None]:
    copies = [quad, ox.Quad(quad.subject, quad.predicate, quad.object)]
    store.extend(copies)
    yield
    for copy in copies:
        store.remove(copy)


@pytest.fixture
def changeable(founding_dataset: Dataset) -> ox.Store:
    return founding_dataset.store()


@pytest.fixture
def true_facts(founding_store: ox.Store) -> list[str]:
    """The facts that hold of the graph as it is: only these can tell a change."""
    return [fact for fact in FACTS.values() if holds(founding_store, fact)]


def test_each_of_the_78_facts_has_one_query_that_says_it_in_a_sentence() -> None:
    assert sorted(int(slug[:2]) for slug in FACTS) == list(range(1, 79))
    for slug, fact in FACTS.items():
        sentence, ask = fact.split("\n", 1)
        assert re.fullmatch(r"# [A-Z].*\.", sentence), slug
        assert ask.startswith("ASK {"), slug


@pytest.mark.parametrize("slug", sample_daily(sorted(FACTS), 3))
def test_the_graph_models_the_fact(founding_store: ox.Store, slug: str) -> None:
    assert holds(founding_store, FACTS[slug]), FACTS[slug]


@pytest.mark.parametrize("slug", sample_daily(sorted(FACTS), 6))
def test_the_fact_is_no_truism(slug: str) -> None:
    assert not holds(ox.Store(), FACTS[slug])


@pytest.mark.long
def test_no_triple_of_a_reading_can_go_missing_unnoticed(
    founding_dataset: Dataset, changeable: ox.Store, true_facts: list[str]
) -> None:
    unnoticed = []
    for quad in readings(founding_dataset):
        with without(changeable, quad):
            if not some_fails(changeable, true_facts, shorten(text(quad.subject))):
                unnoticed.append(str(quad.triple))
    assert unnoticed == []


@pytest.mark.long
def test_no_mark_of_inference_can_be_added_to_a_claim_unnoticed(
    founding_dataset: Dataset, changeable: ox.Store, true_facts: list[str]
) -> None:
    quads = set(readings(founding_dataset))
    emendations = {quad.subject for quad in quads if quad.object == name("azru:Emendation")}
    marks = {
        ox.Quad(quad.subject, INFERRED, quad.predicate, quad.graph_name)
        for quad in quads
        if text(quad.subject).startswith(f"{IDENTITY}claim/")
        and quad.subject not in emendations
        and quad.predicate not in UNMARKED
    }
    unnoticed = []
    for mark in marks - quads:
        with with_more(changeable, mark):
            if not some_fails(changeable, true_facts, shorten(text(mark.subject))):
                unnoticed.append(str(mark.triple))
    assert unnoticed == []


def test_the_printed_weekdays_are_those_of_the_dates(
    founding_select: Callable[[str], list[tuple[str, ...]]],
) -> None:
    rows = founding_select(
        """SELECT ?words ?date {
          ?quote oa:hasSelector/oa:exact ?words ; oa:hasSource ?source ; schema:mentions ?source .
          ?source schema:datePublished|schema:dateModified ?date
          FILTER (REGEX(?words, "[a-z]day, "))
        }"""
    )
    printed = {re.sub(r".*?(\w+day), (\d+ \w+ \d{4}).*", r"\1 \2", words) for words, _ in rows}
    dates = {datetime.fromisoformat(date).strftime("%A %d %B %Y") for _, date in rows}
    assert printed == dates == {"Monday 25 November 2019", "Tuesday 26 November 2019"}


def test_the_no_break_spaces_stand_where_the_comment_says(
    texts: dict[str, str], founding_select: Callable[[str], list[tuple[str, ...]]]
) -> None:
    [(sha256, comment)] = founding_select(
        """SELECT ?sha256 ?comment {
          ?source schema:sha256 ?sha256 ; rdfs:comment ?comment FILTER (CONTAINS(?comment, "00A0"))
        }"""
    )
    offsets = [place for place, sign in enumerate(texts[sha256]) if sign == "\u00a0"]
    assert offsets == [int(number) for number in re.findall(r"\b\d{3,4}\b", comment)]
