import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "../../../../../test/in-transaction.ts";
import { applyAll, reverseAll } from "../../../../operation/engine.ts";
import type { LockMode } from "../../../../operation/spec.ts";
import { objectsOf, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { byRefKey, type SchemaObject } from "../../../../schema/object.ts";
import { catalogs, kinds, type Operation } from "../../index.ts";
import type { Index, IndexElement } from "./model.ts";
import { indexKind } from "./kind.ts";

const name63 = "é".repeat(30) + "abc";

const setup = `
create extension pg_trgm;
create extension btree_gist;
create type mood as enum ('sad', 'ok');
create type span as range (subtype = int4);
create domain plain as int;
create domain label as varchar(10);
create collation "My coll" from "C";
create table t (id int not null, a int, b text, v varchar(20), c "char", m mood, arr int[], texts text[], j jsonb, r int4range, s span, dom plain, lab label, ci text collate "C",
  ip cidr, p point, ts tsvector, u uuid, nm name, bp char(5), "Order ""x"".y" int, "${name63}" int, "back\\slash" int);
`;

const table = { schema: "public", table: "t" } as const;
const tables: DatabaseSchema = schemaOf([{ kind: "table", schema: "public", name: "t" }]);
const ends = { before: tables, after: tables };

const index = (fields: Partial<Index> = {}): Index => ({ kind: "index", ...table, name: "t_idx", columns: [{ column: "a" }], ...fields });
const over = (...columns: readonly IndexElement[]): Index => index({ columns });
const by = (method: string, ...columns: readonly IndexElement[]): Index => index({ method, columns });

const rows: readonly { readonly name: string; readonly object: Index }[] = [
  { name: "plain", object: index() },
  { name: "unique", object: index({ unique: true, nullsNotDistinct: true }) },
  {
    name: "orders",
    object: over(
      { column: "a", order: "desc" },
      { column: "b", nulls: "first" },
      { column: "id", order: "desc", nulls: "last" },
      { column: "v" },
    ),
  },
  {
    name: "odd names",
    object: index({ name: name63, columns: [{ column: 'Order "x".y' }, { column: name63 }, { column: "back\\slash" }] }),
  },
  { name: "a name with a dot and quotes", object: index({ name: 'a"b.c' }) },
  { name: "expression", object: over({ expression: "lower(b)" }, { column: "a" }, { expression: "a + id", order: "desc" }) },
  { name: "partial", object: index({ unique: true, where: "(a > 0) AND (b IS NOT NULL)" }) },
  { name: "include and storage", object: index({ include: ["b", "v"], storage: { fillfactor: "70", deduplicate_items: "off" } }) },
  {
    name: "class that is not the default",
    object: over({ column: "b", operatorClass: "text_pattern_ops", order: "desc" }, { column: "v", operatorClass: "varchar_pattern_ops" }),
  },
  { name: "class that is the default of another type", object: over({ column: "a", operatorClass: "oid_ops" }) },
  { name: "class of an expression", object: over({ expression: "lower(b)", operatorClass: "text_pattern_ops" }) },
  {
    name: "default classes of every sort of type",
    object: over(...["v", "c", "m", "arr", "texts", "r", "s", "dom", "lab", "ip", "u", "nm", "bp", "j"].map((column) => ({ column }))),
  },
  {
    name: "gin, default and not",
    object: by("gin", { column: "j", operatorClass: "jsonb_path_ops" }, { column: "arr" }, { column: "texts" }, { column: "ts" }),
  },
  { name: "gin of an expression", object: by("gin", { expression: "to_tsvector('english'::regconfig, b)" }) },
  { name: "class of an extension", object: by("gin", { column: "b", operatorClass: "public.gin_trgm_ops" }) },
  { name: "default class of an extension", object: by("gist", { column: "a" }, { column: "r" }, { column: "p" }) },
  {
    name: "class with parameters",
    object: by(
      "gist",
      { column: "b", operatorClass: "public.gist_trgm_ops", operatorClassParameters: { siglen: "32" } },
      { column: "ts", operatorClass: "tsvector_ops", operatorClassParameters: { siglen: "100" } },
    ),
  },
  { name: "hash, brin, spgist", object: by("hash", { column: "v" }) },
  {
    name: "brin",
    object: {
      ...by(
        "brin",
        { column: "a" },
        { column: "b", operatorClass: "text_bloom_ops", operatorClassParameters: { n_distinct_per_range: "50" } },
      ),
      storage: { pages_per_range: "16" },
    },
  },
  { name: "spgist", object: by("spgist", { column: "p", operatorClass: "kd_point_ops" }) },
  {
    name: "collations",
    object: over(
      { column: "b", collation: '"C"' },
      { column: "ci", collation: '"default"' },
      { column: "v", collation: 'public."My coll"' },
      { column: "ci" },
    ),
  },
  {
    name: "collation of an expression",
    object: over({ expression: "lower(b)", collation: '"C"' }, { expression: "upper(ci)" }, { expression: 'lower((b COLLATE "C"))' }),
  },
];

// kinds give registered operations
const createOf = (object: SchemaObject): readonly Operation[] => kinds.of(object.kind).create(object, ends) as readonly Operation[];
const dropOf = (object: SchemaObject): readonly Operation[] => kinds.of(object.kind).drop(object, ends) as readonly Operation[];
const sqlOf = (ops: readonly Operation[]) => ops.flatMap((op) => kinds.specOf(op).sql(op, kinds));
const content = (schema: DatabaseSchema): readonly SchemaObject[] => objectsOf(schema).toSorted(byRefKey);

const databases = new Map<number, ScratchDatabase>();
beforeAll(async () => {
  for (const { major } of servers()) databases.set(major, await createDatabase({ major, setup, keepsConnection: true }));
});
afterAll(async () => {
  for (const database of databases.values()) await database.drop();
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const url = (): string => databases.get(major)?.url ?? "";

  test.each(rows)("$name: made, read back the same, renamed, dropped", async ({ object }) => {
    await inTransaction(url(), async ({ run, read, locks }) => {
      const before = await read(catalogs);
      const [create] = createOf(object);
      if (create === undefined) throw new Error("nothing creates it");
      await run(sqlOf([create]));
      expect((await locks())["t"]).toBe(kinds.specOf(create).facts(create, tables, kinds).lock);
      expect((await read(catalogs)).filter(({ kind }) => kind === "index")).toEqual([object]);
      expect(indexKind.normalize(object)).toEqual(object);
      const rename = { kind: "renameIndex", ...table, name: object.name, to: 'an other "name"' } as const;
      const named = schemaOf(await read(catalogs));
      await run(sqlOf([rename]));
      expect(content(kinds.specOf(rename).apply(named, rename, kinds))).toEqual(content(schemaOf(await read(catalogs))));
      await run(sqlOf(kinds.specOf(rename).reverse(rename, named, kinds) as Operation[]));
      expect(await read(catalogs)).toEqual(objectsOf(named));
      const [drop] = dropOf(object);
      if (drop === undefined) throw new Error("nothing drops it");
      await run(sqlOf([drop]));
      expect((await locks())["t"]).toBe(kinds.specOf(drop).facts(drop, tables, kinds).lock);
      expect(await read(catalogs)).toEqual(before);
    });
  });

  test.each([
    {
      name: "sets storage",
      from: index(),
      to: index({ storage: { fillfactor: "70" } }),
      sql: ["alter index public.t_idx set (fillfactor = 70)"],
    },
    {
      name: "sets and resets storage",
      from: index({ storage: { fillfactor: "70", deduplicate_items: "off" } }),
      to: index({ storage: { fillfactor: "80" } }),
      sql: ["alter index public.t_idx set (fillfactor = 80)", "alter index public.t_idx reset (deduplicate_items)"],
    },
    { name: "builds a broken one again", from: index({ invalid: true }), to: index(), sql: "recreate" },
    { name: "wants no broken one", from: index(), to: index({ invalid: true }), sql: [] },
    { name: "builds another order again", from: index(), to: over({ column: "a", order: "desc" }), sql: "recreate" },
  ] satisfies readonly { name: string; from: Index; to: Index; sql: readonly string[] | "recreate" }[])(
    "$name",
    async ({ from, to, sql }) => {
      const ops = indexKind.alter(from, to, ends);
      expect(
        typeof ops === "string"
          ? ops
          : ops.flatMap((op) =>
              kinds
                .specOf(op)
                .sql(op, kinds)
                .map((statement) => statement.sql),
            ),
      ).toEqual(sql);
      if (typeof ops === "string" || ops.length === 0) return;
      expect(content(applyAll(schemaOf([from]), ops, kinds))).toEqual([to]);
      expect(content(applyAll(schemaOf([to]), reverseAll(ops, schemaOf([from]), kinds) as Operation[], kinds))).toEqual([from]);
      await inTransaction(url(), async ({ run, read }) => {
        await run(sqlOf(createOf(from)));
        await run(sqlOf(ops));
        expect((await read(catalogs)).filter(({ kind }) => kind === "index")).toEqual([to]);
      });
    },
  );

  test("a broken index is no index", async () => {
    const database = await createDatabase({ major, setup: `create table t (a int); insert into t values (1), (1)` });
    try {
      const create = {
        kind: "createIndex",
        ...table,
        name: "t_idx",
        columns: [{ column: "a" }],
        unique: true,
        concurrently: true,
      } as const;
      expect(kinds.specOf(create).facts(create, tables, kinds)).toMatchObject({
        transactional: false,
        lock: "share update exclusive" satisfies LockMode,
      });
      await expect(database.query(kinds.specOf(create).sql(create, kinds)[0]?.sql ?? "")).rejects.toThrow("could not create unique index");
      await inTransaction(database.url, async ({ read }) => {
        expect((await read(catalogs)).filter(({ kind }) => kind === "index")).toEqual([index({ unique: true, invalid: true })]);
      });
      const drop = { kind: "dropIndex", ...table, name: "t_idx", concurrently: true } as const;
      await database.query(kinds.specOf(drop).sql(drop, kinds)[0]?.sql ?? "");
      await inTransaction(database.url, async ({ read }) =>
        expect((await read(catalogs)).filter(({ kind }) => kind === "index")).toEqual([]),
      );
    } finally {
      await database.drop();
    }
  });
});

describe("equality", () => {
  const column = (name: string, collation?: string): SchemaObject =>
    ({
      kind: "column",
      schema: index().schema,
      table: index().table,
      name,
      type: "text",
      ...(collation === undefined ? {} : { collation }),
    }) as SchemaObject;
  const naming = { wanted: schemaOf([column("b", '"C"'), column("v")]), defaults: new Set(["jsonb_ops", "gist_int4_ops"]) };
  const same: readonly { readonly name: string; readonly wanted: Index; readonly live: Index }[] = [
    {
      name: "method, nulls, parentheses, empty lists",
      wanted: index({ method: "btree", columns: [{ column: "a", nulls: "last" }], include: [], storage: {}, where: "((a > 0))" }),
      live: index({ where: "a > 0" }),
    },
    {
      name: "descending, nulls first",
      wanted: over({ column: "a", order: "desc", nulls: "first" }),
      live: over({ column: "a", order: "desc" }),
    },
    {
      name: "an expression that is a column",
      wanted: over({ expression: "(a)" }, { expression: '"B""x"' }),
      live: over({ column: "a" }, { column: 'B"x' }),
    },
    {
      name: "a class of the search_path",
      wanted: by("gin", { column: "b", operatorClass: "gin_trgm_ops" }),
      live: by("gin", { column: "b", operatorClass: "public.gin_trgm_ops" }),
    },
    {
      name: "a default class that is named",
      wanted: by("gin", { column: "j", operatorClass: "jsonb_ops" }),
      live: by("gin", { column: "j" }),
    },
    {
      name: "a default class of an extension",
      wanted: by("gist", { column: "a", operatorClass: "gist_int4_ops" }),
      live: by("gist", { column: "a" }),
    },
    {
      name: "the collation of the column",
      wanted: over({ column: "b", collation: '"C"' }, { column: "v", collation: '"default"' }),
      live: over({ column: "b" }, { column: "v" }),
    },
    {
      name: "a collation of the search_path",
      wanted: over({ column: "b", collation: '"My coll"' }),
      live: over({ column: "b", collation: 'public."My coll"' }),
    },
  ];
  test.each(same)("$name", ({ wanted, live }) => {
    expect(indexKind.normalize(indexKind.settleNames?.(wanted, live, naming) ?? wanted)).toEqual(indexKind.normalize(live));
  });

  const other: readonly { readonly name: string; readonly wanted: Index; readonly live: Index }[] = [
    { name: "another class", wanted: by("gin", { column: "j", operatorClass: "jsonb_path_ops" }), live: by("gin", { column: "j" }) },
    {
      name: "the default class instead",
      wanted: by("gin", { column: "j", operatorClass: "jsonb_ops" }),
      live: by("gin", { column: "j", operatorClass: "jsonb_path_ops" }),
    },
    { name: "another collation than the column's", wanted: over({ column: "b", collation: '"default"' }), live: over({ column: "b" }) },
    { name: "broken", wanted: index(), live: index({ invalid: true }) },
  ];
  test.each(other)("not: $name", ({ wanted, live }) => {
    expect(indexKind.normalize(indexKind.settleNames?.(wanted, live, naming) ?? wanted)).not.toEqual(indexKind.normalize(live));
  });

  test("expressions go out and come back in their order", () => {
    const given = index({ columns: [{ expression: "lower(b)" }, { column: "a" }, { expression: "a + id" }], where: "a > 0" });
    const texts = indexKind.expressions?.(given, schemaOf([given])) ?? [];
    expect(texts.map(({ text, as }) => [text, as])).toEqual([
      ["lower(b)", "value"],
      ["a + id", "value"],
      ["a > 0", "condition"],
    ]);
    expect(
      indexKind.withExpressions?.(
        given,
        texts.map(({ text }) => text.toUpperCase()),
      ),
    ).toEqual(index({ columns: [{ expression: "LOWER(B)" }, { column: "a" }, { expression: "A + ID" }], where: "A > 0" }));
  });
});
