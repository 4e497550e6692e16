// Several voices in one, by sliders.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icons";
import { Player } from "../parts/player";
import { Snippets } from "../parts/snippets";
import { VoiceSelect } from "../parts/voice-select";
import { sampleFor, voiceName, voices } from "../server/voices";
import type { Order } from "../speech/transport";
import { Utterance } from "../speech/utterance";
import { blends, format, kept, speed, voice } from "../state/choices";
import { number, t } from "../words";

interface Part {
  voice: string;
  /** Its weight, 0–100; only the ratio of weights counts. */
  weight: number;
}

const MOST = 6;
const parts = kept<Part[]>("blend", [
  { voice: "af_heart", weight: 60 },
  { voice: "af_bella", weight: 40 },
]);
const sample = signal("");
const name = signal("");
const current = signal<Utterance | null>(null);

/** "af_heart(60)+af_bella(40)"; a single voice is just its name. */
function specOf(all: readonly Part[]): string {
  const used = all.filter((part) => part.weight > 0);
  if (used.length < 2) return used[0]?.voice ?? "";
  return used.map((part) => `${part.voice}(${part.weight})`).join("+");
}

function change(at: number, values: Partial<Part>): void {
  parts.value = parts.value.map((part, i) => (i === at ? { ...part, ...values } : part));
}

function order(): Order {
  const first = voices.value.find((known) => known.id === parts.value[0]?.voice);
  return {
    input: sample.value.trim() || sampleFor(first?.language ?? "en"),
    voice: specOf(parts.value),
    speed: speed.value,
  };
}

function hear(): void {
  if (!specOf(parts.value)) return;
  current.value?.stop();
  current.value = new Utterance(order());
}

function silence(): void {
  current.value?.stop();
  current.value = null;
}

export function Blend() {
  useEffect(() => silence, []);
  return (
    <>
      <header class="intro">
        <h1>{t("blend")}</h1>
        <p class="lead">{t("blend_lead")}</p>
      </header>
      <Mixer />
      <Saved />
      <section class="block">
        <h2>{t("as_call")}</h2>
        <Snippets order={order()} format={format.value} />
      </section>
    </>
  );
}

function Mixer() {
  const sum = parts.value.reduce((all, part) => all + part.weight, 0);
  return (
    <section class="block mixer">
      {parts.value.map((part, i) => (
        <div class="part" key={i}>
          <VoiceSelect value={part.voice} onChange={(id) => change(i, { voice: id })} />
          <input
            type="range"
            aria-label={`${t("weight")}: ${voiceName(part.voice)}`}
            min={0}
            max={100}
            value={part.weight}
            onInput={(event) => change(i, { weight: Number(event.currentTarget.value) })}
            onChange={hear}
          />
          <output>{number(sum ? (100 * part.weight) / sum : 0)} %</output>
          <button
            type="button"
            class="quiet"
            disabled={parts.value.length < 2}
            aria-label={`${t("remove")}: ${voiceName(part.voice)}`}
            onClick={() => (parts.value = parts.value.filter((_, other) => other !== i))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <label class="field">
        <span>{t("sample_text")}</span>
        <input
          type="text"
          value={sample.value}
          placeholder={order().input}
          onInput={(event) => (sample.value = event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <button
          type="button"
          disabled={parts.value.length >= MOST}
          onClick={() => (parts.value = [...parts.value, { voice: "af_alloy", weight: 30 }])}
        >
          <Icon name="plus" />
          {t("add_voice")}
        </button>
        <button type="button" class="main" disabled={!specOf(parts.value)} onClick={hear}>
          <Icon name="play" />
          {t("hear")}
        </button>
      </div>
      {current.value && <Player utterance={current.value} retry={hear} />}
    </section>
  );
}

function Saved() {
  const spec = specOf(parts.value);
  const save = (event: Event) => {
    event.preventDefault();
    blends.value = { ...blends.value, [name.value.trim()]: spec };
    name.value = "";
  };
  const forget = (saved: string) => {
    const { [saved]: _, ...others } = blends.value;
    blends.value = others;
  };
  return (
    <section class="block">
      <h2>{t("your_blends")}</h2>
      <form class="row" onSubmit={save}>
        <input
          type="text"
          aria-label={t("blend_name")}
          placeholder={t("blend_name")}
          maxLength={40}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <button class="main" disabled={!name.value.trim() || !spec}>
          {t("save")}
        </button>
      </form>
      <ul class="saved">
        {Object.entries(blends.value).map(([saved, itsSpec]) => (
          <li key={saved}>
            <span class="name">{saved}</span>
            <code>{itsSpec}</code>
            <a
              class="button"
              href="#/speak"
              onClick={() => (voice.value = itsSpec)}
            >
              {t("use_voice", saved)}
            </a>
            <button
              type="button"
              class="quiet"
              aria-label={`${t("remove")}: ${saved}`}
              onClick={() => forget(saved)}
            >
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
