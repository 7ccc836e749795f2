import os
import signal
import subprocess
import sys
import time
from pathlib import Path

# A supervisor in miniature: has two processes forked, says which, and waits.
SUPERVISOR = """
import asyncio, signal, socket, sys
from azru_kg.engine.workers.parent import Zygote
from azru_kg.server.processes.nursery import open_nursery

def live(place, connection):
    connection.sendall(b"%d of the places" % place)
    signal.pause()

async def supervise(control):
    nursery = Zygote(control, memory=0)
    for place in (3, 5):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = nursery.bear(theirs, place=place)
        with ours:
            print((await asyncio.to_thread(ours.recv, 100)).decode(), flush=True)
        if place == 3:
            nursery.kill(child)
            print(await child.ended, flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    nursery.close()

with open_nursery(live) as control:
    asyncio.run(supervise(control))
print("over", flush=True)
"""


def children_of(process: int) -> list[int]:
    return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]


def await_end(processes: list[int]) -> None:
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{each}").exists() for each in processes):
        assert time.monotonic() < deadline, f"they have not ended: {processes}"
        time.sleep(0.01)


def start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SUPERVISOR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_are_forked_and_killed_as_told_and_end_with_the_context() -> None:
    with start() as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert lines == ["3 of the places\n", f"{-signal.SIGKILL}\n", "5 of the places\n"]
        (nursery,) = children_of(process.pid)
        (child,) = children_of(nursery)
        assert os.getsid(nursery) == nursery, "signals of the terminal reach it"
        os.kill(nursery, signal.SIGTERM)  # it is the supervisor that is to be told
        output, errors = process.communicate("\n", timeout=20)
    assert (output, errors) == ("over\n", "")
    await_end([nursery, child])


def test_they_end_with_the_supervisor_however_it_ends() -> None:
    with start() as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        (nursery,) = children_of(process.pid)
        children = children_of(nursery)
        process.kill()
        process.wait(10)
    await_end([nursery, *children])
