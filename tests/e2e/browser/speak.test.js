// Type, hear, follow, seek, download: the speaking page against a humming server.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { after, before, test } from "node:test";
import { api, finished, heard, launch, speak, visit, write } from "./chromium.js";

const URL_ = process.env.KOWANE_OPEN_URL;
const TEXT = "It was a bright cold day in April. The clocks were striking thirteen.";
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function bytesOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const content = async (download) => bytesOf(createReadStream(await download.path()));

test("what the server sends is heard, all of it", async () => {
  const { page, context, faults, foreign } = await visit(browser, URL_);
  let loud = 0;
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload === "string") return;
      for (let at = 0; at + 1 < payload.length; at += 2)
        if (Math.abs(payload.readInt16LE(at) / 32768) > 1e-3) loud += 1;
    }),
  );
  await speak(page, TEXT);
  await finished(page);
  const tapped = await heard(page);
  assert.ok(loud > 10_000, `${loud} samples were sent`);
  assert.ok(tapped.loud > 0.9 * loud, `${tapped.loud} of ${loud} samples were heard`);
  assert.deepEqual(faults, []);
  assert.deepEqual(foreign, []);
  await context.close();
});

test("every word is marked while it is heard", async () => {
  const { page, context } = await visit(browser, URL_);
  await speak(page, TEXT);
  await finished(page);
  const marks = await page.evaluate(() => window.marks);
  const marked = [...new Set(marks.map((mark) => mark.text.replace(/\W/g, "")))];
  // On a starved machine a frame can be later than a short word is long: it may be passed over.
  const long = (word) => word.length > 3;
  assert.deepEqual(marked.filter(long), TEXT.match(/\w+/g).filter(long));
  await context.close();
});

test("a click on a word jumps there", async () => {
  const { page, context } = await visit(browser, URL_);
  await speak(page, TEXT);
  await finished(page);
  await page.click(".transcript button:has-text('striking')");
  await page.waitForSelector(".transcript .heard:has-text('striking')");
  await context.close();
});

test("the waveform and its slider seek", async () => {
  const { page, context } = await visit(browser, URL_);
  await speak(page, TEXT);
  await finished(page);
  const slider = page.getByRole("slider", { name: "Position" });
  const length = Number(await slider.getAttribute("max"));
  await page.locator(".waveform .u-over").click({ position: { x: 200, y: 20 } });
  const width = (await page.locator(".waveform .u-over").boundingBox()).width;
  const position = Number(await slider.inputValue());
  assert.ok(Math.abs(position - (200 / width) * length) < 0.6, `${position} of ${length} s`);
  await slider.fill("1");
  assert.ok(Math.abs(Number(await slider.inputValue()) - 1) < 0.6);
  await context.close();
});

test("the downloads are the API's answers", async () => {
  const { page, context } = await visit(browser, URL_);
  await write(page, TEXT);
  for (const format of ["mp3", "wav"]) {
    await page.getByLabel("Format").selectOption(format);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download audio" }).click(),
    ]);
    assert.match(download.suggestedFilename(), new RegExp(`^it-was-a-.*\\.${format}$`));
    const expected = await api(URL_, "v1/audio/speech", {
      input: TEXT, voice: "af_heart", speed: 1, response_format: format, stream: false,
    });
    assert.deepEqual(await content(download), Buffer.from(await expected.arrayBuffer()));
  }
  const [subtitles] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Subtitles .vtt" }).click(),
  ]);
  const expected = await api(URL_, "v1/audio/speech/captions", {
    input: TEXT, voice: "af_heart", caption_format: "vtt",
  });
  assert.equal((await content(subtitles)).toString(), await expected.text());
  await context.close();
});

test("keys speak, pause, step and stop", async () => {
  const { page, context } = await visit(browser, URL_);
  await page.keyboard.press("/");
  await page.keyboard.type(TEXT);
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector('.player[data-playing="true"]');
  await page.keyboard.press("Space");
  await page.waitForSelector('.player[data-playing="false"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector(".transcript .heard");
  await page.keyboard.press("Escape");
  await page.waitForSelector("textarea:focus");
  assert.equal(await page.inputValue("textarea"), TEXT);
  await page.keyboard.press("Control+a");
  await page.locator("h1").click({ force: true, position: { x: 0, y: 0 } }).catch(() => {});
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await context.close();
});

test("a permalink brings text, voice, speed and format back", async () => {
  const { page, context } = await visit(
    browser,
    `${URL_}/#/speak?text=Caf%C3%A9+%26+tea&voice=bm_george&speed=1.25&format=flac`,
  );
  assert.equal(await page.inputValue("textarea"), "Café & tea");
  await page.getByRole("button", { name: "Choose a voice: George" }).waitFor();
  assert.equal(await page.getByLabel("Format").inputValue(), "flac");
  assert.equal(await page.locator(".manner output").textContent(), "1.25×");
  await context.close();
});

test("history and choices outlive a reload, and can be cleared", async () => {
  const { page, context } = await visit(browser, URL_);
  await speak(page, "First.");
  await page.reload();
  await page.locator(".past", { hasText: "First." }).waitFor();
  await page.getByRole("button", { name: "Clear history" }).click();
  await page.waitForSelector(".history .past", { state: "detached" });
  await context.close();
});

test("voices are filtered, heard with one click, and chosen", async () => {
  const { page, context } = await visit(browser, URL_);
  await page.getByRole("button", { name: /Choose a voice/ }).click();
  const cards = page.locator(".card");
  const all = await cards.count();
  await page.getByLabel("Any gender").selectOption("male");
  assert.ok((await cards.count()) < all);
  assert.match(await page.locator(".card", { hasText: "George" }).textContent(), /Grade C/);
  await page.getByRole("button", { name: "Hear George" }).click();
  await page.waitForFunction(() => window.heard.loud > 2000);
  await page.locator('[data-voice="bm_george"]').click();
  await page.getByRole("button", { name: "Choose a voice: George" }).waitFor();
  await context.close();
});
