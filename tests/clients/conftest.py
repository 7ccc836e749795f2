"""What the clients share: the answers they should get, and nothing of the machine's own settings.

In continuous integration, where CI is set, a client that is not installed is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator

import httpx
import pyoxigraph as ox
import pytest

Read = Callable[[str, ox.QueryResultsFormat | ox.RdfFormat], list[str]]
Expect = Callable[[str], list[str]]


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        for name in ("JAVA_TOOL_OPTIONS", "NODE_OPTIONS"):
            patch.delenv(name, raising=False)
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail, with the reason of the skip, where nothing may be skipped."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{report.longreprtext}. CI is set: nothing may be skipped here"
    return report


@pytest.fixture(scope="session")
def read_answer() -> Read:
    """Return a function that reads an answer, so that what says the same is the same."""
    return _read


@pytest.fixture(scope="session")
def expect(address: str) -> Iterator[Expect]:
    """Return a function that gives the answer to a query as httpx gets it."""
    accept = f"{ox.QueryResultsFormat.JSON.media_type}, {ox.RdfFormat.N_TRIPLES.media_type}"
    with httpx.Client(trust_env=False, timeout=20) as client:

        def ask(query: str) -> list[str]:
            reply = client.post(
                f"{address}sparql", data={"query": query}, headers={"Accept": accept}
            )
            assert reply.status_code == 200, reply.text
            kind = reply.headers["Content-Type"]
            format_ = ox.QueryResultsFormat.from_media_type(kind) if "sparql" in kind else None
            return _read(reply.text, format_ or ox.RdfFormat.N_TRIPLES)

        yield ask


def _read(text: str, format_: ox.QueryResultsFormat | ox.RdfFormat) -> list[str]:
    """Return a boolean, the solutions or the triples, sorted, each as its text."""
    if isinstance(format_, ox.RdfFormat):
        return sorted({str(quad.triple) for quad in ox.parse(text, format=format_)})
    results = ox.parse_query_results(text, format=format_)
    if isinstance(results, ox.QueryBoolean):
        return [str(bool(results))]
    names = sorted(variable.value for variable in results.variables)
    return sorted(" ".join(f"?{name} {row[name]}" for name in names) for row in results)
