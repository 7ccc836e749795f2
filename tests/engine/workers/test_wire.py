import io
import struct
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.engine.embedded import evaluate
from azru_kg.engine.protocol import Request
from azru_kg.engine.workers import wire
from azru_kg.errors import (
    AzruError,
    DataError,
    NotAcceptable,
    QueryError,
    QueryRefused,
    QueryTooLarge,
    SyntaxFault,
)
from azru_kg.graph.dataset import DataFile, Dataset
from azru_kg.query.query import read_query


def test_frames_survive_any_cut_of_the_stream() -> None:
    stream = wire.encode(b"H", b"head") + wire.encode(b"D", b"\x00" * 300) + wire.encode(b"E")
    for size in (1, 2, 7, 1000):
        decoder = wire.Decoder()
        parts = [stream[start : start + size] for start in range(0, len(stream), size)]
        frames = [frame for part in parts for frame in decoder.feed(part)]
        assert [(frame.kind, frame.body) for frame in frames] == [
            (b"H", b"head"),
            (b"D", b"\x00" * 300),
            (b"E", b""),
        ]


@pytest.mark.parametrize("head", [struct.pack("!cI", b"?", 1), struct.pack("!cI", b"D", 2**31)])
def test_what_is_no_frame_is_refused(head: bytes) -> None:
    with pytest.raises(ValueError, match="not a frame"):
        wire.Decoder().feed(head)


def test_a_request_arrives_as_it_was_sent() -> None:
    request = Request(
        read_query("ASK { '''ə\n''' }"),
        None,
        "text/turtle",
        ("http://x/1",),
        ("http://x/2",),
        provenance=True,
    )
    (frame,) = wire.Decoder().feed(wire.encode_request(request, 2.5))
    assert frame.kind == b"Q"
    members, seconds = wire.split_request(frame.body)
    assert (wire.decode_members(members), seconds) == (request, 2.5)
    assert members == wire.encode_members(request)


def test_a_request_that_arrived_is_evaluated_without_reading_its_query_again(
    tokenized: list[str],
) -> None:
    request = Request(read_query("SELECT * FROM <urn:a> { ?s ?p ?o }"), "text/csv", None)
    (frame,) = wire.Decoder().feed(wire.encode_request(request, 1))
    tokenized.clear()
    evaluate(ox.Store(), wire.decode_members(wire.split_request(frame.body)[0])).write(io.BytesIO())
    assert tokenized == []


def test_a_request_with_endless_graphs_is_refused() -> None:
    graphs = tuple(f"http://x/{number}" for number in range(100_000))
    with pytest.raises(QueryTooLarge, match="100000 graphs"):
        wire.encode_request(Request(read_query("ASK {}"), "text/csv", None, graphs), 1)


@pytest.mark.parametrize(
    "error",
    [
        SyntaxFault("no 'ə' here", line=2, column=3),
        QueryError("unknown function"),
        QueryRefused("no"),
        NotAcceptable("no format"),
        AzruError("broken"),
    ],
)
def test_an_error_arrives_as_it_was_raised(error: AzruError) -> None:
    (frame,) = wire.Decoder().feed(wire.encode_error(error))
    arrived = wire.decode_error(frame.body)
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_a_dataset_arrives_as_it_was_sent() -> None:
    files = (DataFile(Path("a\udcff.ttl"), "http://x/g"), DataFile(Path("b.nq")))
    dataset = Dataset(files, version="1", apart=frozenset({"http://x/g"}))
    assert wire.restore_dataset(wire.describe_dataset(dataset)) == dataset


def test_a_data_error_arrives_as_it_was_raised() -> None:
    error = DataError(Path("a.ttl"), "no dot", line=3, column=4)
    arrived = wire.restore_data_error(wire.describe_data_error(error))
    assert str(arrived) == str(error) == "a.ttl:3:4: no dot"
    assert vars(arrived) == vars(error)


@pytest.mark.parametrize("data", [b"", b"\x00A", 70_000 * b"x"])
@pytest.mark.parametrize("head", [b"", b"head", 70_000 * b"y"])
def test_all_of_a_short_answer_is_one_frame(head: bytes, data: bytes) -> None:
    began = wire.begin_answer(head, len(data), spent=True, work=0.25)
    (frame,) = wire.Decoder().feed(began + data)
    assert frame.kind == b"A"
    assert wire.decode_answer(frame.body) == (head, data, True, 0.25)
    assert wire.decode_end(frame.body) == (True, 0.25)
