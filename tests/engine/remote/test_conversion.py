import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import pytest

from azru_kg.engine.remote.conversion import convert
from azru_kg.errors import EngineFailed, NotAcceptable
from azru_kg.query.outline import Form

CSV = "text/csv"
NT = "application/n-triples"
ROW = b'{"s":{"type":"literal","value":"%d"}}'
TERM = b'{"type":"uri","value":"urn:a"}'


def collect(form: Form, media_type: str, *pieces: bytes, at_most: int | None = None) -> bytes:
    """Return what pieces of an answer are converted to, or the first parts of it."""
    waiting = iter([*pieces, b""])

    async def read() -> bytes:
        await asyncio.sleep(0)
        return next(waiting)

    async def work() -> bytes:
        data = b""
        with ThreadPoolExecutor(1) as threads:
            async with aclosing(convert(read, form, media_type, threads)) as chunks:
                number = 0
                async for chunk in chunks:
                    data += chunk
                    number += 1
                    if number == at_most:
                        break
        return data

    return asyncio.run(work())


def table(*rows: bytes) -> bytes:
    return b'{"head":{"vars":["s"]},"results":{"bindings":[' + b",".join(rows) + b"]}}"


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.long
@pytest.mark.parametrize("number", [3, 30_000])
@pytest.mark.parametrize("size", [7, 100_000])
def test_answers_come_in_pieces_of_any_size(number: int, size: int) -> None:
    if size == 7 and number > 3:
        number = 4_000
    rows = [ROW % each for each in range(number)]
    expected = "s\r\n" + "".join(f"{each}\r\n" for each in range(number))
    assert collect("solutions", CSV, *cut(table(*rows), size)) == expected.encode()


def test_a_long_answer_that_is_cut_off_is_an_error() -> None:
    whole = table(*(ROW % each for each in range(30_000)))
    with pytest.raises(EngineFailed, match="broken or cut off"):
        collect("solutions", CSV, *cut(whole[:-1], 10_000))


def test_who_does_not_want_the_rest_gets_none() -> None:
    whole = table(*(ROW % each for each in range(300_000)))
    assert collect("solutions", CSV, *cut(whole, 10_000), at_most=1)


def test_a_boolean_may_be_a_table_of_one_cell() -> None:
    for value, written in ((b"1", b"true"), (b"0", b"false")):
        cell = b'{"__ASK_RETVAL":{"type":"typed-literal","datatype":"urn:i","value":"%s"}}' % value
        asked = table(cell).replace(b'"s"', b'"__ASK_RETVAL"')
        assert collect("boolean", CSV, asked) == written


@pytest.mark.parametrize("depth", [5, 5000])
def test_triples_in_one_another_are_read_up_to_a_depth(depth: int) -> None:
    opened = b'{"type":"triple","value":{"subject":%s,"predicate":%s,"object":' % (TERM, TERM)
    answer = table(b'{"s":' + opened * depth + TERM + b"}}" * depth + b"}")
    if depth == 5:
        assert collect("solutions", "text/tab-separated-values", answer).count(b"<<(") == depth
        return
    for pieces in ([answer], cut(answer, 70_000)):
        with pytest.raises(NotAcceptable, match="nested"):
            collect("solutions", CSV, *pieces)


def test_a_graph_is_written_with_prefixes() -> None:
    triple = b"<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> 'x' .".replace(b"'", b'"')
    assert b"skos:prefLabel" in collect("graph", "text/turtle", triple)
