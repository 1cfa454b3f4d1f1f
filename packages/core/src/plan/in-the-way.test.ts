import { describe, expect, test } from "vitest";
import { servers, withDatabase } from "@migts/testkit";
import { kinds, type Operation } from "../postgres/objects/index.ts";
import { readSchema } from "../../test/database-diff.ts";
import { planOperations, statementsOf } from "./plan.ts";

const setup = `
  create type mood as enum ('sad', 'ok');
  create table parent (id int primary key, b text);
  create table child (id int, parent_id int references parent (id), m mood, twice int generated always as (id * 2) stored);
  create sequence numbers;
  create table user_of_numbers (n int default nextval('numbers'));
  create table counted (n serial);
  create table in_rows (a int);
  create table user_of_rows (kept in_rows[]);
  create table parted (a int, b int) partition by list (a);
  create table part partition of parted (primary key (a, b)) for values in (1);
  create unique index parted_a_b on parted (a, b);
  create unique index parted_b_a on parted (b, a);`;

const at = { schema: "public" };

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each<{ readonly op: Operation; readonly inTheWay: readonly string[] | undefined; readonly fails: boolean }>([
    { op: { kind: "dropTable", ...at, name: "parent" }, inTheWay: ["foreign key public.child.child_parent_id_fkey"], fails: true },
    { op: { kind: "dropTable", ...at, name: "child" }, inTheWay: undefined, fails: false },
    { op: { kind: "dropEnumType", ...at, name: "mood" }, inTheWay: ["column public.child.m"], fails: true },
    { op: { kind: "dropColumn", ...at, table: "child", name: "id" }, inTheWay: ["column public.child.twice"], fails: true },
    { op: { kind: "dropColumn", ...at, table: "child", name: "twice" }, inTheWay: undefined, fails: false },
    {
      op: { kind: "alterColumnType", ...at, table: "child", name: "id", type: "bigint" },
      inTheWay: ["column public.child.twice"],
      fails: true,
    },
    { op: { kind: "alterColumnType", ...at, table: "parent", name: "b", type: "varchar(5)" }, inTheWay: undefined, fails: false },
    {
      op: { kind: "alterColumnType", ...at, table: "in_rows", name: "a", type: "bigint" },
      inTheWay: ["column public.user_of_rows.kept"],
      fails: true,
    },
    {
      op: {
        kind: "convertSerialToIdentity",
        ...at,
        table: "counted",
        name: "n",
        identity: { generation: "always", sequence: "counter" },
        sequence: { ...at, name: "counted_n_seq" },
      },
      inTheWay: undefined,
      fails: false,
    },
    { op: { kind: "dropSequence", ...at, name: "numbers" }, inTheWay: ["column public.user_of_numbers.n"], fails: true },
    {
      op: { kind: "dropPrimaryKey", ...at, table: "parent", name: "parent_pkey" },
      inTheWay: ["foreign key public.child.child_parent_id_fkey"],
      fails: true,
    },
    { op: { kind: "dropIndex", ...at, table: "parted", name: "parted_a_b" }, inTheWay: ["primary key public.part.part_pkey"], fails: true },
    { op: { kind: "dropIndex", ...at, table: "parted", name: "parted_b_a" }, inTheWay: undefined, fails: false },
  ])("$op.kind $op.name: $inTheWay", async ({ op, inTheWay, fails }) => {
    await withDatabase({ major, setup }, async (database) => {
      const [statement] = statementsOf(planOperations([op], kinds, (await readSchema(database)).schema));
      expect(statement?.facts.inTheWay).toEqual(inTheWay);
      const run = database.query(statement?.sql ?? "");
      if (fails) await expect(run).rejects.toThrow(/depend|generated column|row type/u);
      else await run;
    });
  });
});
