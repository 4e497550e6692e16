// What the server says of itself, asked every two seconds while somebody looks.
import { signal } from "@preact/signals";
import { meanBetween, parse, total, type Samples } from "./metrics";
import { Failure, call, getJson } from "./request";

export interface Status {
  version: string;
  phase: string;
  uptime_seconds: number;
  engine: null | {
    model: string;
    recipe: string;
    provider: string;
    threads: number;
    sessions: number;
  };
  languages_loaded: string[];
  queue: { active: number; places: number; queued: number; queue_limit: number };
  cache: Record<string, number>;
  memory: { rss_bytes: number; total_bytes: number };
  hardware: { cpu: string; logical_cores: number; load_1m: number; isa: string[] };
}

/** One look: null where nothing happened between this one and the one before. */
export interface Look {
  /** s since the epoch */
  at: number;
  ttfa: number | null;
  rtf: number | null;
  active: number;
  queued: number;
  hits: number | null;
  memory: number;
  errors: number;
}

const PERIOD = 2_000; // ms
const LONGEST = 300; // looks: ten minutes

export const status = signal<Status | null>(null);
export const looks = signal<readonly Look[]>([]);
export const lost = signal<Failure | null>(null);

/** Look until told to stop. */
export function watch(): () => void {
  let before: Samples | null = null;
  let timer = 0;
  let stopped = false;
  const look = async () => {
    try {
      const [now, metrics] = await Promise.all([getJson<Status>("status"), call("metrics")]);
      const after = parse(await metrics.text());
      if (stopped) return;
      status.value = now;
      lost.value = null;
      looks.value = [...looks.value, compare(before ?? after, after, now)].slice(-LONGEST);
      before = after;
    } catch (error) {
      if (stopped) return;
      lost.value = error instanceof Failure ? error : new Failure("failed", String(error));
    }
    timer = window.setTimeout(look, PERIOD);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

const FOUND = ["kowane_cache_hits_total", "kowane_cache_disk_hits_total", "kowane_cache_coalesced_total"];

function compare(before: Samples, after: Samples, now: Status): Look {
  const more = (name: string) => total(after, name) - total(before, name);
  const hits = FOUND.reduce((sum, name) => sum + more(name), 0);
  const asked = hits + more("kowane_cache_misses_total");
  return {
    at: Date.now() / 1000,
    ttfa: meanBetween(before, after, "kowane_ttfa_seconds"),
    rtf: meanBetween(before, after, "kowane_rtf"),
    active: now.queue.active,
    queued: now.queue.queued,
    hits: asked > 0 ? hits / asked : null,
    memory: now.memory.rss_bytes,
    errors: more("kowane_errors_total"),
  };
}
