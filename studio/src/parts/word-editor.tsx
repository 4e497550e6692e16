// One word and how it is to be said: hear it before and after, keep it for this text or in a lexicon.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { saveEntry, lexicons, type ReadWord, type Reading } from "../server/reading";
import { Failure } from "../server/request";
import type { Pronunciation } from "../speech/transport";
import { Utterance } from "../speech/utterance";
import { kept, voice } from "../state/choices";
import { t } from "../words";
import { BusyButton } from "./busy-button";
import { Icon } from "./icons";
import { Notice } from "./notice";

const WAYS = ["says", "ipa", "phonemes"] as const;
type Way = (typeof WAYS)[number];
const lexicon = kept("lexicon", "my-words");

interface Properties {
  reading: Reading;
  word: ReadWord;
  changes: readonly Pronunciation[];
  onKeep: (entry: Pronunciation) => void;
  onSaved: () => void;
}

export function WordEditor({ reading, word, changes, onKeep, onSaved }: Properties) {
  const way = useSignal<Way>("says");
  const said = useSignal("");
  const utterance = useSignal<Utterance | null>(null);
  const failure = useSignal<Failure | null>(null);
  const known = useSignal<string[]>([]);
  useEffect(() => {
    lexicons().then(
      (all) => (known.value = all.map((one) => one.name)),
      () => {}, // saving will say what is wrong
    );
    return () => utterance.value?.stop();
  }, []);
  const written = reading.text.slice(word.start, word.end).trim() || word.text;
  const entry: Pronunciation = { word: written, [way.value]: said.value.trim() };
  const hear = (pronunciations: Pronunciation[]) => {
    utterance.value?.stop();
    utterance.value = new Utterance({
      input: sentenceOf(reading, word),
      voice: voice.value,
      pronunciations,
    });
  };
  const others = changes.filter((other) => other.word !== written);
  const empty = !said.value.trim();
  return (
    <div class="editor">
      <h3>{written}</h3>
      <div class="segments" role="group" aria-label={t("way")}>
        {WAYS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={way.value === name}
            onClick={() => {
              way.value = name;
              if (name === "phonemes" && !said.value) said.value = word.phonemes;
            }}
          >
            {t(`way_${name}`)}
          </button>
        ))}
      </div>
      <input
        type="text"
        aria-label={t("said_as")}
        placeholder={t(`hint_${way.value}`)}
        value={said.value}
        onInput={(event) => (said.value = event.currentTarget.value)}
      />
      <div class="row actions">
        <button type="button" onClick={() => hear([...others])}>
          <Icon name="speaker" />
          {t("hear_before")}
        </button>
        <button type="button" disabled={empty} onClick={() => hear([...others, entry])}>
          <Icon name="speaker" />
          {t("hear_after")}
        </button>
        <button type="button" class="main" disabled={empty} onClick={() => onKeep(entry)}>
          {t("keep_here")}
        </button>
      </div>
      <div class="row actions">
        <label class="field inline">
          <span>{t("lexicon")}</span>
          <input
            type="text"
            list="lexicons"
            pattern="[a-z0-9\-]{1,64}"
            value={lexicon.value}
            onInput={(event) => (lexicon.value = event.currentTarget.value)}
          />
          <datalist id="lexicons">
            {known.value.map((name) => (
              <option value={name} />
            ))}
          </datalist>
        </label>
        <BusyButton
          disabled={empty || !lexicon.value}
          onFailure={(found) => (failure.value = found)}
          work={async () => {
            await saveEntry(lexicon.value, word.lang || reading.lang, entry);
            onSaved();
          }}
        >
          {t("save_lexicon")}
        </BusyButton>
      </div>
      <p class="hint">{t("lexicon_why")}</p>
      {(failure.value ?? utterance.value?.failure.value) && (
        <Notice failure={(failure.value ?? utterance.value?.failure.value)!} />
      )}
    </div>
  );
}

function sentenceOf(reading: Reading, word: ReadWord): string {
  const step = reading.steps.find((one) => one.start <= word.start && word.start < one.end);
  return step ? reading.text.slice(step.start, step.end).trim() : reading.text;
}
