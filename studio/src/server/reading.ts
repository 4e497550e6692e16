// How the server reads a text, and its lexicons.
import type { Pronunciation } from "../speech/transport";
import { getJson, postJson } from "./request";

export interface Reading {
  text: string;
  lang: string;
  normalised: string;
  phonemes: string;
  dropped: string;
  words: ReadWord[];
  chunks: { phonemes: string; pause_after: number }[];
  steps: { start: number; end: number }[];
}

export interface ReadWord {
  text: string;
  start: number;
  end: number;
  phonemes: string;
  lang: string;
  source: string;
}

export function read(input: string, voice: string, pronunciations: Pronunciation[]): Promise<Reading> {
  return postJson("v1/phonemize", { input, voice, pronunciations });
}

export interface LexiconSummary {
  name: string;
  lang: string;
  default: boolean;
  entries: number;
}

export async function lexicons(): Promise<LexiconSummary[]> {
  return (await getJson<{ lexicons: LexiconSummary[] }>("v1/lexicons")).lexicons;
}

/** Keep an entry; a lexicon that is not there yet is made, and used by default. */
export async function saveEntry(name: string, lang: string, entry: Pronunciation): Promise<void> {
  if ((await lexicons()).some((lexicon) => lexicon.name === name)) {
    await postJson(`v1/lexicons/${encodeURIComponent(name)}/entries`, entry);
    return;
  }
  await postJson("v1/lexicons", { name, lang, default: true, entries: [entry] });
}
