// Debian's Chromium with everything that talks to the outside switched off, and measurements of what a
// page plays that do not rely on the page's own word.
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

export const RATE = 24_000;

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A new visitor. `faults` collects errors of scripts and refusals by the CSP. */
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 860 },
    locale: "en-GB",
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  const foreign = [];
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (/^(http|ws)s?:$/.test(to.protocol) && to.host !== new URL(url).host) foreign.push(request.url());
  });
  await page.addInitScript(listen);
  await page.goto(url);
  await page.waitForSelector("main");
  return { page, context, faults, foreign };
}

/** Runs in the page: taps whatever reaches a loudspeaker. */
function listen() {
  const heard = { samples: 0, loud: 0, firstLoud: null, peak: 0, now: () => 0 };
  window.heard = heard;
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && !this.isTap) {
      const tap = this.context.createScriptProcessor(256, 1, 1);
      tap.isTap = true;
      heard.now = () => this.context.currentTime;
      tap.onaudioprocess = ({ inputBuffer, playbackTime }) => {
        const data = inputBuffer.getChannelData(0);
        for (let i = 0; i < data.length; i++) {
          const size = Math.abs(data[i]);
          heard.samples += 1;
          if (size > 1e-3) {
            heard.loud += 1;
            heard.peak = Math.max(heard.peak, size);
            heard.firstLoud ??= playbackTime + i / 24_000;
          }
        }
      };
      connect.call(this, tap);
      connect.call(tap, target); // it is silent; without this it would not run
    }
    return connect.call(this, target, ...rest);
  };
  const marks = [];
  window.marks = marks;
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (target.classList?.contains("heard"))
        marks.push({ words: target.dataset.words, text: target.textContent, at: heard.now() });
  }).observe(document, { attributes: true, attributeFilter: ["class"], subtree: true });
}

export const heard = (page) => page.evaluate(() => ({ ...window.heard, now: window.heard.now() }));

export async function write(page, text) {
  await page.fill("textarea", text);
}

export async function speak(page, text) {
  await write(page, text);
  await page.click(".sheet button.main");
  await page.waitForSelector(".player");
}

export const finished = (page) =>
  page.waitForSelector('.player[data-phase="complete"][data-playing="false"]', { timeout: 60_000 });

/** What the API answers to the same question. */
export async function api(url, path, body, headers = {}) {
  const answer = await fetch(new URL(path, url), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer;
}
