"""What every page says about what is served: its version, its digest, and the files it is of."""

from __future__ import annotations

from dataclasses import dataclass

from azru_kg import __version__
from azru_kg.graph.dataset import UNVERSIONED, Dataset

_FILES_NAMED = 8


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page says about what is served; `own` where it is this project's graph.

    `issued` is the day of the release, as far as it is known.
    """

    version: str
    digest: str
    own: bool
    files: tuple[str, ...]
    more_files: int
    program: str = __version__
    issued: str = ""

    @property
    def path(self) -> str:
        """The path of the release below the site; nothing where the data have no version.

        >>> Edition("2026.11.0", "ab12", True, (), 0).path
        'release/2026.11.0/'
        """
        return "" if self.version == UNVERSIONED else f"release/{self.version}/"

    @classmethod
    def of(cls, dataset: Dataset) -> Edition:
        """Return what pages say about a dataset."""
        names = tuple(file.path.name for file in dataset.files[:_FILES_NAMED])
        return cls(
            version=dataset.version,
            digest=dataset.digest,
            own=dataset.is_own,
            files=names,
            more_files=len(dataset.files) - len(names),
            issued=dataset.issued,
        )

    def cite(self, title: str) -> str:
        """Return how a part of what is served is cited by its title.

        >>> Edition("1.2", "ab12", False, (), 0).cite("Oil")
        '“Oil”, in: dataset, version 1.2, SHA-256 ab12'
        """
        whole = "azru-kg, the knowledge graph of Azerbaijan–Russia relations"
        named = whole if self.own else "dataset"
        return f"“{title}”, in: {named}, version {self.version}, SHA-256 {self.digest}"
