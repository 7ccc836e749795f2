"""The tables of claims: a row is what one source states, with who says it, when and where."""

from __future__ import annotations

from azru_kg.flat.flat_table import FlatColumn, FlatTable, code, thing, told
from azru_kg.flat.statement_columns import EDITORS_RANK, statement

_ROWS = "GRAPH ?graph {{ ?source a azru:Source . ?it a {} ; ?property ?value }}"
_START, _END = "?it dcat:startDate ?value", "?it dcat:endDate ?value"
_TOP = "?it skos:broader* ?value . ?value skos:topConceptOf code:indicator"
_ENCOUNTER = (
    "{ ?it schema:superEvent+ ?value FILTER NOT EXISTS { ?value schema:superEvent ?wider } } UNION"
    " { [] azru:event ?it FILTER NOT EXISTS { ?it schema:superEvent ?wider } BIND (?it AS ?value) }"
)
_ABOUT = thing("about", "schema:about", "What it is about.", several=True, table="")
_DUE = (
    *thing("expected_by", "azru:expectedBy", "The period by whose end it is due."),
    told(
        "expected_by", "deadline", _END, "The last day of that period.", "date", term="dcat:endDate"
    ),
)


def _make(name: str, kind: str, title: str, row: str, *own: FlatColumn) -> FlatTable:
    return FlatTable(name, title, row, _ROWS.format(kind), statement(*own), kind)


FIGURES = _make(
    "figures",
    "azru:Figure",
    "Figures",
    "What one source reports in numbers: an indicator had a value, or changed by one.",
    *thing("indicator", "azru:indicator", "What is measured.", scheme="code:indicator"),
    *told(
        "indicator",
        "topic",
        _TOP,
        "The top of the tree of the indicator, such as trade.",
        "thing",
        term="skos:broader",
        table="things",
    ).with_names(),
    *code(
        "kind", "azru:kind", "What the value is: a level, a change in percent, a share …", "kind"
    ),
    FlatColumn(
        "value",
        "The value in base units: dollars, not billions of them; of a range, the lower end. Of the"
        " kind calendar-year it is a year.",
        "number",
        "sdmx-measure:obsValue",
    ),
    FlatColumn("upper_value", "The upper end of a range.", "number", "azru:upperValue"),
    *code(
        "bound",
        "azru:bound",
        "How the true value is said to lie to the stated one: as stated, more than, almost …",
        "bound",
    ),
    *thing("unit", "sdmx-attribute:unitMeasure", "The unit of value and upper_value."),
    *thing("per", "azru:per", "The unit of time or quantity to which the value refers."),
    FlatColumn(
        "printed", "The number and its unit as the source prints them.", term="azru:reportedValue"
    ),
    *thing("period", "sdmx-dimension:refPeriod", "The period that it is for."),
    told(
        "period",
        "period_start",
        _START,
        "The first day of the period, if it has one.",
        "date",
        term="dcat:startDate",
    ),
    told(
        "period",
        "period_end",
        _END,
        "The last day of the period, if it has one.",
        "date",
        term="dcat:endDate",
    ),
    *thing("baseline", "azru:baseline", "The period against which a change is measured."),
    *code(
        "flow", "azru:flow", "Exports, imports, turnover …: which way goods or money go.", "flow"
    ),
    *thing("sides", "azru:between", "The sides of a figure without a direction.", several=True),
    *thing("origin", "azru:origin", "Where a flow comes from."),
    *thing("destination", "azru:destination", "Where a flow goes to."),
    *thing("inside", "azru:within", "The country or body in which what is counted lies."),
    *thing("partner", "azru:partner", "The other side of a figure counted within one."),
    *_ABOUT,
    *thing(
        "commodity",
        "azru:commodity",
        "The commodity to which it is restricted; none means that no restriction is stated.",
        scheme="code:commodity",
    ),
    *code("mode", "azru:mode", "The mode of transport to which it is restricted.", "mode"),
    *code(
        "variable", "azru:variable", "Whether a change is one of value or of quantity.", "variable"
    ),
    *code(
        "modality",
        "azru:modality",
        "Target, capacity, planned, contracted …; none means an actual value.",
        "modality",
        several=True,
    ),
    FlatColumn("part", "The part that a share or a partial figure measures.", term="azru:part"),
    FlatColumn("whole", "The whole against which a share or a place is set.", term="azru:whole"),
    FlatColumn("object", "The kind of thing to which it is restricted.", term="azru:object"),
    FlatColumn("counted_thing", "What a count counts.", term="azru:countedThing"),
    *_DUE,
    *EDITORS_RANK,
)

TENURES = _make(
    "tenures",
    "azru:Tenure",
    "Posts held",
    "That one source says of a person that they hold a post, or bear a style.",
    *thing("person", "org:member", "Who.", table="people"),
    *thing("post", "azru:post", "The post that is held.", table="posts"),
    *code("style", "org:role", "The style that is borne instead of a post.", "style"),
    FlatColumn(
        "attested_on",
        "A day on which the source describes it as current: neither its start nor its end.",
        "date",
        "azru:attestedOn",
    ),
    *thing("during", "org:memberDuring", "From when to when, where the source says so."),
    told(
        "during",
        "during_start",
        _START,
        "The first day of that, if stated.",
        "date",
        term="dcat:startDate",
    ),
    told(
        "during",
        "during_end",
        _END,
        "The last day of that, if stated.",
        "date",
        term="dcat:endDate",
    ),
)

PARTICIPATIONS = _make(
    "participations",
    "azru:Participation",
    "Participations",
    "That one source says of someone that they took part in an event: who met whom.",
    *thing("event", "azru:event", "The event.", table="events"),
    told(
        "event",
        "event_date",
        "?it schema:startDate ?value",
        "The days given for the event; sources may differ.",
        "date",
        term="schema:startDate",
        several=True,
    ),
    *told(
        "event",
        "encounter",
        _ENCOUNTER,
        "The topmost event that it is a part of: count encounters, not events.",
        "thing",
        term="schema:superEvent",
        several=True,
        table="events",
    ).with_names(),
    *thing("participant", "azru:participant", "The person or body that took part, if named."),
    *code("role", "azru:role", "Visitor, host, chair, speaker, signatory … or attendee.", "role"),
    *thing("post", "azru:post", "The post in which they acted.", table="posts"),
    *thing("on_behalf_of", "azru:onBehalfOf", "The country or body for which they acted."),
)

STATUSES = _make(
    "statuses",
    "azru:StatusReport",
    "States",
    "That one source says in what state a project, an agreement or an event is.",
    *thing("project", "azru:project", "The project, if it is one.", table="projects"),
    *_ABOUT,
    *code("status", "azru:status", "The state.", "status"),
    *thing("during", "dcterms:temporal", "The period that the state is of, where stated."),
    *_DUE,
)

PROMISES = _make(
    "promises",
    "azru:Promise",
    "Promises",
    "That one source says something is to be in a state by a date. What comes of it is not here:"
    " see statuses.",
    *_ABOUT,
    *code("promised", "azru:promised", "The state that is to be reached.", "status"),
    *_DUE,
)

ACCOUNTS = _make(
    "accounts",
    "azru:Account",
    "Accounts",
    "That somebody takes a position on one aspect of an event, in one source: who says so, never"
    " whether it is so.",
    *_ABOUT,
    *code(
        "aspect", "azru:aspect", "Of which aspect it speaks, such as the cause.", "account-aspect"
    ),
    *code("position", "azru:position", "The position, in neutral words.", "account-position"),
)

ASSESSMENTS = _make(
    "assessments",
    "azru:Assessment",
    "Assessments",
    "That one source judges or describes without a number. The words stand in passages.",
    *_ABOUT,
    *thing("subject", "dcterms:subject", "The fields or topics it is of.", several=True),
)

EMENDATIONS = _make(
    "emendations",
    "azru:Emendation",
    "Emendations",
    "That the editors doubt a form printed in a source. The printed form is never overwritten.",
    *_ABOUT,
    FlatColumn("reported_form", "The form as printed.", term="azru:reportedForm"),
    FlatColumn("meant_form", "The form that was meant, they believe.", term="azru:proposedForm"),
    *EDITORS_RANK,
)

STATEMENTS: tuple[FlatTable, ...] = (
    FIGURES,
    TENURES,
    PARTICIPATIONS,
    STATUSES,
    PROMISES,
    ACCOUNTS,
    ASSESSMENTS,
    EMENDATIONS,
)
"""The tables of claims, a class each."""
