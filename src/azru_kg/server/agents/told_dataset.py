"""Tells an agent what is in the dataset, with which terms, and what goes wrong in asking it."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from pydantic import BaseModel, Field

from azru_kg.engine.protocol import Engine
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.metadata.inventory import Share
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, shorten
from azru_kg.server.agents.envelope import Told
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.vocabulary.guide import read_recipes

_LONGEST: Final = 80
_STRING: Final = "xsd:string"
_EXAMPLE: Final = """{{ SELECT ?thing ?property ?value WHERE {{
  VALUES ?property {{ <{iri}> }} ?thing ?property ?value FILTER (ISIRI(?thing))
}} LIMIT 1 }}"""
_MODEL: Final = (
    "Countries, people, organisations, posts, places, agreements, events, projects, indicators and"
    " the like are things of their own (country:AZ, person:ilham-aliyev). What is said of them with"
    " qualifiers is a claim (azru:Figure, azru:Tenure, azru:Participation, azru:StatusReport,"
    " azru:Promise, azru:Account): claim -> prov:wasDerivedFrom -> quote -> oa:hasSource -> source."
    " Each document is a named graph, so GRAPH ?graph { } tells who says a thing; the default"
    " graph is the union of them all. Claims that disagree both stand; no source outranks another."
)
_PITFALLS: Final = (
    'Names and labels have a language: FILTER (LANG(?name) = "en"), or a row comes for each.',
    "A figure means nothing without azru:bound (more than, up to, as stated), its unit"
    " (sdmx-attribute:unitMeasure), azru:kind (level, change in percent, multiple) and its"
    " period (sdmx-dimension:refPeriod). Values are in whole units: 2600000000, not 2.6.",
    "Changes and multiples have an azru:baseline, the period with which they are compared.",
    "Rival readings of the same words differ in azru:rank: code:preferred is the one to count.",
    "Speaker (prov:wasAttributedTo), voice and day (azru:asOf) differ by document: ask for them"
    " inside GRAPH ?graph { }, together.",
    "Count with DISTINCT: several sources, names and speakers multiply rows.",
    "azru:inferred names a property whose value the editors read between the lines,"
    " azru:notStated one for which the document was searched in vain. That nothing is said does not"
    " mean that it is not so: only azru:notStated records a silence.",
    "Indicators, sectors and commodities are trees: ?i skos:broader* indicator:trade takes in what"
    " is narrower. Name one end of a path with a star.",
    "schema:startDate is a day, a month or a year, as the source has it: compare them with STR().",
    "A claim's slots may have several values (azru:between country:AZ , country:RU).",
    "Ten documents that repeat a statement are one witness: group by speaker and day.",
    "The slots of one document are in its graph: GRAPH graph:<slug> { } keeps to source:<slug>. To"
    " get the documents behind a row, select the claim or GRAPH ?graph with it.",
    "Names of indicators, people and the like cannot be guessed: find gives them. Choose things by"
    " these IRIs, never by words in a label: CONTAINS(?name, 'President') takes in First Vice"
    " Presidents and presidents of companies, and misses who is called head of state.",
    "A claim may name a post, country or body and no person (azru:post without azru:participant or"
    " org:member): then its document names nobody. Who held the post elsewhere is no answer.",
    "What one document says, another may leave open: dcterms:replaces and azru:notStated"
    " dcterms:replaces can stand side by side. Ask both of a document: `documents`, or GRAPH.",
    "Signatories are participations with azru:role code:signatory in an event that azru:signed the"
    " agreement. Who else met there (schema:superEvent) did not sign for that.",
    "Growth of nine months is not that of the year, and a level is stated or it is not: where no"
    " document has a value, there is none. To set changes and multiples side by side, reckon with"
    " IF(?kind = code:multiple, ?value, 1 + ?value / 100), each with period and baseline.",
    "An empty answer may be the true one. Run check first: it tells of names that are not in the"
    " data, and what may be meant.",
)


class ToldClass(BaseModel):
    """A class and how many things are of it."""

    name: str
    things: int


class ToldProperty(BaseModel):
    """A property, how often it is used, and once how, as Turtle writes it."""

    name: str
    triples: int
    example: str = ""


class ToldRecipe(BaseModel):
    """A query to start from, with what is to be minded."""

    about: str
    mind: str
    query: str


class DescribedDataset(BaseModel):
    """What is in the dataset, and how to ask it."""

    version: str
    digest: str
    counts: dict[str, int]
    kinds: dict[str, int] = Field(description="Things by kind, which is also their prefix")
    model: str
    pitfalls: list[str]
    classes: list[ToldClass]
    properties: list[ToldProperty]
    prefixes: dict[str, str] = Field(description="Known without PREFIX lines")
    perspectives: dict[str, str] = Field(description="Groups of sources that query can ask alone")
    recipes: list[ToldRecipe]


async def describe_dataset(engine: Engine, holdings: Holdings, edition: Edition) -> Told:
    """Return what is in a dataset; raise as the engine does."""
    inventory = await holdings.inventory()
    counts = await holdings.counts()
    examples = await _find_examples(engine, inventory.properties)
    data = DescribedDataset(
        version=edition.version,
        digest=f"sha256:{edition.digest}",
        counts={count.label: count.number for count in counts.counts},
        kinds=await holdings.kinds(),
        model=_MODEL if edition.own else "",
        pitfalls=list(_PITFALLS) if edition.own else [],
        classes=[
            ToldClass(name=shorten(share.iri), things=share.number)
            for share in inventory.partitions.classes
        ],
        properties=[
            ToldProperty(
                name=shorten(share.iri), triples=share.number, example=examples.get(share.iri, "")
            )
            for share in inventory.properties
        ],
        prefixes=dict(PREFIXES),
        perspectives={each.name: each.description for each in PERSPECTIVES.values()},
        recipes=[
            ToldRecipe(about=recipe.summary, mind=recipe.description, query=recipe.text)
            for recipe in (read_recipes() if edition.own else ())
        ],
    )
    return Told(data, "All classes and properties that are in use.")


async def _find_examples(engine: Engine, properties: tuple[Share, ...]) -> dict[str, str]:
    """Return one triple of each property, as Turtle has it."""
    iris = [share.iri for share in properties if share.iri]
    if not iris:
        return {}
    union = " UNION ".join(_EXAMPLE.format(iri=iri) for iri in iris)
    query = f"SELECT ?thing ?property ?value WHERE {{ {union} }}"
    return {
        read_iri(name): f"{_write(thing)} {_write(name)} {_write(value)}"
        for thing, name, value in await select(engine, query)
    }


def _write(term: AnyTerm | None) -> str:
    match term:
        case ox.NamedNode():
            return shorten(term.value)
        case ox.Literal():
            text = term.value if len(term.value) <= _LONGEST else f"{term.value[:_LONGEST]}…"
            if term.language:
                return str(ox.Literal(text, language=term.language))
            datatype = shorten(term.datatype.value)
            return f"{ox.Literal(text)}{'' if datatype == _STRING else f'^^{datatype}'}"
        case _:
            return str(term)
