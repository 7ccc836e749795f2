"""Has a dataset loaded while the program that is going to ask for it is still being read.

To load the data and to import all that a server is made of take about the same time, and neither
needs the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.root import Launched, Root, found_alone
from azru_kg.graph.dataset import Dataset


class Ahead:
    """A zygote that is on its way, for the first who wants one of the same data.

    It starts while the files are read that `choose` finds, and is loading from then on. It is a
    context manager, which ends what nobody has wanted by then. Raises DataError where a file cannot
    be read.
    """

    def __init__(self, choose: Callable[[], Dataset], *, memory: int) -> None:
        self._launched = Launched() if sys.platform == "linux" else None
        try:
            dataset = choose()
            # Who wants it has looked at the files by itself: only what did not change since then is
            # handed over.
            self._promise = (dataset, memory, dataset.sums)
            if self._launched is not None:
                self._launched.load(dataset, memory=memory)
        except BaseException:
            self.__exit__()
            raise

    async def found(self, dataset: Dataset, memory: int, sums: Sequence[str]) -> Zygote:
        """Return a zygote with the data of a dataset, whose files have these checksums."""
        launched, self._launched = self._launched, None
        if launched is None:
            return await found_alone(dataset, memory, sums)
        if self._promise != (dataset, memory, sums):
            launched.drop()
            return await found_alone(dataset, memory, sums)
        return await Root.adopt(launched, memory=memory)

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        launched, self._launched = self._launched, None
        if launched is not None:
            launched.drop()
