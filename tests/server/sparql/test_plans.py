from starlette.types import Scope

from azru_kg.rdf.formats import CSV, Offer
from azru_kg.server.http.compression import PLAIN
from azru_kg.server.sparql.plans import Plan, Plans

PLAN = Plan("ASK {}", "3f", Offer(CSV, "text/csv"), PLAIN, b"members")


def make_scope(
    *headers: tuple[bytes, bytes], method: str = "GET", query: bytes = b"query=ASK{}"
) -> Scope:
    return {"type": "http", "method": method, "query_string": query, "headers": [*headers]}


def test_a_plan_is_found_by_all_that_it_follows_from_and_nothing_else() -> None:
    plans = Plans()
    csv = (b"accept", b"text/csv")
    plans.keep(make_scope(csv), PLAN)
    assert plans.find(make_scope((b"host", b"here"), csv, (b"user-agent", b"x"))) == PLAN
    for other in (
        make_scope(),
        make_scope((b"accept", b"text/turtle")),
        make_scope((b"accept-encoding", b"text/csv")),
        make_scope(csv, csv),
        make_scope(csv, (b"accept-encoding", b"gzip")),
        make_scope(csv, method="HEAD"),
        make_scope(csv, query=b"query=ASK{}&format=csv"),
    ):
        assert plans.find(other) is None


def test_what_is_posted_or_very_long_has_no_plan() -> None:
    plans = Plans()
    for scope in (
        make_scope(method="POST"),
        make_scope(query=b"query=" + b"x" * 5000),
        make_scope((b"accept", b"text/csv," * 1000)),
    ):
        plans.keep(scope, PLAN)
        assert plans.find(scope) is None


def test_what_was_wanted_the_longest_ago_is_forgotten() -> None:
    plans = Plans()
    scopes = [make_scope(query=b"query=%d" % number) for number in range(1025)]
    for scope in scopes[:-1]:
        plans.keep(scope, PLAN)
    assert plans.find(scopes[0]) == PLAN
    plans.keep(scopes[-1], PLAN)
    assert plans.find(scopes[0]) == plans.find(scopes[-1]) == PLAN
    assert plans.find(scopes[1]) is None
