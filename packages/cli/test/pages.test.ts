import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAlembic } from "./alembic.ts";
import { comparable } from "./pages/comparable.ts";
import { piecesOf, reasonNotToRun } from "./pages/page.ts";
import { openPlace, runPage } from "./pages/run-page.ts";
import { compileSamples, samplesOf } from "./pages/samples.ts";
import { docs, pageNames, readPage, storiesOf } from "./pages/stories.ts";
import { makeTools, type Tools } from "./pages/tools.ts";

const pages = Object.fromEntries(pageNames.map((name) => [name, readPage(name)]));
const needsRun = (text: string): boolean => piecesOf(text).some((piece) => piece.kind === "scene" || piece.language !== "mermaid");
const stories = storiesOf(pages).filter((story) => story.some((name) => needsRun(pages[name] ?? "")));

let tools: Tools;
beforeAll(async () => void (tools = await makeTools()));
afterAll(() => tools.remove());

describe.concurrent("what a page shows is what its commands print", () => {
  // With -u the pages are written again.
  test.for(stories.map((story) => ({ story })))("$story", { timeout: 180_000 }, async ({ story }, { skip }) => {
    if (!hasAlembic && story.some((name) => pages[name]?.includes("<!-- needs: alembic -->") === true))
      skip("Alembic is not installed (apt-get install alembic python3-psycopg2)");
    const place = await openPlace(tools);
    try {
      for (const name of story) {
        const page = pages[name] ?? "";
        const text = await runPage(page, place);
        if (comparable(text) !== comparable(page)) await expect(text, name).toMatchFileSnapshot(path.join(docs, name));
      }
    } finally {
      await place.close();
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
