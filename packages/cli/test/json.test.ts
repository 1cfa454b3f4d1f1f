import { afterAll, beforeAll, expect, test } from "vitest";
import { runMig } from "@migts/testkit";
import { customersWithName, openShop, writeModels, type Shop } from "./shop.ts";

// --json: exactly one object on stdout, the same envelope for every command; nothing for people on stderr.

let shop: Shop;
let first: string;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function data(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await shop.mig(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const envelope = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(envelope)).toEqual(["ok", "command", "data", "warnings", "error"]);
  expect(envelope).toMatchObject({
    ok: true,
    command: args[0],
    warnings: args[0] === "downgrade" ? [expect.stringContaining("loses data: drop table public.customers")] : [],
    error: null,
  });
  return envelope["data"];
}

const text = expect.any(String) as string;

// One story, told in order: each test goes on from where the one before it ended.
test("revision", async () => {
  const written = (await data("revision", "-m", "first")) as { readonly revision: string };
  first = written.revision;
  expect(written).toMatchObject({
    file: `mig/versions/${first}_first.ts`,
    downRevisions: [],
    message: "first",
    operations: expect.arrayContaining([expect.objectContaining({ summary: "create table public.customers" })]),
  });
});

test("heads, history, show", async () => {
  const report = {
    id: first,
    downRevisions: [],
    branchLabels: [],
    labels: [],
    dependsOn: [],
    message: "first",
    createdAt: text,
    file: `mig/versions/${first}_first.ts`,
    head: true,
    effective: false,
    branchPoint: false,
    mergePoint: false,
    upRevisions: [],
    dependencies: [],
  };
  expect(await data("heads")).toEqual({ heads: [report] });
  expect(await data("history")).toEqual({ revisions: [report] });
  expect(await data("show", "head")).toEqual({ revisions: [report] });
  expect(await data("history", "-i")).toEqual({ revisions: [{ ...report, applied: false, current: false, older: false }] });
});

test("upgrade and its dry run", async () => {
  expect(await data("upgrade", "--dry-run")).toMatchObject({
    dryRun: true,
    before: [],
    after: [first],
    steps: [
      {
        revision: first,
        direction: "upgrade",
        message: "first",
        transactions: [
          {
            transactional: true,
            statements: expect.arrayContaining([{ sql: text, operation: "createTable", facts: expect.objectContaining({ lock: text }) }]),
          },
        ],
      },
    ],
  });
  expect(await data("upgrade", "--sql")).toEqual({ sql: expect.stringContaining("create table public.customers") });
  expect(await data("upgrade")).toMatchObject({
    before: [],
    after: [first],
    steps: [{ revision: first, direction: "upgrade", headsAfter: [first], message: "first", milliseconds: expect.any(Number) }],
  });
  expect(await data("upgrade")).toEqual({ before: [first], after: [first], steps: [], older: [], revisions: 1 });
});

test("current, check, diff", async () => {
  expect(await data("current")).toMatchObject({ rows: [first], revisions: [{ id: first }], pending: [] });
  expect(await data("check")).toEqual({
    formatVersion: 1,
    inSync: true,
    pending: [],
    operations: [],
    differences: [],
    notCompared: [],
    rows: [first],
  });
  expect(await data("diff", "db", "models")).toEqual({
    formatVersion: 1,
    operations: [],
    differences: [],
    plan: [],
    notCompared: [],
    renames: [],
  });
  expect(await data("revision", "-m", "none")).toEqual({ file: null, operations: [], notCompared: [] });
});

test("a check that finds a difference is not ok, and no error", async () => {
  await writeModels(shop, customersWithName);
  expect(await shop.json("check")).toMatchObject({
    code: 4,
    ok: false,
    error: null,
    data: {
      inSync: false,
      pending: [],
      operations: [{ operation: { kind: "addColumn" }, summary: "add column public.customers.name text", rewrites: false }],
    },
  });
});

test("stamp and downgrade", async () => {
  expect(await data("stamp", "base")).toEqual({ before: [first], after: [] });
  expect(await data("stamp", "head")).toEqual({ before: [], after: [first] });
  expect(await data("downgrade", "-1")).toMatchObject({
    before: [first],
    after: [],
    steps: [{ revision: first, direction: "downgrade", headsAfter: [] }],
  });
});

test.each([
  { args: ["nonsense", "--json"], command: "nonsense" },
  { args: ["--json", "downgrade"], command: "downgrade" },
])("wrong use: $args", async ({ args, command }) => {
  const { code, stdout, stderr } = await runMig(args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    command,
    data: null,
    warnings: [],
    error: { code: "USAGE", message: text, hint: text, exitCode: 2 },
  });
});
