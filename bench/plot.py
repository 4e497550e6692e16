"""Results as small SVG pictures for the docs; no library needed.

    python -m bench.plot

Reads bench/results/{speech,compare,memory}.json and writes docs/performance/*.svg.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parents[1] / "docs" / "performance"
COLOURS = ("#2f6f8f", "#d98032", "#7a9e4e", "#8d6a9f")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 260, 48, 36, 40


def main() -> None:
    if compared := _read("compare.json"):
        names = list(compared["programs"])
        texts = list(compared["texts"])
        rows = [[compared["texts"][text][name]["whole_s"] for text in texts] for name in names]
        labels = [compared["programs"][name]["name"] for name in names]
        _write("compare.svg", bars("Seconds for one text, lower is better", texts, labels, rows))
    if speech := _read("speech.json"):
        texts = list(speech["texts"])
        rows = [[speech["texts"][text][key] for text in texts] for key in ("rtf", "ttfa_s")]
        _write(
            "speech.svg",
            bars("By length of text", texts, ["RTF", "time to first audio, s"], rows),
        )
        counts = list(speech["streams"])
        rows = [[speech["streams"][count]["audio_s_per_s"] for count in counts]]
        _write("streams.svg", bars("Audio s per s, by streams at once", counts, ["all"], rows))
    if memory := _read("memory.json"):
        values = memory["rss_mb_median_of_each_100"]
        _write("memory.svg", line("Resident memory, MB, medians of each 100 runs", values))


def bars(
    title: str, groups: Sequence[str], labels: Sequence[str], rows: Sequence[Sequence[float]]
) -> str:
    """Grouped bars, each with its number."""
    most = max(max(row) for row in rows) or 1.0
    room = (WIDTH - LEFT) / len(groups)
    width = room * 0.8 / len(rows)
    parts = []
    for column, group in enumerate(groups):
        start = LEFT + column * room + room * 0.1
        parts.append(_text(start + room * 0.4, HEIGHT - BOTTOM + 16, group))
        for number, row in enumerate(rows):
            height = (HEIGHT - TOP - BOTTOM) * row[column] / most
            x, y = start + number * width, HEIGHT - BOTTOM - height
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width * 0.9:.1f}" height="{height:.1f}" '
                f'fill="{COLOURS[number % len(COLOURS)]}"/>'
            )
            parts.append(_text(x + width * 0.45, y - 4, f"{row[column]:.3g}"))
    parts += [
        f'<rect x="{LEFT + 200 * number}" y="{HEIGHT - 14}" width="10" height="10" '
        f'fill="{COLOURS[number % len(COLOURS)]}"/>'
        + _text(LEFT + 200 * number + 16, HEIGHT - 5, label, anchor="start")
        for number, label in enumerate(labels)
    ]
    return _picture(title, parts)


def line(title: str, values: Sequence[float]) -> str:
    """One curve from zero up."""
    most = max(values) * 1.1
    step = (WIDTH - 2 * LEFT) / max(1, len(values) - 1)
    points = [
        (LEFT + step * number, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most)
        for number, value in enumerate(values)
    ]
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [
        f'<polyline points="{curve}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>',
        f'<line x1="{LEFT}" y1="{HEIGHT - BOTTOM}" x2="{WIDTH - LEFT}" y2="{HEIGHT - BOTTOM}" '
        'stroke="#888"/>',
        _text(points[0][0], points[0][1] - 6, f"{values[0]:g}"),
        _text(points[-1][0], points[-1][1] - 6, f"{values[-1]:g}"),
        _text(WIDTH / 2, HEIGHT - 8, f"{len(values) * 100:,} runs"),
    ]
    return _picture(title, parts)


def _picture(title: str, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="{title}">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f"{_text(LEFT, 18, title, anchor='start')}\n{body}\n</svg>\n"
    )


def _text(x: float, y: float, text: str, *, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{text}</text>'


def _read(name: str) -> Any:
    path = RESULTS / name
    return json.loads(path.read_text()) if path.exists() else None


def _write(name: str, picture: str) -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    (DOCS / name).write_text(picture, "utf-8")
    print(DOCS / name)


if __name__ == "__main__":
    main()
