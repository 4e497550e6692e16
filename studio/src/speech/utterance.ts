// One text being spoken: its audio as it arrives, its words, and where the listener is in it.
import { signal } from "@preact/signals";
import { Failure } from "../server/request";
import { Line, SAMPLE_RATE } from "./output";
import { speech, type Order, type Word } from "./transport";

/** Peaks for each second of audio, for the waveform. */
export const PEAKS_PER_SECOND = 50;
const PEAK = SAMPLE_RATE / PEAKS_PER_SECOND;

export type Phase = "waiting" | "arriving" | "complete" | "failed";

export class Utterance {
  readonly phase = signal<Phase>("waiting");
  readonly words = signal<readonly Word[]>([]);
  /** [lowest, highest, lowest, highest, …] of each 1/50 s. */
  readonly peaks = signal<readonly number[]>([]);
  /** s of audio that have arrived. */
  readonly duration = signal(0);
  /** s; where the listener is. */
  readonly position = signal(0);
  readonly playing = signal(true);
  readonly ended = signal(false);
  /** The listener has heard all there is and more is to come. */
  readonly starved = signal(false);
  readonly failure = signal<Failure | null>(null);
  /** Index of the word that is heard, -1 between words. */
  readonly word = signal(-1);
  /** ms from the click to the first samples' arrival, and to their being played. */
  readonly arrivedAfter = signal<number | null>(null);
  readonly heardAfter = signal<number | null>(null);

  private readonly began = performance.now();
  private readonly stopping = new AbortController();
  private readonly line: Line;
  private reported = { position: 0, at: 0 };
  private frame = 0;
  private samples = 0;

  constructor(readonly order: Order) {
    this.line = new Line((report) => {
      this.reported = { position: report.position / SAMPLE_RATE, at: performance.now() };
      this.playing.value = report.playing;
      this.starved.value = report.starved;
      this.ended.value = report.ended;
      if (report.position > 0 && this.heardAfter.value === null)
        this.heardAfter.value = performance.now() - this.began;
      if (report.playing && !this.frame) this.frame = requestAnimationFrame(this.follow);
      if (!report.playing) this.place(this.reported.position);
    });
    this.line.tell({ play: true });
    void this.receive();
  }

  /** s; the end of the speech, also while its last chunk is on its way. */
  toggle(): void {
    if (this.ended.value) this.seek(0);
    this.play(!this.playing.value);
  }

  play(on: boolean): void {
    this.line.tell({ play: on });
  }

  seek(seconds: number): void {
    this.ended.value = false;
    this.place(seconds);
    this.line.tell({ seek: Math.round(seconds * SAMPLE_RATE) });
  }

  /** To the beginning of the word `step` words away. */
  step(step: number): void {
    const words = this.words.value;
    const here = words.findLastIndex((word) => word.start <= this.position.value + 0.01);
    const word = words[Math.max(0, Math.min(words.length - 1, here + step))];
    if (word) this.seek(word.start);
  }

  /** Fall silent for good, and let the server stop. */
  stop(): void {
    this.stopping.abort();
    this.line.tell({ play: false });
    cancelAnimationFrame(this.frame);
    this.playing.value = false;
  }

  private readonly follow = () => {
    this.frame = 0;
    if (!this.line.current) {
      this.stop(); // another one is heard now
      return;
    }
    if (!this.playing.value) return;
    const since = this.starved.value ? 0 : (performance.now() - this.reported.at) / 1000;
    this.place(this.reported.position + Math.min(since, 0.1) - this.line.latency);
    this.frame = requestAnimationFrame(this.follow);
  };

  private place(seconds: number): void {
    const position = Math.max(0, Math.min(seconds, this.duration.value));
    this.position.value = position;
    const words = this.words.value;
    const at = words.findLastIndex((word) => word.start <= position);
    const word = words[at];
    this.word.value = word && !this.ended.value && position < word.end + 0.15 ? at : -1;
  }

  private async receive(): Promise<void> {
    try {
      for await (const event of speech(this.order, this.stopping.signal)) {
        if (event.kind === "words") this.words.value = [...this.words.value, ...event.words];
        if (event.kind === "audio" && event.samples.length) this.take(event.samples);
      }
      if (this.stopping.signal.aborted) return;
      this.phase.value = "complete";
      this.line.tell({ end: true });
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.phase.value = "failed";
      this.line.tell({ end: true });
      this.failure.value = error instanceof Failure ? error : new Failure("failed", String(error));
    }
  }

  private take(samples: Float32Array): void {
    this.arrivedAfter.value ??= performance.now() - this.began;
    this.phase.value = "arriving";
    this.peaks.value = withPeaks(this.peaks.value, samples, this.samples);
    this.samples += samples.length;
    this.duration.value = this.samples / SAMPLE_RATE;
    this.line.tell({ samples });
  }
}

function withPeaks(known: readonly number[], samples: Float32Array, before: number): number[] {
  const peaks = known.slice();
  for (let i = 0; i < samples.length; i++) {
    const at = 2 * Math.floor((before + i) / PEAK);
    const sample = samples[i] ?? 0;
    peaks[at] = Math.min(peaks[at] ?? 0, sample);
    peaks[at + 1] = Math.max(peaks[at + 1] ?? 0, sample);
  }
  return peaks;
}
