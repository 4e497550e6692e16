// Audio and subtitles as files: the API's own answers, byte for byte.
import type { Format } from "../state/choices";
import type { Order } from "../speech/transport";
import { send } from "./request";

/** The body that asks for a file of that order; also what the snippets show. */
export function speechBody(order: Order, format: Format): Record<string, unknown> {
  return { model: "kokoro", ...order, response_format: format };
}

export async function downloadAudio(order: Order, format: Format): Promise<void> {
  const answer = await send("v1/audio/speech", { ...speechBody(order, format), stream: false });
  keep(await answer.blob(), `${fileName(order.input)}.${format}`);
}

export async function downloadSubtitles(order: Order, kind: "srt" | "vtt"): Promise<void> {
  const answer = await send("v1/audio/speech/captions", { ...order, caption_format: kind });
  keep(await answer.blob(), `${fileName(order.input)}.${kind}`);
}

function fileName(text: string): string {
  const words = text.normalize().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join("-").slice(0, 60).toLowerCase() || "speech";
}

export function keep(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
