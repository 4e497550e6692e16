// The JavaScript client in a real browser: connection, gapless playback, interruption, errors.
// PAGE_URL serves clients/javascript; SERVER_URL and KEYED_URL are kowane servers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const { PAGE_URL, SERVER_URL, KEYED_URL, CHROMIUM } = process.env;
const TEXT = "The kettle sings at four. Nobody in the whole house answers, so it goes on until six.";
let browser;
let page;

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--headless", "--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
  });
  page = await browser.newPage();
  await page.goto(`${PAGE_URL}/example.html?server=${SERVER_URL}`);
});
after(() => browser?.close());

const run = (body, ...values) => page.evaluate(body, [SERVER_URL, ...values]);

test("a text in pieces is heard whole, its words are told, nothing is lost between pieces", async () => {
  const heard = await run(
    async ([url, text]) => {
      const { Connection } = await import("./kowane.js");
      const connection = await Connection.open(url);
      const utterance = connection.begin({ voice: "af_heart", timestamps: "word" });
      for (const piece of text.match(/.{1,5}/gs)) utterance.write(piece);
      utterance.end();
      let bytes = 0;
      const words = [];
      let done;
      for await (const event of utterance) {
        if (event.type === "data") bytes += event.data.length;
        if (event.type === "words") words.push(...event.words);
        if (event.type === "done") done = event;
      }
      connection.close();
      return { seconds: bytes / 48_000, words, frames: done.usage.output_tokens };
    },
    TEXT,
  );
  assert.equal(heard.words.map((word) => TEXT.slice(word.char_start, word.char_end)).join(" "), TEXT);
  assert.ok(Math.abs(heard.seconds - heard.frames * 0.025) < 0.05, JSON.stringify(heard));
});

test("what the player plays is the pieces without a gap, to the sample", async () => {
  const { samples, starved } = await run(async () => {
    const { Player } = await import("./kowane.js");
    const rate = 24_000;
    const context = new OfflineAudioContext(1, rate, rate);
    await context.audioWorklet.addModule(new URL("./player.worklet.js", location.href));
    const node = new AudioWorkletNode(context, "kowane-player", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    node.connect(context.destination);
    const player = new Player(context, node);
    const ramp = new Int16Array(10_000).map((_, i) => (i % 30_000) + 1);
    const bytes = new Uint8Array(ramp.buffer);
    // Pieces of odd sizes: samples are cut in two between them.
    for (let i = 0; i < bytes.length; i += 333) player.play(bytes.slice(i, i + 333));
    player.ended(); // the silence behind it is no gap
    await new Promise((resolve) => setTimeout(resolve, 200));
    const out = (await context.startRendering()).getChannelData(0);
    return { samples: [...out.slice(0, 10_000)].map((x) => Math.round(x * 32_768)), starved: player.starved };
  });
  const first = samples.findIndex((value) => value !== 0);
  assert.ok(first >= 0);
  assert.deepEqual(samples.slice(first, 9_000), Array.from({ length: 9_000 - first }, (_, i) => i + 1));
  assert.equal(starved, 0);
});

test("a speaker says a text aloud and tells how much was heard", async () => {
  const heard = await run(
    async ([url, text]) => {
      const { Speaker } = await import("./kowane.js");
      const speaker = await Speaker.create({ url });
      async function* pieces() {
        yield text.slice(0, 40);
        yield text.slice(40);
      }
      const done = await speaker.say(pieces(), { voice: "af_heart" });
      const result = { frames: done.usage.output_tokens, played: speaker.player.played };
      await speaker.close();
      return result;
    },
    "Tea at four.",
  );
  assert.ok(Math.abs(heard.played - heard.frames * 0.025) < 0.05, JSON.stringify(heard));
});

test("stop falls silent and the next text is spoken", async () => {
  const seen = await run(
    async ([url, text]) => {
      const { Speaker } = await import("./kowane.js");
      const speaker = await Speaker.create({ url });
      const saying = speaker.say(text.repeat(20), { voice: "af_heart" });
      while (speaker.player.played < 0.2) await new Promise((resolve) => setTimeout(resolve, 20));
      speaker.stop();
      const first = await saying;
      const second = await speaker.say("Well.", { voice: "af_heart" });
      await speaker.close();
      return [first.cancelled, second.cancelled];
    },
    TEXT,
  );
  assert.deepEqual(seen, [true, false]);
});

const failure = (url, options) =>
  page.evaluate(
    async ([address, given]) => {
      const { Connection } = await import("./kowane.js");
      try {
        const connection = await Connection.open(address, { key: given.key });
        const utterance = connection.begin({ voice: given.voice });
        utterance.write("Hello there.");
        utterance.end();
        for await (const _ of utterance);
        return "spoken";
      } catch (error) {
        return `${error.name} ${error.code}`;
      }
    },
    [url, options],
  );

test("mistakes are the client's own errors", async () => {
  assert.equal(await failure(SERVER_URL, { voice: "nobody" }), "KowaneError unknown_voice");
  assert.equal(await failure(KEYED_URL, { key: "wrong" }), "KowaneError connection_failed");
  assert.equal(await failure(KEYED_URL, { key: "right" }), "spoken");
  assert.equal(await failure("http://127.0.0.1:9", {}), "KowaneError connection_failed");
});

test("the example page speaks at a click", async () => {
  await page.fill("#text", "Tea at four.");
  await page.click("#say");
  await page.waitForFunction(() => document.getElementById("told").value !== "", null, { timeout: 30_000 });
  assert.match(await page.evaluate(() => document.getElementById("told").value), /Heard/);
});
