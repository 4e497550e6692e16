// Books: long texts that the server speaks in the background.
import { eventData } from "../speech/transport";
import type { Format } from "../state/choices";
import { call, getJson, postJson } from "./request";

export interface Chapter {
  number: number;
  title: string;
  characters: number;
  state: "waiting" | "speaking" | "done";
  progress: number;
  duration: number;
}

export interface Job {
  id: string;
  title: string;
  author: string;
  state: "queued" | "speaking" | "paused" | "done" | "failed";
  error: string;
  created: number;
  voice: string;
  response_format: string;
  progress: number;
  duration: number;
  chapters: Chapter[];
}

export interface Manner {
  voice: string;
  speed: number;
  response_format: Format;
}

export const path = (job: Job, rest = "") => `v1/jobs/${encodeURIComponent(job.id)}${rest}`;

export async function listJobs(): Promise<Job[]> {
  return (await getJson<{ jobs: Job[] }>("v1/jobs")).jobs;
}

/** Media types by extension; none of them may be sent by a page of another origin unasked. */
const TYPES: Record<string, string> = {
  epub: "application/epub+zip",
  pdf: "application/pdf",
  md: "text/markdown",
};

export async function uploadBook(file: File, manner: Manner): Promise<Job> {
  const extension = file.name.split(".").at(-1)?.toLowerCase() ?? "";
  const query = new URLSearchParams({
    filename: file.name,
    voice: manner.voice,
    speed: String(manner.speed),
    response_format: manner.response_format,
  });
  const answer = await call(`v1/jobs/upload?${query}`, {
    method: "POST",
    body: file,
    headers: { "content-type": TYPES[extension] ?? "application/octet-stream" },
  });
  return answer.json();
}

export function sendText(input: string, title: string, manner: Manner): Promise<Job> {
  return postJson("v1/jobs", { input, title, ...manner });
}

export async function act(job: Job, action: "pause" | "resume" | "delete"): Promise<void> {
  if (action === "delete") await call(path(job), { method: "DELETE" });
  else await call(path(job, `/${action}`), { method: "POST" });
}

/** The job as it stands, at every change, until it rests. */
export async function* follow(job: Job, stop: AbortSignal): AsyncGenerator<Job> {
  const answer = await call(path(job, "/events"), { signal: stop });
  for await (const data of eventData(answer, stop)) yield JSON.parse(data) as Job;
}
