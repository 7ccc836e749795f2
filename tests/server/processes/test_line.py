import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from typing import Any

from azru_kg.server.processes.line import Line, Message


def run(test: Callable[[Line, Line, list[Any]], Any]) -> Any:
    """Run a test with both ends of a line and what is heard at the second."""

    async def go() -> Any:
        heard: list[Any] = []

        def hear(message: Message, files: Sequence[int]) -> None:
            heard.append((message, [os.read(file, 10) for file in files]))

        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        one = Line(ours, lambda message, files: None, lambda: None)
        other = Line(theirs, hear, lambda: heard.append("lost"))
        try:
            return await test(one, other, heard)
        finally:
            one.close()
            other.close()

    return asyncio.run(go())


async def await_number(heard: list[Any], number: int) -> None:
    async with asyncio.timeout(10):
        while len(heard) < number:
            await asyncio.sleep(0.001)


def test_messages_come_in_order_and_with_their_files() -> None:
    async def test(one: Line, _: Line, heard: list[Any]) -> None:
        read, write = os.pipe()
        os.write(write, b"inside")
        assert one.say({"a": 1}, read)
        assert one.say({"b": 2})
        os.close(read)
        await await_number(heard, 2)
        os.close(write)
        assert heard == [({"a": 1}, [b"inside"]), ({"b": 2}, [])]

    run(test)


def test_files_that_came_are_closed_again() -> None:
    async def test(one: Line, _: Line, heard: list[Any]) -> None:
        read, write = os.pipe()
        os.write(write, b"x")
        one.say({}, read)
        os.close(read)
        await await_number(heard, 1)
        try:
            os.write(write, b"y")
        except BrokenPipeError:
            return
        finally:
            os.close(write)
        raise AssertionError("somebody can still read")

    run(test)


def test_who_takes_nothing_is_noticed_and_not_waited_for() -> None:
    async def test(one: Line, _: Line, heard: list[Any]) -> int:
        taken = 0
        while one.say({"text": "x" * 1000}):
            taken += 1
        return taken

    assert 1 < run(test) < 10_000


def test_the_end_of_the_other_is_told_once_and_talking_to_it_does_no_harm() -> None:
    async def test(one: Line, other: Line, heard: list[Any]) -> None:
        one.close()
        await await_number(heard, 1)
        assert heard == ["lost"]
        other.close()

    async def talk(one: Line, other: Line, heard: list[Any]) -> None:
        other.close()
        assert one.say({"a": 1})

    run(test)
    run(talk)
