import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { sources } from "./sources.js";

test("no interface string is missing, empty or without its placeholder in any language", async (t) => {
  const load = await sources(t);
  const { strings, LANGUAGES } = await load("words/strings.ts");
  for (const [name, row] of Object.entries(strings)) {
    assert.equal(row.length, LANGUAGES.length, name);
    for (const said of row) {
      assert.ok(said.trim(), `${name} has an empty string`);
      assert.equal(said.includes("{n}"), row[0].includes("{n}"), `${name}: ${said}`);
    }
  }
});

test("every interface string is used", async (t) => {
  const load = await sources(t);
  const { strings } = await load("words/strings.ts");
  const root = new URL("../src/", import.meta.url);
  const code = readdirSync(root, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith("strings.ts"))
    .map((name) => readFileSync(new URL(name, root), "utf8"))
    .join("\n");
  const families = /^(way|hint|job)_/;
  for (const name of Object.keys(strings))
    if (!families.test(name)) assert.match(code, new RegExp(`"${name}"|\\bt\\(${name}`), name);
});
