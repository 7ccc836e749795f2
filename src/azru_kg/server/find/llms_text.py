"""Tells language models what is here in a few lines: `/llms.txt`, as llmstxt.org has it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.rdf.formats import Format, Offer
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages

MOST_LINES: Final = 20
"""So many lines it has at most."""

_MARKDOWN: Final = Format("md", "Markdown", "page", "text/markdown", "md")


class LanguageModelText:
    """Answers at `/llms.txt`."""

    def __init__(self, pages: Pages, seconds: float | None, site: Site) -> None:
        self._pages = pages
        self._seconds = seconds
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the route; who reads it knows it by its name."""
        return [DocumentRoute("/llms.txt", self.tell_models, listed=False)]

    async def tell_models(self, request: Request) -> Response:
        """Answer with what is here, where it is asked, within which limits, and how it is cited."""
        text = self._write(self._site.find_base(request))
        offer = Offer(_MARKDOWN, _MARKDOWN.media_type)
        return make_response(text, offer, name="llms", varies=False)

    def _write(self, base: str) -> str:
        edition, seconds = self._pages.edition, self._seconds
        lines = self._tell_own() if edition.own else ["# RDF data, served by azru-kg"]
        limit = f", each for at most {seconds:g} seconds" if seconds else ""
        links = [
            ("SPARQL endpoint", "sparql", f"SPARQL 1.1 Query by GET or POST{limit}; it only reads"),
            ("What is in it", "void", "classes, properties and their values, by count (VoID)"),
            ("API", "openapi.json", "every address, in OpenAPI"),
        ]
        if edition.own:
            links[1:1] = [
                ("Examples", "query/", "stored queries with their answers as CSV and JSON"),
                ("Guide", "guide", "recipes, and what goes wrong without them"),
                ("Ontology", "ontology", "classes and properties, each with an example"),
                ("Tools", "mcp", "Model Context Protocol over HTTP, tools that only read"),
                ("Tables", "tables/croissant.json", "all of it as CSV and Parquet (Croissant)"),
                ("Search", "search.json?q=baku", "things by name, in three scripts"),
            ]
        lines += ["", "## Access", ""]
        lines += [f"- [{name}]({base}{path}): {text}" for name, path, text in links]
        return "\n".join(lines) + "\n"

    def _tell_own(self) -> list[str]:
        edition = self._pages.edition
        return [
            "# azru-kg",
            "",
            "> The open, source-cited knowledge graph of Azerbaijan–Russia relations: who says"
            " what, when, in which document, and in which words of it. Sources that disagree both"
            " stand.",
            "",
            f"Cite what you use by its title, {edition.cite('…')}, and the documents behind it."
            " Licence: CC BY 4.0.",
            "Claims are what sources say, not facts: name who says so. What is silent is not zero.",
        ]
