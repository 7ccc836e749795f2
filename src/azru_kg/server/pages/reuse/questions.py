"""Questions to start from about a thing: queries that are about this very thing and its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from azru_kg.languages.translations import mark
from azru_kg.rdf.prefixes import IDENTITY, expand

_PLACE: Final = "{thing}"
_FIGURE: Final = expand("azru:Figure")
_ENGLISH: Final = 'OPTIONAL {{ {0} skos:prefLabel ?name FILTER (LANG(?name) = "en") }}'.format


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, with the query that answers it."""

    text: str
    query: str


_CLAIMS = Question(
    mark("Which claims are about it?"),
    """SELECT DISTINCT ?claim ?statement WHERE {
  ?claim ?relation {thing} ;
    a/rdfs:subClassOf* azru:Claim ;
    rdfs:label ?statement .
}
ORDER BY ?claim
""",
)
_OTHERS = Question(
    mark("What else points to it, and how?"),
    f"""SELECT ?thing ?relation ?name WHERE {{
  ?thing ?relation {_PLACE} .
  {_ENGLISH("?thing")}
}}
ORDER BY ?relation ?thing
""",
)
_IN_SOURCES = Question(
    mark("What does each source have of it?"),
    """SELECT ?graph ?property ?value WHERE {
  GRAPH ?graph { {thing} ?property ?value }
}
ORDER BY ?graph ?property
""",
)
_WORDS = Question(
    mark("On which words does it rest?"),
    """SELECT ?quote ?words ?source ?title WHERE {
  {thing} prov:wasDerivedFrom ?quote .
  ?quote oa:hasSelector/oa:exact ?words ;
    oa:hasSource ?source .
  ?source dcterms:title ?title .
}
ORDER BY ?quote
""",
)
_SAME_INDICATOR = Question(
    mark("Which figures are there of the same indicator?"),
    """SELECT ?figure ?statement ?value ?period WHERE {
  {thing} azru:indicator ?indicator .
  ?figure azru:indicator ?indicator ;
    rdfs:label ?statement ;
    sdmx-measure:obsValue ?value .
  OPTIONAL { ?figure sdmx-dimension:refPeriod ?period }
}
ORDER BY ?period ?figure
""",
)
_SAID = Question(
    mark("What is put into its mouth, when, and where?"),
    """SELECT ?claim ?statement ?day ?graph WHERE {
  GRAPH ?graph {
    ?claim prov:wasAttributedTo {thing} .
    OPTIONAL { ?claim azru:asOf ?day }
  }
  ?claim rdfs:label ?statement .
}
ORDER BY ?day ?claim
""",
)
_PROMISED = Question(
    mark("What was promised of it, and by when?"),
    """SELECT ?promise ?state ?by ?day ?graph WHERE {
  ?promise schema:about {thing} ;
    azru:promised ?state .
  GRAPH ?graph {
    ?promise a azru:Promise .
    OPTIONAL { ?promise azru:asOf ?day }
  }
  OPTIONAL { ?promise azru:expectedBy ?by }
}
ORDER BY ?state ?by ?day
""",
)
_OWN: Final = {
    "claim": (_IN_SOURCES, _WORDS),
    "quote": (
        Question(
            mark("Which claims rest on it?"),
            """SELECT ?claim ?statement WHERE {
  ?claim prov:wasDerivedFrom {thing} ;
    rdfs:label ?statement .
}
ORDER BY ?claim
""",
        ),
    ),
    "source": (
        Question(
            mark("Which claims were read out of it, and from which words?"),
            """SELECT ?claim ?statement ?words WHERE {
  ?quote oa:hasSource {thing} ;
    oa:hasSelector/oa:exact ?words .
  ?claim prov:wasDerivedFrom ?quote ;
    rdfs:label ?statement .
}
ORDER BY ?claim ?words
""",
        ),
    ),
    "person": (
        _CLAIMS,
        Question(mark("What does this person say, when, and where?"), _SAID.query),
        Question(
            mark("Who took part in the same events, and how often?"),
            f"""SELECT ?other ?name (COUNT(DISTINCT ?event) AS ?events) WHERE {{
  ?mine azru:participant {_PLACE} ;
    azru:event ?event .
  ?its azru:event ?event ;
    azru:participant ?other .
  FILTER (?other != {_PLACE})
  {_ENGLISH("?other")}
}}
GROUP BY ?other ?name
ORDER BY DESC(?events) ?other
""",
        ),
    ),
    "organisation": (
        _CLAIMS,
        Question(mark("What does it say, when, and where?"), _SAID.query),
        Question(
            mark("Which sources did it publish?"),
            """SELECT ?source ?title ?published WHERE {
  ?source dcterms:publisher {thing} ;
    dcterms:title ?title .
  OPTIONAL { ?source schema:datePublished ?published }
}
ORDER BY DESC(?published) ?source
""",
        ),
    ),
    "project": (
        _CLAIMS,
        _PROMISED,
        Question(
            mark("Which states were reported of it, and when?"),
            """SELECT ?report ?state ?day ?graph WHERE {
  GRAPH ?graph {
    ?report azru:project {thing} ;
      azru:status ?state .
    OPTIONAL { ?report azru:asOf ?day }
  }
}
ORDER BY ?day ?report
""",
        ),
    ),
    "corridor": (_CLAIMS, _PROMISED),
    "indicator": (
        Question(
            mark("Which figures are reported of it, for which periods?"),
            f"""SELECT ?figure ?statement ?value ?period WHERE {{
  ?figure azru:indicator {_PLACE} ;
    rdfs:label ?statement ;
    sdmx-measure:obsValue ?value .
  OPTIONAL {{ ?figure sdmx-dimension:refPeriod ?period }}
}}
ORDER BY ?period ?figure
""",
        ),
        Question(
            mark("Which sources report it, and how often?"),
            """SELECT ?source ?title (COUNT(DISTINCT ?figure) AS ?figures) WHERE {
  GRAPH ?graph { ?source a azru:Source . ?figure azru:indicator {thing} }
  ?source dcterms:title ?title .
}
GROUP BY ?source ?title
ORDER BY DESC(?figures) ?source
""",
        ),
    ),
    "event": (
        _CLAIMS,
        Question(
            mark("Who took part, in which role?"),
            f"""SELECT ?participation ?person ?name ?role WHERE {{
  ?participation azru:event/schema:superEvent* {_PLACE} ;
    azru:participant ?person .
  {_ENGLISH("?person")}
  OPTIONAL {{ ?participation azru:role ?role }}
}}
ORDER BY ?name ?participation
""",
        ),
    ),
    "post": (
        Question(
            mark("Who is said to hold it, and on which day?"),
            f"""SELECT ?tenure ?person ?name ?day WHERE {{
  ?tenure azru:post {_PLACE} ;
    org:member|azru:participant|schema:about ?person .
  {_ENGLISH("?person")}
  OPTIONAL {{ ?tenure azru:attestedOn ?day }}
}}
ORDER BY ?day ?name
""",
        ),
    ),
    "period": (
        _CLAIMS,
        Question(
            mark("Which figures are for it?"),
            """SELECT ?figure ?statement ?value WHERE {
  ?figure sdmx-dimension:refPeriod {thing} ;
    rdfs:label ?statement ;
    sdmx-measure:obsValue ?value .
}
ORDER BY ?statement ?figure
""",
        ),
    ),
}
_OF_FIGURE: Final = (*_OWN["claim"], _SAME_INDICATOR)


def ask_about(iri: str, types: Collection[str]) -> tuple[Question, ...]:
    """Return the questions about a thing, those of its kind first."""
    return tuple(
        Question(question.text, question.query.replace(_PLACE, f"<{iri}>"))
        for question in _choose(iri, types)
    )


def _choose(iri: str, types: Collection[str]) -> Iterator[Question]:
    kind = iri.removeprefix(IDENTITY).partition("/")[0]
    if kind == "claim":
        yield from _OF_FIGURE if _FIGURE in types else _OWN["claim"]
        return
    yield from _OWN.get(kind, (_CLAIMS,))
    yield _OTHERS
