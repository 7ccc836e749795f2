"""Counts and measures what the server does, for Prometheus, in a registry of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from azru_kg.server.http.record import Record
from azru_kg.server.releases.release import Releases
from azru_kg.server.releases.releases_below import ReleasesBelow

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The metrics of one server."""

    def __init__(self, releases: Releases, older: ReleasesBelow) -> None:
        self._registry = CollectorRegistry()
        self._counts = _Counts()
        self._registry.register(self._counts)
        self._registry.register(_State(releases))
        self._registry.register(_Older(older))
        ProcessCollector(registry=self._registry)

    def count(self, record: Record) -> None:
        """Count a request, and its query if it has one."""
        self._counts.add(record)

    def write(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in the exposition format that suits, with its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _Counts(Collector):
    """What the requests add up to: plain numbers, which take a fraction of the time of metrics."""

    def __init__(self) -> None:
        self._statuses: defaultdict[int | None, int] = defaultdict(int)
        self._outcomes: defaultdict[str, int] = defaultdict(int)
        self._within = [0] * (len(_SECONDS) + 1)
        self._seconds = 0.0
        self._sent = 0
        self._asked = 0
        self._work = 0.0

    def add(self, record: Record) -> None:
        self._statuses[record.status] += 1
        self._sent += record.sent
        self._asked += record.asked
        self._work += record.work
        if record.query is not None:
            self._outcomes[record.outcome] += 1
            self._within[bisect_left(_SECONDS, record.seconds)] += 1
            self._seconds += record.seconds

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "azru_requests",
            "Requests, by status; none where the client left before the answer began.",
            labels=["status"],
        )
        for status, number in self._statuses.items():
            requests.add_metric(["none" if status is None else str(status)], number)
        yield requests
        yield CounterMetricFamily(
            "azru_sent_bytes", "Bytes of the bodies of answers.", value=self._sent
        )
        queries = CounterMetricFamily(
            "azru_queries",
            "Queries, by outcome: answered, a problem type, client-left, cut-off, server-stopped.",
            labels=["outcome"],
        )
        for outcome, number in self._outcomes.items():
            queries.add_metric([outcome], number)
        yield queries
        bounds = [*map(str, map(float, _SECONDS)), "+Inf"]
        yield HistogramMetricFamily(
            "azru_query_seconds",
            "Seconds from a request with a query to the end of its answer.",
            buckets=[*zip(bounds, accumulate(self._within), strict=True)],
            sum_value=self._seconds,
        )
        yield CounterMetricFamily(
            "azru_engine_queries",
            "Queries to the engine for a client, those of pages too.",
            value=self._asked,
        )
        yield CounterMetricFamily(
            "azru_work_seconds",
            "Seconds of workers and of page-making that clients were charged for.",
            value=self._work,
        )


class _State(Collector):
    """What the releases say of themselves at the moment of asking."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def collect(self) -> Iterator[Metric]:
        dataset = self._releases.current.content.dataset
        yield InfoMetricFamily(
            "azru_dataset",
            "What is served.",
            value={"version": dataset.version, "digest": dataset.digest},
        )
        reloads = CounterMetricFamily(
            "azru_reloads", "Loadings of the data anew, by result.", labels=["result"]
        )
        for result, number in self._releases.reloads.items():
            reloads.add_metric([result], number)
        yield reloads
        yield from self._collect_workers()
        yield from self._collect_remote()
        yield from self._collect_cache()

    def _collect_workers(self) -> Iterator[Metric]:
        pools = [release.pool for release in self._releases.live]
        workers = GaugeMetricFamily("azru_workers", "Workers, by what they do.", labels=["state"])
        workers.add_metric(["busy"], sum(pool.busy for pool in pools))
        workers.add_metric(["idle"], self._releases.current.pool.idle)
        yield workers
        yield GaugeMetricFamily(
            "azru_queue_length",
            "Queries that wait for a worker.",
            value=sum(pool.waiting for pool in pools),
        )
        yield CounterMetricFamily(
            "azru_workers_replaced",
            "Workers that were ended early, or had grown, and were replaced.",
            value=self._releases.replaced,
        )
        yield CounterMetricFamily(
            "azru_engine_restarts",
            "How often the process that holds the data ended and was started again.",
            value=self._releases.restarts,
        )

    def _collect_remote(self) -> Iterator[Metric]:
        faults = CounterMetricFamily(
            "azru_engine_faults",
            "Failures of the engine elsewhere, by problem type; second tries count too.",
            labels=["problem"],
        )
        pool = self._releases.current.pool
        for problem, number in pool.faults.items():
            faults.add_metric([problem], number)
        yield faults
        yield GaugeMetricFamily(
            "azru_engine_left_alone",
            "1 while the engine elsewhere has failed so often that it is not asked.",
            value=pool.is_left_alone,
        )

    def _collect_cache(self) -> Iterator[Metric]:
        cache = self._releases.cache
        lookups = CounterMetricFamily(
            "azru_cache_lookups", "Searches for an answer that is kept.", labels=["result"]
        )
        lookups.add_metric(["hit"], cache.hits)
        lookups.add_metric(["miss"], cache.misses)
        yield lookups
        yield GaugeMetricFamily(
            "azru_cache_bytes", "Memory that the kept answers take.", value=cache.size
        )


class _Older(Collector):
    """What there is of older releases at the moment of asking."""

    def __init__(self, older: ReleasesBelow) -> None:
        self._older = older

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "azru_older_releases_known",
            "Older releases that there are in the folder of releases.",
            value=len(self._older.list_known()),
        )
        shelf = self._older.shelf
        yield GaugeMetricFamily(
            "azru_older_releases_held",
            "Older releases that are loaded.",
            value=len(shelf.held),
        )
        loads = CounterMetricFamily(
            "azru_older_release_loads",
            "Loadings of older releases, by result: done, failed, refused where none made room.",
            labels=["result"],
        )
        for result, number in shelf.loads.items():
            loads.add_metric([result], number)
        yield loads
