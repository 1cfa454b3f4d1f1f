import { readFileSync } from "node:fs";
import { objectsOf, type Column, type ModelSource } from "@migts/core/adapter";
import { compare, connect, databaseSide, modelsSide, planOperations, statementsOf, type Comparison } from "@migts/core";
import { catalogSnapshot, servers, withDatabase } from "@migts/testkit";
import { beforeAll, describe, expect, test } from "vitest";
import { loadTexts } from "../src/adapter.ts";
import { loadPrismaEngine, type PrismaEngine } from "./prisma-engine.ts";
import { schemaCases } from "./schema-cases.ts";
import { singleValueCase } from "./single-value-case.ts";

let prisma: PrismaEngine;

beforeAll(async () => {
  prisma = await loadPrismaEngine();
});

const example = {
  name: "the example",
  text: readFileSync(new URL("../../../apps/example-backend/prisma/schema.prisma", import.meta.url), "utf8"),
  prelude: "",
};

const load = (text: string): Promise<ModelSource> => loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });

/** What mig would do to the database, statement by statement. */
async function statements(url: string, models: ModelSource): Promise<readonly string[]> {
  const comparison = await comparisonOf(url, models);
  return statementsOf(planOperations(comparison.upgrade, comparison.before)).map(({ sql }) => sql);
}

async function comparisonOf(url: string, models: ModelSource): Promise<Comparison> {
  const session = await connect(url);
  try {
    return await compare(await databaseSide(session, []), modelsSide(models));
  } finally {
    await session.close();
  }
}

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  // A project that comes from Prisma Migrate must see no difference at all.
  test.each([...schemaCases, singleValueCase, example])("no difference to what Prisma made: $name", async ({ text, prelude = "" }) => {
    const script = await prisma.createScript([["schema.prisma", text]]);
    await withDatabase({ major, setup: `${prelude}; ${script}` }, async ({ url }) => {
      expect(await statements(url, await load(text))).toEqual([]);
    });
  });
});

test.each([...schemaCases, singleValueCase, example])("makes what Prisma makes: $name", async ({ text, prelude = "" }) => {
  const models = await load(text);
  const script = await prisma.createScript([["schema.prisma", text]]);
  await withDatabase({ setup: prelude }, async (ours) => {
    for (const statement of await statements(ours.url, models)) await ours.query(statement);
    await withDatabase({ setup: `${prelude}; ${script}` }, async (theirs) => {
      expect(await catalogSnapshot(ours.url)).toBe(await catalogSnapshot(theirs.url));
    });
  });
});

// Prisma's own DDL fails here: it does not double quotes within names and labels.
test("names and labels with quotes in them", async () => {
  const models = await load(`datasource db {
  provider = "postgresql"
}
model A {
  id Int @id @default(autoincrement()) @map("the \\"id\\"")
  e E @default(ITS)
  l E[] @default([ITS])
  @@unique([e, l], map: "a \\"key\\"")
  @@map("quote\\"s and ' and \\\\")
}
enum E {
  ITS @map("it's")
  @@map("e\\"'")
}
`);
  expect(models.diagnostics).toEqual([]);
  await withDatabase({}, async ({ url, query }) => {
    for (const statement of await statements(url, models)) await query(statement);
    expect(await query("select enumlabel from pg_enum")).toEqual([{ enumlabel: "it's" }]);
    expect(await statements(url, models)).toEqual([]);
  });
});

// Every default that is not spelt as the server prints it costs a question to the server at each comparison.
test("defaults and types are spelt as the server prints them", async () => {
  const misses: string[] = [];
  for (const { name, text, prelude = "" } of schemaCases) {
    const script = await prisma.createScript([["schema.prisma", text]]);
    const { schema } = await load(text);
    await withDatabase({ setup: `${prelude}; ${script}` }, async (database) => {
      const printed = await printedColumns(database.query);
      for (const object of objectsOf(schema)) {
        if (object.kind !== "column") continue;
        const column = object as Column;
        const ours = `${column.type} ${column.default ?? ""}`;
        const theirs = printed.get(`${column.schema}.${column.table}.${column.name}`);
        if (ours !== theirs) misses.push(`${name}: ${column.table}.${column.name}: ${ours} | ${theirs ?? "not there"}`);
      }
    });
  }
  expect(misses.join("\n")).toMatchInlineSnapshot(`
    "native types: Thing.r9: citext  | public.citext 
    native types: Thing.o9: citext  | public.citext 
    native types: Thing.l9: citext[]  | public.citext[] 
    Unsupported: Thing.c: char(5)  | character(5) 
    Unsupported: Thing.h: Point  | point 
    text defaults: Thing.h: citext 'X'::citext | public.citext 'X'::public.citext
    text defaults: Thing.r: citext[] ARRAY['x'::citext] | public.citext[] ARRAY['x'::public.citext]
    JSON defaults: Thing.f: jsonb '[1e3, -0, 1.0]'::jsonb | jsonb '[1000, 0, 1.0]'::jsonb
    date and time defaults: Thing.s21: timestamp(3) without time zone '2020-12-31 23:59:59.123456789 -05:30'::timestamp without time zone | timestamp(3) without time zone '2020-12-31 23:59:59.123457'::timestamp without time zone
    date and time defaults: Thing.l21: timestamp(3) without time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::timestamp(3) without time zone] | timestamp(3) without time zone[] ARRAY['2020-12-31 23:59:59.123457'::timestamp(3) without time zone]
    date and time defaults: Thing.s22: timestamp(6) without time zone '2020-12-31 23:59:59.123456789 -05:30'::timestamp without time zone | timestamp(6) without time zone '2020-12-31 23:59:59.123457'::timestamp without time zone
    date and time defaults: Thing.l22: timestamp(6) without time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::timestamp(6) without time zone] | timestamp(6) without time zone[] ARRAY['2020-12-31 23:59:59.123457'::timestamp(6) without time zone]
    date and time defaults: Thing.s23: timestamp(3) with time zone '2020-12-31 23:59:59.123456789 -05:30'::timestamp with time zone | timestamp(3) with time zone '2021-01-01 05:29:59.123457+00'::timestamp with time zone
    date and time defaults: Thing.l23: timestamp(3) with time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::timestamp(3) with time zone] | timestamp(3) with time zone[] ARRAY['2021-01-01 05:29:59.123457+00'::timestamp(3) with time zone]
    date and time defaults: Thing.s24: timestamp with time zone '2020-12-31 23:59:59.123456789 -05:30'::timestamp with time zone | timestamp with time zone '2021-01-01 05:29:59.123457+00'::timestamp with time zone
    date and time defaults: Thing.l24: timestamp with time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::timestamp with time zone] | timestamp with time zone[] ARRAY['2021-01-01 05:29:59.123457+00'::timestamp with time zone]
    date and time defaults: Thing.s26: time(3) without time zone '2020-12-31 23:59:59.123456789 -05:30'::time without time zone | time(3) without time zone '23:59:59.123457'::time without time zone
    date and time defaults: Thing.l26: time(3) without time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::time(3) without time zone] | time(3) without time zone[] ARRAY['23:59:59.123457'::time(3) without time zone]
    date and time defaults: Thing.s27: time(3) with time zone '2020-12-31 23:59:59.123456789 -05:30'::time with time zone | time(3) with time zone '23:59:59.123457-05:30'::time with time zone
    date and time defaults: Thing.l27: time(3) with time zone[] ARRAY['2020-12-31 23:59:59.123456789 -05:30'::time(3) with time zone] | time(3) with time zone[] ARRAY['23:59:59.123457-05:30'::time(3) with time zone]
    dbgenerated and client defaults: Thing.b: uuid uuid_generate_v4() | uuid public.uuid_generate_v4()
    dbgenerated and client defaults: Thing.c: timestamp(3) without time zone now() + interval '1 day' | timestamp(3) without time zone (now() + '1 day'::interval)
    dbgenerated and client defaults: Thing.d: integer nextval('my_seq'::regclass) | integer nextval('public.my_seq'::regclass)
    dbgenerated and client defaults: Thing.n: text[] ARRAY['a']::text[] | text[] ARRAY['a'::text]
    dbgenerated and client defaults: Thing.o: integer 1 + 1 | integer (1 + 1)"
  `);
});

type Query = <Row extends object>(text: string) => Promise<readonly Row[]>;

async function printedColumns(query: Query): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ key: string; printed: string }>(`
    select concat_ws('.', n.nspname, c.relname, a.attname) as key,
      format_type(a.atttypid, a.atttypmod) || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') as printed
    from (select set_config('search_path', '', false), set_config('timezone', 'UTC', false)) settings, pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind = 'r'`);
  return new Map(rows.map(({ key, printed }) => [key, printed]));
}
