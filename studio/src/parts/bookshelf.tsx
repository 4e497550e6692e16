// Books that are being spoken or have been: how far, each chapter to hear, the whole to download.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { keep } from "../server/files";
import { act, follow, path, type Chapter, type Job } from "../server/jobs";
import { Failure, call } from "../server/request";
import { voiceName } from "../server/voices";
import { clock, number, t } from "../words";
import { BusyButton } from "./busy-button";
import { ChapterAudio } from "./chapter-audio";
import { Icon } from "./icons";

interface Properties {
  jobs: readonly Job[];
  onChange: (job: Job) => void;
  onGone: (job: Job) => void;
  onFailure: (failure: Failure | null) => void;
  refresh: () => Promise<void>;
}

export function Bookshelf({ jobs, ...rest }: Properties) {
  if (!jobs.length) return <p class="hint">{t("no_books")}</p>;
  return (
    <ul class="books">
      {jobs.map((job) => (
        <Book key={job.id} job={job} {...rest} />
      ))}
    </ul>
  );
}

function Book({ job, onChange, onGone, onFailure, refresh }: Omit<Properties, "jobs"> & { job: Job }) {
  const moving = job.state === "queued" || job.state === "speaking";
  useEffect(() => {
    if (!moving) return;
    const stop = new AbortController();
    (async () => {
      for await (const now of follow(job, stop.signal)) onChange(now);
    })().catch((error) => {
      if (!stop.signal.aborted)
        onFailure(error instanceof Failure ? error : new Failure("failed", String(error)));
    });
    return () => stop.abort();
  }, [moving, job.id]);
  const set = (action: "pause" | "resume") => async () => {
    await act(job, action);
    await refresh();
  };
  return (
    <li class="book" data-state={job.state}>
      <div class="row">
        <div class="title">
          <h2>{job.title || t("untitled")}</h2>
          <p class="hint">
            {[job.author, voiceName(job.voice), job.response_format, clock(job.duration)]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        <span class="state">{t(`job_${job.state}`)}</span>
      </div>
      <div class="row">
        <progress aria-label={t("progress")} value={job.progress} max={1} />
        <span class="percent">{number(job.progress * 100)} %</span>
      </div>
      {job.error && <p class="error">{job.error}</p>}
      <ol class="chapters">
        {job.chapters.map((chapter) => (
          <ChapterRow key={chapter.number} job={job} chapter={chapter} />
        ))}
      </ol>
      <div class="row actions">
        {moving && (
          <BusyButton onFailure={onFailure} work={set("pause")}>
            {t("pause")}
          </BusyButton>
        )}
        {(job.state === "paused" || job.state === "failed") && (
          <BusyButton onFailure={onFailure} work={set("resume")}>
            {t("resume")}
          </BusyButton>
        )}
        {job.state === "done" && (
          <BusyButton
            class="main"
            onFailure={onFailure}
            work={async () => keep(await (await call(path(job, "/audio"))).blob(), `${job.title || job.id}.zip`)}
          >
            <Icon name="down" />
            {t("download_all")}
          </BusyButton>
        )}
        <BusyButton
          onFailure={onFailure}
          work={async () => {
            await act(job, "delete");
            onGone(job);
          }}
        >
          <Icon name="trash" />
          {t("delete")}
        </BusyButton>
      </div>
    </li>
  );
}

function ChapterRow({ job, chapter }: { job: Job; chapter: Chapter }) {
  const open = useSignal(false);
  const heading = chapter.title || t("chapter", chapter.number);
  return (
    <li>
      <div class="row">
        <button
          type="button"
          class="quiet"
          disabled={chapter.state === "waiting"}
          aria-expanded={open.value}
          aria-label={t("listen", heading)}
          onClick={() => (open.value = !open.value)}
        >
          <Icon name={open.value ? "stop" : "play"} />
        </button>
        <span class="name">{heading}</span>
        <span class="hint">
          {chapter.state === "waiting"
            ? t("characters", number(chapter.characters))
            : `${clock(chapter.duration)}${chapter.state === "done" ? "" : ` · ${number(chapter.progress * 100)} %`}`}
        </span>
      </div>
      {open.value && <ChapterAudio job={job} chapter={chapter} name={heading} />}
    </li>
  );
}
