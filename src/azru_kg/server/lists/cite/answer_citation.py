"""How to cite an answer: by query, values, release and digests, with the documents behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from azru_kg.citing.citation import Citation, CitedDocument, cite_rows
from azru_kg.server.lists.cite.question import CitedResult
from azru_kg.server.pages.reuse.edition import Edition


@dataclass(frozen=True, slots=True)
class CitedAnswer:
    """What the page of a cited answer shows; `files` are labels and addresses.

    `question` leads to where the query can be asked and changed, `here` to the page of its answer.
    """

    result: CitedResult
    citation: Citation
    bibtex: str
    documents: tuple[CitedDocument, ...]
    files: tuple[tuple[str, str], ...]
    question: str
    here: str


def cite_result(
    result: CitedResult, documents: Sequence[CitedDocument], edition: Edition
) -> Citation:
    """Return how to cite a result of a release."""
    question = result.question
    return cite_rows(
        question.title,
        question.parameters,
        question.locate(edition),
        total=result.table.total,
        query=question.digest,
        result=result.digest,
        documents=documents,
    )
