"""Answers with a result as it is cited: a page, entries for reference managers, the files, a crate.

What is cited is a question in one release. Its address follows from these, and everything there
from the data, so it is the same as long as that release is served.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from azru_kg.citing.citation import BIBTEX, CITATIONS, CitedDocument
from azru_kg.rdf.formats import CSV, HTML, JSON_ROWS, QUERY, Format, Offer
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.documents.document import make_response
from azru_kg.server.http.etags import Tags, revalidate
from azru_kg.server.http.headers import REPRESENTATION, write_digest
from azru_kg.server.http.site import Site
from azru_kg.server.lists.cite.answer_citation import CitedAnswer, cite_result
from azru_kg.server.lists.cite.answer_files import PARQUET, write_csv, write_json, write_parquet
from azru_kg.server.lists.cite.answered import AnswerTable
from azru_kg.server.lists.cite.crate import CRATE, make_crate
from azru_kg.server.lists.cite.question import CITATION, AskedQuestion, CitedResult, find_result
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.documents_behind import find_documents

ROWS: Final = (JSON_ROWS, CSV, PARQUET)
"""The formats of the rows of an answer."""

OF_ALL: Final = (*CITATIONS, CRATE)
"""The formats that are of a whole answer: how to cite it, and all of it packed."""

FILES: Final = {
    format_.extension: Offer(format_, format_.media_type) for format_ in (*ROWS, QUERY, *OF_ALL)
}
"""What the suffix of the address of an answer stands for."""


class _Suffix(Convertor[str]):
    """The suffix of the address of a file of an answer."""

    regex = "|".join(map(re.escape, FILES))

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("answer", _Suffix())

PAGE: Final = Offer(HTML, HTML.media_type)
"""The format of a page."""


class Citing:
    """Answers about questions: with their rows, and with what it takes to cite them."""

    def __init__(self, door: Door, pages: Pages, tags: Tags, site: Site) -> None:
        self._door = door
        self._pages = pages
        self._tags = tags
        self._site = site

    def name(self, address: str, offer: Offer) -> dict[str, str]:
        """Return the headers by which a client may keep what is at an address."""
        tag = self._tags.name_document(address, offer.media_type)
        return {"ETag": f'W/"{tag}"', "Cache-Control": "public, no-cache"}

    async def find(self, question: AskedQuestion, request: Request) -> tuple[Visit, CitedResult]:
        """Return the rows of a question, with the visit of the client that pays for them."""
        visit = self._door.admit(request)
        return visit, await find_result(visit, question)

    async def send(self, question: AskedQuestion, offer: Offer, request: Request) -> Response:
        """Return a file of the whole answer, or the page on which it is cited.

        Nothing is asked where the client has it already.
        """
        is_page = offer.format is HTML
        root = self._site.root(request.scope.get("root_path", ""))
        below = CITATION if is_page else ""
        suffix = "" if is_page else offer.format.extension
        address = question.address(root if is_page else "", suffix, below=below)
        headers = self.name(address, offer)
        known = revalidate(Response(headers=headers), request)
        if known.status_code == HTTPStatus.NOT_MODIFIED:
            return known
        visit, result = await self.find(question, request)
        documents: tuple[CitedDocument, ...] = ()
        if is_page or offer.format in OF_ALL:
            documents = await find_documents(visit, result.table.rows)
        body = await visit.run(self._write, result, documents, offer.format, root)
        return self.finish(result, body, offer, headers=headers)

    def finish(
        self,
        result: CitedResult,
        body: bytes | str,
        offer: Offer,
        *,
        headers: dict[str, str],
        part: str = "",
        links: tuple[str, ...] = (),
    ) -> Response:
        """Return a file of a result under its name, with the headers that say what it is.

        `part` says which rows, where they are not all.
        """
        edition = self._pages.edition
        cite_as = f'<{result.question.locate(edition)}>; rel="cite-as"'
        name = f"{result.name(edition)}{part}"
        response = make_response(body, offer, name=name, varies=False, links=[cite_as, *links])
        response.headers.update(headers | result.headers(edition))
        if offer.format is not HTML:
            response.headers[REPRESENTATION] = write_digest(bytes(response.body))
        return response

    def write_rows(
        self, result: CitedResult, table: AnswerTable, format_: Format, *, excel: bool = False
    ) -> bytes | str:
        """Return rows of a result in a format of rows."""
        edition, question = self._pages.edition, result.question
        about = {"release": edition.version, "digest": result.digest}
        if format_ is CSV:
            return write_csv(table, excel=excel)
        if format_ is PARQUET:
            return write_parquet(table, {"query": question.name, **about})
        told: dict[str, object] = {
            "query": question.name,
            "title": question.title,
            "description": question.description,
            "parameters": dict(question.parameters),
        }
        return write_json(table, told | about)

    def _write(
        self, result: CitedResult, documents: tuple[CitedDocument, ...], format_: Format, root: str
    ) -> bytes | str:
        edition = self._pages.edition
        if format_ is HTML:
            return self._draw(result, documents, root)
        if format_ is QUERY:
            return result.question.text
        if format_ is CRATE:
            return make_crate(result, documents, edition)
        if format_ in CITATIONS:
            return cite_result(result, documents, edition).write_as(format_, edition)
        return self.write_rows(result, result.table, format_)

    def _draw(self, result: CitedResult, documents: tuple[CitedDocument, ...], root: str) -> str:
        view = PageView(root)
        question = result.question
        files = tuple(
            (offer.format.label, question.address(view.links.base, suffix))
            for suffix, offer in FILES.items()
        )
        citation = cite_result(result, documents, self._pages.edition)
        answer = CitedAnswer(
            result=result,
            citation=citation,
            bibtex=citation.write_as(BIBTEX, self._pages.edition),
            documents=documents,
            files=files,
            question=view.links.query([("query", question.text)]),
            here=question.address(root),
        )
        return self._pages.show("cited_answer.html", view, answer=answer)
