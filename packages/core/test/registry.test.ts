import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { servers, withDatabase } from "@migts/testkit";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { errorRows } from "../src/errors.ts";
import { placesOf } from "../src/postgres/catalog-place.ts";
import type { PostgresKind } from "../src/postgres/objects/kind.ts";
import { catalogs, kinds, operationKinds, specs } from "../src/postgres/objects/index.ts";
import { objectsOf } from "../src/schema/database-schema.ts";
import { parseCase } from "./case-file.ts";
import { readSchema } from "./database-diff.ts";
import { recorded } from "./recorded.ts";

// Holds folders, registry, cases and docs together: what is forgotten in one of them fails here.

const objects = join(dirname(fileURLToPath(import.meta.url)), "../src/postgres/objects");
/** `relations/table` and its like: a family and a kind. */
const folders = globSync("*/*/", { cwd: objects, onlyDirectories: true })
  .map((folder) => folder.replace(/\/$/, ""))
  .toSorted();

interface Exported {
  readonly folder: string;
  readonly name: string;
  readonly value: unknown;
}

/** What the files of a folder, or of all, export under a name with this ending. */
async function exportsEndingIn(ending: string, of = "*/*"): Promise<readonly Exported[]> {
  const found: Exported[] = [];
  for (const file of globSync(`${of}/**/*.ts`, { cwd: objects, ignore: "**/*.test.ts" }).toSorted()) {
    const module = (await import(pathToFileURL(join(objects, file)).href)) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(module))
      if (name.endsWith(ending)) found.push({ folder: file.split("/").slice(0, 2).join("/"), name, value });
  }
  return found;
}

/** The operations that the cases of a folder record in their upgrades. */
const inCases = (folder: "cases" | "by-hand"): ReadonlySet<string> =>
  new Set(
    globSync(`*/*/${folder}/*.case`, { cwd: objects }).flatMap((file) =>
      recorded(parseCase(readFileSync(join(objects, file), "utf8"))["revision"] ?? "").map(({ kind }) => kind),
    ),
  );

test("each kind is registered, and each registered one has a folder with a catalog and a case", async () => {
  const found = await exportsEndingIn("Kind");
  expect(found.map(({ value }) => value).toSorted(byKind)).toEqual([...kinds.all].toSorted(byKind));
  const catalogFolders = new Set((await exportsEndingIn("Catalog")).map(({ folder }) => folder));
  for (const { folder } of found) {
    expect([folder, catalogFolders.has(folder)]).toEqual([folder, true]);
    expect([folder, globSync(`${folder}/cases/*.case`, { cwd: objects }).length > 0]).toEqual([folder, true]);
  }
  const withKind = folders.filter((folder) => globSync(`${folder}/kind.ts`, { cwd: objects }).length > 0);
  expect(
    withKind.filter((folder) => !found.some((kind) => kind.folder === folder)),
    "kind.ts exports its kind",
  ).toEqual([]);
});

test("each word of a kind has a place in the system catalogs, and each place a word", async () => {
  const words = (await exportsEndingIn("Kind")).flatMap(({ folder, value }) =>
    Object.keys((value as PostgresKind).addresses ?? {}).map((word) => `${word} of ${folder}/kind.ts`),
  );
  const places = new Set(placesOf(catalogs).map(({ word }) => word));
  const wordOf = (text: string): string => text.slice(0, text.indexOf(" "));
  expect(
    words.filter((text) => !places.has(wordOf(text))),
    "`places` of the folder's catalog query: without it, its comments are not read",
  ).toEqual([]);
  const granted = (await exportsEndingIn("Kind")).flatMap(({ value }) =>
    Object.entries((value as PostgresKind).addresses ?? {}).flatMap(([word, { grantedOn }]) => (grantedOn === undefined ? [] : [word])),
  );
  expect(new Set(granted), "`grantedOn` of `addresses` goes with `access` of `places`").toEqual(
    new Set(placesOf(catalogs).flatMap(({ word, access }) => (access === undefined ? [] : [word]))),
  );
  const known = new Set(words.map(wordOf));
  expect(
    [...places].filter((word) => !known.has(word)),
    "`addresses` of the kind",
  ).toEqual([]);
});

test("each catalog query is registered", async () => {
  expect(new Set((await exportsEndingIn("Catalog")).map(({ value }) => value))).toEqual(new Set(catalogs));
});

test("each operation of a folder is registered", async () => {
  const found = (await exportsEndingIn("Operations")).flatMap(({ value }) => Object.entries(value as object));
  expect(Object.fromEntries(found)).toEqual(specs);
  for (const [name, spec] of found) expect([name, spec === (specs as Readonly<Record<string, unknown>>)[name]]).toEqual([name, true]);
});

test("each operation is written by a comparison in some case, or by a person in one under by-hand", () => {
  const written = new Set([...inCases("cases"), ...inCases("by-hand")]);
  expect(operationKinds.filter((kind) => !written.has(kind)).toSorted()).toEqual([]);
});

const reference = join(objects, "../../../../../docs/reference");

test.each([
  { page: "operations", files: readdirSync(join(reference, "operations")).map((name) => `operations/${name}`), names: operationKinds },
  { page: "errors.md", files: ["errors.md"], names: Object.keys(errorRows) },
])("each has its place in docs/reference/$page", ({ files, names }) => {
  const headings = new Set(files.flatMap((file) => readFileSync(join(reference, file), "utf8").split("\n")));
  expect(
    names.filter((name) => !headings.has(`## ${name}`) && !headings.has(`### ${name}`)),
    "write them: pnpm run build && pnpm run docs",
  ).toEqual([]);
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.for(folders)("each kind of %s is found in the catalog, from its cases", async (folder, { skip }) => {
    const versions = casesOf(folder).map((file) => Number(parseCase(readFileSync(join(objects, file), "utf8"))["from"] ?? "0"));
    if (versions.length > 0 && versions.every((from) => from > major)) return skip(`needs PostgreSQL ${Math.min(...versions)}`);
    const missing = new Set(
      (await exportsEndingIn("Kind", folder)).map(({ value }) => (value as { readonly kind: string }).kind), // as the registry has them
    );
    for (const file of casesOf(folder)) {
      if (missing.size === 0) break;
      const { after = "", from = "0" } = parseCase(readFileSync(join(objects, file), "utf8"));
      if (major < Number(from)) continue;
      await withDatabase({ major, setup: after }, async (database) => {
        for (const { kind } of objectsOf((await readSchema(database)).schema)) missing.delete(kind);
      });
    }
    expect([...missing], "no case has any of it under `after`").toEqual([]);
  });
});

/** What makes the kinds comes first. */
const casesOf = (folder: string): readonly string[] =>
  globSync(`${folder}/cases/*.case`, { cwd: objects }).toSorted(
    (left, right) => Number(right.endsWith("/create.case")) - Number(left.endsWith("/create.case")) || (left < right ? -1 : 1),
  );

function byKind(left: unknown, right: unknown): number {
  const [a, b] = [left, right].map((kind) => (kind as { readonly kind: string }).kind);
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
