import asyncio
from collections.abc import Callable, Iterable

import pytest
from starlette.requests import Request
from starlette.types import Message

from azru_kg.errors import AzruError, BadRequest, QueryTooLarge, UnsupportedMedia, UpdateRefused
from azru_kg.server.http.operation import FORM_TYPE, QUERY_TYPE, Operation, read_operation

Call = Callable[[], Operation]


def read(
    query_string: bytes = b"",
    *,
    body: Iterable[bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> Operation:
    """Return the operation of a GET request, or of a POST request if there is a body."""
    chunks = [] if body is None else list(body)
    messages = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]

    async def receive() -> Message:
        return messages.pop(0)

    scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "query_string": query_string,
        "headers": [(k.encode(), v.encode()) for k, v in (headers or {}).items()],
    }
    return asyncio.run(read_operation(Request(scope, receive)))


def read_form(*body: bytes, query_string: bytes = b"") -> Operation:
    return read(query_string, body=body, headers={"content-type": FORM_TYPE})


def read_direct(*body: bytes, query_string: bytes = b"", type_: str = QUERY_TYPE) -> Operation:
    return read(query_string, body=body, headers={"content-type": type_})


PARAMETERS = (
    b"query=ASK%20%7B%7D&default-graph-uri=urn:a&default-graph-uri=urn:b"
    b"&named-graph-uri=urn%3Ac&named-graph-uri=urn:d&format=csv&_=1"
)
OPERATION = Operation("ASK {}", ("urn:a", "urn:b"), ("urn:c", "urn:d"), "csv")


def test_the_three_ways_to_send_a_query_are_the_same() -> None:
    rest = PARAMETERS.replace(b"query=ASK%20%7B%7D&", b"")
    assert read(PARAMETERS) == OPERATION
    assert read_form(PARAMETERS) == OPERATION
    assert read_direct(b"ASK {}", query_string=rest) == OPERATION


def test_a_body_may_come_in_pieces() -> None:
    assert read_form(*(bytes([byte]) for byte in PARAMETERS)) == OPERATION


def test_percent_encoding_is_decoded_once() -> None:
    encoded = b"query=%3Chttp%3A%2F%2Fe%2Fa%252Fb%3E+%2B+%2520"
    assert read(encoded).query == "<http://e/a%2Fb> + %20"
    assert read_form(encoded).query == "<http://e/a%2Fb> + %20"
    assert read_direct(b"a%2Fb+c").query == "a%2Fb+c"


def test_a_request_may_ask_nothing() -> None:
    assert read() == Operation()
    assert read_form(b"") == Operation()


def test_of_several_formats_the_first_counts() -> None:
    assert read(b"query=ASK{}&format=tsv&format=text/tab-separated-values").format == "tsv"


def test_a_request_may_say_how_long_it_waits() -> None:
    assert read(b"query=ASK{}&timeout=5").timeout == 5
    assert read_form(b"query=ASK{}&timeout=0.25").timeout == 0.25
    assert read_direct(b"ASK {}", query_string=b"timeout=30000").timeout == 30_000
    for value in (b"-1", b"1e9", b"soon", b"1234567890"):
        with pytest.raises(BadRequest, match="no number of seconds"):
            read(b"query=ASK{}&timeout=" + value)


def test_a_timeout_of_0_is_the_limit_of_the_server() -> None:
    assert read(b"query=ASK{}&timeout=0").timeout is None
    assert read(b"query=ASK{}&timeout=0.0").timeout is None


def test_what_is_empty_is_absent() -> None:
    names = (
        *("default-graph-uri", "named-graph-uri", "perspective", "timeout", "format", "output"),
        *("results", "query", "update"),
    )
    empty = "&".join(f"{name}=" for name in names).encode()
    assert read(b"query=ASK{}&" + empty) == Operation("ASK{}")
    assert read_form(b"query=ASK{}&" + empty) == Operation("ASK{}")
    assert read(empty) == Operation()


@pytest.mark.parametrize("name", ["format", "output", "results"])
def test_a_format_goes_by_the_names_that_other_servers_know(name: str) -> None:
    assert read(f"query=ASK{{}}&{name}=csv".encode()).format == "csv"


def test_the_name_of_ours_goes_before_those_of_other_servers() -> None:
    assert read(b"results=csv&output=tsv&format=json&query=ASK{}").format == "json"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": FORM_TYPE},
        {"content-type": QUERY_TYPE},
        {"content-type": "application/json"},
        {"content-type": "text/plain; charset=latin-1", "content-encoding": "gzip"},
    ],
)
def test_a_post_without_a_body_has_its_query_in_the_address(headers: dict[str, str]) -> None:
    assert read(PARAMETERS, body=[b""], headers=headers) == OPERATION


def test_a_byte_order_mark_is_no_part_of_a_query() -> None:
    assert read_direct("\ufeffASK {}".encode()).query == "ASK {}"
    assert read(b"query=%EF%BB%BFASK%20%7B%7D").query == "ASK {}"


def test_an_operation_can_be_sent_again() -> None:
    assert OPERATION.parameters() == [
        ("query", "ASK {}"),
        ("default-graph-uri", "urn:a"),
        ("default-graph-uri", "urn:b"),
        ("named-graph-uri", "urn:c"),
        ("named-graph-uri", "urn:d"),
    ]


def test_an_operation_sent_again_waits_as_long() -> None:
    assert Operation("ASK {}", timeout=0.5).parameters() == [
        ("query", "ASK {}"),
        ("timeout", "0.5"),
    ]


@pytest.mark.parametrize(
    "call",
    [
        lambda: read(b"query=ASK{}&query=ASK{}"),
        lambda: read_form(b"query=ASK{}&query=ASK{}"),
        lambda: read_form(b"query=ASK{}", query_string=b"query=ASK{}"),
        lambda: read_direct(b"ASK {}", query_string=b"query=ASK{}"),
        lambda: read(b"query=ASK{}&timeout=1&timeout=1"),
    ],
)
def test_what_may_stand_once_is_refused_twice(call: Call) -> None:
    with pytest.raises(BadRequest, match="There are 2"):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: read(b"query=%FF"),
        lambda: read(b"query=%ED%A0%80"),
        lambda: read("query=é".encode("latin-1")),
        lambda: read_form(b"query=%FF"),
        lambda: read_form("query=é".encode("latin-1")),
        lambda: read_direct(b"ASK { ?s ?p '\xff' }"),
        lambda: read_direct("ASK {}".encode("utf-16")),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused(call: Call) -> None:
    with pytest.raises(BadRequest, match="not UTF-8"):
        call()


@pytest.mark.parametrize("graph", [b"graph", b"/graph", b"a%20b:c", b"http://[/"])
def test_a_graph_that_is_no_absolute_iri_is_refused(graph: bytes) -> None:
    for name in (b"default-graph-uri", b"named-graph-uri"):
        with pytest.raises(BadRequest, match="not an absolute IRI"):
            read(b"query=ASK{}&" + name + b"=" + graph)


@pytest.mark.parametrize(
    "call",
    [
        lambda: read(b"update=CLEAR+ALL"),
        lambda: read(b"update=CLEAR+ALL&query=ASK{}"),
        lambda: read_form(b"update=CLEAR+ALL"),
        lambda: read_direct(b"CLEAR ALL", type_="application/sparql-update"),
    ],
)
def test_an_update_is_refused(call: Call) -> None:
    with pytest.raises(UpdateRefused, match="cannot be changed over HTTP"):
        call()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/json"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": f"{QUERY_TYPE}; charset=utf-16"},
        {"content-type": QUERY_TYPE, "content-encoding": "gzip"},
    ],
)
def test_a_body_of_another_type_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(UnsupportedMedia):
        read(body=[b"ASK {}"], headers=headers)


@pytest.mark.parametrize(
    "type_", [QUERY_TYPE, "Application/SPARQL-Query", f'{QUERY_TYPE}; charset="UTF-8"']
)
def test_the_content_type_is_read_as_http_has_it(type_: str) -> None:
    assert read_direct(b"ASK {}", type_=type_).query == "ASK {}"


def test_a_body_that_is_too_long_is_refused_and_not_kept() -> None:
    kib = b"x" * 1024
    assert len(read_direct(*[kib] * 64).query or "") == 64 * 1024
    with pytest.raises(QueryTooLarge, match="64 KiB"):
        read_direct(*[kib] * 64, b"x")
    with pytest.raises(QueryTooLarge, match="64 KiB"):
        read_direct(*[kib] * 2000)
    with pytest.raises(QueryTooLarge, match="192 KiB"):
        read_form(*[kib] * 193)


def test_more_parameters_than_anyone_needs_are_refused() -> None:
    with pytest.raises(AzruError, match="more than 1000 parameters"):
        read(b"&".join([b"a=b"] * 1001))
