"""The reconciliation service: `/reconcile`, with what it suggests and previews.

A request is charged to its client query by query; those of a batch take turns with others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import BadAddress, QueryTooLarge, UnsupportedMedia
from azru_kg.rdf.formats import Offer
from azru_kg.rdf.prefixes import expand, shorten
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON
from azru_kg.server.find.held_names import HeldNames
from azru_kg.server.find.reconciliation.batches import (
    MOST,
    ReconciliationQuery,
    check_known,
    read_batch,
)
from azru_kg.server.find.reconciliation.compared_values import (
    Held,
    agree,
    find_having,
    find_held,
    weigh,
)
from azru_kg.server.find.reconciliation.matching import LONGEST, TYPES, Candidate, Matcher
from azru_kg.server.find.reconciliation.told_models import (
    PATH,
    ServiceManifest,
    SuggestedEntities,
    SuggestedTypes,
    ToldResult,
    ToldType,
    list_types,
    tell_candidate,
    tell_entity,
    write_manifest,
)
from azru_kg.server.http.operation import FORM_TYPE, parse_form, read_bounded
from azru_kg.server.http.site import Site
from azru_kg.server.http.streaming import run_while_connected

BODY: Final = 192 * 1024
"""So many bytes has a form at most."""

_JSON: Final = Offer(JSON, JSON.media_type)
_SUGGESTED: Final = 20
_MOST_SKIPPED: Final = 10_000
_PROBLEMS: Final = (400, 404, 413, 429, 503)
_Queries = Annotated[
    str,
    Query(
        description="A batch of queries as JSON; without one, what the service is",
        json_schema_extra={"format": "reconciliation-queries"},
        examples=['{"q0": {"query": "Алиев", "type": "person"}}'],
    ),
]
_Prefix = Annotated[
    str, Query(description="What was written so far", max_length=LONGEST, examples=["Ali"])
]
_Cursor = Annotated[int, Query(description="So many are left out before", ge=0, le=_MOST_SKIPPED)]


class Reconciliation:
    """Answers at `/reconcile` and below; the names are read once."""

    def __init__(self, door: Door, holdings: Holdings, names: HeldNames, site: Site) -> None:
        self._door = door
        self._holdings = holdings
        self._names = names
        self._site = site
        self._matcher = Once(self._make_matcher)

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route(PATH, self.take_form, methods=["POST"]),
            DocumentRoute(
                PATH,
                self.reconcile,
                "What names may mean (reconciliation API 0.2); without names, the manifest",
                formats=[JSON],
                model=ServiceManifest,
                problems=_PROBLEMS,
            ),
            DocumentRoute(
                f"{PATH}/suggest/entity",
                self.suggest_entities,
                "Things whose names begin so, for who matches names by hand",
                formats=[JSON],
                model=SuggestedEntities,
                problems=_PROBLEMS,
            ),
            DocumentRoute(
                f"{PATH}/suggest/type",
                self.suggest_types,
                "Types of things that names are matched with",
                formats=[JSON],
                model=SuggestedTypes,
                problems=_PROBLEMS,
            ),
            DocumentRoute(
                f"{PATH}/suggest/property",
                self.suggest_properties,
                "Properties by which candidates can be told apart",
                formats=[JSON],
                model=SuggestedTypes,
                problems=_PROBLEMS,
            ),
        ]

    async def reconcile(self, request: Request, queries: _Queries = "") -> Response:
        """Answer a batch in the address, or with the manifest."""
        if queries:
            return await self._answer(queries, request)
        others = [*request.query_params]
        if any(name != "queries" for name in others):
            raise BadAddress(f"The parameter {others[0][:LONGEST]!r} is none here. Send queries")
        manifest = write_manifest(self._site.find_base(request))
        return _write(manifest, "manifest")

    async def take_form(self, request: Request) -> Response:
        """Answer a batch in a form."""
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != FORM_TYPE:
            raise UnsupportedMedia(f"Send a form ({FORM_TYPE}) with queries=…")
        body = await read_bounded(request, BODY)
        if body is None:
            raise QueryTooLarge(f"A form has at most {BODY // 1024} KiB. Send smaller batches")
        fields = parse_form(body, "the form")
        sent = [value for name, value in fields if name == "queries"]
        if len(sent) != 1 or not sent[0]:
            raise BadAddress("Send one batch of queries in the form, as queries=…")
        response: list[Response] = []

        async def answer() -> None:
            response.append(await self._answer(sent[0], request))

        await run_while_connected(answer(), request.receive)
        return response[0] if response else Response(status_code=204)

    async def suggest_entities(
        self, request: Request, prefix: _Prefix = "", cursor: _Cursor = 0
    ) -> Response:
        """Answer with things by the beginning of a name, or by an identifier."""
        matcher, index = await self._matcher.get(), await self._names.get()
        visit = self._door.admit(request)

        def suggest() -> SuggestedEntities:
            known = [each.thing for each in matcher.match(prefix) if each.match]
            found = (thing for thing in index.find(prefix).things if thing.kind in TYPES)
            things = list({thing.iri: thing for thing in [*known, *found]}.values())
            shown = things[cursor : cursor + _SUGGESTED]
            return SuggestedEntities(result=[tell_entity(thing) for thing in shown])

        return _write(await visit.run(suggest), "suggestions")

    async def suggest_types(
        self, request: Request, prefix: _Prefix = "", cursor: _Cursor = 0
    ) -> Response:
        """Answer with types."""
        return await self._suggest(list_types(), prefix, cursor, request)

    async def suggest_properties(
        self, request: Request, prefix: _Prefix = "", cursor: _Cursor = 0
    ) -> Response:
        """Answer with the properties that are in use."""
        return await self._suggest(await self._list_properties(request), prefix, cursor, request)

    async def _suggest(
        self, known: Sequence[ToldType], prefix: str, cursor: int, request: Request
    ) -> Response:
        def suggest() -> SuggestedTypes:
            sought = prefix.casefold().strip()
            found = [each for each in known if _begins(each, sought)]
            return SuggestedTypes(result=found[cursor : cursor + _SUGGESTED])

        return _write(await self._door.admit(request).run(suggest), "suggestions")

    async def _answer(self, text: str, request: Request) -> Response:
        visit = self._door.admit(request)
        batch = await visit.run(read_batch, text)
        await self._check_properties(batch)
        matcher = await self._matcher.get()
        results = {name: await self._match(query, matcher, visit) for name, query in batch.items()}
        body = {name: result.model_dump(mode="json") for name, result in results.items()}
        return make_response(await visit.run(_dump, body), _JSON, name="matches", varies=False)

    async def _match(
        self, query: ReconciliationQuery, matcher: Matcher, visit: Visit
    ) -> ToldResult:
        """Return the candidates of a query."""
        if query.query.strip():
            rated = await visit.run(matcher.match, query.query, query.types)
        else:
            having = await find_having(visit, query.properties[0], matcher)
            things = (matcher.find(iri) for iri in having)
            kinds = query.types or TYPES
            rated = [Candidate(thing, 0.0) for thing in things if thing and thing.kind in kinds]
        rated = rated[: 2 * MOST]
        pids = [expand(each.pid) for each in query.properties]
        held = await find_held(visit, [each.thing.iri for each in rated], pids) if pids else {}
        return await visit.run(_weigh_all, query, rated, held, matcher)

    async def _check_properties(self, batch: Mapping[str, ReconciliationQuery]) -> None:
        pids = {each.pid for query in batch.values() for each in query.properties}
        if pids:
            inventory = await self._holdings.inventory()
            known = {shorten(share.iri) for share in inventory.properties}
            for pid in sorted(pids):
                check_known(pid, known, "property")

    async def _list_properties(self, request: Request) -> list[ToldType]:
        inventory = await self._holdings.inventory()
        iris = [share.iri for share in inventory.properties if share.iri]
        labels = await self._holdings.find_labels(self._door.admit(request), iris)
        return [
            ToldType(id=shorten(iri), name=str(labels.by_iri.get(iri, shorten(iri))))
            for iri in iris
            if shorten(iri) != iri
        ]

    async def _make_matcher(self) -> Matcher:
        return Matcher(await self._names.get())


def _weigh_all(
    query: ReconciliationQuery, rated: Sequence[Candidate], held: Held, matcher: Matcher
) -> ToldResult:
    """Return candidates by name and properties, the best first, as many as are wanted."""
    weighed = []
    for candidate in rated:
        agreement = agree(candidate.thing.iri, query.properties, held, matcher)
        score = weigh(candidate.score, agreement)
        match = candidate.match and agreement in (None, 1.0)
        weighed.append(tell_candidate(candidate, score, agreement, match=match))
    weighed.sort(key=lambda each: -each.score)
    return ToldResult(result=weighed[: query.most])


def _begins(told: ToldType, sought: str) -> bool:
    """Return whether the identifier, the name, or a word of these begins so."""
    texts = (told.id.casefold(), told.name.casefold())
    words = (word for text in texts for word in text.replace(":", " ").split())
    return any(text.startswith(sought) for text in (*texts, *words))


def _dump(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _write(model: BaseModel, name: str) -> Response:
    return make_response(model.model_dump_json(), _JSON, name=name, varies=False)
