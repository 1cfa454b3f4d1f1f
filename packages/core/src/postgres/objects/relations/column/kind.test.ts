import { servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { readSchema } from "../../../../../test/database-diff.ts";
import { emptySchema, objectsOf } from "../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { columnClause } from "./fragment.ts";
import { identitySequenceName } from "./identity/sequence-name.ts";
import { columnKind } from "./kind.ts";
import { isColumn, type Column } from "./model.ts";
import { isVolatile } from "./value/volatile.ts";

const column: Column = { kind: "column", schema: "public", table: "t", name: "c", type: "text" };

test.each([
  { wanted: "citext", live: "public.citext", gives: "public.citext" },
  { wanted: "citext[]", live: 'ext."x".citext[]', gives: "citext[]" },
  { wanted: "vector(3)", live: "ext.vector(3)", gives: "ext.vector(3)" },
  { wanted: "vector(3)", live: "ext.vector(4)", gives: "vector(3)" },
  { wanted: "a.citext", live: "b.citext", gives: "a.citext" },
  { wanted: '"Role"[]', live: 'public."Role"[]', gives: 'public."Role"[]' },
  { wanted: "varchar(10)", live: "character varying(10)", gives: "character varying(10)" },
  { wanted: "int4", live: "bigint", gives: "int4" },
])("$wanted is settled with $live as $gives", ({ wanted, live, gives }) => {
  expect(columnKind.settleNames?.({ ...column, type: wanted }, { ...column, type: live }).type).toBe(gives);
});

test.each<{ readonly says: string; readonly left: Partial<Column>; readonly right: Partial<Column> }>([
  { says: "short type names", left: { type: "timestamptz(3)" }, right: { type: "timestamp(3) with time zone" } },
  {
    says: "an identity takes no NULL",
    left: { type: "int", identity: { generation: "always" } },
    right: { type: "integer", notNull: true, identity: { generation: "always", start: "1", sequence: "odd" } },
  },
  { says: "DEFAULT NULL", left: { default: "NULL::character varying" }, right: {} },
  {
    says: "parentheses around a generated column",
    left: { generated: { expression: "((a + 1))", as: "stored" } },
    right: { generated: { expression: "a + 1", as: "stored" } },
  },
  { says: "the collation that goes without saying", left: { collation: 'pg_catalog."default"' }, right: {} },
  { says: "a collation of the system's", left: { collation: 'pg_catalog."C"' }, right: { collation: '"C"' } },
])("the same: $says", ({ left, right }) =>
  expect(columnKind.normalize({ ...column, ...left })).toEqual(columnKind.normalize({ ...column, ...right })),
);

test("DEFAULT NULL of a domain stands instead of its own default", () =>
  expect(columnKind.normalize({ ...column, default: "NULL::public.five" })).not.toEqual(columnKind.normalize(column)));

test.each([
  { text: "now()", volatile: false },
  { text: "CURRENT_TIMESTAMP", volatile: false },
  { text: "'a (b)'::text", volatile: false },
  { text: "(0)::numeric(10,2)", volatile: false },
  { text: "gen_random_uuid()", volatile: true },
  { text: "nextval('s'::regclass)", volatile: true },
  { text: "public.my_own()", volatile: true },
  { text: "upper(md5(random()::text))", volatile: true },
])("$text differs from row to row: $volatile", ({ text, volatile }) => expect(isVolatile(text)).toBe(volatile));

test.each([
  { given: "1 + 2", clause: "c text default 1 + 2" },
  { given: "now() at time zone 'utc'", clause: "c text default (now() at time zone 'utc')" },
  { given: "((a and b))", clause: "c text default (a and b)" },
  { given: "'this and that'::text", clause: "c text default 'this and that'::text" },
])("default $given", ({ given, clause }) => expect(columnClause({ name: "c", type: "text", default: given }, "public").sql).toBe(clause));

const names = [
  { table: "t", name: "c" },
  { table: "a".repeat(40), name: "b".repeat(40) },
  { table: "a".repeat(63), name: "b" },
  { table: "a", name: "b".repeat(63) },
  { table: "ä".repeat(31), name: "日".repeat(20) },
  { table: 'Quo"ted', name: "Dot.ted" },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("identity sequences have the names that go without saying", async () => {
    const clause = (name: string): string => columnClause({ name, type: "integer", identity: { generation: "always" } }, "public").sql;
    const setup = names.map(({ table, name }) => `create table ${quoteIdentifier(table)} (${clause(name)});`).join("\n");
    await withDatabase({ major, setup }, async (database) => {
      const columns = [...objectsOf((await readSchema(database)).schema)].filter(isColumn);
      expect(columns.map(({ identity }) => identity)).toEqual(names.map(() => ({ generation: "always" })));
      const sequences = await database.query<{ name: string }>("select relname as name from pg_class where relkind = 'S'");
      expect(sequences.map(({ name }) => name).toSorted()).toEqual(
        names.map(({ table, name }) => identitySequenceName(table, name)).toSorted(),
      );
    });
  });

  test("drops nothing of what it is not asked to see", async () => {
    const setup = `
      create table plain (id int, gone int, kept int); alter table plain drop column gone;
      create table parted (id int) partition by range (id); create table part partition of parted default;
      create table base (id int); create table heir () inherits (base);
      create type shape as (x int); create table typed of shape; create view seen as select 1 as one;`;
    await withDatabase({ major, setup }, async (database) => {
      const found = [...objectsOf((await readSchema(database)).schema)].filter(({ kind }) => kind === "table" || kind === "column");
      expect(found.map(({ table, name }) => `${table ?? ""}.${name}`)).toEqual([
        ".base",
        "base.id",
        ".heir",
        "heir.id",
        ".part",
        "part.id",
        ".parted",
        "parted.id",
        ".plain",
        "plain.id",
        "plain.kept",
        ".typed",
        "typed.x",
      ]);
    });
  });
});

test("creates and drops nothing where the table comes or goes", () => {
  const ends = { before: emptySchema, after: emptySchema };
  expect(columnKind.create(column, ends)).toEqual([]);
  expect(columnKind.drop(column, ends)).toEqual([]);
});
