"""Counts and measures what the server does, for Prometheus, in a registry of its own."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from azru_kg.server.http.record import Record
from azru_kg.server.release import Releases

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The metrics of one server."""

    def __init__(self, releases: Releases) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "azru_requests",
            "Requests, by status; none where the client left before the answer began.",
            ["status"],
            registry=self._registry,
        )
        self._sent = Counter(
            "azru_sent_bytes", "Bytes of the bodies of answers.", registry=self._registry
        )
        self._queries = Counter(
            "azru_queries",
            "Queries, by outcome: answered, a problem type, client-left, cut-off, server-stopped.",
            ["outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "azru_query_seconds",
            "Seconds from a request with a query to the end of its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._asked = Counter(
            "azru_engine_queries",
            "Queries to the engine for a client, those of pages too.",
            registry=self._registry,
        )
        self._work = Counter(
            "azru_work_seconds",
            "Seconds of workers and of page-making that clients were charged for.",
            registry=self._registry,
        )
        self._registry.register(_State(releases))
        ProcessCollector(registry=self._registry)

    def count(self, record: Record) -> None:
        """Count a request, and its query if it has one."""
        self._requests.labels("none" if record.status is None else str(record.status)).inc()
        self._sent.inc(record.sent)
        self._asked.inc(record.asked)
        self._work.inc(record.work)
        if record.query is not None:
            self._queries.labels(record.outcome).inc()
            self._seconds.observe(record.seconds)

    def write(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in the exposition format that suits, with its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


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
