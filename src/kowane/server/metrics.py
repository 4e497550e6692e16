"""Counts and times of one server for Prometheus, in a registry of its own.

Labels come from closed sets only: route templates, status codes, error codes, formats. Texts,
voices, keys and addresses never become labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kowane.engine.protocol import EngineInfo

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_RATIOS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 4)


class Metrics:
    """Everything that is counted.

    Args:
        cache: statistics of the audio cache by name, {} where there is none.
        gauges: name → (help, reading), read at every scrape.
        engine: what computes the sound, None while that is unknown.
    """

    def __init__(
        self,
        *,
        cache: Callable[[], Mapping[str, float]],
        gauges: Mapping[str, tuple[str, Callable[[], float]]],
        engine: Callable[[], EngineInfo | None] = lambda: None,
    ) -> None:
        self.registry = registry = CollectorRegistry(auto_describe=True)
        self.requests = Counter(
            "kowane_requests", "Requests answered.", ["route", "status"], registry=registry
        )
        self.errors = Counter(
            "kowane_errors", "Requests that ended in an error.", ["code"], registry=registry
        )
        self.request_seconds = Histogram(
            "kowane_request_seconds",
            "From a request's arrival to the last byte of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.ttfa = _histogram(
            registry, "kowane_ttfa_seconds", "From a request's arrival to its first chunk of audio."
        )
        self.queue_seconds = _histogram(
            registry, "kowane_queue_wait_seconds", "Waiting for a place before synthesis."
        )
        self.g2p_seconds = _histogram(
            registry, "kowane_g2p_seconds", "Reading the text and planning chunks, each request."
        )
        self.inference_seconds = _histogram(
            registry,
            "kowane_inference_seconds",
            "From handing chunks to the engine to their output, summed over a request.",
        )
        self.rtf = Histogram(
            "kowane_rtf",
            "Real-time factor: a finished request's time from its place to its last chunk, divided "
            "by the length of its audio.",
            buckets=_RATIOS,
            registry=registry,
        )
        self.audio_seconds = Counter(
            "kowane_audio_seconds", "Audio synthesised, s.", ["format"], registry=registry
        )
        self.characters = Counter("kowane_characters", "Characters accepted.", registry=registry)
        self.stalls = Counter(
            "kowane_stalls",
            "Times that a listener who plays at once must have run dry before the next chunk.",
            registry=registry,
        )
        self.stalled_seconds = Counter(
            "kowane_stalled_seconds", "How long those lasted, s.", registry=registry
        )
        self.disconnects = Counter(
            "kowane_disconnects", "Clients who left before their answer ended.", registry=registry
        )
        for name, (text, read) in gauges.items():
            Gauge(name, text, registry=registry).set_function(read)
        registry.register(_CacheCollector(cache))
        registry.register(_EngineCollector(engine))
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)

    def render(self) -> bytes:
        """The exposition in Prometheus' text format."""
        return generate_latest(self.registry)


def _histogram(registry: CollectorRegistry, name: str, text: str) -> Histogram:
    return Histogram(name, text, buckets=_SECONDS, registry=registry)


_CACHE_COUNTERS = {
    "hits": "Chunks found in memory.",
    "disk_hits": "Chunks found on disk.",
    "coalesced": "Chunks that joined a run for the same chunk.",
    "misses": "Chunks that had to be synthesised.",
    "evictions": "Chunks put out of memory to stay within the limits.",
    "expired": "Chunks put out of memory because their time was over.",
    "disk_evictions": "Chunks put out of the disk tier.",
    "disk_errors": "Reads and writes that the disk refused.",
}
_CACHE_GAUGES = {
    "entries": "Chunks in memory.",
    "bytes": "Memory used by them.",
    "disk_entries": "Chunks on disk.",
    "disk_bytes": "Disk space used by them.",
}


class _CacheCollector(Collector):
    """The cache counts for itself; this only passes its numbers on."""

    def __init__(self, read: Callable[[], Mapping[str, float]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        values = self._read()
        for name, text in _CACHE_COUNTERS.items():
            yield CounterMetricFamily(f"kowane_cache_{name}", text, value=values.get(name, 0))
        for name, text in _CACHE_GAUGES.items():
            yield GaugeMetricFamily(f"kowane_cache_{name}", text, value=values.get(name, 0))


class _EngineCollector(Collector):
    """Which recipe and which execution provider really run."""

    def __init__(self, read: Callable[[], EngineInfo | None]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        info = self._read()
        labels = ["provider", "recipe"]
        family = GaugeMetricFamily("kowane_engine_info", "What computes the sound.", labels=labels)
        if info is not None:
            family.add_metric([info.provider, info.recipe], 1)
        yield family
