import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "../../../../../test/in-transaction.ts";
import { applyAll } from "../../../../operation/engine.ts";
import type { LockMode } from "../../../../operation/spec.ts";
import { objectsOf, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { byRefKey, type SchemaObject } from "../../../../schema/object.ts";
import { catalogs, kinds, type Operation } from "../../index.ts";
import type { Check, Constraint, Exclusion, ForeignKey, PrimaryKey, Unique } from "./model.ts";

const name63 = "é".repeat(30) + "abc";

const setup = `
create extension btree_gist;
create schema s2;
create table r (id int primary key, a int not null, b int not null, unique (a, b), u int);
create table t (id int, a int, b int, c text, d date, room int, during tsrange, "Order ""x"".y" int, "${name63}" int, "back\\slash" int);
create table s2."T.2" (id int, "Id" int unique);
create table p (id int primary key, k int) partition by range (id);
create table p1 partition of p for values from (0) to (9);
create operator public.=== (function = int4eq, leftarg = int, rightarg = int, commutator = operator(public.===));
`;

const table = { schema: "public", table: "t" } as const;
const tables: DatabaseSchema = schemaOf(["t", "r", "p"].map((name) => ({ kind: "table", schema: "public", name })));

const pk = (fields: Partial<PrimaryKey> = {}): PrimaryKey => ({ kind: "primaryKey", ...table, name: "t_pkey", columns: ["id"], ...fields });
const unique = (fields: Partial<Unique> = {}): Unique => ({ kind: "unique", ...table, name: "t_key", columns: ["a", "b"], ...fields });
const check = (fields: Partial<Check> = {}): Check => ({ kind: "check", ...table, name: "t_check", expression: "a > 0", ...fields });
const fk = (fields: Partial<ForeignKey> = {}): ForeignKey => ({
  kind: "foreignKey",
  ...table,
  name: "t_fkey",
  columns: ["a"],
  references: { schema: "public", table: "r", columns: ["id"] },
  ...fields,
});
const exclusion = (fields: Partial<Exclusion> = {}): Exclusion => ({
  kind: "exclusion",
  ...table,
  name: "t_excl",
  method: "gist",
  elements: [
    { column: "room", operator: "=" },
    { column: "during", operator: "&&" },
  ],
  ...fields,
});

interface Row {
  readonly name: string;
  readonly object: Constraint;
  readonly from?: number;
}

const rows: readonly Row[] = [
  { name: "primary key", object: pk() },
  {
    name: "primary key with everything",
    object: pk({ name: `x"."y`, columns: ["b", "id"], include: ["c"], storage: { fillfactor: "70" }, deferrable: "initially deferred" }),
  },
  { name: "primary key of odd columns", object: pk({ columns: ['Order "x".y', name63, "back\\slash"], name: name63 }) },
  { name: "unique", object: unique() },
  {
    name: "unique with everything",
    object: unique({
      include: ["c", "d"],
      storage: { fillfactor: "70", deduplicate_items: "off" },
      deferrable: "initially immediate",
      nullsNotDistinct: true,
    }),
  },
  { name: "check", object: check() },
  { name: "check with words", object: check({ name: "Back\\slash", expression: "(c <> 'a''b\\'::text) AND (d > '2020-01-01'::date)" }) },
  { name: "check no inherit", object: check({ noInherit: true }) },
  { name: "check not valid", object: check({ notValid: true }) },
  { name: "check not enforced", object: check({ notEnforced: true }), from: 18 },
  { name: "foreign key", object: fk() },
  {
    name: "foreign key with actions",
    object: fk({
      columns: ["b", "a"],
      references: { schema: "public", table: "r", columns: ["b", "a"] },
      onUpdate: "cascade",
      onDelete: "set null",
      onDeleteColumns: ["a"],
      match: "full",
      deferrable: "initially deferred",
    }),
  },
  {
    name: "foreign key, restrict and set default",
    object: fk({ onUpdate: "restrict", onDelete: "set default", deferrable: "initially immediate" }),
  },
  { name: "foreign key not valid", object: fk({ notValid: true, onDelete: "cascade" }) },
  { name: "foreign key not enforced", object: fk({ notEnforced: true }), from: 18 },
  { name: "foreign key to another schema", object: fk({ references: { schema: "s2", table: "T.2", columns: ["Id"] } }) },
  { name: "foreign key to a partitioned table", object: fk({ references: { schema: "public", table: "p", columns: ["id"] } }) },
  { name: "exclusion", object: exclusion() },
  {
    name: "exclusion with everything",
    object: exclusion({
      elements: [
        { expression: "int4range(a, b)", operator: "&&" },
        { column: "room", operator: "<>" },
      ],
      include: ["d"],
      where: "a IS NOT NULL",
      storage: { fillfactor: "70" },
      deferrable: "initially deferred",
    }),
  },
  {
    name: "exclusion by btree, descending",
    object: exclusion({ method: "btree", elements: [{ column: "a", operator: "=", order: "desc" }] }),
  },
];

const ends = (before: DatabaseSchema, after: DatabaseSchema) => ({ before, after });
const createOf = (object: SchemaObject): readonly Operation[] =>
  kinds.of(object.kind).create(object, ends(tables, tables)) as readonly Operation[]; // kinds give registered operations
const dropOf = (object: SchemaObject): readonly Operation[] =>
  kinds.of(object.kind).drop(object, ends(tables, tables)) as readonly Operation[];
const alterOf = (from: SchemaObject, to: SchemaObject) =>
  kinds.of(to.kind).alter(from, to, ends(tables, tables)) as readonly Operation[] | "recreate";
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
  const at = rows.filter(({ from = 0 }) => from <= major);

  test.each(at)("$name: made, read back the same, dropped", async ({ object }) => {
    await inTransaction(url(), async ({ run, read }) => {
      const before = await read(catalogs);
      await run(sqlOf(createOf(object)));
      const made = (await read(catalogs)).filter((one) => one.kind === object.kind && one.name === object.name);
      expect(made).toEqual([object]);
      expect(kinds.of(object.kind).normalize(object)).toEqual(object);
      await run(sqlOf(dropOf(object)));
      const left = await read(catalogs);
      const notNull = (one: SchemaObject): SchemaObject =>
        object.kind === "primaryKey" && one.kind === "column" ? Object.assign({ ...one }, { notNull: true }) : one;
      expect(left.map(notNull)).toEqual(before.map(notNull));
    });
  });

  test.each(at)("$name: renamed", async ({ object }) => {
    await inTransaction(url(), async ({ run, read }) => {
      const op = {
        kind: "renameConstraint",
        schema: object.schema,
        table: object.table,
        name: object.name,
        to: 'an other "name"',
      } as const;
      await run(sqlOf(createOf(object)));
      await run([{ sql: `comment on constraint "${object.name.replaceAll('"', '""')}" on t is 'c'` }]);
      const before = schemaOf(await read(catalogs));
      await run(sqlOf([op]));
      const after = schemaOf(await read(catalogs));
      expect(content(kinds.specOf(op).apply(before, op, kinds))).toEqual(content(after));
      expect(content(applyAll(after, kinds.specOf(op).reverse(op, before, kinds) as Operation[], kinds))).toEqual(content(before));
    });
  });

  test.each(at)("$name: each operation has its way back", async ({ object }) => {
    await inTransaction(url(), async ({ read }) => {
      let schema = schemaOf(await read(catalogs));
      for (const op of [...createOf(object), ...dropOf(object)]) {
        const after = kinds.specOf(op).apply(schema, op, kinds);
        expect(content(after)).not.toEqual(content(schema));
        expect(content(applyAll(after, kinds.specOf(op).reverse(op, schema, kinds) as Operation[], kinds))).toEqual(content(schema));
        schema = after;
      }
    });
  });

  test.each(at)("$name: locks as its facts say", async ({ object }) => {
    for (const op of [...createOf(object), ...dropOf(object)]) {
      await inTransaction(url(), async ({ run, locks }) => {
        if (op.kind.startsWith("drop")) await run(sqlOf(createOf(object)));
        const held = await locks();
        const facts = kinds.specOf(op).facts(op, schemaOf([object]), kinds);
        await run(sqlOf([op]));
        if (!op.kind.startsWith("drop")) expect(held["t"]).toBeUndefined();
        const now = await locks();
        expect([op.kind, now["t"]]).toEqual([op.kind, facts.lock]);
        for (const other of facts.alsoLocks ?? [])
          if ("of" in other)
            expect([other.of, now[other.of.name]]).toEqual([other.of, other.of.schema === "public" ? other.lock : undefined]);
      });
    }
  });

  test.each([
    {
      name: "check validated",
      from: check({ notValid: true }),
      to: check(),
      gives: ["validateConstraint"],
      lock: "share update exclusive",
    },
    { name: "check no longer valid", from: check(), to: check({ notValid: true }), gives: "recreate" },
    { name: "check changed", from: check({ notValid: true }), to: check({ expression: "a > 1" }), gives: "recreate" },
    {
      name: "foreign key validated",
      from: fk({ notValid: true }),
      to: fk(),
      gives: ["validateConstraint"],
      lock: "share update exclusive",
    },
    {
      name: "foreign key deferred",
      from: fk(),
      to: fk({ deferrable: "initially deferred" }),
      gives: ["alterForeignKeyDeferral"],
      lock: "access exclusive",
    },
    {
      name: "foreign key not deferrable",
      from: fk({ deferrable: "initially immediate" }),
      to: fk(),
      gives: ["alterForeignKeyDeferral"],
      lock: "access exclusive",
    },
    {
      name: "foreign key both",
      from: fk({ notValid: true }),
      to: fk({ deferrable: "initially immediate" }),
      gives: ["alterForeignKeyDeferral", "validateConstraint"],
      lock: "access exclusive",
    },
    { name: "foreign key action", from: fk(), to: fk({ onDelete: "cascade" }), gives: "recreate" },
    { name: "unique deferrable", from: unique(), to: unique({ deferrable: "initially immediate" }), gives: "recreate" },
  ] satisfies readonly { name: string; from: Constraint; to: Constraint; gives: readonly string[] | "recreate"; lock?: LockMode }[])(
    "$name",
    async ({ from, to, gives, lock }) => {
      const ops = alterOf(from, to);
      expect(ops === "recreate" ? ops : ops.map(({ kind }) => kind)).toEqual(gives);
      if (ops === "recreate") return;
      expect(content(applyAll(schemaOf([from]), ops, kinds))).toEqual([to]);
      const url1 = url();
      let held: Readonly<Record<string, LockMode>> = {};
      await inTransaction(url1, async ({ run, read }) => {
        await run(sqlOf(createOf(from)));
        await run(sqlOf(ops));
        expect((await read(catalogs)).filter(({ kind, name }) => kind === to.kind && name === to.name)).toEqual([to]);
      });
      const database = databases.get(major);
      await database?.query(sqlOf(createOf(from))[0]?.sql ?? "");
      await inTransaction(url1, async ({ run, locks }) => {
        await run(sqlOf(ops));
        held = await locks();
      });
      await database?.query(sqlOf(dropOf(from))[0]?.sql ?? "");
      expect(held["t"]).toBe(lock);
      expect(ops.map((op) => kinds.specOf(op).facts(op, schemaOf([from]), kinds).lock)).toContain(lock);
    },
  );

  test("the parts of a foreign key to a partitioned table are left alone", async () => {
    await inTransaction(url(), async ({ run, read }) => {
      const before = await read(catalogs);
      await run(sqlOf(createOf(fk({ references: { schema: "public", table: "p", columns: ["id"] } }))));
      const names = (await read(catalogs))
        .filter(({ kind }) => ["primaryKey", "exclusion", "unique", "foreignKey", "index"].includes(kind))
        .map(({ name }) => name);
      expect(names.toSorted()).toEqual(
        [
          ...before
            .filter(({ kind }) => ["primaryKey", "exclusion", "unique", "foreignKey", "index"].includes(kind))
            .map(({ name }) => name),
          "t_fkey",
        ].toSorted(),
      );
    });
  });
});
