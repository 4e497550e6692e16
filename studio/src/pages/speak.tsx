// Type a text and hear it.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { BusyButton, CopyButton } from "../parts/busy-button";
import { Dialog } from "../parts/dialog";
import { Gallery } from "../parts/gallery";
import { History } from "../parts/history";
import { Icon } from "../parts/icons";
import { Notice } from "../parts/notice";
import { Player } from "../parts/player";
import { Transcript } from "../parts/transcript";
import { downloadAudio, downloadSubtitles } from "../server/files";
import type { Failure } from "../server/request";
import { voiceName } from "../server/voices";
import * as output from "../speech/output";
import type { Order } from "../speech/transport";
import { Utterance } from "../speech/utterance";
import { FORMATS, format, remember, speed, text, voice, type Format } from "../state/choices";
import { permalink, route } from "../state/route";
import { number, t } from "../words";
import { useShortcuts } from "./shortcuts";

const current = signal<Utterance | null>(null);
const failure = signal<Failure | null>(null);
const choosing = signal(false);
const helping = signal(false);

function order(): Order {
  return { input: text.value, voice: voice.value, speed: speed.value };
}

function speak(): void {
  if (!text.value.trim()) return;
  current.value?.stop();
  failure.value = null;
  current.value = new Utterance(order());
  remember({ text: text.value, voice: voice.value, speed: speed.value, at: Date.now() });
}

function edit(): void {
  current.value?.stop();
  current.value = null;
}

/** What a permalink says. */
function take(query: URLSearchParams): void {
  if (query.has("text")) text.value = query.get("text") ?? "";
  if (query.has("voice")) voice.value = query.get("voice") ?? voice.value;
  const rate = Number(query.get("speed"));
  if (rate >= 0.25 && rate <= 4) speed.value = rate;
  const wanted = FORMATS.find((name) => name === query.get("format"));
  if (wanted) format.value = wanted;
}

export function Speak() {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    take(route.value.query);
    if (route.value.query.has("text")) edit();
  }, [route.value]);
  useEffect(() => edit, []);
  const focusText = () => {
    edit();
    requestAnimationFrame(() => field.current?.focus());
  };
  useShortcuts({
    speak,
    edit: focusText,
    help: () => (helping.value = true),
    utterance: () => current.value,
  });
  const utterance = current.value;
  return (
    <>
      <h1 class="hidden">{t("speak")}</h1>
      <div class="sheet">
        {utterance ? (
          <Transcript utterance={utterance} />
        ) : (
          <textarea
            ref={field}
            aria-label={t("text")}
            placeholder={t("text_hint")}
            value={text.value}
            spellcheck={false}
            onFocus={() => void output.open().catch(() => {})}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        )}
        <div class="row foot">
          <span class="hint">{t("characters", number(text.value.length))}</span>
          <button type="button" class="quiet" aria-label={t("shortcuts")} onClick={() => (helping.value = true)}>
            <Icon name="keyboard" />
          </button>
          {utterance && (
            <button type="button" onClick={focusText}>
              <Icon name="edit" />
              {t("edit")}
            </button>
          )}
          <button type="button" class="main" disabled={!text.value.trim()} onClick={speak}>
            <Icon name="play" />
            {t("say")}
          </button>
        </div>
      </div>
      {utterance && <Player utterance={utterance} retry={speak} />}
      <Manner />
      <div class="row actions">
        <BusyButton
          disabled={!text.value.trim()}
          work={() => downloadAudio(order(), format.value)}
          onFailure={(found) => (failure.value = found)}
        >
          <Icon name="down" />
          {t("download")}
        </BusyButton>
        {(["srt", "vtt"] as const).map((kind) => (
          <BusyButton
            key={kind}
            disabled={!text.value.trim()}
            work={() => downloadSubtitles(order(), kind)}
            onFailure={(found) => (failure.value = found)}
          >
            <Icon name="text" />
            {`${t("subtitles")} .${kind}`}
          </BusyButton>
        ))}
        <CopyButton
          content={() =>
            permalink("speak", {
              text: text.value,
              voice: voice.value,
              speed: speed.value,
              format: format.value,
            })
          }
        >
          <Icon name="link" />
          {t("link")}
        </CopyButton>
      </div>
      {failure.value && <Notice failure={failure.value} />}
      <History
        onUse={(past) => {
          edit();
          text.value = past.text;
          voice.value = past.voice;
          speed.value = past.speed;
          scrollTo({ top: 0 });
        }}
      />
      {choosing.value && (
        <Dialog wide title={t("voices")} onClose={() => (choosing.value = false)}>
          <Gallery
            chosen={voice.value}
            onChoose={(id) => {
              voice.value = id;
              choosing.value = false;
            }}
          />
        </Dialog>
      )}
      {helping.value && <Help onClose={() => (helping.value = false)} />}
    </>
  );
}

function Manner() {
  return (
    <div class="manner">
      <div>
        <span id="voice-label">{t("voice")}</span>
        <button
          type="button"
          class="picker"
          aria-label={`${t("change_voice")}: ${voiceName(voice.value)}`}
          aria-haspopup="dialog"
          onClick={() => (choosing.value = true)}
        >
          <span>{voiceName(voice.value)}</span>
        </button>
      </div>
      <label>
        <span>
          {t("speed")} <output>{number(speed.value, 2)}×</output>
        </span>
        <input
          type="range"
          min={0.5}
          max={2}
          step={0.05}
          value={speed.value}
          onInput={(event) => (speed.value = Number(event.currentTarget.value))}
        />
      </label>
      <label>
        <span>{t("format")}</span>
        <select
          value={format.value}
          onChange={(event) => (format.value = event.currentTarget.value as Format)}
        >
          {FORMATS.map((name) => (
            <option value={name}>{name}</option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Help({ onClose }: { onClose: () => void }) {
  const rows = [
    ["Ctrl ↵", t("key_speak")],
    ["␣", t("key_pause")],
    ["← →", t("key_words")],
    ["Esc", t("key_edit")],
    ["/", t("key_text")],
    ["?", t("key_help")],
  ];
  return (
    <Dialog title={t("shortcuts")} onClose={onClose}>
      <dl class="keys">
        {rows.map(([keys, what]) => (
          <div>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
