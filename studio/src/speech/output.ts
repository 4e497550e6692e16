// The loudspeaker: one AudioContext at the model's rate with one worklet, shared by everything that
// plays on this page, so that two voices never talk at once.
import workletUrl from "./worklet?worker&url";
import type { Report } from "./worklet";

export const SAMPLE_RATE = 24_000;

interface Loudspeaker {
  context: AudioContext;
  node: AudioWorkletNode;
}

let opened: Promise<Loudspeaker> | null = null;
let generation = 0;
let listener: ((report: Report) => void) | null = null;

async function make(): Promise<Loudspeaker> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, "kowane-playback", {
    numberOfInputs: 0,
    outputChannelCount: [1],
  });
  node.port.onmessage = (event: MessageEvent<Report>) => {
    if (event.data.generation === generation) listener?.(event.data);
  };
  node.connect(context.destination);
  return { context, node };
}

/** Open it; called early, so that the first click finds it ready. */
export function open(): Promise<Loudspeaker> {
  opened ??= make().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** Whoever holds a line is the one that is heard, until another one takes it. */
export class Line {
  private readonly generation = ++generation;
  private readonly ready: Promise<Loudspeaker>;
  private context: AudioContext | null = null;

  constructor(onReport: (report: Report) => void) {
    listener = onReport;
    this.ready = open();
    void this.ready.then(({ context }) => {
      this.context = context;
      void context.resume();
    });
  }

  get current(): boolean {
    return this.generation === generation;
  }

  /** s from a sample's leaving the worklet until it is heard. */
  get latency(): number {
    return this.context ? this.context.outputLatency || this.context.baseLatency || 0 : 0;
  }

  tell(message: Record<string, unknown>): void {
    if (!this.current) return;
    void this.ready.then(({ node, context }) => {
      if (!this.current) return;
      if (message.play) void context.resume();
      node.port.postMessage({ ...message, generation: this.generation });
    });
  }
}
