import json
import os
import socket
from collections.abc import Iterator

import pytest

from azru_kg.server.processes.common import Common
from azru_kg.server.processes.line import take

ONE, OTHER, THIRD = object(), object(), object()
TO_MAKE: dict[str, str] = {}


@pytest.fixture
def common() -> Iterator[Common]:
    common = Common()
    yield common
    common.close()


@pytest.fixture
def file() -> Iterator[int]:
    """Return a file with a content, which is open."""
    read, write = os.pipe()
    os.write(write, b"content")
    os.close(write)
    yield read
    os.close(read)


def ask(common: Common, who: object, key: str = "key") -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    common.ask(who, key, theirs)
    return ours


def read(asker: socket.socket) -> object:
    """Return what is answered, with the files read and closed."""
    with asker:
        packet, files = take(asker)
    texts = [os.read(file, 10) for file in files]
    for each in files:
        os.close(each)
    if not packet:
        return "hung up"
    told = json.loads(packet)
    return (told["text"], texts) if "text" in told else told


def test_the_first_has_to_make_it_and_the_others_get_what_it_made(
    common: Common, file: int
) -> None:
    assert read(ask(common, ONE)) == TO_MAKE
    waits = ask(common, OTHER)
    with pytest.raises(BlockingIOError):
        take(waits)
    common.keep(ONE, "key", "made", [file])
    assert read(waits) == ("made", [b"content"])
    assert read(ask(common, THIRD)) == ("made", [b""]), "it is the same open file"


def test_what_another_key_stands_for_is_made_anew_and_takes_its_place(common: Common) -> None:
    for key in ("a", "b", "c"):
        assert read(ask(common, ONE, key)) == TO_MAKE
        common.keep(ONE, key, f"made of {key}")
        assert read(ask(common, OTHER, key)) == (f"made of {key}", [])
    assert read(ask(common, OTHER, "b")) == ("made of b", [])
    assert read(ask(common, OTHER, "a")) == TO_MAKE


def test_where_one_cannot_make_it_or_ends_the_next_who_waits_has_to(common: Common) -> None:
    assert read(ask(common, ONE)) == TO_MAKE
    second, gone, third = ask(common, OTHER), ask(common, ONE), ask(common, THIRD)
    common.keep(ONE, "key", None)
    assert read(second) == TO_MAKE
    common.leave(ONE)
    assert read(gone) == "hung up"
    common.leave(OTHER)
    assert read(third) == TO_MAKE
    common.keep(THIRD, "key", "made")
    assert read(ask(common, ONE)) == ("made", [])


def test_only_who_was_told_to_make_it_is_believed(common: Common) -> None:
    assert read(ask(common, ONE)) == TO_MAKE
    common.keep(OTHER, "key", "forged")
    waits = ask(common, THIRD)
    common.keep(ONE, "key", "made")
    assert read(waits) == ("made", [])


def test_the_end_leaves_nobody_waiting(common: Common) -> None:
    assert read(ask(common, ONE)) == TO_MAKE
    waits = ask(common, OTHER)
    common.close()
    assert read(waits) == "hung up"
