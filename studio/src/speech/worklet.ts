// The audio thread: plays the samples it has been given, seeks in them, and says where it is.
// One input message: {samples} | {play} | {seek} | {end} | {clear}. One output message about every
// 21 ms: where it is, and whether it waits for samples or has come to the end.

interface WorkletScope {
  registerProcessor(name: string, type: unknown): void;
  AudioWorkletProcessor: new () => { readonly port: MessagePort };
}
const scope = globalThis as unknown as WorkletScope;

/** Samples between reports: 512 at 24 kHz are 21 ms. */
const REPORT = 512;

export interface Report {
  generation: number;
  position: number;
  playing: boolean;
  starved: boolean;
  ended: boolean;
}

class Playback extends scope.AudioWorkletProcessor {
  private blocks: Float32Array[] = [];
  private starts: number[] = [];
  private total = 0;
  private block = 0;
  private position = 0;
  private playing = false;
  private complete = false;
  private sinceReport = 0;
  private generation = 0;

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent) => this.obey(event.data);
  }

  private obey(message: Record<string, unknown>): void {
    if (typeof message.generation === "number" && message.generation !== this.generation) {
      this.generation = message.generation;
      this.blocks = [];
      this.starts = [];
      this.total = this.position = this.block = 0;
      this.playing = this.complete = false;
    }
    if (message.samples instanceof Float32Array) {
      this.blocks.push(message.samples);
      this.starts.push(this.total);
      this.total += message.samples.length;
    }
    if (message.end) this.complete = true;
    if (typeof message.seek === "number") {
      this.position = Math.max(0, Math.min(message.seek, this.total));
      this.block = Math.max(0, this.starts.findLastIndex((start) => start <= this.position));
    }
    if (typeof message.play === "boolean") this.playing = message.play;
    this.report(false);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]?.[0];
    if (!out) return true;
    let written = 0;
    while (this.playing && written < out.length) {
      const block = this.blocks[this.block];
      if (!block) break;
      const offset = this.position - (this.starts[this.block] ?? 0);
      const piece = block.subarray(offset, offset + out.length - written);
      out.set(piece, written);
      written += piece.length;
      this.position += piece.length;
      if (offset + piece.length >= block.length) this.block += 1;
    }
    const atEnd = this.position >= this.total;
    if (this.playing && atEnd && this.complete) {
      this.playing = false;
      this.report(true);
    }
    this.sinceReport += out.length;
    if (this.playing && this.sinceReport >= REPORT) this.report(false);
    return true;
  }

  private report(ended: boolean): void {
    this.sinceReport = 0;
    this.port.postMessage({
      generation: this.generation,
      position: this.position,
      playing: this.playing,
      starved: this.playing && this.position >= this.total,
      ended,
    } satisfies Report);
  }
}

scope.registerProcessor("kowane-playback", Playback);
