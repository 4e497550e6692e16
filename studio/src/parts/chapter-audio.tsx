// The browser's own player for a chapter. Without a key it fetches the chapter itself and hears it
// while it is made. A key cannot be given to an audio element: then the page fetches, and plays as it
// arrives where the browser can (Media Source Extensions), else when all is there.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { path, type Chapter, type Job } from "../server/jobs";
import { Failure, address, call } from "../server/request";
import { key } from "../state/choices";
import { t } from "../words";
import { Notice } from "./notice";

export function ChapterAudio({ job, chapter, name }: { job: Job; chapter: Chapter; name: string }) {
  const route = path(job, `/chapters/${chapter.number}/audio`);
  const source = useSignal(key.value ? "" : address(route));
  const failure = useSignal<Failure | null>(null);
  useEffect(() => {
    if (!key.value) return;
    const stop = new AbortController();
    keyed(route, stop.signal, (url) => (source.value = url)).catch((error) => {
      if (!stop.signal.aborted)
        failure.value = error instanceof Failure ? error : new Failure("failed", String(error));
    });
    return () => {
      stop.abort();
      if (source.value) URL.revokeObjectURL(source.value);
    };
  }, [route]);
  if (failure.value) return <Notice failure={failure.value} />;
  if (!source.value) return <p class="hint">{t("preparing")}</p>;
  return <audio controls autoplay aria-label={name} src={source.value} />;
}

async function keyed(route: string, stop: AbortSignal, show: (url: string) => void): Promise<void> {
  const answer = await call(route, { signal: stop });
  const type = answer.headers.get("content-type") ?? "";
  if (!("MediaSource" in window) || !MediaSource.isTypeSupported(type)) {
    show(URL.createObjectURL(await answer.blob()));
    return;
  }
  const media = new MediaSource();
  show(URL.createObjectURL(media));
  await new Promise((resolve) => media.addEventListener("sourceopen", resolve, { once: true }));
  const buffer = media.addSourceBuffer(type);
  const reader = answer.body!.getReader();
  while (true) {
    const { value, done } = await reader.read();
    if (done) break;
    buffer.appendBuffer(value);
    await new Promise((resolve) => buffer.addEventListener("updateend", resolve, { once: true }));
  }
  media.endOfStream();
}
