import { createDatabase, servers, withClient, withDatabase, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLaw } from "../../../../../test/operation-law.ts";
import { schemaOf } from "../../../../schema/database-schema.ts";
import { kinds, type Operation } from "../../index.ts";
import type { EnumType } from "./model.ts";
import { useOfEnum } from "./type-use.ts";

const name63 = `${"é".repeat(30)}abc`;

const used = `
  create schema "Other.s";
  create type mood as enum ('sad', 'o''k', 'back\\slash');
  create type "Other.s"."A ""b""" as enum ('x', 'y');
  create type "${name63}" as enum ('x', 'y');
  comment on type mood is 'how';
  create table t (
    id int, m mood default 'o''k', ms mood[] default '{sad,"back\\\\slash","o''k"}', other "Other.s"."A ""b""" default 'x', mood text default 'sad', long "${name63}",
    constraint c check (m <> 'sad' and mood <> 'sad' and cast(mood as mood) <> 'sad'),
    g text generated always as (case m when 'sad'::mood then 'sad'::text end) stored
  );
  create index i on t (id) where m = 'sad';
  create index e on t ((m = any ('{sad,o''k}'::mood[])));`;

const mood = { schema: "public", name: "mood" } as const;

const rows: readonly { readonly says: string; readonly op: Operation; readonly setup?: string }[] = [
  {
    says: "create",
    op: { kind: "createEnumType", schema: "Other.s", name: 'x"y', values: ["a", "", "it's", "back\\slash", "ü".repeat(31)] },
  },
  { says: "create empty", op: { kind: "createEnumType", schema: "public", name: "none", values: [] } },
  { says: "drop", setup: "create type gone as enum ('a', 'b');", op: { kind: "dropEnumType", schema: "public", name: "gone" } },
  {
    says: "add at the end",
    setup: "create type free as enum ('a', 'b');",
    op: { kind: "addEnumValue", schema: "public", name: "free", value: "it's" },
  },
  { says: "add before", op: { kind: "addEnumValue", ...mood, value: "n", before: "sad" } },
  { says: "add after", op: { kind: "addEnumValue", ...mood, value: "n", after: "o'k" } },
  { says: "rename type", op: { kind: "renameEnumType", ...mood, to: "Feel.ing" } },
  { says: "rename odd type", op: { kind: "renameEnumType", schema: "Other.s", name: 'A "b"', to: "plain" } },
  { says: "rename value", op: { kind: "renameEnumValue", ...mood, value: "sad", to: "not\\so 'good', {really}" } },
  { says: "rename quoted value", op: { kind: "renameEnumValue", ...mood, value: "o'k", to: "ok" } },
  { says: "rename value with backslash", op: { kind: "renameEnumValue", ...mood, value: "back\\slash", to: "NULL" } },
  {
    says: "replace unused",
    setup: "create type free as enum ('a', 'b');",
    op: { kind: "replaceEnumType", schema: "public", name: "free", values: ["b"] },
  },
  {
    says: "replace, 63 bytes, without default",
    op: {
      kind: "replaceEnumType",
      schema: "public",
      name: name63,
      values: ["y", "z"],
      columns: [{ schema: "public", table: "t", column: "long" }],
    },
  },
  {
    says: "replace, with another default",
    op: {
      kind: "replaceEnumType",
      schema: "Other.s",
      name: 'A "b"',
      values: ["y", "x", "z"],
      columns: [{ schema: "public", table: "t", column: "other", default: `'z'::"Other.s"."A ""b"""` }],
    },
  },
  {
    says: "replace, default gone",
    op: {
      kind: "replaceEnumType",
      schema: "Other.s",
      name: 'A "b"',
      values: ["y", "x"],
      columns: [{ schema: "public", table: "t", column: "other", default: null }],
    },
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major, keepsConnection: true });
  });
  afterAll(() => database.drop());

  test.each(rows)("$says", ({ op, setup = "" }) => checkLaw(database.url, `${used}${setup}`, op));

  test("a row with a value that is gone stops the replacement, and stays", async () => {
    await withDatabase(
      { major, setup: "create type mood as enum ('a', 'b'); create table t (m mood); insert into t values ('b')" },
      async ({ url, query }) => {
        const op: Operation = { kind: "replaceEnumType", ...mood, values: ["a"], columns: [{ schema: "public", table: "t", column: "m" }] };
        const statements = kinds
          .specOf(op)
          .sql(op, kinds)
          .map(({ sql }) => sql);
        await expect(withClient(url, (client) => client.query(["begin", ...statements, "commit"].join(";\n")))).rejects.toThrow(
          'invalid input value for enum mood: "b"',
        );
        expect(await query("select m::text as m from t")).toEqual([{ m: "b" }]);
      },
    );
  });
});

const facts = (op: Operation, values: readonly string[]): unknown => {
  const type: EnumType = { kind: "enumType", ...mood, values };
  const { mayFail, rewrites, lock } = kinds.specOf(op).facts(op, schemaOf([type]), kinds);
  return { mayFail, rewrites, lock };
};

test.each([
  { op: { kind: "replaceEnumType", ...mood, values: ["a"] }, gives: { mayFail: undefined, rewrites: false, lock: "none" } },
  {
    op: { kind: "replaceEnumType", ...mood, values: ["a"], columns: [{ schema: "s", table: "t", column: "c" }] },
    gives: { mayFail: 'rows hold "b"', rewrites: true, lock: "access exclusive" },
  },
  {
    op: { kind: "replaceEnumType", ...mood, values: ["b", "a"], columns: [{ schema: "s", table: "t", column: "c" }] },
    gives: { mayFail: undefined, rewrites: true, lock: "access exclusive" },
  },
] as const satisfies readonly { op: Operation; gives: unknown }[])("facts of $op", ({ op, gives }) =>
  expect(facts(op, ["a", "b"])).toEqual(gives),
);

test.each([
  { type: "mood", is: "value" },
  { type: "public.mood", is: "value" },
  { type: '"public"."mood"[]', is: "array" },
  { type: "mood[][]", is: "array" },
  { type: "other.mood", is: undefined },
  { type: '"Mood"', is: undefined },
  { type: "mood(3)", is: undefined },
])("$type", ({ type, is }) => expect(useOfEnum(type, mood, "public")).toBe(is));

test.each([
  { name: "text", type: "text", is: undefined },
  { name: "text", type: "public.text", is: "value" },
  { name: "zone", type: "timestamp with time zone", is: undefined },
])("an enum called $name and $type", ({ name, type, is }) => expect(useOfEnum(type, { schema: "public", name }, "public")).toBe(is));
