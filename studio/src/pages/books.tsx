// Books: drop a file, watch it being spoken, listen meanwhile.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Bookshelf } from "../parts/bookshelf";
import { BusyButton } from "../parts/busy-button";
import { Notice } from "../parts/notice";
import { VoiceSelect } from "../parts/voice-select";
import { listJobs, sendText, uploadBook, type Job, type Manner } from "../server/jobs";
import { Failure } from "../server/request";
import { FORMATS, kept, speed, voice, type Format } from "../state/choices";
import { t } from "../words";

const jobs = signal<readonly Job[]>([]);
const failure = signal<Failure | null>(null);
const title = signal("");
const pasted = signal("");
const over = signal(false);
const format = kept<Format>("book-format", "mp3");

const manner = (): Manner => ({
  voice: voice.value,
  speed: speed.value,
  response_format: format.value,
});

async function refresh(): Promise<void> {
  try {
    jobs.value = await listJobs();
    failure.value = null;
  } catch (error) {
    failure.value = error instanceof Failure ? error : new Failure("failed", String(error));
  }
}

async function take(files: Iterable<File>): Promise<void> {
  try {
    failure.value = null;
    for (const file of files) {
      const job = await uploadBook(file, manner());
      jobs.value = [job, ...jobs.value];
    }
  } catch (error) {
    failure.value = error instanceof Failure ? error : new Failure("failed", String(error));
  }
}

export function Books() {
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => void refresh(), []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    void take(event.dataTransfer?.files ?? []);
  };
  return (
    <>
      <header class="intro">
        <h1>{t("books")}</h1>
        <p class="lead">{t("books_lead")}</p>
      </header>
      <section
        class={over.value ? "drop over" : "drop"}
        aria-label={t("drop")}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={drop}
      >
        <p>{t("drop")}</p>
        <button type="button" class="main" onClick={() => chooser.current?.click()}>
          {t("choose_file")}
        </button>
        <input
          ref={chooser}
          type="file"
          class="hidden"
          tabIndex={-1}
          aria-label={t("choose_file")}
          accept=".epub,.pdf,.txt,.md"
          onChange={(event) => {
            void take(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
      </section>
      <div class="manner two">
        <label>
          <span>{t("voice")}</span>
          <VoiceSelect withBlends value={voice.value} onChange={(id) => (voice.value = id)} />
        </label>
        <label>
          <span>{t("format")}</span>
          <select
            value={format.value}
            onChange={(event) => (format.value = event.currentTarget.value as Format)}
          >
            {FORMATS.filter((name) => name !== "pcm").map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <details class="block">
        <summary>{t("paste_instead")}</summary>
        <div class="fields">
          <input
            type="text"
            aria-label={t("book_title")}
            placeholder={t("book_title")}
            value={title.value}
            onInput={(event) => (title.value = event.currentTarget.value)}
          />
          <textarea
            aria-label={t("text")}
            placeholder={t("paste_hint")}
            rows={8}
            value={pasted.value}
            onInput={(event) => (pasted.value = event.currentTarget.value)}
          />
          <BusyButton
            class="main"
            disabled={!pasted.value.trim()}
            onFailure={(found) => (failure.value = found)}
            work={async () => {
              jobs.value = [await sendText(pasted.value, title.value, manner()), ...jobs.value];
              pasted.value = title.value = "";
            }}
          >
            {t("make_book")}
          </BusyButton>
        </div>
      </details>
      {failure.value && <Notice failure={failure.value} retry={() => void refresh()} />}
      <Bookshelf
        jobs={jobs.value}
        onChange={(job) => {
          jobs.value = jobs.value.map((other) => (other.id === job.id ? job : other));
        }}
        onGone={(job) => (jobs.value = jobs.value.filter((other) => other.id !== job.id))}
        onFailure={(found) => (failure.value = found)}
        refresh={refresh}
      />
    </>
  );
}
