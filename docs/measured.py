"""Writes what is measured into docs/what-this-graph-does-not-know.md.

There, `<!-- metric -->7<!-- / -->` is the number of a metric of the whole graph, such as `rows`,
or of a kind of claim, such as `Figure.claims`; and a line `<!-- table -->` begins a table that ends
with `<!-- / -->`. Run it by `make numbers`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from azru_kg.check.measuring import measure_layout
from azru_kg.graph import stored_queries
from azru_kg.graph.coverage import AMOUNTS, SIDES, Coverage, count_coverage, list_coverage_queries
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.measures import Quality
from azru_kg.graph.topics import read_text
from azru_kg.rdf.prefixes import PREFIXES, shorten

PAGE = Path(__file__).with_name("what-this-graph-does-not-know.md")
DOUBTFUL, FEWEST, MOST = 90, 10, 8
"""Below which percentage of agreement, of how many values, a field is told; how many properties."""

FIRST, LAST = 1995, 2025
"""The years of which each side should have a figure of trade."""

_SOUGHT: Final = "trade-coverage-by-year-and-side"
_NUMBER = re.compile(r"<!-- ([A-Z]\w+\.)?([a-z-]+) -->([^<\n]*)<!-- / -->")
_TABLE = re.compile(r"<!-- ([a-z]+) -->\n.*?<!-- / -->", re.DOTALL)


def replace_numbers(
    text: str, quality: Quality, told: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return a page with the numbers and tables as they are measured.

    `told` are the lines of further tables, by name; one that is not among them stays as it is.
    """
    kinds = {shorten(kind).partition(":")[2]: kind for kind in quality.by_class}
    tables = {
        "blind": _list_doubtful(quality),
        "inferred": _list_inferred(quality),
        **(told or {}),
    }

    def fill(match: re.Match[str]) -> str:
        kind, metric, _ = match.groups()
        counts = quality.by_class[kinds[kind.rstrip(".")]] if kind else quality.total
        return f"<!-- {kind or ''}{metric} -->{counts.get(metric, 0):,}<!-- / -->"

    def draw(match: re.Match[str]) -> str:
        if match[1] not in tables:
            return match[0]
        return "\n".join([f"<!-- {match[1]} -->", *tables[match[1]], "<!-- / -->"])

    return _TABLE.sub(draw, _NUMBER.sub(fill, text))


def tell_coverage(layout: Layout) -> dict[str, list[str]]:
    """Return the tables of topics, of what was sought for them, and of years without figures."""
    store = read_layout(layout).store()

    def ask(query: str) -> list[tuple[ox.NamedNode | ox.Literal | None, ...]]:
        found = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))
        return [tuple(row) for row in found]

    rows = {name: ask(query) for name, query in list_coverage_queries().items()}
    coverage = count_coverage(rows)
    sought = stored_queries.read(layout.queries / f"{_SOUGHT}{stored_queries.SUFFIX}")
    return {
        "topics": _count_topics(coverage),
        "sought": [*_list_sought(coverage)],
        "silent": _list_silent(map(read_text, row) for row in ask(sought.text)),
    }


def _count_topics(coverage: Coverage) -> list[str]:
    """Return a table of how much there is of each topic, and of each side."""
    heads = ["topic", *AMOUNTS, *SIDES.values()]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for iri, name in [
        *((topic.iri, topic.name) for topic in coverage.topics),
        ("", "all together"),
    ]:
        numbers = coverage.count(topic=iri)
        sides = (coverage.count(topic=iri, perspective=side)["statements"] for side in SIDES)
        cells = [*(numbers[amount] for amount in AMOUNTS), *sides]
        lines.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |")
    return lines


def _list_sought(coverage: Coverage) -> Iterator[str]:
    """Yield what was sought for each topic in vain, as the graph says it of the topic."""
    for topic in coverage.topics:
        for text in topic.silence:
            yield f"- **{topic.name[:1].upper()}{topic.name[1:]}.** {text}"


def _list_silent(rows: Iterable[Iterable[str]]) -> list[str]:
    """Return a table of the years for which a side has no figure, by what it is of."""
    there: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for year, flow, azerbaijan, russia, *_ in rows:
        for side, number in (("Azerbaijan", azerbaijan), ("Russia", russia)):
            there[flow, side] |= {int(year)} if int(number) else set()
    lines = ["| figures of whole years | of the side of | none for |", "|---|---|---|"]
    for (flow, side), years in sorted(there.items()):
        missing = [year for year in range(FIRST, LAST + 1) if year not in years]
        lines.append(f"| {flow} | {side} | {', '.join(_say_spans(missing)) or 'no year'} |")
    return lines


def _say_spans(years: Sequence[int]) -> Iterator[str]:
    """Yield years, those that follow one another as a span.

    >>> [*_say_spans([1995, 1997, 1998, 1999])]
    ['1995', '1997–1999']
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    yield from (f"{span[0]}" if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


def _list_doubtful(quality: Quality) -> list[str]:
    """Return a table of the fields in which two readers often differ."""
    lines = []
    for field, counts in quality.by_part.items():
        compared, agreeing = counts.get("blind-compared", 0), counts.get("blind-agreeing", 0)
        share = 100 * agreeing / compared if compared else DOUBTFUL
        if compared >= FEWEST and share < DOUBTFUL:
            lines.append((share, f"| `{field}` | {compared:,} | {agreeing:,} | {share:.0f} % |"))
    head = ["| field | read blind | read alike | agreement |", "|---|---|---|---|"]
    return [*head, *(line for _, line in sorted(lines))]


def _list_inferred(quality: Quality) -> list[str]:
    """Return a table of the properties that are inferred most often."""
    numbers = {
        shorten(name): counts.get("inferred-slots", 0)
        for name, counts in quality.by_property.items()
    }
    ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    head = ["| property | inferred in so many claims |", "|---|---|"]
    return [*head, *(f"| `{name}` | {number:,} |" for name, number in ranked)]


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    written = replace_numbers(page, measure_layout(built_in()), tell_coverage(built_in()))
    PAGE.write_text(written, encoding="utf-8")
