import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createDatabase, servers } from "@migts/testkit";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { errorRows } from "../src/errors.ts";
import { catalogs, kinds, operationKinds, specs } from "../src/postgres/objects/index.ts";
import { objectsOf } from "../src/schema/database-schema.ts";
import { parseCase } from "./case-file.ts";
import { readSchema } from "./database-diff.ts";
import { recorded } from "./recorded.ts";

// Holds folders, registry, cases and docs together: what is forgotten in one of them fails here.

/** Operations that no comparison gives. Each has a case in its kind's folder `by-hand`, which test/by-hand.test.ts runs. */
const onlyByHand: readonly string[] = [
  "execute",
  "refreshMaterializedView",
  "renameAttribute",
  "renameColumn",
  "renameCompositeType",
  "renameDomain",
  "renameEnumType",
  "renameEnumValue",
  "renameFunction",
  "renameIndex",
  "renameMaterializedView",
  "renamePolicy",
  "renameProcedure",
  "renameRangeType",
  "renameSequence",
  "renameStatistics",
  "renameTable",
  "renameView",
  "setCompositeTypeSchema",
  "setDomainSchema",
  "setFunctionSchema",
  "setMaterializedViewSchema",
  "setProcedureSchema",
  "setRangeTypeSchema",
  "setStatisticsSchema",
  "setTableSchema",
  "setViewSchema",
];

/** Something of every kind. */
const oneOfEach = `
  create schema app;
  create extension citext;
  create type mood as enum ('sad', 'ok');
  create domain positive as int check (value > 0);
  create type pair as (a int, b text);
  create type span as range (subtype = float8);
  create sequence numbers;
  create table t (
    a int primary key, b int unique, c int check (c > 0), d int references t (a), constraint e exclude using btree (b with =)
  );
  create index i on t (c);
  create statistics st on a, b from t;
  create policy p on t using (a > 0);
  alter table t replica identity full;
  alter table t cluster on t_pkey;
  create view v as select a from t;
  create materialized view m as select a from t;
  create function f() returns int language sql as 'select 1';
  create procedure p() language sql as 'select 1';
  comment on table t is 'one of each';`;

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

/** What the files of all folders export under a name with this ending. */
async function exportsEndingIn(ending: string): Promise<readonly Exported[]> {
  const found: Exported[] = [];
  for (const file of globSync("*/*/**/*.ts", { cwd: objects, ignore: "**/*.test.ts" }).toSorted()) {
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

test("each catalog query is registered", async () => {
  expect(new Set((await exportsEndingIn("Catalog")).map(({ value }) => value))).toEqual(new Set(catalogs));
});

test("each operation of a folder is registered", async () => {
  const found = (await exportsEndingIn("Operations")).flatMap(({ value }) => Object.entries(value as object));
  expect(Object.fromEntries(found)).toEqual(specs);
  for (const [name, spec] of found) expect([name, spec === (specs as Readonly<Record<string, unknown>>)[name]]).toEqual([name, true]);
});

test("each operation is written by a case, or is one that only people write and has a case of its own", () => {
  const [compared, byHand] = [inCases("cases"), inCases("by-hand")];
  expect(operationKinds.filter((kind) => !compared.has(kind)).toSorted()).toEqual([...onlyByHand].toSorted());
  expect(onlyByHand.filter((kind) => !byHand.has(kind))).toEqual([]);
});

test.each([
  { page: "operations.md", names: operationKinds },
  { page: "errors.md", names: Object.keys(errorRows) },
])("each has its place in docs/reference/$page", ({ page, names }) => {
  const headings = new Set(readFileSync(join(objects, "../../../../../docs/reference", page), "utf8").split("\n"));
  expect(
    names.filter((name) => !headings.has(`### ${name}`)),
    "write them: pnpm run build && pnpm run docs",
  ).toEqual([]);
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("each kind is found in the catalog", async () => {
    const database = await createDatabase({ major, setup: oneOfEach });
    const found = new Set([...objectsOf((await readSchema(database)).schema)].map(({ kind }) => kind));
    await database.drop();
    expect([...found].toSorted()).toEqual(kinds.all.map(({ kind }) => kind).toSorted());
  });
});

function byKind(left: unknown, right: unknown): number {
  const [a, b] = [left, right].map((kind) => (kind as { readonly kind: string }).kind);
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
