"""OpenTelemetry spans of requests, where a collector is configured; nothing otherwise.

The library is imported only when there is an endpoint. Spans carry measures and codes, never text.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Protocol

from kowane.errors import MissingExtra


class Tracer(Protocol):
    """Records finished requests."""

    def record(
        self, name: str, seconds: float, headers: Mapping[str, str], attributes: Mapping[str, Any]
    ) -> None:
        """One request that has just ended after `seconds`, with the caller's headers."""
        ...

    def close(self) -> None:
        """Send what is left."""
        ...


class NoTracer:
    """Records nothing."""

    def record(
        self, name: str, seconds: float, headers: Mapping[str, str], attributes: Mapping[str, Any]
    ) -> None:
        pass

    def close(self) -> None:
        pass


class OtelTracer:
    """Sends spans to an OTLP/HTTP collector, in batches and from a thread of its own.

    Args:
        endpoint: full URL of the collector's traces path.

    Raises:
        MissingExtra: the OpenTelemetry packages are not installed.
    """

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.trace import SpanKind
            from opentelemetry.trace.propagation.tracecontext import (
                TraceContextTextMapPropagator,
            )
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"Tracing needs the package {error.name!r}, which is not installed.",
                remedy="Install it with: pip install 'kowane[telemetry]', or unset "
                "KOWANE_OTEL_ENDPOINT.",
            ) from error
        self._provider = TracerProvider(resource=Resource.create({"service.name": "kowane"}))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
        self._tracer = self._provider.get_tracer("kowane")
        self._kind = SpanKind.SERVER
        self._propagator = TraceContextTextMapPropagator()

    def record(
        self, name: str, seconds: float, headers: Mapping[str, str], attributes: Mapping[str, Any]
    ) -> None:
        end = time.time_ns()
        span = self._tracer.start_span(
            name,
            context=self._propagator.extract(dict(headers)),
            kind=self._kind,
            attributes=dict(attributes),
            start_time=end - int(seconds * 1e9),
        )
        span.end(end)

    def close(self) -> None:
        self._provider.shutdown()


def tracer(endpoint: str | None) -> Tracer:
    """The tracer for the setting `otel_endpoint`."""
    return OtelTracer(endpoint) if endpoint else NoTracer()
