from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import InfoMetricFamily
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from azru_kg.server.processes.sums import OPENMETRICS, add_up


class Info:
    def collect(self) -> list[InfoMetricFamily]:
        return [InfoMetricFamily("azru_dataset", "What.", value={"version": "1"})]


def make(requests: dict[str, int], seconds: list[float], reloads: int, start: float) -> bytes:
    """Return the metrics of a process."""
    registry = CollectorRegistry()
    counter = Counter("azru_requests", "Requests.", ["status"], registry=registry)
    for status, number in requests.items():
        counter.labels(status).inc(number)
    histogram = Histogram("azru_query_seconds", "Seconds.", buckets=[1, 5], registry=registry)
    for each in seconds:
        histogram.observe(each)
    Counter("azru_reloads", "Reloads.", ["result"], registry=registry).labels("done").inc(reloads)
    Gauge("process_start_time_seconds", "Start.", registry=registry).set(start)
    registry.register(Info())
    return bytes(generate_latest(registry))  # type: ignore[no-untyped-call]


def read(accept: str, *texts: bytes) -> dict[tuple[str, str], float]:
    """Return the samples of the sums by name and what tells them apart."""
    body, _ = add_up(texts, accept)
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(body.decode().replace("# EOF\n", ""))
        for sample in family.samples
    }


ONE = make({"200": 3, "404": 1}, [0.5, 2], 2, 1000.5)
OTHER = make({"200": 4, "503": 2}, [3, 9], 1, 900.25)


def test_counters_and_histograms_add_up_and_what_is_alike_does_not() -> None:
    samples = read("text/plain", ONE, OTHER)
    assert samples["azru_requests_total", "200"] == 7
    assert samples["azru_requests_total", "404"] == 1
    assert samples["azru_requests_total", "503"] == 2
    assert samples["azru_query_seconds_bucket", "1.0"] == 1
    assert samples["azru_query_seconds_bucket", "5.0"] == 3
    assert samples["azru_query_seconds_bucket", "+Inf"] == 4
    assert samples["azru_query_seconds_count", ""] == 4
    assert samples["azru_query_seconds_sum", ""] == 14.5
    assert samples["azru_reloads_total", "done"] == 2
    assert samples["azru_dataset_info", "1"] == 1
    assert samples["process_start_time_seconds", ""] == 900.25


def test_the_sums_come_in_the_format_that_suits() -> None:
    body, content_type = add_up([ONE, OTHER], OPENMETRICS)
    assert content_type.startswith(OPENMETRICS)
    assert body.endswith(b"# EOF\n")
    again, _ = add_up([body], OPENMETRICS)
    assert again == body
    assert add_up([ONE], "text/plain")[1].startswith("text/plain")
