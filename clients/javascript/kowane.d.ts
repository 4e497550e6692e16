/** A client of a kowane server for web pages. Times are s unless a name says ms. */

export interface SpeechOptions {
  /** A voice, one of OpenAI's names, or a blend such as "af_heart(2)+af_bella(1)". */
  voice?: string;
  /** Language tag, or "auto". */
  lang?: string;
  /** 0.25–4. */
  speed?: number;
  model?: string;
  /** What is played must be "pcm", the default. */
  format?: "pcm" | "mp3" | "opus" | "aac" | "flac" | "wav";
  sample_rate?: number;
  latency?: "low" | "balanced" | "best";
  timestamps?: "none" | "word";
  markup?: "none" | "inline" | "ssml";
  /** Comes back with its events. */
  id?: string;
}

export interface WordTime {
  word: string;
  start: number;
  end: number;
  char_start: number;
  char_end: number;
}

export type SpeechEvent =
  | { type: "audio"; id: string; format: string; media_type: string; sample_rate: number; channels: number }
  | { type: "data"; data: Uint8Array }
  | { type: "words"; id: string; words: WordTime[] }
  | { type: "flushed"; id: string }
  | Done;

export interface Done {
  type: "done";
  id: string;
  cancelled: boolean;
  usage: { input_tokens: number; output_tokens: number; total_tokens: number };
  timing: Record<string, number>;
}

export class KowaneError extends Error {
  /** Such as "unknown_voice", "overloaded", "connection_failed", "connection_closed". */
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** s after which it is worth trying again. */
  readonly retryAfter: number | null;
}

export class Connection extends EventTarget {
  static open(
    url?: string | URL,
    options?: { key?: string | null; WebSocket?: typeof WebSocket },
  ): Promise<Connection>;
  begin(options?: SpeechOptions): Utterance;
  cancel(): void;
  close(): void;
}

export class Utterance implements AsyncIterable<SpeechEvent> {
  readonly id: string;
  write(text: string): void;
  flush(): void;
  end(): void;
  [Symbol.asyncIterator](): AsyncIterator<SpeechEvent>;
}

export class Player {
  static create(options?: {
    sampleRate?: number;
    worklet?: string | URL;
    context?: AudioContext;
  }): Promise<Player>;
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  /** Speech that has been heard, s. */
  readonly played: number;
  /** Silence because audio came too late, s. */
  readonly starved: number;
  play(bytes: Uint8Array): void;
  clear(): void;
  ended(): Promise<void>;
  close(): Promise<void>;
}

export class Speaker {
  readonly connection: Connection;
  readonly player: Player;
  constructor(connection: Connection, player: Player);
  static create(options?: {
    url?: string | URL;
    key?: string | null;
    worklet?: string | URL;
  }): Promise<Speaker>;
  say(
    text: string | Iterable<string> | AsyncIterable<string>,
    options?: SpeechOptions & { onEvent?: (event: SpeechEvent) => void },
  ): Promise<Done | null>;
  stop(): void;
  close(): Promise<void>;
}
