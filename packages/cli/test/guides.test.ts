import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { comparable, runGuide } from "./guide.ts";

const folder = fileURLToPath(new URL("../../../docs/guides", import.meta.url));
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(pages)("what docs/guides/%s shows is what its commands print", async (name) => {
  const page = readFileSync(path.join(folder, name), "utf8");
  const { text } = await runGuide(page);
  // With -u the page is written again.
  if (comparable(text) !== comparable(page)) await expect(text).toMatchFileSnapshot(path.join(folder, name));
});

test("ids and moments are compared by their order", () => {
  expect(comparable("31ba0ec7fa56 on 0bba0ec7fa56, 31ba0ec7fa56_x 2026-11-30T13:00:00Z prisma/20261130130305_a")).toBe(
    comparable("99ba0ec7fa50 on 1bba0ec7fa5a, 99ba0ec7fa50_x 2027-01-01T01:02:03+01:00 prisma/20270130130305_a"),
  );
  expect(comparable("31ba0ec7fa56 31ba0ec7fa56")).not.toBe(comparable("31ba0ec7fa56 41ba0ec7fa56"));
});
