"""The tools as an agent has them: the SDK's own client asks a real server over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from mcp import Client, MCPError
from tests.server.conftest import await_server
from tests.server.monitoring.test_metrics import RUNAWAY
from tests.support.process import Process

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout
from azru_kg.server.agents.envelope import CHARACTERS, UNTRUSTED
from azru_kg.server.ask.answers import ROWS

Call = Callable[..., dict[str, Any]]
TOOLS = [
    "describe_dataset",
    "find",
    "describe",
    "example_queries",
    "run_stored_query",
    "check",
    "query",
]
FIGURES = (
    "SELECT ?figure ?value WHERE { ?figure a azru:Figure ; sdmx-measure:obsValue ?value }"
    " ORDER BY ?figure"
)


def ask_at(address: str, tool: str, arguments: dict[str, Any], mode: str = "auto") -> Any:
    async def ask() -> Any:
        async with Client(f"{address}mcp", mode=mode) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(ask())


@pytest.fixture
def call(address: str) -> Call:
    """Return what calls a tool of a server of the founding documents, which has to answer."""

    def call_tool(tool: str, /, **arguments: Any) -> dict[str, Any]:
        result = ask_at(address, tool, arguments)
        answer: dict[str, Any] = result.structured_content
        assert not result.is_error, answer
        (content,) = result.content
        assert json.loads(content.text) == answer
        assert len(content.text) <= CHARACTERS
        return answer

    return call_tool


@pytest.fixture
def refuse(address: str) -> Call:
    """Return what calls a tool that has to refuse, and gives its error."""

    def call_tool(tool: str, /, **arguments: Any) -> dict[str, Any]:
        result = ask_at(address, tool, arguments)
        assert result.is_error, result.structured_content
        answer: dict[str, Any] = result.structured_content
        assert answer["completeness"] == "REFUSED"
        assert answer["limits"]["rows"] == ROWS
        assert "data" not in answer
        error: dict[str, Any] = answer["error"]
        return error

    return call_tool


def list_tools(address: str) -> Any:
    async def ask() -> Any:
        async with Client(f"{address}mcp") as client:
            return await client.list_tools()

    return asyncio.run(ask()).tools


def test_the_tools_only_read_and_take_no_address(address: str) -> None:
    tools = list_tools(address)
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["properties"]["completeness"]
        for argument in tool.input_schema["properties"]:
            assert not {"url", "uri", "endpoint", "address", "host"} & {*argument.split("_")}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_clients_of_both_generations_are_answered(address: str, mode: str) -> None:
    result = ask_at(address, "query", {"query": "ASK { country:AZ a azru:Country }"}, mode)
    assert result.structured_content["data"]["boolean"] is True


@pytest.mark.long
def test_every_answer_has_limits_and_the_release(call: Call, founding: Layout) -> None:
    answers = [
        call("describe_dataset"),
        call("find", text="Aliyeva"),
        call("describe", thing="country:AZ", claims=1),
        call("example_queries", words="trade"),
        call("check", query=FIGURES),
        call("query", query=FIGURES),
    ]
    digest = read_layout(founding).digest
    for answer in answers:
        assert answer["completeness"] in ("COMPLETE", "PART")
        assert answer["limits"]["seconds"] > 0
        assert answer["citation"]["digest"] == f"sha256:{digest}"
        assert digest in answer["citation"]["text"]
        assert answer["citation"]["version"]
        assert answer["untrusted"] == UNTRUSTED


def test_the_dataset_is_described_with_an_example_of_every_property(call: Call) -> None:
    data = call("describe_dataset")["data"]
    assert data["counts"]["sources"] == 2
    assert data["kinds"]["person"] == 3
    assert data["pitfalls"]
    assert data["recipes"]
    assert {"official", "russian"} <= {*data["perspectives"]}
    assert data["prefixes"]["azru"].endswith("ontology#")
    examples = {each["name"]: each["example"] for each in data["properties"]}
    assert all(examples.values())
    assert " azru:bound code:" in examples["azru:bound"]
    assert '"' in examples["skos:prefLabel"]


@pytest.mark.parametrize("text", ["Aliyeva", "Əliyeva", "Алиева", "Mehriban Alijeva"])
def test_a_name_is_found_in_every_script(call: Call, text: str) -> None:
    answer = call("find", text=text, kind="person")
    assert answer["data"]["things"][0]["iri"] == "person:mehriban-aliyeva"


def test_a_part_of_what_was_found_says_so(call: Call) -> None:
    answer = call("find", text="Azerbaijan", limit=1)
    assert answer["completeness"] == "PART"
    assert answer["data"]["total"] > 1
    assert len(answer["data"]["things"]) == 1
    assert call("find", text="Azerbaijan", limit=1, offset=1)["data"]["things"] != []
    assert call("find", text="Mustafayev", kind="person")["completeness"] == "COMPLETE"


def test_where_nothing_is_found_it_says_what_to_try(call: Call) -> None:
    answer = call("find", text="zzyzx qwrtz", kind="indicator")
    assert answer["data"]["things"] == []
    assert "Try fewer words" in answer["remark"]


def test_where_no_name_has_all_words_those_with_some_are_found(call: Call) -> None:
    answer = call("find", text="cargo along a corridor", kind="indicator")
    assert answer["data"]["partly"]
    assert "some" in answer["remark"]
    assert answer["data"]["things"][0]["iri"] == "indicator:corridor-freight"
    assert not call("find", text="freight along a corridor", kind="indicator")["data"]["partly"]


def test_a_claim_is_described_with_who_says_it_where_and_in_which_words(call: Call) -> None:
    data = call("describe", thing="claim:turnover-2018")["data"]
    (claim,) = data["claims"]
    (saying,) = claim["sayings"]
    assert saying["said_by"] == [{"iri": "person:mehriban-aliyeva"}]
    assert saying["as_of"] == "2019-11-25"
    assert "$2.6billion" in " ".join(saying["words"])
    assert saying["inferred"] == ["sdmx-dimension:refPeriod"]
    assert data["documents"][saying["source"]]["title"]
    facts = {fact["property"]: fact["values"] for fact in claim["facts"]}
    assert facts["azru:bound"] == [{"iri": "code:as-stated"}]
    assert data["names"]["person:mehriban-aliyeva"] == "Mehriban Aliyeva"


def test_a_thing_with_more_claims_says_how_many(call: Call) -> None:
    answer = call("describe", thing="<https://w3id.org/azru-kg/id/country/AZ>", claims=2)
    assert answer["completeness"] == "PART"
    assert len(answer["data"]["claims"]) == 2
    assert answer["data"]["more_claims"] > 2
    whole = call("describe", thing="country:AZ", claims=100)
    assert whole["completeness"] == "COMPLETE"
    assert "Azerbaijan" in whole["data"]["label"]


def test_a_term_of_the_ontology_is_described(call: Call) -> None:
    data = call("describe", thing="azru:bound", claims=0)["data"]
    assert any(fact["property"] == "rdfs:label" for fact in data["facts"])


@pytest.mark.parametrize(
    ("thing", "code", "told"),
    [
        ("person:mehriban-alieva", "not-found", "person:mehriban-aliyeva"),
        ("persn:x", "bad-request", "person"),
        ("http://example.org/x", "bad-request", "prefixed name"),
        ("file:///etc/passwd", "bad-request", "prefixed name"),
        ("country:A> ; ?p ?o } #", "bad-request", "no IRI can hold"),
        ("country:" + "x" * 1000, "bad-request", "no IRI can hold"),
    ],
)
def test_what_names_no_thing_is_refused(refuse: Call, thing: str, code: str, told: str) -> None:
    error = refuse("describe", thing=thing)
    assert error["code"] == code
    assert told in error["message"]


def test_stored_queries_are_listed_with_their_parameters(call: Call) -> None:
    data = call("example_queries", words="trade figures")["data"]
    stored = {query["name"]: query for query in data["queries"]}["figures-of-trade"]
    assert any(parameter["name"] == "year" for parameter in stored["parameters"])
    assert "text" not in stored
    (full,) = call("example_queries", words="figures-of-trade", with_text=True)["data"]["queries"]
    assert "SELECT" in full["text"]


def test_a_stored_query_is_run_with_values(call: Call) -> None:
    answer = call("run_stored_query", name="figures-of-trade", parameters={"year": "2018"})
    assert answer["completeness"] == "COMPLETE"
    assert answer["data"]["rows"]
    part = call("run_stored_query", name="figures-of-trade", limit=1)
    assert part["completeness"] == "PART"
    assert "1 of " in part["remark"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ({"name": "figure-of-trade"}, "not-found", "figures-of-trade"),
        ({"name": "figures-of-trade", "parameters": {"yaer": "2018"}}, "bad-address", "year"),
        ({"name": "figures-of-trade", "parameters": {"year": "soon"}}, "bad-address", "2023"),
        ({"name": "figures-of-trade", "parameters": {"year": 2018}}, "bad-request", "string"),
        ({"name": "figures-of-trade", "limit": 501}, "bad-request", "500"),
        ({"name": "figures-of-trade", "offset": -1}, "bad-request", "offset"),
    ],
)
def test_what_a_stored_query_does_not_take_is_refused(
    refuse: Call, arguments: dict[str, Any], code: str, told: str
) -> None:
    error = refuse("run_stored_query", **arguments)
    assert error["code"] == code
    assert told in error["message"]
    assert error["advice"]


def test_a_query_is_checked_with_what_may_be_meant(call: Call) -> None:
    data = call("check", query="SELECT ?f WHERE { ?f azru:indicater indicator:trade }")["data"]
    assert data["valid"]
    assert any("azru:indicator" in note["message"] for note in data["notes"])
    data = call("check", query="SELECT * WHERE {\n  ?s ?p \n}")["data"]
    assert not data["valid"]
    assert data["notes"][0]["line"] == 3


def test_rows_have_their_sources_and_names(call: Call) -> None:
    answer = call("query", query=FIGURES)
    data = answer["data"]
    assert answer["completeness"] == "COMPLETE"
    assert answer["remark"] == f"All {len(data['rows'])} rows."
    row = next(
        row for row in data["rows"] if row["values"]["figure"]["iri"] == "claim:turnover-2018"
    )
    assert row["sources"] == ["source:caspianenergy-2019-11-25-mehriban-aliyeva"]
    assert row["values"]["value"]["datatype"] == "xsd:decimal"
    assert float(row["values"]["value"]["literal"]) == 2.6e9
    assert {source for row in data["rows"] for source in row["sources"]} == {*data["documents"]}
    document = data["documents"]["source:newsaz-2024-01-22-roadmap"]
    assert document["published"] == "2024-01-22"
    assert document["publisher"] == "News.Az"


def test_the_graph_in_a_row_says_which_document_it_is(call: Call) -> None:
    data = call(
        "query",
        query="SELECT ?graph ?claim { GRAPH ?graph { ?claim a azru:Tenure } } ORDER BY ?claim",
    )["data"]
    for row in data["rows"]:
        slug = row["values"]["graph"]["iri"].removeprefix("graph:")
        assert row["sources"] == [f"source:{slug}"]


def test_sources_can_be_left_out(call: Call) -> None:
    data = call("query", query=FIGURES, with_sources=False)["data"]
    assert data["documents"] == {}
    assert all("sources" not in row for row in data["rows"])


def test_what_exactly_a_row_rests_on_can_be_asked(call: Call) -> None:
    query = "SELECT ?v { claim:turnover-2018 sdmx-measure:obsValue ?v }"
    (row,) = call("query", query=query, provenance=True)["data"]["rows"]
    assert row["sources"] == []
    assert row["rests_on"]["kind"] == "support"
    assert row["rests_on"]["sets"] == [["source:caspianenergy-2019-11-25-mehriban-aliyeva"]]
    (plain,) = call("query", query=query)["data"]["rows"]
    assert "rests_on" not in plain


def test_of_what_has_no_rows_no_provenance_is_told(refuse: Call) -> None:
    error = refuse("query", query="ASK { ?s ?p ?o }", provenance=True)
    assert error["code"] == "query-failed"


def test_a_graph_is_told_as_rows_of_three_columns(call: Call) -> None:
    data = call("query", query="CONSTRUCT WHERE { country:AZ skos:prefLabel ?name }")["data"]
    assert data["form"] == "graph"
    assert data["columns"] == ["subject", "predicate", "object"]
    assert {row["values"]["object"]["language"] for row in data["rows"]} >= {"en", "az", "ru"}


def test_a_name_that_is_not_there_comes_with_a_hint(call: Call) -> None:
    answer = call("query", query="SELECT ?x { country:AX ?p ?x }")
    assert answer["data"]["rows"] == []
    assert answer["data"]["hints"]


@pytest.mark.parametrize("limit", ["", "LIMIT 501", "LIMIT 1000000000"])
def test_too_many_rows_are_refused_whatever_the_limit_of_the_query(
    refuse: Call, limit: str
) -> None:
    error = refuse("query", query=f"SELECT * {{ ?s ?p ?o }} {limit}")
    assert error["code"] == "answer-too-large"
    assert str(ROWS) in error["message"]
    assert "LIMIT" in error["advice"]


@pytest.mark.parametrize("part", ["LIMIT 5", "OFFSET 3", "OFFSET 3 LIMIT 100"])
def test_what_the_query_itself_leaves_out_is_told(call: Call, part: str) -> None:
    answer = call("query", query=f"{FIGURES} {part}")
    assert answer["completeness"] == "PART"
    assert part.split(" LIMIT")[0] in answer["remark"]


def test_a_limit_that_was_not_reached_leaves_the_answer_whole(call: Call) -> None:
    assert call("query", query=f"{FIGURES} LIMIT 400")["completeness"] == "COMPLETE"
    inner = f"SELECT * {{ {{ {FIGURES} LIMIT 2 }} }}"
    assert call("query", query=inner)["completeness"] == "COMPLETE"


def test_an_answer_of_too_many_characters_is_refused_whole(refuse: Call) -> None:
    words = ", ".join([f"'{900 * 'x'}'"] * 20)
    long = f"BIND (CONCAT({words}) AS ?long)"
    error = refuse("query", query=f"SELECT ?s ?long {{ ?s a ?c {long} }} LIMIT 100")
    assert error["code"] == "answer-too-large"
    assert "characters" in error["message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "query-refused"),
        ("DELETE WHERE { ?s ?p ?o }", "query-refused"),
        ("LOAD <http://127.0.0.1:9/>", "query-refused"),
        ("SELECT", "malformed-query"),
        ("", "malformed-query"),
        ("#" + "x" * (64 * 1024), "query-too-large"),
    ],
)
def test_the_guard_is_that_of_everybody(refuse: Call, query: str, code: str) -> None:
    assert refuse("query", query=query)["code"] == code


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("query", {}, "query is missing"),
        ("query", {"query": 5}, "string"),
        ("query", {"query": "ASK {}", "endpoint_url": "http://127.0.0.1:9"}, "no argument"),
        ("query", {"query": "ASK {}", "perspectiv": "russian"}, "perspective?"),
        ("query", {"query": "ASK {}", "perspective": "rusian"}, "russian?"),
        ("find", {"text": "x"}, "2 characters"),
        ("find", {"text": "Baku", "kind": "persn"}, "person?"),
        ("find", {"text": "Baku", "limit": 10**9}, "limit"),
        ("describe_dataset", {"all": True}, "none"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(
    refuse: Call, tool: str, arguments: dict[str, Any], told: str
) -> None:
    error = refuse(tool, **arguments)
    assert error["code"] == "bad-request"
    assert told in error["message"]


def test_a_perspective_is_asked_alone(call: Call) -> None:
    count = "SELECT (COUNT(DISTINCT ?f) AS ?n) { ?f a azru:Figure }"
    everybody = call("query", query=count)["data"]["rows"][0]["values"]["n"]["literal"]
    official = call("query", query=count, perspective="official")["data"]["rows"][0]["values"]["n"]
    assert int(official["literal"]) < int(everybody)


NEWS = "source:newsaz-2024-01-22-roadmap"
INTERVIEW = "source:caspianenergy-2019-11-25-mehriban-aliyeva"


def test_a_fact_of_a_thing_has_the_documents_that_say_it(call: Call) -> None:
    data = call("describe", thing="agreement:roadmap-2024-2026")["data"]
    facts = {fact["property"]: fact["values"] for fact in data["facts"]}
    assert {"iri": "dcterms:replaces", "sources": [NEWS]} in facts["azru:notStated"]
    assert facts["skos:prefLabel"][0]["sources"] == []
    assert data["documents"][NEWS]["publisher"] == "News.Az"
    claim = call("describe", thing="claim:turnover-2018")["data"]["claims"][0]
    assert all("sources" not in value for fact in claim["facts"] for value in fact["values"])


@pytest.mark.parametrize(
    ("documents", "found"),
    [([NEWS], {NEWS}), ([INTERVIEW], {INTERVIEW}), ([NEWS, INTERVIEW, NEWS], {NEWS, INTERVIEW})],
)
def test_documents_are_asked_alone(call: Call, documents: list[str], found: set[str]) -> None:
    query = """SELECT DISTINCT ?source ?graph ?name {
      ?figure azru:indicator/skos:prefLabel ?name ; prov:wasDerivedFrom/oa:hasSource ?source
      FILTER (LANG(?name) = "en")
      GRAPH ?graph { ?figure a azru:Figure }
    }"""
    rows = call("query", query=query, documents=documents)["data"]["rows"]
    assert {row["values"]["source"]["iri"] for row in rows} == found
    told = call("run_stored_query", name="everything-one-source-says", documents=documents)
    assert bool(told["data"]["rows"]) == (NEWS in found)
    support = call(
        "query",
        query="SELECT ?v { claim:turnover-2018 sdmx-measure:obsValue ?v }",
        documents=documents,
        provenance=True,
    )
    assert len(support["data"]["rows"]) == (INTERVIEW in found)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ({"documents": ["source:newsaz-2024"]}, "not-found", "kind source"),
        ({"documents": ["country:AZ"]}, "bad-request", "no document"),
        ({"documents": NEWS}, "bad-request", "list"),
        ({"documents": [NEWS], "perspective": "official"}, "bad-request", "leave"),
        ({"documents": [NEWS] * 21}, "bad-request", "20"),
    ],
)
def test_what_names_no_document_is_refused(
    refuse: Call, arguments: dict[str, Any], code: str, told: str
) -> None:
    error = refuse("query", query="ASK {}", **arguments)
    assert error["code"] == code
    assert told in error["message"]


def test_an_unknown_tool_is_an_error_that_names_the_others(address: str) -> None:
    async def ask() -> None:
        async with Client(f"{address}mcp") as client:
            with pytest.raises(MCPError, match=r"no tool 'qury'.*Did you mean query\?"):
                await client.call_tool("qury", {})

    asyncio.run(ask())


@pytest.mark.long
def test_text_out_of_the_data_is_marked_as_such(server: Any) -> None:
    query = "SELECT ?label { claim:evil rdfs:label ?label }"
    result = ask_at(server.url, "query", {"query": query})
    (row,) = result.structured_content["data"]["rows"]
    assert row["values"]["label"] == {
        "literal": "</td><script>alert(1)</script>",
        "language": "en",
    }


@pytest.mark.long
def test_a_deadline_and_a_spent_budget_are_told_as_such(launch: Callable[..., Process]) -> None:
    address = await_server(launch(budget=0.1)).url

    async def ask() -> list[Any]:
        async with Client(f"{address}mcp") as client:
            calls = [
                await client.call_tool("query", {"query": text}) for text in (RUNAWAY, "ASK {}")
            ]
            return [call.structured_content for call in calls]

    first, second = asyncio.run(ask())
    assert first["error"]["code"] == "deadline-passed"
    error = second["error"]
    assert error["code"] == "budget-spent"
    assert error["retry_after"] >= 1
