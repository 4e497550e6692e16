import assert from "node:assert/strict";
import { test } from "node:test";
import { sources } from "./sources.js";

test("a scrape is compared with the one before", async (t) => {
  const { parse, total, meanBetween } = await (await sources(t))("server/metrics.ts");
  const before = parse('# HELP x\na_count 2.0\na_sum 3.0\ne_total{code="x y"} 1.0\n');
  const after = parse('a_count 4.0\na_sum 9.0\ne_total{code="x y"} 1.0\ne_total{code="z"} 2.0\n');
  assert.equal(meanBetween(before, after, "a"), 3);
  assert.equal(meanBetween(after, after, "a"), null);
  assert.equal(total(after, "e_total"), 3);
});
