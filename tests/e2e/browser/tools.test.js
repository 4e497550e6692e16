// Blending, pronouncing, casting and operating against a humming server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, finished, heard, launch, visit } from "./chromium.js";

const URL_ = process.env.KOWANE_OPEN_URL;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a blend is heard, named, used, and given as a call that the API takes", async () => {
  const { page, context, faults } = await visit(browser, `${URL_}/#/blend`);
  const sliders = page.getByRole("slider", { name: /^Weight/ });
  await sliders.first().fill("30");
  await sliders.nth(1).fill("70");
  await page.getByRole("button", { name: "Listen" }).click();
  await finished(page);
  assert.ok((await heard(page)).loud > 1000);
  const call = await page.locator(".snippets pre").textContent();
  const body = JSON.parse(/-d '(.*)' \\/.exec(call)[1]);
  assert.equal(body.voice, "af_heart(30)+af_bella(70)");
  assert.ok((await (await api(URL_, "v1/audio/speech", body)).arrayBuffer()).byteLength > 1000);
  await page.getByRole("textbox", { name: "Name of the blend" }).fill("Evening");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Use Evening" }).click();
  await page.getByRole("button", { name: /Choose a voice/ }).click();
  await page.locator(".card .choose", { hasText: "Evening" }).click();
  await page.fill("textarea", "Good evening.");
  await page.click(".sheet button.main");
  await finished(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a word is changed, heard before and after, and saved to a lexicon", async () => {
  const name = `test-${Date.now()}`;
  const { page, context, faults } = await visit(browser, `${URL_}/#/pronounce`);
  await page.fill("textarea", "We run nginx here.");
  await page.locator(".words button", { hasText: "nginx" }).click();
  const before = await page.locator(".words button", { hasText: "nginx" }).locator("code").textContent();
  await page.getByRole("button", { name: "Before" }).click();
  await page.waitForFunction(() => window.heard.loud > 1000);
  await page.getByRole("textbox", { name: "Said as" }).fill("engine x");
  await page.evaluate(() => (window.heard.loud = 0));
  await page.getByRole("button", { name: "After" }).click();
  await page.waitForFunction(() => window.heard.loud > 1000);
  await page.getByRole("button", { name: "Use in this text" }).click();
  await page.locator(".serif", { hasText: "engine x" }).waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.locator(".serif", { hasText: "nginx" }).waitFor();
  assert.equal(await page.locator(".words button", { hasText: "nginx" }).locator("code").textContent(), before);
  await page.locator(".words button", { hasText: "nginx" }).click();
  await page.getByRole("textbox", { name: "Said as" }).fill("engine x");
  await page.getByLabel("Lexicon").fill(name);
  await page.getByRole("button", { name: "Save to the lexicon" }).click();
  await page.locator(".serif", { hasText: "engine x" }).waitFor();
  const kept = await (await fetch(`${URL_}/v1/lexicons/${name}`)).json();
  assert.deepEqual(kept.entries, [{ word: "nginx", says: "engine x" }]);
  await fetch(`${URL_}/v1/lexicons/${name}`, { method: "DELETE" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("a dialogue is performed with a voice for each name", async () => {
  const { page, context, faults } = await visit(browser, `${URL_}/#/cast`);
  await page.fill("textarea", "Ann: Who is there?\nGeorge: Only me.");
  await page.getByLabel("Voice: Ann").selectOption("af_bella");
  assert.equal(await page.getByLabel("Voice: George").inputValue(), "bm_george");
  const sent = [];
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  await page.getByRole("button", { name: "Perform" }).click();
  await page.waitForSelector(".transcript .heard:has-text('Only')");
  await finished(page);
  assert.ok((await heard(page)).loud > 1000);
  const all = sent.join("\n");
  assert.match(all, /\[voice:af_bella\]Who is there\?\[\/voice\]/);
  assert.match(all, /\[voice:bm_george\]Only me\.\[\/voice\]/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("the operator sees what the server measures", async () => {
  const { page, context, faults } = await visit(browser, `${URL_}/#/operate`);
  const shown = (title) => page.locator(".plot", { hasText: title }).locator("strong");
  await page.locator(".facts", { hasText: "CPUExecutionProvider" }).waitFor();
  assert.match(await shown("Time to first audio").textContent(), /–/);
  await api(URL_, "v1/audio/speech", { input: `Fresh ${Date.now()}.` });
  await api(URL_, "v1/audio/speech", { input: "" }).catch(() => {});
  await page.waitForFunction(() => /\d+ ms/.test(document.querySelector(".plot strong").textContent));
  assert.match(await shown("Memory").textContent(), /\d+ MB/);
  await page.waitForFunction(() => document.querySelectorAll(".plot canvas").length === 6);
  for (const kind of ["Python", "JavaScript", "Client settings", "curl"]) {
    await page.getByRole("button", { name: kind }).click();
    assert.match(await page.locator(".snippets pre").textContent(), new RegExp(new URL(URL_).host));
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test("a small book is made, heard chapter by chapter, and downloaded", async () => {
  const { page, context, faults } = await visit(browser, `${URL_}/#/books`);
  const book = "# One\n\nIt was a bright cold day.\n\n# Two\n\nThe clocks were striking.\n";
  await page.setInputFiles("input[type=file]", {
    name: "small.md", mimeType: "text/markdown", buffer: Buffer.from(book),
  });
  const shelf = page.locator(".book").first();
  await page.waitForSelector('.book[data-state="done"]', { timeout: 60_000 });
  assert.equal(await shelf.locator(".chapters li").count(), 2);
  await shelf.getByRole("button", { name: "Listen to Two" }).click();
  await page.waitForFunction(() => document.querySelector("audio")?.currentTime > 0.2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    shelf.getByRole("button", { name: "Download all" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  await shelf.getByRole("button", { name: "Delete" }).click();
  await page.waitForSelector(".book", { state: "detached" });
  assert.deepEqual(faults, []);
  await context.close();
});
