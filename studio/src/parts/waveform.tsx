// The waveform of an utterance with the part that has been heard in another colour. Clicking seeks;
// the slider below it does the same for the keyboard and for screen readers.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { PEAKS_PER_SECOND, type Utterance } from "../speech/utterance";
import { clock, t } from "../words";

const HEIGHT = 72; // CSS pixels
const BAR = 3; // CSS pixels from bar to bar

export function Waveform({ utterance }: { utterance: Utterance }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => draw(box.current!, utterance), [utterance]);
  const { duration, position } = utterance;
  return (
    <div class="waveform">
      <div ref={box} aria-hidden="true" />
      <input
        type="range"
        aria-label={t("seek")}
        aria-valuetext={`${clock(position.value)} / ${clock(duration.value)}`}
        min={0}
        max={Math.max(duration.value, 0.01)}
        step={0.01}
        value={position.value}
        onInput={(event) => utterance.seek(Number(event.currentTarget.value))}
      />
    </div>
  );
}

function draw(box: HTMLDivElement, utterance: Utterance): () => void {
  const style = getComputedStyle(box);
  // Resolved by CSS; empty once the box has left the page.
  const colour = (heard: boolean) => (heard ? style.caretColor : style.color) || "transparent";
  const fill = (plot: uPlot) => {
    const { left, width } = plot.bbox;
    const share = utterance.position.peek() / Math.max(utterance.duration.peek(), 0.01);
    const gradient = plot.ctx.createLinearGradient(left, 0, left + width, 0);
    const edge = Math.min(1, Math.max(0, share));
    gradient.addColorStop(edge, colour(true));
    gradient.addColorStop(edge, colour(false));
    return gradient;
  };
  const bars = uPlot.paths.bars!({ size: [0.6, 2], radius: 1 });
  const series: uPlot.Series = { paths: bars, fill, width: 0, points: { show: false } };
  const plot = new uPlot(
    {
      width: box.clientWidth || 300,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [0, 0, 0, 0],
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false }, y: { range: [-1, 1] } },
      series: [{}, series, series],
    },
    [[], [], []],
    box,
  );
  const refresh = () => plot.setData(binned(utterance, plot.width));
  const stops = [
    utterance.peaks.subscribe(refresh),
    utterance.position.subscribe(() => plot.redraw()),
  ];
  const resized = new ResizeObserver(() => {
    plot.setSize({ width: box.clientWidth || 300, height: HEIGHT });
    refresh();
  });
  resized.observe(box);
  plot.over.addEventListener("click", (event) => {
    const share = event.offsetX / plot.over.clientWidth;
    utterance.seek(share * utterance.duration.peek());
  });
  return () => {
    stops.forEach((stop) => stop());
    resized.disconnect();
    plot.destroy();
  };
}

/** Highest and lowest of each bar; loudness is scaled so that speech fills the height. */
function binned(utterance: Utterance, width: number): uPlot.AlignedData {
  const peaks = utterance.peaks.peek();
  const count = Math.max(1, Math.min(Math.floor(width / BAR), peaks.length / 2 || 1));
  const all = peaks.length / 2;
  const loudest = Math.max(0.2, ...[0].concat(maximum(peaks)));
  const x: number[] = [];
  const high: number[] = [];
  const low: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * all) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * all) / count));
    let top = 0.02;
    let bottom = -0.02;
    for (let at = from; at < to; at++) {
      bottom = Math.min(bottom, (peaks[2 * at] ?? 0) / loudest);
      top = Math.max(top, (peaks[2 * at + 1] ?? 0) / loudest);
    }
    x.push((from + to) / 2 / PEAKS_PER_SECOND);
    high.push(top * 0.95);
    low.push(bottom * 0.95);
  }
  return [x, high, low];
}

function maximum(values: readonly number[]): number {
  let found = 0;
  for (const value of values) found = Math.max(found, Math.abs(value));
  return found;
}
