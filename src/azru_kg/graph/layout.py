"""Where the parts of the graph are, and which file is which named graph.

In a checkout they are the folders of the repository; in an installed package they are copies
inside it. File name and graph IRI follow from one another, so there is no manifest:
`graph/sources/<slug>.ttl` is `https://w3id.org/azru-kg/graph/<slug>`.

Only a checkout has what `graph/` is built from: rows in `sheets/`, and Turtle in `handwritten/`,
which has the folders of `graph/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.rdf.prefixes import GRAPH

ONTOLOGY_GRAPH = f"{GRAPH}ontology"
ENTITIES_GRAPH = f"{GRAPH}entities"
SHAPES_GRAPH = f"{GRAPH}shapes"
METADATA_GRAPH = f"{GRAPH}metadata"
EXAMPLES_GRAPH = f"{GRAPH}examples"

UNION_GRAPH = "urn:azru-kg:union"
"""The graph of all triples, in an engine that has no default graph of its own to be filled."""

STAGING = "urn:azru-kg:staging:"
"""How the name of every graph begins that an engine holds and that is not yet public."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one graph: `root` holds `ontology/`, `graph/`, `shapes/`, `queries/`.

    `other_graph` stands for `graph/` where entities and sources are in another folder.
    """

    root: Path
    other_graph: Path | None = None

    @property
    def ontology(self) -> Path:
        """The folder of classes, properties and code lists."""
        return self.root / "ontology"

    @property
    def graph(self) -> Path:
        """The folder of entities, sources and metadata."""
        return self.other_graph or self.root / "graph"

    @property
    def shapes(self) -> Path:
        """The folder of SHACL shapes."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The folder of stored queries."""
        return self.root / "queries"

    @property
    def metadata(self) -> Path:
        """The file that describes the dataset and its graphs, which need not be there."""
        return self.graph / "metadata.ttl"

    @property
    def quality(self) -> Path:
        """The file of what is measured in all others, which need not be there."""
        return self.graph / "quality.ttl"

    @property
    def partitions(self) -> Path:
        """The file of what the things of each class have, which need not be there."""
        return self.graph / "partitions.ttl"

    @property
    def made(self) -> tuple[Path, Path, Path]:
        """The files that follow from all others, each from those before it, too."""
        return self.metadata, self.quality, self.partitions

    @property
    def sheets(self) -> Path:
        """The folder of rows, a folder a batch."""
        return self.root / "sheets"

    @property
    def terms(self) -> Path:
        """The folder of tables that say what the words of sheets mean."""
        return self.sheets / "terms"

    @property
    def handwritten(self) -> Path:
        """The folder of Turtle that no sheet has, laid out like `graph/`."""
        return self.root / "handwritten"

    @property
    def is_checkout(self) -> bool:
        """Whether the graph can be built here: what it is built from is at hand."""
        return self.other_graph is None and self.handwritten.is_dir()

    @property
    def specimens(self) -> Path:
        """The folder of examples that keep to a shape, in `valid/`, or break it, in `invalid/`."""
        packaged = self.root / "specimens"
        return packaged if packaged.is_dir() else self.root / "tests" / "shapes"

    def files(self) -> list[tuple[Path, str]]:
        """Return every Turtle file of the graph with the IRI of its named graph, in stable order.

        Raises DataError where the ontology, the entities or the shapes are missing.
        """
        files = [
            *self._folder(self.ontology, ONTOLOGY_GRAPH),
            *self._folder(self.graph / "entities", ENTITIES_GRAPH),
            *((path, f"{GRAPH}{path.stem}") for path in self.sources()),
            *self._folder(self.shapes, SHAPES_GRAPH),
        ]
        return [*files, *((path, METADATA_GRAPH) for path in self.made if path.exists())]

    def sources(self) -> list[Path]:
        """Return the files of the source documents, one each."""
        return _list_files(self.graph / "sources", "*.ttl")

    def examples(self) -> list[tuple[Path, str]]:
        """Return the files of the graph of stored queries: each query, and the prefixes of all."""
        queries = _list_files(self.queries, "*.rq")
        prefixes = self.shapes / "prefixes.ttl"
        files = [*queries, prefixes] if queries and prefixes.exists() else queries
        return [(path, EXAMPLES_GRAPH) for path in files]

    @staticmethod
    def _folder(folder: Path, graph: str) -> list[tuple[Path, str]]:
        files = [(path, graph) for path in _list_files(folder, "*.ttl")]
        if not files:
            raise DataError(folder, "no Turtle file here. Is this a complete checkout?")
        return files


def _list_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder by name: to compare whole paths takes several times as long."""
    return sorted(folder.glob(pattern), key=lambda path: path.name)


def built_in() -> Layout:
    """Return the layout of the graph that this program carries."""
    package = Path(__file__).parents[1]
    packaged = package / "data"
    return Layout(packaged if packaged.is_dir() else package.parents[1])
