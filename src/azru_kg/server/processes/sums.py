"""Adds up the metrics of all web processes of a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

OPENMETRICS: Final = "application/openmetrics-text"
"""What processes accept of each other: this format tells what is what."""

# Each process tells the same of the whole server, as far back as it remembers.
_ALIKE: Final = (
    "azru_dataset_info",
    "azru_reloads_total",
    "azru_engine_restarts_total",
    "azru_older_releases_known",
)
# Moments: of the server it is the first.
_MOMENTS: Final = ("_created", "process_start_time_seconds")


class _Sums(Collector):
    def __init__(self, texts: Sequence[bytes]) -> None:
        self._texts = texts

    def collect(self) -> Iterable[Metric]:
        families: dict[str, list[Metric]] = {}
        for text in self._texts:
            for family in text_string_to_metric_families(text.decode()):  # type: ignore[no-untyped-call]
                families.setdefault(family.name, []).append(family)
        return map(_merge, families.values())


def add_up(texts: Sequence[bytes], accept: str) -> tuple[bytes, str]:
    """Return metrics in the format that suits, with its content type, of some in OpenMetrics."""
    registry = CollectorRegistry()
    registry.register(_Sums(texts))
    encode, content_type = choose_encoder(accept)
    return encode(registry), content_type


def _merge(families: Sequence[Metric]) -> Metric:
    values: dict[tuple[str, tuple[tuple[str, str], ...]], list[float]] = {}
    for family in families:
        for sample in family.samples:
            key = sample.name, tuple(sample.labels.items())
            values.setdefault(key, []).append(sample.value)
    first = families[0]
    merged = Metric(first.name, first.documentation, first.type, first.unit)
    for (name, labels), numbers in values.items():
        merged.add_sample(name, dict(labels), _combine(name, numbers))
    return merged


def _combine(name: str, numbers: Sequence[float]) -> float:
    if name in _ALIKE:
        return max(numbers)
    return min(numbers) if name.endswith(_MOMENTS) else sum(numbers)
