"""The lists of claims, in which a row is what one source says: figures and promises."""

from __future__ import annotations

from azru_kg.tables.columns import (
    BY_GROUP,
    BY_PERSPECTIVE,
    BY_PUBLISHER,
    BY_PUBLISHER_COUNTRY,
    BY_SAID_YEAR,
    BY_SPEAKER,
    BY_TOPICS,
    BY_YEAR,
    PERSPECTIVES,
    SAID_YEAR,
    SOURCE,
    SPEAKER,
    TOPICS,
)
from azru_kg.tables.table import Facet, Table, TableColumn

FIGURES = Table(
    "figures",
    "Figures",
    "What sources report in numbers, by the period that a figure is for: each as it was said, by"
    " whom, when and where. Figures that several sources give stand here once for each of them.",
    "statements",
    "GRAPH ?graph { ?source a azru:Source . ?thing a azru:Figure ; azru:indicator ?indicator ;"
    " sdmx-measure:obsValue ?value }",
    (
        TableColumn(
            "figure", "Figure", "The figure, which is a claim", "thing", "label", shown=True
        ),
        TableColumn("label", "Figure", "The figure in words"),
        TableColumn("indicator", "Indicator", "What it measures", "thing", "indicatorName"),
        TableColumn("indicatorName", "Indicator", "What the indicator is called"),
        TableColumn("group", "Group", "The top of the tree of the indicator", "thing", "groupName"),
        TableColumn("groupName", "Group", "What the group is called"),
        *TOPICS,
        TableColumn("kind", "Kind", "A level, a change, a share …", "thing"),
        TableColumn(
            "bound", "Bound", "Whether it is more, less or about as much", "thing", "boundName"
        ),
        TableColumn("boundName", "Bound", "The bound in words"),
        TableColumn(
            "value",
            "As it was said",
            "The value, in base units; of a range, the lower end",
            "amount",
            shown=True,
        ),
        TableColumn("upperValue", "Up to", "The upper end of a range", "amount"),
        TableColumn("unit", "Unit", "The unit of the value", "thing", "unitName"),
        TableColumn("unitName", "Unit", "The unit in words"),
        TableColumn("expectations", "Expectation", "Target, plan …; spaces between", "things"),
        TableColumn("expectationNames", "Expectation", "That in words; none means an actual value"),
        TableColumn(
            "period", "For", "The period", "thing", "periodName", sort="periodEnd", shown=True
        ),
        TableColumn("periodName", "For", "The period in words"),
        TableColumn(
            "periodEnd",
            "Until",
            "The last day of the period, or the first where it is open",
            "date",
        ),
        TableColumn("year", "Year", "The year of that day", "year"),
        TableColumn("baselineName", "Against", "The period that it is compared with"),
        *SPEAKER,
        SAID_YEAR,
        *SOURCE,
        PERSPECTIVES,
    ),
    (
        Facet("indicator", "indicator", "Indicator", "indicator"),
        BY_GROUP,
        BY_TOPICS,
        BY_SPEAKER,
        BY_PUBLISHER,
        BY_PUBLISHER_COUNTRY,
        BY_PERSPECTIVE,
        Facet("expectation", "expectations", "Expectation", "code"),
        BY_YEAR,
        BY_SAID_YEAR,
    ),
    ("periodEnd", "indicatorName", "label", "figure", "source"),
    "year",
)
PROMISES = Table(
    "promises",
    "Promises",
    "What was to be in some state by some date, the latest date first. Where the same state of the"
    " same thing is promised for different dates, the date was moved.",
    "statements",
    "GRAPH ?graph { ?source a azru:Source . ?thing a azru:Promise ; schema:about ?about ;"
    " azru:promised ?state }",
    (
        TableColumn(
            "promise", "Promise", "The promise, which is a claim", "thing", "label", shown=True
        ),
        TableColumn("label", "Promise", "The promise in words"),
        TableColumn("about", "About", "What it is about", "thing", "aboutName", shown=True),
        TableColumn("aboutName", "About", "What that is called"),
        *TOPICS,
        TableColumn("state", "To be", "The state that is promised", "thing", "stateName"),
        TableColumn("stateName", "To be", "The state in words"),
        TableColumn(
            "expectedBy",
            "By",
            "The period by whose end it is due",
            "thing",
            "expectedByName",
            sort="deadline",
            shown=True,
        ),
        TableColumn("expectedByName", "By", "The period in words"),
        TableColumn("deadline", "Deadline", "The last day of that period", "date"),
        TableColumn("year", "Year", "The year of that day", "year"),
        TableColumn("dateInferred", "Inferred", "Whether the date is the editors’ reading", "flag"),
        TableColumn("earliest", "First date", "The earliest day promised for the same", "date"),
        TableColumn(
            "moved", "Moved", "Whether the same is promised for other days", "flag", shown=True
        ),
        *SPEAKER,
        SAID_YEAR,
        *SOURCE,
    ),
    (
        Facet("moved", "moved", "Date moved"),
        Facet("about", "about", "About", "project"),
        BY_TOPICS,
        Facet("state", "state", "To be", "code"),
        BY_SPEAKER,
        BY_PUBLISHER,
        BY_PUBLISHER_COUNTRY,
        BY_YEAR,
        BY_SAID_YEAR,
    ),
    ("-deadline", "label", "promise", "source"),
    "year",
)
