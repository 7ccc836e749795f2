"""What a web process has in common with others, or has alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.root import Founder, found_alone
from azru_kg.graph.dataset import Dataset

Make = Callable[[], Awaitable[tuple[str, list[int]]]]
"""What makes something for all: a text and open files."""


class Company(Protocol):
    """The web processes of a server, as one of them knows them."""

    async def found(self, dataset: Dataset, memory: int, sums: Sequence[str]) -> Zygote:
        """Return a zygote with the data of a dataset, whose files have these checksums."""

    async def share(self, key: str, make: Make) -> tuple[str, list[int]]:
        """Return what `make` returns, here or in another process; the files are for the caller."""

    async def agree(self, digest: str | None) -> bool:
        """Return whether all have loaded the same data anew, when all have come to an end.

        None says that they could not be loaded; then nobody is waited for.
        """

    def renew(self) -> bool:
        """Have all load the data anew; return False where there is nobody to see to that."""

    async def gather(self, question: str) -> list[bytes]:
        """Return what the others answer to a question, as many as do so in time."""


class Alone:
    """A web process that has no others beside it; `found` is where its zygote comes from."""

    def __init__(self, found: Founder = found_alone) -> None:
        self._found = found

    async def found(self, dataset: Dataset, memory: int, sums: Sequence[str]) -> Zygote:
        """Return a zygote of its own."""
        return await self._found(dataset, memory, sums)

    async def share(self, key: str, make: Make) -> tuple[str, list[int]]:
        """Return what `make` returns."""
        return await make()

    async def agree(self, digest: str | None) -> bool:
        """Return whether there are data."""
        return digest is not None

    def renew(self) -> bool:
        """Leave it to the caller."""
        return False

    async def gather(self, question: str) -> list[bytes]:
        """Return nothing: nobody is there to ask."""
        return []
