// OpenAI's JavaScript client, unchanged but for its base URL. Run by ../test_node_sdk.py, which
// starts the servers and gives their addresses.

import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const LONG = Array.from(
  { length: 12 },
  (_, n) => `Sentence number ${n} of a rather long story goes on and on.`,
).join(" ");

const client = (url, options = {}) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0, ...options });

const open = client(process.env.KOWANE_OPEN_URL);

// The first bytes that each format begins with.
const BEGINNINGS = {
  mp3: (bytes) => bytes[0] === 0xff || bytes.toString("latin1", 0, 3) === "ID3",
  opus: (bytes) => bytes.toString("latin1", 0, 4) === "OggS",
  aac: (bytes) => bytes[0] === 0xff && (bytes[1] & 0xf0) === 0xf0,
  flac: (bytes) => bytes.toString("latin1", 0, 4) === "fLaC",
  wav: (bytes) => bytes.toString("latin1", 0, 4) === "RIFF",
  pcm: (bytes) => bytes.length % 2 === 0,
};

for (const [format, begins] of Object.entries(BEGINNINGS)) {
  test(`${format} is what was asked for`, async () => {
    const answer = await open.audio.speech.create({
      model: "tts-1",
      voice: "alloy",
      input: "The kettle sings at four.",
      response_format: format,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.ok(bytes.length > 500);
    assert.ok(begins(bytes));
  });
}

test("a stream arrives in pieces and is whole", async () => {
  const ask = async (stream) =>
    open.audio.speech.create({
      model: "kokoro",
      voice: "af_heart",
      input: LONG,
      response_format: "pcm",
      stream,
    });
  const answer = await ask(true);
  let pieces = 0;
  let size = 0;
  for await (const piece of answer.body) {
    pieces += 1;
    size += piece.length;
  }
  assert.ok(pieces > 3);
  assert.ok(size > 2_000_000);
});

test("events end with usage and [DONE]", async () => {
  const answer = await open.audio.speech.create({
    model: "kokoro",
    voice: "af_heart",
    input: LONG,
    stream_format: "sse",
  });
  const events = (await answer.text()).trim().split("\n\n").map((event) => event.slice(6));
  assert.equal(events.pop(), "[DONE]");
  const done = JSON.parse(events.pop());
  assert.equal(done.type, "speech.audio.done");
  assert.ok(done.usage.total_tokens > 100);
});

test("an aborted request is the client's own error", async () => {
  const controller = new AbortController();
  const answer = await open.audio.speech.create(
    { model: "kokoro", voice: "af_heart", input: LONG, response_format: "pcm" },
    { signal: controller.signal },
  );
  const reader = answer.body.getReader();
  await reader.read();
  controller.abort();
  await assert.rejects(async () => {
    while (!(await reader.read()).done);
  });
});

test("mistakes are the client's own exceptions", async () => {
  const ask = (fields) => open.audio.speech.create({ model: "kokoro", input: "Well.", ...fields });
  await assert.rejects(ask({ voice: "nobody" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "voice");
    assert.equal(error.code, "unknown_voice");
    return true;
  });
  await assert.rejects(ask({ voice: "af_heart", speed: "fast" }), OpenAI.BadRequestError);
  await assert.rejects(ask({ voice: "af_heart", model: "gpt-5" }), OpenAI.NotFoundError);
});

test("a wrong key is an authentication error, the right one opens", async () => {
  const url = process.env.KOWANE_KEYED_URL;
  await assert.rejects(client(url).models.list(), OpenAI.AuthenticationError);
  const models = await client(url, { apiKey: "right" }).models.list();
  assert.ok(models.data.some((model) => model.id === "kokoro"));
});

test("too much at once is a rate limit error with a time to wait", async () => {
  const busy = client(process.env.KOWANE_BUSY_URL);
  const outcomes = await Promise.allSettled(
    [0, 1, 2, 3].map((n) =>
      busy.audio.speech.create({ model: "kokoro", voice: "af_heart", input: `Text ${n}.` }),
    ),
  );
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.equal(refused.length, 2);
  for (const { reason } of refused) {
    assert.ok(reason instanceof OpenAI.RateLimitError);
    assert.ok(Number(reason.headers.get("retry-after")) >= 1);
  }
});
