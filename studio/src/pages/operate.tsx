// How the server is doing, and how to call it.
import { useEffect } from "preact/hooks";
import { Notice } from "../parts/notice";
import { Plot } from "../parts/plot";
import { Snippets } from "../parts/snippets";
import { lost, status, watch, type Look, type Status } from "../server/status";
import { sampleFor } from "../server/voices";
import { format, speed, text, voice } from "../state/choices";
import { number, shown, t } from "../words";

const MB = 1e6;
const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
const whole = (value: number) => number(value);
const few = (value: number) => number(value, value % 1 ? 1 : 0);

const readings = {
  ttfa: (look: Look) => times(look.ttfa, 1000),
  rtf: (look: Look) => look.rtf,
  active: (look: Look) => look.active + look.queued,
  cache: (look: Look) => times(look.hits, 100),
  memory: (look: Look) => look.memory / MB,
  errors: (look: Look) => look.errors,
};

export function Operate() {
  useEffect(watch, []);
  const sample = text.value.trim() || sampleFor("en");
  return (
    <>
      <header class="intro">
        <h1>{t("operate")}</h1>
        <p class="lead">{t("operate_lead")}</p>
      </header>
      {lost.value && <Notice failure={lost.value} />}
      {status.value && <Facts status={status.value} />}
      <div class="plots">
        <Plot title={t("ttfa")} unit="ms" points value={readings.ttfa} show={whole} />
        <Plot title={t("rtf")} unit="" points value={readings.rtf} show={(v) => number(v, 2)} />
        <Plot title={t("active")} unit="" value={readings.active} show={few} />
        <Plot title={t("cache")} unit="%" points value={readings.cache} show={whole} />
        <Plot title={t("memory")} unit="MB" value={readings.memory} show={whole} />
        <Plot title={t("errors")} unit="" value={readings.errors} show={few} />
      </div>
      <section class="block">
        <h2>{t("as_call")}</h2>
        <Snippets
          order={{ input: sample, voice: voice.value, speed: speed.value }}
          format={format.value}
        />
      </section>
    </>
  );
}

function Facts({ status }: { status: Status }) {
  const { engine, hardware, queue } = status;
  const rows: [string, string][] = [
    [t("version"), status.version],
    [t("state"), status.phase],
    [t("uptime"), duration(status.uptime_seconds)],
    [t("model"), engine ? `${engine.model} · ${engine.recipe}` : "–"],
    [t("provider"), engine?.provider ?? "–"],
    [t("threads"), engine ? `${engine.sessions} × ${engine.threads}` : "–"],
    [t("queue"), `${queue.active} / ${queue.places} · ${queue.queued} / ${queue.queue_limit}`],
    [t("cpu"), hardware.cpu || "–"],
    [t("load"), number(hardware.load_1m, 2)],
    [t("languages"), status.languages_loaded.join(", ") || "–"],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function duration(seconds: number): string {
  const units = [
    ["day", Math.floor(seconds / 86400)],
    ["hour", Math.floor(seconds / 3600) % 24],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", Math.floor(seconds) % 60],
  ] as const;
  const first = units.findIndex(([, n]) => n > 0);
  return units
    .slice(first < 0 ? 3 : first)
    .slice(0, 2)
    .map(([unit, n]) => n.toLocaleString(shown.value, { style: "unit", unit, unitDisplay: "short" }))
    .join(" ");
}
