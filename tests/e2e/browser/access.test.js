// Every page in light and dark, on a desktop and a phone, in every interface language: axe finds
// nothing serious, nothing sticks out, and a picture is kept where KOWANE_PICTURES says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";
import { launch, speak, visit } from "./chromium.js";

const URL_ = process.env.KOWANE_OPEN_URL;
const PICTURES = process.env.KOWANE_PICTURES;
const PAGES = ["speak", "blend", "pronounce", "books", "cast", "operate"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const TEXT =
  "It was a bright cold day in April, and the clocks were striking thirteen. " +
  "The kettle sang at 4 p.m., and tea cost $2.50.";
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function violations(page) {
  // Through the debugger, which the page's CSP does not bind.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags }), WCAG,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

async function prepare(page, name) {
  if (name === "speak") {
    await speak(page, TEXT);
    await page.waitForSelector(".transcript .heard");
    await page.waitForTimeout(1500);
  }
  if (name === "blend") {
    await page.getByRole("button", { name: "Listen" }).click();
    await page.waitForSelector('.player[data-phase="complete"]');
  }
  if (name === "pronounce") {
    await page.locator(".words button").nth(1).click();
    await page.getByRole("textbox", { name: "Said as" }).fill("new in");
  }
  if (name === "operate") await page.waitForTimeout(5000);
  await page.waitForTimeout(400);
}

for (const colorScheme of ["light", "dark"])
  for (const name of PAGES)
    test(`${name} in ${colorScheme} is accessible`, async () => {
      const { page, context, faults } = await visit(browser, `${URL_}/#/${name}`, { colorScheme });
      await page.waitForSelector(`main.page-${name} h1`);
      await prepare(page, name);
      if (PICTURES)
        await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(faults, []);
      await context.close();
    });

test("the gallery, the keys and the key dialog are accessible", async () => {
  const { page, context } = await visit(browser, URL_);
  for (const opener of [/Choose a voice/, /Keyboard shortcuts/, /API key/]) {
    await page.getByRole("button", { name: opener }).click();
    await page.waitForSelector("dialog[open]");
    if (PICTURES && String(opener).includes("voice"))
      await page.screenshot({ path: join(PICTURES, "voices-light.png") });
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
  }
  await context.close();
});

test("nothing sticks out on a phone, in any language", async () => {
  const { page, context } = await visit(browser, URL_, { viewport: { width: 360, height: 740 } });
  for (const language of ["en", "de", "es", "fr", "ja"]) {
    await page.locator(".preferences select").first().selectOption(language);
    for (const name of PAGES) {
      await page.evaluate((to) => (location.hash = `#/${to}`), name);
      await page.waitForSelector(`main.page-${name} h1`);
      const [wide, shown] = await page.evaluate(() => [
        document.documentElement.scrollWidth, document.documentElement.clientWidth,
      ]);
      assert.ok(wide <= shown, `${name} in ${language} is ${wide} px wide`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  }
  await page.locator(".preferences select").first().selectOption("en");
  await page.evaluate(() => (location.hash = "#/speak"));
  await page.waitForSelector("main.page-speak textarea");
  if (PICTURES) await page.screenshot({ path: join(PICTURES, "speak-phone.png") });
  await context.close();
});
