// A client of a kowane server for web pages: `Connection` speaks its WebSocket, `Player` plays what
// comes without gaps, `Speaker` is both together. No dependencies. Types: kowane.d.ts.

const SUBPROTOCOL = "kowane.v1";
const KEY_SUBPROTOCOL = "kowane.key.";

/** What the server said was wrong. */
export class KowaneError extends Error {
  constructor(error, retryAfter) {
    super(error.message ?? "The server failed.");
    this.name = "KowaneError";
    this.type = error.type ?? null;
    this.code = error.code ?? null;
    this.param = error.param ?? null;
    this.retryAfter = retryAfter ?? null;
  }
}

/** One WebSocket. Utterances are spoken in the order in which they are begun. */
export class Connection extends EventTarget {
  #socket;
  #utterances = new Map();
  #count = 0;

  constructor(socket) {
    super();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code, reason }) => this.#over(code, reason);
  }

  /** Open one. `key` travels as a subprotocol: pages cannot set headers on a WebSocket. */
  static open(url = "ws://127.0.0.1:8880", { key = null, WebSocket: Socket = WebSocket } = {}) {
    const address = new URL(url);
    address.protocol = address.protocol.replace("http", "ws");
    address.pathname = `${address.pathname.replace(/\/$/, "")}/v1/audio/speech/stream`;
    const offered = key ? [SUBPROTOCOL, KEY_SUBPROTOCOL + encodeURIComponent(key)] : [SUBPROTOCOL];
    const socket = new Socket(address, offered);
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(new Connection(socket));
      socket.onclose = ({ code, reason }) => {
        const told = reason || "The connection was refused: no server, a wrong key or a foreign page.";
        reject(new KowaneError({ message: told, code: "connection_failed", type: String(code) }));
      };
    });
  }

  /** Begin to speak; write its text with `write`, finish with `end`. */
  begin(options = {}) {
    this.#count += 1;
    const id = options.id ?? `u${this.#count}`;
    const utterance = new Utterance(id, (message) => this.#send(message));
    this.#utterances.set(id, utterance);
    this.#send({ type: "start", format: "pcm", ...options, id });
    return utterance;
  }

  /** Fall silent: what is spoken and what waits is dropped. */
  cancel() {
    this.#send({ type: "cancel" });
  }

  close() {
    this.#socket.close();
  }

  #current = null;

  #take(data) {
    if (typeof data !== "string") {
      this.#current?.take({ type: "data", data: new Uint8Array(data) });
      return;
    }
    const event = JSON.parse(data);
    const utterance = this.#utterances.get(event.id);
    if (event.type === "audio") this.#current = utterance;
    if (utterance) {
      utterance.take(event);
      if (event.type === "done" || event.type === "error") this.#utterances.delete(utterance.id);
    } else if (event.type === "error") {
      // About no utterance by name, as when one could not begin: whoever waits must hear of it.
      const error = new KowaneError(event.error, event.retry_after);
      for (const waiting of this.#utterances.values()) waiting.fail(error);
      this.#utterances.clear();
      this.dispatchEvent(Object.assign(new Event("error"), { error }));
    }
  }

  #over(code, reason) {
    const error = new KowaneError({
      message: reason || `The connection has ended (${code}).`,
      code: "connection_closed",
    });
    for (const utterance of this.#utterances.values()) utterance.fail(error);
    this.#utterances.clear();
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }
}

/** One text on its way to being heard: iterate it for its audio and its other events. */
export class Utterance {
  #send;
  #events = [];
  #waiting = null;
  #over = false;
  #failure = null;

  constructor(id, send) {
    this.id = id;
    this.#send = send;
  }

  /** More text, of any length: the deltas of a language model. */
  write(text) {
    if (text) this.#send({ type: "text", text });
  }

  /** Speak what has been written, though more will come. */
  flush() {
    this.#send({ type: "flush" });
  }

  /** The text is complete. */
  end() {
    this.#send({ type: "end" });
  }

  take(event) {
    if (event.type === "error") {
      this.fail(new KowaneError(event.error, event.retry_after));
      return;
    }
    this.#events.push(event);
    if (event.type === "done") this.#over = true;
    this.#wake();
  }

  fail(error) {
    this.#failure = error;
    this.#over = true;
    this.#wake();
  }

  #wake() {
    this.#waiting?.();
    this.#waiting = null;
  }

  async *[Symbol.asyncIterator]() {
    for (;;) {
      while (this.#events.length) yield this.#events.shift();
      if (this.#failure) throw this.#failure;
      if (this.#over) return;
      await new Promise((resolve) => {
        this.#waiting = resolve;
      });
    }
  }
}

/** Plays s16le samples without gaps, by an AudioWorklet. Make it in answer to a click. */
export class Player {
  #context;
  #node;
  #ended = [];
  #odd = null;

  constructor(context, node) {
    this.#context = context;
    this.#node = node;
    this.played = 0;
    this.starved = 0;
    node.port.onmessage = ({ data }) => {
      if (data.type === "played") {
        this.played = data.played / context.sampleRate;
        this.starved = data.starved / context.sampleRate;
      } else if (data.type === "ended") {
        for (const resolve of this.#ended.splice(0)) resolve();
      }
    };
  }

  /** `worklet` is where player.worklet.js is served from; beside this file unless told. */
  static async create({
    sampleRate = 24_000,
    worklet = new URL("./player.worklet.js", import.meta.url),
    context = new AudioContext({ sampleRate, latencyHint: "interactive" }),
  } = {}) {
    await context.audioWorklet.addModule(worklet);
    const node = new AudioWorkletNode(context, "kowane-player", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    node.connect(context.destination);
    await context.resume();
    return new Player(context, node);
  }

  get context() {
    return this.#context;
  }

  /** The node, to put filters or an analyser behind it. */
  get node() {
    return this.#node;
  }

  /** Queue little-endian 16-bit samples; a sample may be cut in two between pieces. */
  play(bytes) {
    let data = bytes;
    if (this.#odd !== null) {
      data = new Uint8Array(bytes.length + 1);
      data[0] = this.#odd;
      data.set(bytes, 1);
    }
    this.#odd = data.length % 2 ? data[data.length - 1] : null;
    const count = data.length >> 1;
    if (!count) return;
    const view = new DataView(data.buffer, data.byteOffset, count * 2);
    const samples = new Float32Array(count);
    for (let i = 0; i < count; i += 1) samples[i] = view.getInt16(i * 2, true) / 32_768;
    this.#node.port.postMessage({ samples }, [samples.buffer]);
  }

  /** Fall silent now. */
  clear() {
    this.#odd = null;
    this.#node.port.postMessage({ type: "clear" });
    for (const resolve of this.#ended.splice(0)) resolve();
  }

  /** Resolves when everything queued has been heard. */
  ended() {
    const over = new Promise((resolve) => this.#ended.push(resolve));
    this.#node.port.postMessage({ type: "end" });
    return over;
  }

  async close() {
    this.#node.disconnect();
    await this.#context.close();
  }
}

/** A connection and a player: say a text, or the pieces of one, aloud. */
export class Speaker {
  constructor(connection, player) {
    this.connection = connection;
    this.player = player;
  }

  static async create({ url, key, worklet } = {}) {
    const connection = await Connection.open(url, { key });
    try {
      return new Speaker(connection, await Player.create({ worklet }));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Say it; resolves with the server's `done` when it has been heard.
   *  `text` is a string or an (async) iterable of pieces; `onEvent` sees words and the rest. */
  async say(text, { onEvent = () => {}, ...options } = {}) {
    const utterance = this.connection.begin(options);
    const writing = write(utterance, text);
    writing.catch(() => {}); // told below, with whatever the server says first
    let done = null;
    for await (const event of utterance) {
      if (event.type === "data") this.player.play(event.data);
      else onEvent(event);
      if (event.type === "done") done = event;
    }
    await writing;
    await this.player.ended();
    return done;
  }

  /** Interrupt: fall silent at once. */
  stop() {
    this.connection.cancel();
    this.player.clear();
  }

  async close() {
    this.connection.close();
    await this.player.close();
  }
}

async function write(utterance, text) {
  try {
    if (typeof text === "string") utterance.write(text);
    else for await (const piece of text) utterance.write(piece);
  } finally {
    utterance.end();
  }
}
