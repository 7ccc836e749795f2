"""Runs `azru-kg` again and again out of one process that has read all of its modules.

Each order is a message with four open files: a script, where it is not the command, arguments,
folder and environment as JSON; stdin, stdout, stderr, and one for what is told of the run: a line
with the number of the process that was forked for it, and at its end one with its exit code. What
is ordered while others run does not wait for these.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pkgutil import walk_packages
from selectors import EVENT_READ, DefaultSelector

from fastapi import FastAPI

import azru_kg
from azru_kg.cli import app

MOST = 1 << 18
"""How long a message is at most, in bytes."""

_FILES = 4
_STANDARD = 3


def main() -> None:
    """Fork for each order until the other end is closed."""
    for module in walk_packages(azru_kg.__path__, "azru_kg."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    read_what_serving_reads()
    gc.freeze()  # so that a child does not touch, and copy, what it shares
    with socket.socket(fileno=int(sys.argv[1])) as line, DefaultSelector() as awaited:
        awaited.register(line, EVENT_READ)
        while True:
            for key, _ in awaited.select():
                if key.data is not None:
                    awaited.unregister(key.fd)
                    os.close(key.fd)
                    tell_end(*key.data)
                elif (run := take_order(line)) is not None:
                    awaited.register(os.pidfd_open(run[0]), EVENT_READ, run)
                else:
                    return


def read_what_serving_reads() -> None:
    """Read what uvicorn reads when it serves, and FastAPI with its first route."""
    for name in ("uvicorn.lifespan.off", "uvloop"):
        import_module(name)

    def answer(name: str) -> str:
        return name

    FastAPI().get("/{name}")(answer)


def take_order(line: socket.socket) -> tuple[int, int] | None:
    """Fork for an order; return the process and where to tell its end, or None after the last."""
    message, files, _, _ = socket.recv_fds(line, MOST, _FILES)
    if not message:
        return None
    child = os.fork()
    if child == 0:
        os._exit(become(files[:_STANDARD], **json.loads(message)))
    for file in files[:_STANDARD]:
        os.close(file)
    os.write(files[_STANDARD], f"{child}\n".encode())
    return child, files[_STANDARD]


def tell_end(child: int, told: int) -> None:
    """Write the exit code of a process that has ended to who waits for it."""
    _, status = os.waitpid(child, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os.close(told)


def become(
    files: Sequence[int],
    arguments: list[str],
    folder: str,
    environ: dict[str, str],
    script: str | None,
) -> int:
    """Be the program, as a shell would have started it, and return its exit code."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(_STANDARD, os.sysconf("SC_OPEN_MAX"))
    open_streams()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = [script or "azru-kg", *arguments]
    try:
        if script:
            runpy.run_path(script, run_name="__main__")
        else:
            app()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
    return 0


def open_streams() -> None:
    """Open the standard streams anew: a pipe is not read and written like what was there before."""
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)


if __name__ == "__main__":
    main()
