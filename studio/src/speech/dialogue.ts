// A dialogue as people write it ("Ann: Hello") turned into inline markup with a voice for each name,
// and the words' places in the markup back into places in what was written.
import type { Word } from "./transport";

export interface Line {
  /** "" for lines before any name. */
  name: string;
  /** Characters of what is said. */
  start: number;
  end: number;
}

const NAME = /^[ \t]*(\p{L}[\p{L}\p{M}\p{N} .'’-]{0,39}?)[ \t]*[:：](?!\/\/)[ \t]*/u;

export function lines(text: string): Line[] {
  const found: Line[] = [];
  let name = "";
  let at = 0;
  for (const line of text.split("\n")) {
    const match = NAME.exec(line);
    if (match) name = match[1] ?? "";
    const start = at + (match?.[0].length ?? 0);
    const end = at + line.length;
    if (text.slice(start, end).trim()) found.push({ name, start, end });
    at = end + 1;
  }
  return found;
}

export function names(text: string): string[] {
  return [...new Set(lines(text).map((line) => line.name))];
}

export interface Script {
  markup: string;
  /** Place in the markup → place in the text. */
  places: number[];
}

export function script(text: string, voiceOf: (name: string) => string): Script {
  let markup = "";
  const places: number[] = [];
  const add = (piece: string, place: number) => {
    for (let i = 0; i < piece.length; i++) places.push(place);
    markup += piece;
  };
  for (const { name, start, end } of lines(text)) {
    add(`[voice:${voiceOf(name)}]`, start);
    for (let at = start; at < end; at++) {
      const character = text[at]!;
      add("[]<>".includes(character) ? `\\${character}` : character, at);
    }
    add("[/voice]\n", end);
  }
  places.push(text.length);
  return { markup, places };
}

/** The word at its place in the text. */
export function placed(word: Word, places: readonly number[]): Word {
  const start = places[word.char_start] ?? word.char_start;
  const last = places[Math.max(word.char_start, word.char_end - 1)] ?? start;
  return { ...word, char_start: start, char_end: last + 1 };
}
