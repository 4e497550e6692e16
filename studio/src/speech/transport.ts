// How speech comes from the server: over WebSocket, or as server-sent events where no WebSocket can
// be opened (a proxy, or an error whose reason browsers hide). Both give the same events.
import { Failure, address, kindOf, send } from "../server/request";
import { key } from "../state/choices";

export interface Order {
  input: string;
  voice: string;
  speed?: number;
  lang?: string;
  markup?: "none" | "inline";
  lexicons?: string[];
  pronunciations?: Pronunciation[];
}

export interface Pronunciation {
  word: string;
  says?: string;
  phonemes?: string;
  ipa?: string;
}

export interface Word {
  word: string;
  /** s from the beginning of the audio. */
  start: number;
  end: number;
  /** Characters of the order's input. */
  char_start: number;
  char_end: number;
}

export type SpeechEvent =
  | { kind: "words"; words: Word[] }
  | { kind: "audio"; samples: Float32Array }
  | { kind: "done"; timing: Record<string, number> };

/** Characters of one WebSocket message; the server takes 65 536 including JSON. */
const PART = 8_000;
const OPENING_LIMIT = 4_000; // ms

export async function* speech(order: Order, stop: AbortSignal): AsyncGenerator<SpeechEvent> {
  const socket = await openSocket(stop).catch(() => null);
  if (stop.aborted) return;
  yield* socket ? overSocket(socket, order, stop) : overEvents(order, stop);
}

function openSocket(stop: AbortSignal): Promise<WebSocket> {
  const protocols = ["kowane.v1"];
  if (key.value) protocols.push(`kowane.key.${token(key.value)}`);
  return new Promise((resolve, reject) => {
    const url = address("v1/audio/speech/stream").replace(/^http/, "ws");
    const socket = new WebSocket(url, protocols);
    socket.binaryType = "arraybuffer";
    const giveUp = () => {
      socket.close();
      reject(new Error("no socket"));
    };
    const timer = setTimeout(giveUp, OPENING_LIMIT);
    stop.addEventListener("abort", giveUp);
    socket.onopen = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", giveUp);
      resolve(socket);
    };
    socket.onerror = giveUp;
  });
}

/** Percent-encoded so that it may stand in a subprotocol's name (RFC 9110, token). */
function token(value: string): string {
  return encodeURIComponent(value).replace(
    /[()]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function* overSocket(
  socket: WebSocket,
  order: Order,
  stop: AbortSignal,
): AsyncGenerator<SpeechEvent> {
  const inbox: (MessageEvent["data"] | null)[] = [];
  let wake = () => {};
  const put = (data: MessageEvent["data"] | null) => {
    inbox.push(data);
    wake();
  };
  socket.onmessage = (event) => put(event.data);
  socket.onclose = () => put(null);
  const leave = () => socket.close();
  stop.addEventListener("abort", leave);
  const { input, ...manner } = order;
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: "start", ...manner, format: "pcm", timestamps: "word" });
  for (const part of parts(input)) say({ type: "text", text: part });
  say({ type: "end" });
  const odd = new PcmReader();
  try {
    while (!stop.aborted) {
      if (!inbox.length) await new Promise<void>((resolve) => (wake = resolve));
      const data = inbox.shift();
      if (data === null) {
        if (stop.aborted) return;
        throw new Failure("gone", "");
      }
      if (data instanceof ArrayBuffer) {
        yield { kind: "audio", samples: odd.read(new Uint8Array(data)) };
        continue;
      }
      const event = JSON.parse(data as string);
      if (event.type === "words") yield { kind: "words", words: event.words };
      if (event.type === "error") throw failureOf(event.error, event.retry_after);
      if (event.type === "done") {
        yield { kind: "done", timing: event.timing ?? {} };
        return;
      }
    }
  } finally {
    stop.removeEventListener("abort", leave);
    socket.onclose = null;
    socket.close();
  }
}

function* parts(input: string): Generator<string> {
  for (let at = 0; at < input.length; ) {
    let end = at + PART;
    const last = input.charCodeAt(end - 1);
    if (end < input.length && last >= 0xd800 && last < 0xdc00) end -= 1; // keep the pair together
    yield input.slice(at, end);
    at = end;
  }
}

async function* overEvents(order: Order, stop: AbortSignal): AsyncGenerator<SpeechEvent> {
  const answer = await send(
    "v1/audio/speech",
    { ...order, response_format: "pcm", stream_format: "sse", timestamps: "word" },
    { signal: stop },
  );
  const odd = new PcmReader();
  for await (const data of eventData(answer, stop)) {
    if (data === "[DONE]") return;
    const event = JSON.parse(data);
    if (event.type === "speech.audio.words") yield { kind: "words", words: event.words };
    if (event.type === "speech.audio.delta") {
      const bytes = Uint8Array.from(atob(event.audio), (c) => c.charCodeAt(0));
      yield { kind: "audio", samples: odd.read(bytes) };
    }
    if (event.type === "speech.audio.done") yield { kind: "done", timing: event.timing ?? {} };
    if (event.type === "error") throw failureOf(event.error, null);
  }
  throw new Failure("gone", "");
}

/** The `data` of server-sent events. A connection that breaks is a Failure. */
export async function* eventData(answer: Response, stop: AbortSignal): AsyncGenerator<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      let end: number;
      while ((end = rest.indexOf("\n\n")) >= 0) {
        const event = rest.slice(0, end);
        rest = rest.slice(end + 2);
        const lines = event.split("\n").filter((line) => line.startsWith("data:"));
        if (lines.length) yield lines.map((line) => line.slice(5).trimStart()).join("\n");
      }
    }
  } catch (error) {
    if (stop.aborted) throw new DOMException("stopped", "AbortError");
    throw error instanceof TypeError ? new Failure("gone", "") : error;
  } finally {
    void reader.cancel().catch(() => {});
  }
}

function failureOf(error: { message?: string; code?: string; type?: string }, wait: unknown): Failure {
  const refused = error.type === "invalid_request_error" ? 400 : 500;
  const retry = typeof wait === "number" ? wait : null;
  return new Failure(kindOf(refused, error.code), error.message ?? "", retry);
}

/** s16le bytes, cut anywhere, to samples. */
export class PcmReader {
  private left: number | null = null;

  read(bytes: Uint8Array): Float32Array {
    let all = bytes;
    if (this.left !== null) {
      all = new Uint8Array(bytes.length + 1);
      all[0] = this.left;
      all.set(bytes, 1);
    }
    this.left = all.length % 2 ? (all.at(-1) ?? null) : null;
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    const samples = new Float32Array(all.length >> 1);
    for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true) / 32768;
    return samples;
  }
}
