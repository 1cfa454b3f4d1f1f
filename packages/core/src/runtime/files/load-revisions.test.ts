import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadRevisions } from "./load-revisions.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((made) => rmSync(made, { recursive: true, force: true })));

const header = (id: string): string =>
  `export const revision = "${id}";\nexport const downRevision = null;\nthrow new Error("this file was run");\n`;

function folder(names: readonly string[]): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "mig-load-"));
  folders.push(made);
  for (const name of names) {
    mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    writeFileSync(path.join(made, name), header(path.basename(name).replace(/\..*$/u, "")));
  }
  return made;
}

test.each([
  { name: "TypeScript and JavaScript, by name", files: ["b.ts", "a.mjs", "c.mts", "d.js", "e.cts"], gives: ["a", "b", "c", "d", "e"] },
  {
    name: "no declarations, tests, other files",
    files: ["a.ts", "b.d.ts", "c.test.ts", "d.spec.js", "e.sql", "README.md", ".f.ts", "g.ts.bak"],
    gives: ["a"],
  },
  { name: "not what lies deeper", files: ["a.ts", "more/b.ts"], gives: ["a"] },
  {
    name: "what lies deeper, when asked",
    files: ["a.ts", "more/b.ts", "more/node_modules/c.ts", ".git/d.ts"],
    recursive: true,
    gives: ["a", "b"],
  },
  { name: "no folder that is called like a file", files: ["a.ts", "b.ts/c.txt"], gives: ["a"] },
  { name: "an empty folder", files: [], gives: [] },
])("$name", ({ files, recursive, gives }) => {
  const revisions = loadRevisions({ folders: [folder(files)], ...(recursive === undefined ? {} : { recursive }) });
  expect(revisions.map(({ id }) => id)).toEqual(gives);
});

test("several folders, one of them twice and one not there", () => {
  const [one, two] = [folder(["a.ts"]), folder(["b.ts"])];
  expect(loadRevisions({ folders: [one, two, one, path.join(one, "none")] }).map(({ id, file }) => [id, file])).toEqual([
    ["a", path.join(one, "a.ts")],
    ["b", path.join(two, "b.ts")],
  ]);
});
