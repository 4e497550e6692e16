// What somebody reads when things go wrong, and that the text is never lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, finished, heard, launch, speak, visit, write } from "./chromium.js";

const { KOWANE_OPEN_URL, KOWANE_KEYED_URL, KOWANE_BUSY_URL } = process.env;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a key is asked for, a wrong one is told, the right one speaks", async () => {
  const { page, context, faults } = await visit(browser, KOWANE_KEYED_URL);
  const alert = page.getByRole("alert");
  await alert.filter({ hasText: "The API key is missing or wrong" }).waitFor();
  await page.getByRole("button", { name: "Enter a key" }).click();
  await page.getByRole("textbox", { name: "API key" }).fill("wrong (key)");
  await page.getByRole("button", { name: "Save" }).click();
  await alert.filter({ hasText: "not known here" }).waitFor();
  await speak(page, "Hello.");
  await page.locator(".player").getByRole("alert").filter({ hasText: "missing or wrong" }).waitFor();
  await page.getByRole("button", { name: "Enter a key" }).first().click();
  await page.getByRole("textbox", { name: "API key" }).fill("right");
  await page.getByRole("button", { name: "Save" }).click();
  await alert.first().waitFor({ state: "detached" }).catch(() => {});
  await page.getByRole("button", { name: "Edit text" }).click();
  await speak(page, "Hello there.");
  await finished(page);
  assert.ok((await heard(page)).loud > 1000);
  const stored = await page.evaluate(() => [localStorage.getItem("kowane.key"), sessionStorage.getItem("kowane.key")]);
  assert.deepEqual(stored, [null, '"right"']); // forgotten with the tab
  assert.deepEqual(faults, []);
  await context.close();
});

test("a full server says when to come back", async () => {
  const long = "One sentence after the other is spoken here. ".repeat(100);
  const { page, context } = await visit(browser, KOWANE_BUSY_URL);
  const stop = new AbortController();
  const others = Array.from({ length: 4 }, () =>
    fetch(`${KOWANE_BUSY_URL}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: long, stream: false }),
      signal: stop.signal,
    }).catch(() => {}),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  await speak(page, "Hello.");
  const alert = page.locator(".player").getByRole("alert");
  await alert.filter({ hasText: "The server is busy" }).waitFor();
  await alert.getByRole("button", { name: /Try again/ }).waitFor();
  stop.abort();
  await Promise.all(others);
  await alert.getByRole("button", { name: "Try again", exact: true }).click({ timeout: 30_000 });
  await finished(page);
  assert.ok((await heard(page)).loud > 1000);
  await context.close();
});

test("a server that is gone is named, and the text is kept", async () => {
  const { page, context } = await visit(browser, KOWANE_OPEN_URL);
  await write(page, "Keep me.");
  await context.setOffline(true);
  await page.route("**/v1/**", (route) => route.abort("connectionrefused"));
  await page.routeWebSocket(/stream/, (socket) => socket.close());
  await page.click(".sheet button.main");
  await page.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
  await page.getByRole("button", { name: "Edit text" }).click();
  assert.equal(await page.inputValue("textarea"), "Keep me.");
  await context.close();
});

test("what cannot be spoken is explained in the server's words", async () => {
  const { page, context } = await visit(browser, `${KOWANE_OPEN_URL}/#/speak?text=Hi&voice=af_nobody`);
  await page.click(".sheet button.main");
  const alert = page.locator(".player").getByRole("alert");
  await alert.filter({ hasText: "This cannot be spoken as it is" }).waitFor();
  assert.match(await alert.textContent(), /af_nobody/);
  const answer = await api(KOWANE_OPEN_URL, "v1/audio/speech", { input: "Hi", voice: "af_nobody" }).catch(String);
  assert.match(answer, /400/);
  await context.close();
});
