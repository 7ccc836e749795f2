"""Measures the data: how claims are borne out, what they leave open, and where they conflict.

The measures are counts: of the whole dataset, of it by kind of claim, and by source. A figure
conflicts with others that report the same of the same, for the same period and in the same unit,
with another value; who is right is not asked. What SHACL finds is counted with them where the
data were judged, which takes too long to do at a request.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from azru_kg.graph.dimensions import PERIOD, UNIT, VALUE, list_dimensions
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import BASE, IDENTITY, PREFIXES

METRICS: dict[str, tuple[str, str, str]] = {
    "claims": ("amount", "Claims", "How many claims there are."),
    "span-evidence": (
        "provenance",
        "With exact words",
        "How many claims rest on a span of a text, with the exact words.",
    ),
    "document-evidence": (
        "provenance",
        "With a document",
        "How many claims rest on a document as a whole, where no text of it is archived.",
    ),
    "open-slots": (
        "completeness",
        "Open slots",
        "How many properties of claims are marked as not stated by the source.",
    ),
    "inferred-slots": (
        "provenance",
        "Inferred slots",
        "How many properties of claims are marked as the editors' reading.",
    ),
    "conflicts": (
        "consistency",
        "Conflicts",
        "How many figures differ in value from another one with the same indicator, dimensions,"
        " sides, subject, period, kind and unit. Neither need be wrong.",
    ),
}
"""Each metric by its name: its dimension, what it is called, and what it counts."""

SPEAKERS: dict[str, tuple[str, str, str]] = {
    "speaker-named": (
        "provenance",
        "Named",
        "How often a document credits a claim to a person or a body by name.",
    ),
    "speaker-unnamed": (
        "provenance",
        "Without a name",
        "How often a document credits a claim to somebody without a name.",
    ),
    "speaker-narration": (
        "provenance",
        "The document itself",
        "How often a document makes a claim in its own words.",
    ),
    "speaker-silent": (
        "provenance",
        "Not stated",
        "How often a document was searched for who says so, and does not tell.",
    ),
    "speaker-untold": (
        "provenance",
        "Not seen",
        "How often nobody has found out whether the document says whose claim it is.",
    ),
}
"""The metrics of who speaks, in the same way: a claim counts once for each of its documents."""

FINDINGS: dict[str, tuple[str, str, str]] = {
    f"{severity}s": (
        "conformance",
        f"{severity.capitalize()}s",
        f"How many findings of SHACL there are of the severity sh:{severity.capitalize()}.",
    )
    for severity in ("violation", "warning", "info")
}
"""The metrics of what SHACL finds, in the same way; they are not counted by kind of claim."""

DIMENSIONS: dict[str, tuple[str, str]] = {
    "amount": ("Amount", "How much the data say."),
    "completeness": ("Completeness", "How much the sources leave open."),
    "conformance": ("Conformance", "Whether the data are as their shapes ask."),
    "consistency": ("Consistency", "Whether what sources say fits together."),
    "provenance": ("Provenance", "How closely claims can be traced to what a source says."),
    "reading": ("Reading", "How often what is stated was compared with its document."),
}
"""Each dimension by its name: what it is called, and what it is about."""

SPACE = PREFIXES["quality"]
"""The namespace of metrics, dimensions and measurements."""

DATASET = f"{BASE}dataset"
"""The IRI of the dataset of this project."""

Row = Sequence[AnyTerm | None]
Counts = Mapping[str, Mapping[str, int]]
"""Counts by what they are of, and then by metric; what is zero is left out."""

_CLASS = f"?class <{PREFIXES['rdfs']}subClassOf>* <{PREFIXES['azru']}Claim> ."
_DERIVED = f"<{PREFIXES['prov']}wasDerivedFrom>"
_MARKS = f"<{PREFIXES['azru']}notStated>, <{PREFIXES['azru']}inferred>"
_SPEAKER = f"<{PREFIXES['prov']}wasAttributedTo>"
_SAID = (
    f"OPTIONAL {{ ?claim {_SPEAKER} ?person }}"
    f" OPTIONAL {{ ?claim <{PREFIXES['azru']}unnamedSpeaker> ?words }}"
    f" OPTIONAL {{ ?claim <{PREFIXES['azru']}voice> ?own"
    f" FILTER (?own IN (<{IDENTITY}code/narration>, <{IDENTITY}code/document>)) }}"
    f" OPTIONAL {{ ?claim <{PREFIXES['azru']}notStated> ?silence FILTER (?silence = {_SPEAKER}) }}"
)
_SPEAKS = (
    'IF (BOUND(?person), "speaker-named", IF (BOUND(?words), "speaker-unnamed",'
    ' IF (BOUND(?own), "speaker-narration",'
    ' IF (BOUND(?silence), "speaker-silent", "speaker-untold"))))'
)
_PATTERNS = {
    "claims": ("?claim", "claims", "?claim a ?class"),
    "evidence": (
        "?claim",
        f'IF (STRSTARTS(STR(?e), "{IDENTITY}quote/"), "span-evidence", "document-evidence")',
        f"?claim a ?class ; {_DERIVED} ?e",
    ),
    "marks": (
        "CONCAT(STR(?claim), STR(?slot))",
        'IF (STRENDS(STR(?mark), "notStated"), "open-slots", "inferred-slots")',
        f"?claim a ?class ; ?mark ?slot FILTER (?mark IN ({_MARKS}))",
    ),
    "speakers": (
        "CONCAT(STR(?claim), STR(?place))",
        _SPEAKS,
        f"GRAPH ?place {{ ?claim a ?class ; {_DERIVED} ?e {_SAID} }}",
    ),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The counts of the whole dataset, by class of claims in it, and by the graph of the source.

    `judged` says that the findings of SHACL are among them. The marks are counted by the property
    of which they speak, too; readings by the kind of row, and blind ones by field (`by_part`).
    """

    total: Mapping[str, int]
    by_class: Counts
    by_graph: Counts
    judged: bool = False
    by_property: Counts = field(default_factory=dict)
    by_part: Counts = field(default_factory=dict)


def list_queries() -> dict[str, str]:
    """Return the queries whose rows `measure` takes, by name."""
    queries = {"figures": _ask_figures(), "places": _ask_places()}
    for name, (what, metric, pattern) in _PATTERNS.items():
        bound = f'"{metric}"' if name == "claims" else metric
        queries[f"{name} in all"] = _ask(
            "?all", what, bound, f"{pattern} BIND (<{DATASET}> AS ?all)"
        )
        queries[f"{name} by class"] = _ask("?class", what, bound, pattern)
        placed = (
            f"{pattern} BIND (?place AS ?graph)"
            if name == "speakers"
            else f"GRAPH ?graph {{ {pattern} }}"
        )
        queries[f"{name} by graph"] = _ask("?graph", what, bound, placed)
    what, metric, pattern = _PATTERNS["marks"]
    queries["marks by property"] = _ask("?slot", what, metric, pattern)
    return queries


def measure(rows: Mapping[str, Iterable[Row]]) -> Quality:
    """Return the measures, from the rows of each of the queries by its name."""
    counts = {by: _gather(rows, by) for by in ("in all", "by class", "by graph")}
    conflicts = find_conflicts(rows["figures"])
    if conflicts:
        counts["in all"][DATASET]["conflicts"] = len(conflicts)
    for by, column in (("by class", 1), ("by graph", 2)):
        places = {(_read(row[0]), _read(row[column])) for row in rows["places"]}
        disputed = Counter(place for claim, place in places if claim in conflicts)
        for place, count in disputed.items():
            counts[by][place]["conflicts"] = count
    marks = _count(rows["marks by property"])
    return Quality(
        counts["in all"][DATASET], counts["by class"], counts["by graph"], by_property=marks
    )


def add_findings(
    quality: Quality, total: Mapping[str, int], by_graph: Mapping[str, Mapping[str, int]]
) -> Quality:
    """Return measures with the numbers of findings, by metric, of the dataset and of sources."""
    graphs = {
        graph: {**quality.by_graph.get(graph, {}), **by_graph.get(graph, {})}
        for graph in (*quality.by_graph, *by_graph)
    }
    return replace(quality, total={**quality.total, **total}, by_graph=graphs, judged=True)


def add_readings(quality: Quality, total: Mapping[str, int], parts: Counts) -> Quality:
    """Return measures with the numbers of readings: of the dataset, and by row and field."""
    return replace(quality, total={**quality.total, **total}, by_part=parts)


def find_conflicts(rows: Iterable[Row]) -> frozenset[str]:
    """Return the figures that differ from another one, from rows of figure, property and value.

    A figure without a period conflicts with none: it may be of another one.
    """
    said: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    values: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        figure, name, value = (_read(term) for term in row)
        if name == VALUE:
            values[figure].add(value)
        else:
            said[figure].add((name, value))
    alike: defaultdict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for figure, facts in said.items():
        if figure in values and any(name == PERIOD for name, _ in facts):
            alike[frozenset(facts)].append(figure)
    return frozenset(
        figure
        for figures in alike.values()
        if len({frozenset(values[figure]) for figure in figures}) > 1
        for figure in figures
    )


def _gather(rows: Mapping[str, Iterable[Row]], by: str) -> defaultdict[str, dict[str, int]]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name in _PATTERNS:
        for thing, numbers in _count(rows[f"{name} {by}"]).items():
            counts[thing].update(numbers)
    return counts


def _count(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        thing, metric, number = (_read(term) for term in row)
        counts[thing][metric] = int(number)
    return dict(counts)


def _ask(by: str, what: str, metric: str, pattern: str) -> str:
    return (
        f"SELECT {by} ?metric (COUNT(DISTINCT ?what) AS ?number) WHERE {{ {_CLASS} {pattern}"
        f" BIND ({what} AS ?what) BIND ({metric} AS ?metric) }} GROUP BY {by} ?metric"
    )


def _ask_figures() -> str:
    names = ", ".join(f"<{name}>" for name in [*sorted(list_dimensions()), UNIT, VALUE])
    azru, code = PREFIXES["azru"], f"{IDENTITY}code/"
    return (
        f"SELECT ?figure ?name ?value WHERE {{ ?figure a <{azru}Figure> ; ?name ?value"
        f" FILTER (?name IN ({names}))"
        f" FILTER NOT EXISTS {{ ?figure <{azru}rank> <{code}alternative> }} }}"
    )


def _ask_places() -> str:
    return (
        f"SELECT ?claim ?class ?graph WHERE {{ {_CLASS} GRAPH ?graph {{ ?claim a ?class ;"
        f" {_DERIVED} ?evidence }} }}"
    )


def _read(term: AnyTerm | None) -> str:
    return str(getattr(term, "value", ""))
