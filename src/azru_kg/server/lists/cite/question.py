"""What is asked and cited: a query with its values, and the rows that a release has for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from azru_kg.query.normal_form import hash_query, write_normal_form
from azru_kg.query.query import read_query
from azru_kg.rdf.prefixes import BASE
from azru_kg.rdf.result_lines import hash_lines, write_lines
from azru_kg.server.ask.door import Visit
from azru_kg.server.lists.cite.answered import AnswerTable, fetch_answer, read_answer
from azru_kg.server.pages.reuse.edition import Edition

CITATION: Final = "citation"
"""What the path of a query is followed by where it is cited."""

_SHOWN: Final = 12


@dataclass(frozen=True)
class AskedQuestion:
    """A query with its values, under an address of its own.

    `path` is its address below the site, `asked` what stands behind the question mark there.
    `parameters` are all values in words, those that the query has itself among them. `graphs` are
    the default graphs, where it asks not about all sources.
    """

    path: str
    title: str
    text: str
    asked: str = ""
    description: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    graphs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of its address, which its files are called by."""
        return self.path.rpartition("/")[2]

    @cached_property
    def normal(self) -> str:
        """The normal form of the query."""
        return write_normal_form(read_query(self.text))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the normal form."""
        return hash_query(read_query(self.text))

    def address(self, root: str = "", suffix: str = "", *, below: str = "") -> str:
        """Return its address, or that of a file of its answer, or that of a page below it."""
        behind = f".{suffix}" if suffix else f"/{below}" if below else ""
        return f"{root}/{self.path}{behind}{f'?{self.asked}' if self.asked else ''}"

    def locate(self, edition: Edition) -> str:
        """Return the address under which it is cited: that of its page in one release."""
        return f"{BASE}{edition.path}{self.address(below=CITATION).lstrip('/')}"


@dataclass(frozen=True)
class CitedResult:
    """The rows of a question in a release; `lines` are what their digest is of."""

    question: AskedQuestion
    table: AnswerTable
    lines: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the rows in their stable order."""
        return hash_lines(self.lines)

    def name(self, edition: Edition) -> str:
        """Return what files of the result are called: by query, release and digest."""
        return f"{self.question.name}-{edition.version}-{self.digest[:_SHOWN]}"

    def headers(self, edition: Edition) -> dict[str, str]:
        """Return the headers that say of which release and result an answer is."""
        return {
            "X-Release": edition.version,
            "X-Release-Digest": edition.digest,
            "X-Query-Digest": self.question.digest,
            "X-Result-Digest": self.digest,
            "X-Total-Count": str(self.table.total),
        }


async def find_result(visit: Visit, question: AskedQuestion) -> CitedResult:
    """Return all rows of a question, for which its client pays."""
    data = await fetch_answer(visit, question.text, question.graphs)
    return await visit.run(_read, question, data)


def _read(question: AskedQuestion, data: bytes) -> CitedResult:
    table = read_answer(data)
    return CitedResult(question, table, write_lines(table.columns, table.rows))
