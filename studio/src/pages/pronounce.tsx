// The text as kowane reads it; a click on a word changes how it is said.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Notice } from "../parts/notice";
import { VoiceSelect } from "../parts/voice-select";
import { WordEditor } from "../parts/word-editor";
import { read, type ReadWord, type Reading } from "../server/reading";
import { Failure } from "../server/request";
import type { Pronunciation } from "../speech/transport";
import { kept, voice } from "../state/choices";
import { number, t } from "../words";

const input = kept("pronounce", "Dr. Nguyen paid $5.25 for nginx stickers at 3:30 p.m.");
const changes = signal<readonly Pronunciation[]>([]);
const reading = signal<Reading | null>(null);
const failure = signal<Failure | null>(null);
const chosen = signal<ReadWord | null>(null);
const PATIENCE = 350; // ms after the last key

async function explain(): Promise<void> {
  if (!input.value.trim()) {
    reading.value = null;
    return;
  }
  try {
    reading.value = await read(input.value, voice.value, [...changes.value]);
    failure.value = null;
  } catch (error) {
    failure.value = error instanceof Failure ? error : new Failure("failed", String(error));
  }
}

export function Pronounce() {
  useEffect(() => {
    const timer = setTimeout(explain, PATIENCE);
    return () => clearTimeout(timer);
  }, [input.value, voice.value, changes.value]);
  const found = reading.value;
  return (
    <>
      <header class="intro">
        <h1>{t("pronounce")}</h1>
        <p class="lead">{t("pronounce_lead")}</p>
      </header>
      <div class="sheet small">
        <textarea
          aria-label={t("text")}
          spellcheck={false}
          value={input.value}
          onInput={(event) => {
            chosen.value = null;
            input.value = event.currentTarget.value;
          }}
        />
        <div class="row foot">
          <VoiceSelect withBlends value={voice.value} onChange={(id) => (voice.value = id)} />
        </div>
      </div>
      {failure.value && <Notice failure={failure.value} retry={() => void explain()} />}
      {found && found.text === input.value && <Result reading={found} />}
      {changes.value.length > 0 && <Changes />}
    </>
  );
}

function Result({ reading: found }: { reading: Reading }) {
  const word = chosen.value;
  return (
    <>
      <section class="block">
        <h2>{t("words")}</h2>
        <ul class="words">
          {found.words.map((each) => (
            <li key={`${each.start}:${each.text}`}>
              <button
                type="button"
                aria-pressed={word === each}
                title={each.source}
                onClick={() => (chosen.value = word === each ? null : each)}
              >
                <span>{each.text}</span>
                <code>{each.phonemes}</code>
              </button>
            </li>
          ))}
        </ul>
        {word && found.words.includes(word) && (
          <WordEditor
            key={word.start}
            reading={found}
            word={word}
            changes={changes.value}
            onKeep={(entry) => {
              const others = changes.value.filter((other) => other.word !== entry.word);
              changes.value = [...others, entry];
              chosen.value = null;
            }}
            onSaved={() => {
              chosen.value = null;
              void explain();
            }}
          />
        )}
      </section>
      <section class="block">
        <h2>{t("normalised")}</h2>
        <p class="serif">{found.normalised}</p>
      </section>
      <section class="block">
        <h2>{t("chunks")}</h2>
        <ol class="chunks">
          {found.chunks.map((chunk, i) => (
            <li key={i}>
              <code>{chunk.phonemes}</code>
              <span class="hint">
                {t("symbols", number([...chunk.phonemes].length))} ·{" "}
                {t("pause_after", number(chunk.pause_after, 2))}
              </span>
            </li>
          ))}
        </ol>
        {found.dropped && <p class="hint">{t("dropped", found.dropped)}</p>}
      </section>
    </>
  );
}

function Changes() {
  return (
    <section class="block">
      <h2>{t("changes")}</h2>
      <ul class="saved">
        {changes.value.map((entry) => (
          <li key={entry.word}>
            <span class="name">{entry.word}</span>
            <code>{entry.says ?? entry.ipa ?? entry.phonemes}</code>
            <button
              type="button"
              onClick={() => (changes.value = changes.value.filter((other) => other !== entry))}
            >
              {t("remove")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
