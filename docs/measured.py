"""Writes what is measured into docs/what-this-graph-does-not-know.md.

There, `<!-- metric -->7<!-- / -->` is the number of a metric of the whole graph, such as `rows`,
or of a kind of claim, such as `Figure.claims`; and a line `<!-- table -->` begins a table that ends
with `<!-- / -->`. Run it by `make numbers`.
"""

from __future__ import annotations

import re
from pathlib import Path

from azru_kg.check.measuring import measure_layout
from azru_kg.graph.layout import built_in
from azru_kg.graph.measures import Quality
from azru_kg.rdf.prefixes import shorten

PAGE = Path(__file__).with_name("what-this-graph-does-not-know.md")
DOUBTFUL, FEWEST, MOST = 90, 10, 8
"""Below which percentage of agreement, of how many values, a field is told; how many properties."""

_NUMBER = re.compile(r"<!-- ([A-Z]\w+\.)?([a-z-]+) -->([^<\n]*)<!-- / -->")
_TABLE = re.compile(r"<!-- ([a-z]+) -->\n.*?<!-- / -->", re.DOTALL)


def replace_numbers(text: str, quality: Quality) -> str:
    """Return a page with the numbers and tables as they are measured."""
    kinds = {shorten(kind).partition(":")[2]: kind for kind in quality.by_class}
    tables = {"blind": _list_doubtful(quality), "inferred": _list_inferred(quality)}

    def fill(match: re.Match[str]) -> str:
        kind, metric, _ = match.groups()
        counts = quality.by_class[kinds[kind.rstrip(".")]] if kind else quality.total
        return f"<!-- {kind or ''}{metric} -->{counts.get(metric, 0):,}<!-- / -->"

    def draw(match: re.Match[str]) -> str:
        return "\n".join([f"<!-- {match[1]} -->", *tables[match[1]], "<!-- / -->"])

    return _TABLE.sub(draw, _NUMBER.sub(fill, text))


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
    PAGE.write_text(replace_numbers(page, measure_layout(built_in())), encoding="utf-8")
