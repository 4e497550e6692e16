// Calls to the server that this page came from. Every failure becomes a `Failure` whose kind the
// page can explain; the server's own sentence is kept. Knows no route.
import { key } from "../state/choices";

export type FailureKind = "gone" | "key" | "busy" | "refused" | "failed";

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** s until it is worth trying again, where the server said so. */
    readonly retryAfter: number | null = null,
    /** HTTP status; 0 where there was no answer. */
    readonly status = 0,
  ) {
    super(message);
  }
}

/** An address of the server, also below a path that a proxy puts in front. */
export function address(path: string): string {
  return new URL(path.replace(/^\//, ""), document.baseURI.split("#")[0]).href;
}

export function kindOf(status: number, code?: string | null): FailureKind {
  if (status === 401 || code === "invalid_api_key") return "key";
  if (status === 429 || status === 503 || code === "overloaded" || code === "not_ready") return "busy";
  return status >= 400 && status < 500 ? "refused" : "failed";
}

/** The answer, if its status is a good one. */
export async function call(path: string, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  if (key.value) headers.set("authorization", `Bearer ${key.value}`);
  let answer: Response;
  try {
    answer = await fetch(address(path), { ...options, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure("gone", "");
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => null);
  const detail = body?.error ?? {};
  const wait = Number(answer.headers.get("retry-after"));
  throw new Failure(
    kindOf(answer.status, detail.code),
    detail.message ?? `${answer.status} ${answer.statusText}`,
    wait > 0 ? wait : null,
    answer.status,
  );
}

export async function getJson<T>(path: string): Promise<T> {
  return (await call(path)).json();
}

export function send(path: string, body: unknown, options: RequestInit = {}): Promise<Response> {
  return call(path, {
    method: "POST",
    body: JSON.stringify(body),
    ...options,
    headers: { "content-type": "application/json", ...options.headers },
  });
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  return (await send(path, body)).json();
}
