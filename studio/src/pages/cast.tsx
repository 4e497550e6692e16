// A dialogue with a voice for each name.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { BusyButton } from "../parts/busy-button";
import { Icon } from "../parts/icons";
import { Notice } from "../parts/notice";
import { Player } from "../parts/player";
import { Snippets } from "../parts/snippets";
import { Transcript } from "../parts/transcript";
import { VoiceSelect } from "../parts/voice-select";
import { downloadAudio } from "../server/files";
import type { Failure } from "../server/request";
import { voices } from "../server/voices";
import { names, placed, script, type Script } from "../speech/dialogue";
import { Utterance } from "../speech/utterance";
import { format, kept, speed, voice } from "../state/choices";
import { t } from "../words";

const EXAMPLE = `Alice: Did you hear that?
George: It was only the kettle.
Alice: The kettle doesn't whisper.`;

const play = kept("cast", EXAMPLE);
const roles = kept<Record<string, string>>("roles", {});
const current = signal<{ utterance: Utterance; script: Script; text: string } | null>(null);
const failure = signal<Failure | null>(null);

/** The voice chosen for a name, or one that no other name has by itself. */
function voiceOf(name: string): string {
  const chosen = roles.value[name];
  if (chosen) return chosen;
  if (!name) return voice.value;
  const language = voices.value.find((one) => one.id === voice.value)?.language;
  const fitting = voices.value.filter((one) => one.language.slice(0, 2) === language?.slice(0, 2));
  const same = fitting.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const place = names(play.value).filter(Boolean).indexOf(name);
  return (same ?? fitting[place % Math.max(fitting.length, 1)])?.id ?? voice.value;
}

function order(made: Script) {
  return { input: made.markup, voice: voice.value, speed: speed.value, markup: "inline" as const };
}

function perform(): void {
  current.value?.utterance.stop();
  const made = script(play.value, voiceOf);
  current.value = { utterance: new Utterance(order(made)), script: made, text: play.value };
}

function edit(): void {
  current.value?.utterance.stop();
  current.value = null;
}

export function Cast() {
  useEffect(() => edit, []);
  const shown = current.value;
  const ready = play.value.trim() !== "";
  return (
    <>
      <header class="intro">
        <h1>{t("cast")}</h1>
        <p class="lead">{t("cast_lead")}</p>
      </header>
      <div class="sheet">
        {shown ? (
          <Transcript
            utterance={shown.utterance}
            text={shown.text}
            place={(word) => placed(word, shown.script.places)}
          />
        ) : (
          <textarea
            aria-label={t("dialogue")}
            spellcheck={false}
            value={play.value}
            onInput={(event) => (play.value = event.currentTarget.value)}
          />
        )}
        <div class="row foot">
          <span class="hint" />
          {shown && (
            <button type="button" onClick={edit}>
              <Icon name="edit" />
              {t("edit")}
            </button>
          )}
          <button type="button" class="main" disabled={!ready} onClick={perform}>
            <Icon name="play" />
            {t("perform")}
          </button>
        </div>
      </div>
      {shown && <Player utterance={shown.utterance} retry={perform} />}
      <section class="block">
        <h2>{t("roles")}</h2>
        <ul class="roles">
          {names(play.value).map((name) => (
            <li key={name}>
              <span class="name">{name || t("narrator")}</span>
              <VoiceSelect
                withBlends
                label={`${t("voice")}: ${name || t("narrator")}`}
                value={voiceOf(name)}
                onChange={(id) => (roles.value = { ...roles.value, [name]: id })}
              />
            </li>
          ))}
        </ul>
        <div class="row actions">
          <BusyButton
            disabled={!ready}
            onFailure={(found) => (failure.value = found)}
            work={() => downloadAudio(order(script(play.value, voiceOf)), format.value)}
          >
            <Icon name="down" />
            {t("download")}
          </BusyButton>
        </div>
        {failure.value && <Notice failure={failure.value} />}
      </section>
      <section class="block">
        <h2>{t("as_call")}</h2>
        <Snippets order={order(script(play.value, voiceOf))} format={format.value} />
      </section>
    </>
  );
}
