import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAlembic } from "./alembic.ts";
import { comparable } from "./pages/comparable.ts";
import { piecesOf, reasonNotToRun } from "./pages/page.ts";
import { openPlace, runPage, usesPglite } from "./pages/run-page.ts";
import { compileSamples, samplesOf } from "./pages/samples.ts";
import { docs, pageNames, readPage, storiesOf } from "./pages/stories.ts";
import { makeTools, type Tools } from "./pages/tools.ts";
import { typesTheSame, withFencesOf } from "./pages/translation.ts";

const pages = Object.fromEntries(pageNames.map((name) => [name, readPage(name)]));
const needsRun = (name: string): boolean =>
  piecesOf(pages[name] ?? "").some((piece) => piece.kind === "scene" || piece.language !== "mermaid");

const translationOf = (name: string): string | undefined => pages[`ja/${name}`];
const all = storiesOf(pages);
/** Pages with a translation that has readers type the same: one run tells what both must show. */
const told = all
  .filter((story) => story.every((name) => typesTheSame(pages[name] ?? "", translationOf(name) ?? "\n```console\n$\n```")))
  .flat();
const isTold = (name: string): boolean => name.startsWith("ja/") && told.includes(name.slice("ja/".length));
const stories = all.filter((story) => story.some(needsRun) && !story.every(isTold));

/** The texts of the pages with what their commands printed. */
async function runStory(story: readonly string[]): Promise<readonly string[]> {
  const place = await openPlace(tools);
  try {
    const texts: string[] = [];
    for (const name of story) texts.push(await runPage(pages[name] ?? "", place));
    return texts;
  } finally {
    await place.close();
  }
}

let tools: Tools;
beforeAll(async () => void (tools = await makeTools()));
afterAll(() => tools.remove());

describe.concurrent("what a page shows is what its commands print", () => {
  // With -u the pages are written again.
  const rows = stories.map((story) => ({ name: story.join(", "), story }));
  test.for(rows)("$name", { timeout: usesPglite ? 1_200_000 : 300_000 }, async ({ story }, { expect: here, skip }) => {
    if (!hasAlembic && story.some((name) => pages[name]?.includes("<!-- needs: alembic -->") === true))
      skip("Alembic is not installed (apt-get install alembic python3-psycopg2)");
    const ran = await runStory(story);
    // Of all pages at once: ids go on from page to page.
    const before = story.map((name) => pages[name] ?? "");
    const texts = comparable(ran.join("\f")) === comparable(before.join("\f")) ? before : ran;
    for (const [index, name] of story.entries()) {
      const text = texts[index] ?? "";
      if (text !== pages[name]) await here(text, name).toMatchFileSnapshot(path.join(docs, name));
      const translation = `ja/${name}`;
      if (!told.includes(name)) continue;
      const translated = withFencesOf(text, pages[translation] ?? "");
      if (translated !== pages[translation]) await here(translated, translation).toMatchFileSnapshot(path.join(docs, translation));
    }
  });
});

test("the TypeScript of the pages compiles", { timeout: 120_000 }, async () => {
  expect(await compileSamples(pages)).toBe("");
});

test("ids and moments are compared by their order", () => {
  expect(comparable("31ba0ec7fa56 on 0bba0ec7fa56, 31ba0ec7fa56_x 2026-11-30T13:00:00Z prisma/20261130130305_a")).toBe(
    comparable("99ba0ec7fa50 on 1bba0ec7fa5a, 99ba0ec7fa50_x 2027-01-01T01:02:03+01:00 prisma/20270130130305_a"),
  );
  expect(comparable("31ba0ec7fa56 31ba0ec7fa56")).not.toBe(comparable("31ba0ec7fa56 41ba0ec7fa56"));
  expect(comparable("2026-11-30 13:00:00.123+00 took 12 ms")).toBe(comparable("2027-01-30 01:00:00+00 took 9 ms"));
  expect(comparable("Node 20.20.2, PostgreSQL 15.4, mig 0.1.0")).toBe(comparable("Node 24.1.0, PostgreSQL 18.7, mig 1.0.0"));
  expect(comparable("PostgreSQL 15")).not.toBe(comparable("PostgreSQL 18"));
  const line = "statement 1 of 2, 10 s, building index: scanning table 7%";
  expect(comparable(line)).toBe(comparable(line.replace("10 s", "11 s").replace("7%", "12%")));
  expect(comparable(line)).not.toBe(comparable(line.replace("1 of 2", "2 of 2")));
});

test("a fence that is not run says why", () => {
  const first = (text: string) => {
    const piece = piecesOf(text)[0];
    return piece?.kind === "fence" ? reasonNotToRun(piece) : undefined;
  };
  expect(first('```sh norun="needs a cluster"\nkubectl\n```')).toBe("needs a cluster");
  expect(() => first("```sh norun\nkubectl\n```")).toThrow("Line 1: say why");
  expect(first("```sh\nls\n```")).toBeUndefined();
  expect(() => piecesOf("- so:\n\n  ```sh\n  ls\n  ```")).toThrow("Line 3: an indented fence");
});

test("samples: a file that is written once more makes a folder of its own", () => {
  const page = "```ts file=a.ts\n1\n```\n```ts\n2\n```\n```ts file=a.ts\n3\n```\n```ts show=b*.ts\n4\n```\n";
  expect(samplesOf(page)).toEqual([
    { "a.ts": "1\n", "line-4.ts": "2\n" },
    { "a.ts": "3\n", "line-4.ts": "2\n" },
  ]);
});

test("pages that continue each other run in one place", () => {
  const continues = (page: string) => `<!-- continues: ${page} -->`;
  expect(storiesOf({ "a/1.md": "", "a/2.md": continues("1.md"), "b.md": "", "a/3.md": continues("2.md") })).toEqual([
    ["a/1.md", "a/2.md", "a/3.md"],
    ["b.md"],
  ]);
  expect(() => storiesOf({ "a.md": "", "b.md": continues("a.md"), "c.md": continues("a.md") })).toThrow("continue a.md");
});

test("a translation shows what the page with the same commands printed", () => {
  const page = "Look:\n```console\n$ mig heads\na1\n```\n```ts\n// one\n```\n";
  const translation = "見る:\n```console\n$ mig heads\n```\n```ts\n// 一\n```\n";
  expect(typesTheSame(page, translation)).toBe(true);
  expect(withFencesOf(page, translation)).toBe("見る:\n```console\n$ mig heads\na1\n```\n```ts\n// 一\n```\n");
  expect(typesTheSame(page, translation.replace("heads", "current"))).toBe(false);
});
