// The interface in the reader's language.
import { computed } from "@preact/signals";
import { language } from "../state/choices";
import { LANGUAGES, strings, type Language, type StringName } from "./strings";

function preferred(): Language {
  for (const tag of navigator.languages) {
    const found = LANGUAGES.find((name) => tag.toLowerCase().startsWith(name));
    if (found) return found;
  }
  return "en";
}

export const shown = computed<Language>(
  () => LANGUAGES.find((name) => name === language.value) ?? preferred(),
);

/** The sentence of that name; `{n}` stands for `n`. */
export function t(name: StringName, n?: string | number): string {
  const row = strings[name];
  const said = row[LANGUAGES.indexOf(shown.value)] ?? row[0];
  return n === undefined ? said : said.replace("{n}", String(n));
}

/** A language's name in the reader's language. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(shown.value, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(shown.value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** "1:07". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}
