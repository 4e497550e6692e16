// What somebody has chosen, kept in this browser and nowhere else.
import { effect, signal, type Signal } from "@preact/signals";

const PREFIX = "kowane.";

function read<T>(name: string, otherwise: T): T {
  try {
    const kept = localStorage.getItem(PREFIX + name) ?? sessionStorage.getItem(PREFIX + name);
    return kept === null ? otherwise : (JSON.parse(kept) as T);
  } catch {
    return otherwise; // storage is blocked, or holds something of another version
  }
}

function write(store: () => Storage, name: string, value: unknown): void {
  try {
    if (value === "" || value === null) store().removeItem(PREFIX + name);
    else store().setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Blocked or full: the choice holds as long as the page is open.
  }
}

/** A signal whose value is there again after a reload. */
export function kept<T>(name: string, otherwise: T): Signal<T> {
  const value = signal(read(name, otherwise));
  effect(() => write(() => localStorage, name, value.value));
  return value;
}

export type Theme = "auto" | "light" | "dark";
export type Format = "mp3" | "opus" | "aac" | "flac" | "wav" | "pcm";
export const FORMATS: readonly Format[] = ["mp3", "opus", "aac", "flac", "wav", "pcm"];

export const theme = kept<Theme>("theme", "auto");
export const language = kept<string>("language", "");
export const voice = kept("voice", "af_heart");
export const speed = kept("speed", 1);
export const format = kept<Format>("format", "mp3");
export const text = kept("text", "");
/** Named blends: name → "af_heart(2)+af_bella(1)". */
export const blends = kept<Record<string, string>>("blends", {});

/** The API key. It outlives the tab only if somebody asks for that. */
export const remembered = kept("remember", false);
export const key = signal(read("key", ""));
effect(() => {
  write(() => localStorage, "key", remembered.value ? key.value : "");
  write(() => sessionStorage, "key", remembered.value ? "" : key.value);
});
export const keyAsked = signal(false);

export interface Past {
  text: string;
  voice: string;
  speed: number;
  at: number;
}

const LONGEST_HISTORY = 30;
export const history = kept<Past[]>("history", []);

export function remember(past: Past): void {
  const others = history.value.filter((p) => p.text !== past.text || p.voice !== past.voice);
  history.value = [past, ...others].slice(0, LONGEST_HISTORY);
}
