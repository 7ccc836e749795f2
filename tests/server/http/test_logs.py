import io
import json
import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.server.http.logs import (
    JsonFormatter,
    TextFormatter,
    choose_log,
    escape,
    log_record,
    open_log,
)
from azru_kg.server.http.record import Record
from azru_kg.settings import Settings

EVIL = "/a\r\nb\x1b[2J\x00\x85\u2028\u2029\ud800\x9b31m\u202e\x7f"
QUERY = 'SELECT * { ?secret ?p "\n\x1b[31m" }'


def make_record(path: str = "/sparql", query: str | None = QUERY) -> Record:
    return Record("192.0.2.7", "GET", path, 200, 26, 0.25, "answered", query)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A stream to log to; the level of the log is as it was, after the test."""
    before = logging.root.level
    yield io.StringIO()
    logging.root.setLevel(before)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def formatted(formatter: logging.Formatter, message: str) -> str:
    return formatter.format(logging.LogRecord("azru_kg", logging.INFO, "", 0, message, None, None))


def test_a_request_is_one_line_of_json_without_its_query(stream: io.StringIO) -> None:
    with open_log(Settings(), stream):
        log_record(make_record(EVIL))
    line, end = stream.getvalue().split("\n")
    assert end == ""
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "azru_kg.requests",
        "message": "request",
        "client": "192.0.2.7",
        "method": "GET",
        "path": EVIL,
        "status": 200,
        "bytes": 26,
        "seconds": 0.25,
        "work": 0.0,
        "outcome": "answered",
        "query_hash": make_record().query_hash,
    }
    assert "secret" not in line


def test_the_text_of_a_query_is_logged_only_where_that_is_asked_for(stream: io.StringIO) -> None:
    with open_log(Settings(), stream):
        choose_log(Settings())(make_record())
        choose_log(Settings(log_queries=True))(make_record())
        choose_log(Settings(log_queries=True))(make_record(query=None))
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert ["query" in members for members in told] == [False, True, False]
    assert told[1]["query"] == QUERY


def test_a_request_without_an_answer_or_a_query_says_so(stream: io.StringIO) -> None:
    with open_log(Settings(), stream):
        log_record(make_record(query=None)._replace(status=None, outcome="client-left"))
        log_record(make_record()._replace(seconds=1e-9, work=12.5))
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["status"], first["query_hash"]) == (None, None)
    assert (second["seconds"], second["work"]) == (0.0, 12.5)


def test_all_lines_are_written_in_their_order_by_the_end(stream: io.StringIO) -> None:
    with open_log(Settings(), stream):
        for number in range(3000):
            log_record(make_record(f"/{number}"))
        logging.getLogger("azru_kg.server").warning("the last one")
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [each["path"] for each in told[:-1]] == [f"/{number}" for number in range(3000)]
    assert told[-1]["message"] == "the last one"


def test_a_line_does_not_wait_for_the_next_one(stream: io.StringIO) -> None:
    with open_log(Settings(), stream):
        log_record(make_record())
        while "/sparql" not in stream.getvalue():
            time.sleep(0.01)


def test_a_terminal_gets_text_and_everything_else_json(stream: io.StringIO) -> None:
    terminal = Terminal()
    with open_log(Settings(), terminal):
        log_record(make_record())
    assert "request client=192.0.2.7 method=GET path=/sparql status=200" in terminal.getvalue()
    with open_log(Settings(log_format="json"), terminal):
        log_record(make_record())
    assert json.loads(terminal.getvalue().splitlines()[1])["path"] == "/sparql"
    with open_log(Settings(log_format="text"), stream):
        log_record(make_record())
    assert " info request client=" in stream.getvalue()


def test_requests_are_left_out_above_their_level(stream: io.StringIO) -> None:
    with open_log(Settings(log_level="warning"), stream):
        log_record(make_record())
        logging.getLogger("azru_kg.server").warning("seen")
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["seen"]


def test_nobody_waits_for_the_reader_of_the_log_who_is_told_what_is_left_out() -> None:
    source, sink = os.pipe()
    lines: list[bytes] = []
    with (
        os.fdopen(source, "rb") as reader,
        ThreadPoolExecutor(1) as others,
        os.fdopen(sink, "w", buffering=1) as writer,
        open_log(Settings(), writer),
    ):
        for _ in range(20_000):
            log_record(make_record())
        others.submit(lambda: lines.extend(reader))
        while not any(b"were left out" in line for line in lines):
            log_record(make_record())
            time.sleep(0.01)
    assert 5_000 < len(lines) < 20_000


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
@given(text=st.text(st.characters()))
def test_no_text_of_a_client_can_begin_a_line_or_move_a_cursor(
    formatter: JsonFormatter | TextFormatter, text: str
) -> None:
    request = Record(text, text, text, 200, 26, 0.25, text, text)
    for line in (formatter.format_request(0, request, text), formatted(formatter, f"{text}%s")):
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        line.encode()


def test_a_traceback_is_indented_text_or_a_member_of_one_line() -> None:
    try:
        raise ValueError("broken\n12:00:00 info forged\x1b[2J")
    except ValueError as error:
        event = logging.LogRecord(
            "azru_kg", logging.ERROR, "", 0, "oops", None, (type(error), error, error.__traceback__)
        )
    first, *others = TextFormatter().format(event).split("\n")
    assert first.endswith(" error oops")
    assert all(line.startswith("    ") and line.isprintable() for line in others)
    line = JsonFormatter().format(event)
    assert len(line.splitlines()) == 1
    assert "ValueError: broken" in json.loads(line)["traceback"]


def test_letters_of_all_languages_stay_as_they_are() -> None:
    assert escape("Bakı, Баку, 巴库\n") == "Bakı, Баку, 巴库\n"
