"""The first zygote: the process that loads the dataset, as the web process starts and ends it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from typing import BinaryIO, Final, cast

from azru_kg.engine.workers import wire
from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.relay import Relay
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import Dataset

_PATIENCE: Final = 5.0


class Root(Zygote):
    """The zygote from which all others descend: where it ends, they end."""

    def __init__(
        self, process: subprocess.Popen[bytes], control: socket.socket, *, memory: int
    ) -> None:
        super().__init__(control, memory=memory)
        self._process = process
        self._relay = Relay(cast("BinaryIO", process.stderr))

    @classmethod
    async def start(cls, dataset: Dataset, *, memory: int) -> Root:
        """Return a zygote that has loaded a dataset; raise DataError if a file is broken."""
        if sys.platform != "linux":
            raise AzruError(
                "queries run in worker processes with limits that only Linux gives."
                f" On {sys.platform} run the server in a Linux container"
            )
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = {"dataset": wire.describe_dataset(dataset), "memory": memory}
        with theirs, tempfile.TemporaryFile() as file:
            file.write(json.dumps(order).encode())
            file.seek(0)
            process = _launch(theirs.fileno(), file.fileno())
        root = cls(process, control, memory=memory)
        try:
            await root.ready
        except BaseException:
            process.kill()
            await root.end()
            raise
        return root

    async def end(self) -> None:
        """End it and all its workers; return when it is gone."""
        self.close()
        try:
            await asyncio.to_thread(self._process.wait, _PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        self._relay.close()


def _launch(control: int, order: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-P", "-m", "azru_kg.engine.workers.zygote", str(control)],
        stdin=order,
        stderr=subprocess.PIPE,
        pass_fds=[control],
        # A backtrace takes memory, which a worker that ran out of it does not have.
        env={**os.environ, "RUST_BACKTRACE": "0"},
        # An interrupt from the terminal is for the web process, which then closes in good order.
        start_new_session=True,
    )
