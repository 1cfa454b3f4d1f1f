import { readFileSync } from "node:fs";
import { createDatabase, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customers, openShop, revisionFile, writeModels, type Shop } from "./shop.ts";

// What diff and check print with --json is as the published schema says, in every state.

interface Schema {
  readonly [key: string]: unknown;
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

const root = JSON.parse(readFileSync(new URL("../../../docs/reference/diff-and-check.schema.json", import.meta.url), "utf8")) as Schema & {
  readonly $defs: Readonly<Record<string, Schema>>;
};

const known = new Set([
  "$ref",
  "type",
  "const",
  "enum",
  "anyOf",
  "items",
  "minimum",
  "properties",
  "required",
  "additionalProperties",
  "description",
  "title",
  "$schema",
  "$defs",
]);

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;

/** What does not fit, with its place. As much of JSON Schema as the schema uses. */
function problems(value: unknown, schema: Schema, at: string): readonly string[] {
  const word = Object.keys(schema).find((key) => !known.has(key));
  if (word !== undefined) return [`${at}: the test does not know "${word}"`];
  if (schema.$ref !== undefined) return problems(value, root.$defs[schema.$ref.replace("#/$defs/", "")] ?? { enum: [] }, at);
  const own = [
    ...(schema.type !== undefined && typeOf(value) !== schema.type && !(schema.type === "number" && typeOf(value) === "integer")
      ? [`${at} is ${typeOf(value)}, not ${schema.type}`]
      : []),
    ...("const" in schema && value !== schema.const ? [`${at} is not ${String(schema.const)}`] : []),
    ...(schema.enum !== undefined && !schema.enum.includes(value) ? [`${at} is none of ${schema.enum.join(", ")}`] : []),
    ...(schema.minimum !== undefined && typeof value === "number" && value < schema.minimum ? [`${at} is too small`] : []),
  ];
  const any = (schema.anyOf ?? []).map((one) => problems(value, one, at));
  const none = any.length > 0 && any.every((found) => found.length > 0) ? any.toSorted((a, b) => a.length - b.length)[0] : [];
  const items =
    Array.isArray(value) && schema.items !== undefined ? value.flatMap((item, i) => problems(item, schema.items ?? {}, `${at}[${i}]`)) : [];
  return [...own, ...(none ?? []), ...items, ...fieldProblems(value, schema, at)];
}

function fieldProblems(
  value: unknown,
  { properties = {}, required = [], additionalProperties = true }: Schema,
  at: string,
): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const entries = Object.entries(value);
  return [
    ...required.filter((name) => !entries.some(([key]) => key === name)).map((name) => `${at}.${name} is missing`),
    ...entries.flatMap(([key, item]) => {
      const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (schema !== undefined) return problems(item, schema, `${at}.${key}`);
      return additionalProperties ? [] : [`${at}.${key} is not in the schema`];
    }),
  ];
}

async function fits(shop: Shop, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await shop.mig(...args, "--json");
  const document = JSON.parse(stdout) as { readonly data: Record<string, unknown> | null };
  expect(problems(document, root, "it"), stdout).toEqual([]);
  return document.data ?? {};
}

test("the schema refuses what does not fit", () => {
  const document = { ok: true, command: "diff", data: { formatVersion: 2 }, warnings: [], error: null };
  expect(problems(document, root, "it")).not.toEqual([]);
  expect(problems({ ...document, extra: 1, data: null }, root, "it")).toEqual(["it.extra is not in the schema"]);
});

describe("as the schema says", () => {
  let shop: Shop;
  let other: ScratchDatabase;
  beforeAll(async () => {
    shop = await openShop();
    other = await createDatabase({
      setup: `create schema s; create table s.t (id int primary key); create foreign data wrapper w; create view v as select 1 as a;
        create table customers (id bigint generated always as identity primary key, email varchar(9), full_name text default upper('x'));
        create view mails as select email from customers; create unlogged table only_there (a int check (a > 0));`,
    });
    await shop.database.query("create table left_over (a int); comment on table left_over is 'x'");
  });
  afterAll(async () => {
    await Promise.all([shop.close(), other.drop()]);
  });

  test("diff", async () => {
    await fits(shop, "diff", "db", "models");
    await fits(shop, "diff", "models", "db");
    await fits(shop, "diff", "empty", "models");
    await fits(shop, "diff", "models", "empty");
    await fits(shop, "diff", other.url, "models");
    const { differences } = await fits(shop, "diff", other.url, "db");
    expect((differences as readonly { readonly change: string }[]).length).toBeGreaterThan(10);
    await fits(shop, "diff", "db", other.url);
    await fits(shop, "diff", other.url, other.url);
    expect(await fits(shop, "diff", "nope", "db")).toEqual({});
    await fits(shop, "diff", "empty", other.url);
  });

  test("check", async () => {
    await fits(shop, "check");
    await shop.done("revision", "-m", "first", "--no-rename");
    expect((await fits(shop, "check"))["pending"]).toHaveLength(1);
    await shop.done("upgrade", "--allow-loss");
    expect(await fits(shop, "check")).toMatchObject({ inSync: true });
    await fits(shop, "check", "--heads");
    await writeModels(shop, customers.replace("email String @unique", "mail  String"));
    expect(await fits(shop, "check")).toMatchObject({ inSync: false });
    await shop.project.write({
      "mig.config.ts": `export default { models: "prisma/schema.prisma", exclude: ["column:public.customers.*"], beforeWrite: () => ({ upgrade: [] }) };\n`,
    });
    await fits(shop, "check");
    await fits(shop, "diff", "db", "models");
    await shop.project.write(revisionFile("aaaaaaaaaaaa"));
    await fits(shop, "check", "--heads");
    await fits(shop, "check");
  });
});

test("--explain tells both sides, the reason and the answer", async () => {
  const shop = await openShop();
  try {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await shop.database.query("create view mails as select email from customers");
    await writeModels(
      shop,
      customers.replace("email String @unique", 'email String @unique @default("none") @db.VarChar(80)\n  age   Int?'),
    );
    const { code, stdout } = await shop.mig("check", "--explain");
    expect(code).toBe(4);
    expect(stdout).toContain("column public.customers.email: type, default differ");
    expect(stdout).toContain("       the database: text\n       the models: character varying(80)");
    expect(stdout).toContain("column public.customers.age: Only the models declare it.");
    expect(stdout).toMatch(
      /view public\.mails: It is the same on both sides, and in the way of alter column type public\.customers\.email/u,
    );
    const back = await shop.mig("diff", "models", "db", "--explain");
    expect(back.stdout).toContain("column public.customers.age: Only the models declare it.");
  } finally {
    await shop.close();
  }
});
