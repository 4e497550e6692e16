#!/usr/bin/env python3
"""A list of panels → the Grafana dashboard that ships with the compose file.

Grafana's JSON repeats forty lines for a panel; here a panel is one line, and the test suite can
tell whether every metric it asks for exists. Run it after a change:

    tools/grafana_dashboard.py > deploy/compose/grafana/dashboards/kowane.json
"""

from __future__ import annotations

import json
from typing import Any

RATE = "[$__rate_interval]"


def quantile(q: float, metric: str, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({q}, sum by ({labels}) (rate({metric}_bucket{RATE})))"


def rate(metric: str, by: str = "") -> str:
    grouping = f" by ({by})" if by else ""
    return f"sum{grouping} (rate({metric}{RATE}))"


PANELS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    # title, unit, (expression, legend)…
    ("Ready", "bool", (("kowane_ready", "{{instance}}"),)),
    (
        "Speech made, s of audio each second",
        "none",
        ((rate("kowane_audio_seconds_total", "format"), "{{format}}"),),
    ),
    (
        "Time to first audio",
        "s",
        tuple((quantile(q, "kowane_ttfa_seconds"), f"p{q * 100:g}") for q in (0.5, 0.95, 0.99)),
    ),
    (
        "Real-time factor",
        "none",
        tuple((quantile(q, "kowane_rtf"), f"p{q * 100:g}") for q in (0.5, 0.95)),
    ),
    (
        "Requests a second",
        "reqps",
        ((rate("kowane_requests_total", "route, status"), "{{route}} {{status}}"),),
    ),
    ("Errors a second", "reqps", ((rate("kowane_errors_total", "code"), "{{code}}"),)),
    (
        "Places and the line",
        "none",
        (
            ("kowane_active_requests", "being spoken"),
            ("kowane_queue_depth", "waiting for a place"),
            ("kowane_parked_requests", "waiting for the next turn"),
        ),
    ),
    (
        "Waiting for a place",
        "s",
        tuple(
            (quantile(q, "kowane_queue_wait_seconds"), f"p{q * 100:g}") for q in (0.5, 0.95, 0.99)
        ),
    ),
    (
        "Where the time goes, s each second",
        "s",
        (
            (rate("kowane_g2p_seconds_sum"), "reading"),
            (rate("kowane_inference_seconds_sum"), "model"),
        ),
    ),
    (
        "Cache, share of chunks found",
        "percentunit",
        (
            (
                f"({rate('kowane_cache_hits_total')} + {rate('kowane_cache_disk_hits_total')}"
                f" + {rate('kowane_cache_coalesced_total')})"
                f" / ({rate('kowane_cache_hits_total')} + {rate('kowane_cache_disk_hits_total')}"
                f" + {rate('kowane_cache_coalesced_total')} + {rate('kowane_cache_misses_total')})",
                "found",
            ),
        ),
    ),
    (
        "Memory",
        "bytes",
        (
            ("process_resident_memory_bytes", "resident"),
            ("kowane_cache_bytes", "audio cache"),
        ),
    ),
    ("Processor, cores", "none", (("rate(process_cpu_seconds_total[$__rate_interval])", "used"),)),
)


def panel(
    number: int, title: str, unit: str, targets: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "prometheus"}
    return {
        "id": number + 1,
        "title": title,
        "type": "timeseries",
        "datasource": source,
        "gridPos": {"h": 8, "w": 12, "x": 12 * (number % 2), "y": 8 * (number // 2)},
        "fieldConfig": {
            "defaults": {"unit": unit, "min": 0, "custom": {"fillOpacity": 10}},
            "overrides": [],
        },
        "options": {"legend": {"showLegend": True, "placement": "bottom"}},
        "targets": [
            {"refId": chr(65 + at), "datasource": source, "expr": expr, "legendFormat": legend}
            for at, (expr, legend) in enumerate(targets)
        ],
    }


def dashboard() -> dict[str, Any]:
    return {
        "uid": "kowane",
        "title": "kowane",
        "tags": ["kowane"],
        "timezone": "browser",
        "schemaVersion": 41,
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "panels": [panel(number, *row) for number, row in enumerate(PANELS)],
    }


if __name__ == "__main__":
    print(json.dumps(dashboard(), indent=1))
