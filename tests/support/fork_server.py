"""Runs `azru-kg` again and again out of one process that has read all of its modules.

Each order is a message with three open files: arguments, folder and environment as JSON; stdin,
stdout and stderr. It is answered with the number of the process that was forked for it, and once
more with its exit code.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pkgutil import walk_packages

import azru_kg
from azru_kg.cli import app

MOST = 1 << 18
"""How long a message is at most, in bytes."""


def main() -> None:
    """Fork for each order until the other end is closed."""
    line = socket.socket(fileno=int(sys.argv[1]))
    for module in walk_packages(azru_kg.__path__, "azru_kg."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()  # so that a child does not touch, and copy, what it shares
    while True:
        message, files, _, _ = socket.recv_fds(line, MOST, 3)
        if not message:
            return
        child = os.fork()
        if child == 0:
            line.close()
            os._exit(become(files, **json.loads(message)))
        for file in files:
            os.close(file)
        line.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(files: Sequence[int], arguments: list[str], folder: str, environ: dict[str, str]) -> int:
    """Be the program, as a shell would have started it, and return its exit code."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["azru-kg", *arguments]
    try:
        app()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()


if __name__ == "__main__":
    main()
