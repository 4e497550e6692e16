import assert from "node:assert/strict";
import { test } from "node:test";
import { sources } from "./sources.js";

const PLAY = "It is night.\nAnn: Who's [there]?\n\nDr. Bob：Only me.\nStill me.";

test("names are found, and lines without one belong to the last", async (t) => {
  const { lines, names } = await (await sources(t))("speech/dialogue.ts");
  assert.deepEqual(names(PLAY), ["", "Ann", "Dr. Bob"]);
  assert.deepEqual(
    lines(PLAY).map(({ name, start, end }) => [name, PLAY.slice(start, end)]),
    [
      ["", "It is night."],
      ["Ann", "Who's [there]?"],
      ["Dr. Bob", "Only me."],
      ["Dr. Bob", "Still me."],
    ],
  );
});

test("a time of day and an address are no names", async (t) => {
  const { names } = await (await sources(t))("speech/dialogue.ts");
  assert.deepEqual(names("12:30 is late.\n\nhttp://example.org"), [""]);
});

test("markup keeps the place of every character", async (t) => {
  const { script, placed } = await (await sources(t))("speech/dialogue.ts");
  const { markup, places } = script(PLAY, (name) => (name === "Ann" ? "af_bella" : "bm_george"));
  assert.match(markup, /\[voice:af_bella\]Who's \\\[there\\\]\?\[\/voice\]/);
  const at = markup.indexOf("there");
  const word = placed({ char_start: at, char_end: at + 5 }, places);
  assert.equal(PLAY.slice(word.char_start, word.char_end), "there");
});
