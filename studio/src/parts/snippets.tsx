// The current choices as a call: for a shell, Python, JavaScript, and the settings of other clients.
import { useSignal } from "@preact/signals";
import { speechBody } from "../server/files";
import { address } from "../server/request";
import type { Order } from "../speech/transport";
import { key, type Format } from "../state/choices";
import { t } from "../words";
import { CopyButton } from "./busy-button";

const KINDS = ["curl", "Python", "JavaScript", "settings"] as const;
type Kind = (typeof KINDS)[number];

export function Snippets({ order, format }: { order: Order; format: Format }) {
  const kind = useSignal<Kind>("curl");
  const content = snippet(kind.value, order, format);
  return (
    <div class="snippets">
      <div class="row">
        <div class="segments" role="group" aria-label={t("as_call")}>
          {KINDS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === kind.value}
              onClick={() => (kind.value = name)}
            >
              {name === "settings" ? t("client_settings") : name}
            </button>
          ))}
        </div>
        <CopyButton content={() => content} />
      </div>
      <pre tabIndex={0} role="region" aria-label={t("as_call")}>
        <code>{content}</code>
      </pre>
    </div>
  );
}

/** The key itself stays out of what is copied. */
export function snippet(kind: Kind, order: Order, format: Format): string {
  const base = address("v1");
  const body = speechBody(order, format);
  if (kind === "curl") return curl(base, body, format);
  if (kind === "Python") return python(base, order, format);
  if (kind === "JavaScript") return javascript(base, body, format);
  return [
    `Base URL:  ${base}`,
    `API key:   ${key.value ? "KOWANE_KEY" : "none"}`,
    "Model:     kokoro",
    `Voice:     ${order.voice}`,
    `Speed:     ${order.speed ?? 1}`,
    `Format:    ${format}`,
  ].join("\n");
}

function curl(base: string, body: Record<string, unknown>, format: string): string {
  const json = JSON.stringify(body).replaceAll("'", "'\\''");
  return [
    `curl ${base}/audio/speech \\`,
    "  -H 'Content-Type: application/json' \\",
    ...(key.value ? ['  -H "Authorization: Bearer $KOWANE_KEY" \\'] : []),
    `  -d '${json}' \\`,
    `  -o speech.${format}`,
  ].join("\n");
}

function python(base: string, order: Order, format: string): string {
  const { input, voice, speed, ...own } = order;
  const secret = key.value ? 'os.environ["KOWANE_KEY"]' : '"none"';
  return [
    ...(key.value ? ["import os", ""] : []),
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url=${JSON.stringify(base)}, api_key=${secret})`,
    "with client.audio.speech.with_streaming_response.create(",
    '    model="kokoro",',
    `    voice=${JSON.stringify(voice)},`,
    `    input=${JSON.stringify(input)},`,
    `    speed=${speed ?? 1},`,
    `    response_format=${JSON.stringify(format)},`,
    ...(Object.keys(own).length ? [`    extra_body=${JSON.stringify(own)},`] : []),
    ") as speech:",
    `    speech.stream_to_file("speech.${format}")`,
  ].join("\n");
}

function javascript(base: string, body: Record<string, unknown>, format: string): string {
  const secret = key.value ? "process.env.KOWANE_KEY" : '"none"';
  return [
    'import { writeFile } from "node:fs/promises";',
    'import OpenAI from "openai";',
    "",
    `const client = new OpenAI({ baseURL: ${JSON.stringify(base)}, apiKey: ${secret} });`,
    `const speech = await client.audio.speech.create(${JSON.stringify(body, null, 2)});`,
    `await writeFile("speech.${format}", Buffer.from(await speech.arrayBuffer()));`,
  ].join("\n");
}
