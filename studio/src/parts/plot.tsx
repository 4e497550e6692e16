// One quantity over the last minutes: its newest value as a number, its course as a plot.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { looks, type Look } from "../server/status";
import { shown } from "../words";

interface Properties {
  title: string;
  unit: string;
  value: (look: Look) => number | null;
  show: (value: number) => string;
  /** Single points joined over gaps: there is nothing to tell while nobody speaks. */
  points?: boolean;
}

const HEIGHT = 110; // CSS pixels
const SPAN = 300; // s

export function Plot({ title, unit, value, show, points = false }: Properties) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => draw(box.current!, value, show, points), [shown.value]);
  const last = looks.value.findLast((look) => value(look) !== null);
  const now = last && value(last);
  return (
    <figure class="plot">
      <figcaption>
        <span>{title}</span>
        <strong>
          {now === undefined || now === null ? "–" : show(now)} <small>{unit}</small>
        </strong>
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

function timeOfDay(seconds: number): string {
  const form = { hour: "2-digit", minute: "2-digit" } as const;
  return new Date(seconds * 1000).toLocaleTimeString(shown.value, form);
}

function draw(
  box: HTMLDivElement,
  value: Properties["value"],
  show: Properties["show"],
  points: boolean,
): () => void {
  const style = getComputedStyle(box);
  const axis: uPlot.Axis = {
    stroke: () => style.color,
    font: "11px system-ui, sans-serif",
    grid: { stroke: () => style.borderTopColor, width: 1 },
    ticks: { show: false },
  };
  const line = () => style.caretColor;
  const plot = new uPlot(
    {
      width: box.clientWidth || 280,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 6, 0, 0],
      scales: {
        x: { range: (_plot, _least, most) => [most - SPAN, most] },
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.15 : 1] },
      },
      axes: [
        { ...axis, space: 80, size: 24, values: (_plot, ticks) => ticks.map(timeOfDay) },
        { ...axis, space: 34, size: 46, values: (_plot, ticks) => ticks.map(show) },
      ],
      series: [
        {},
        { stroke: line, width: 2, spanGaps: points, points: { show: points, size: 5, fill: line } },
      ],
    },
    [[], []],
    box,
  );
  const stop = looks.subscribe((all) =>
    plot.setData([all.map((look) => look.at), all.map((look) => value(look))]),
  );
  const resized = new ResizeObserver(() =>
    plot.setSize({ width: box.clientWidth || 280, height: HEIGHT }),
  );
  resized.observe(box);
  return () => {
    stop();
    resized.disconnect();
    plot.destroy();
  };
}
