import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLaw } from "../../../../../test/operation-law.ts";
import { kinds, type Operation } from "../../index.ts";

const setup = `
  create schema "Other.s";
  create table t (id int default 1, "Other ""id""" int, n serial, s smallserial);
  create table "Other.s"."T" (id bigserial, x int);
  create sequence free increment by 2 minvalue 3 maxvalue 99 start with 5 cache 4 cycle;
  create sequence "Other.s"."Se.q" as integer;
  alter table t alter "Other ""id""" set default nextval('free') + nextval('free'::regclass);
  comment on sequence t_n_seq is 'counts';
  create unlogged table u (id serial);`;

const rows: readonly { readonly says: string; readonly op: Operation }[] = [
  { says: "create", op: { kind: "createSequence", schema: "public", name: "plain" } },
  {
    says: "create with everything",
    op: {
      kind: "createSequence",
      schema: "Other.s",
      name: 'x"y',
      dataType: "smallint",
      start: "7",
      increment: "-2",
      minValue: "-5",
      maxValue: "8",
      cache: "3",
      cycle: true,
    },
  },
  { says: "create unlogged", op: { kind: "createSequence", schema: "public", name: "plain", unlogged: true } },
  { says: "drop", op: { kind: "dropSequence", schema: "Other.s", name: "Se.q" } },
  { says: "rename what a default uses", op: { kind: "renameSequence", schema: "public", name: "free", to: "it's \\ odd" } },
  { says: "rename an owned one", op: { kind: "renameSequence", schema: "public", name: "t_n_seq", to: "Counter" } },
  {
    says: "own",
    op: { kind: "setSequenceOwner", schema: "public", name: "free", ownedBy: { schema: "public", table: "t", column: 'Other "id"' } },
  },
  {
    says: "own by another",
    op: { kind: "setSequenceOwner", schema: "public", name: "t_n_seq", ownedBy: { schema: "public", table: "t", column: "id" } },
  },
  { says: "own by none", op: { kind: "dropSequenceOwner", schema: "Other.s", name: "T_id_seq" } },
  { says: "alter one option", op: { kind: "alterSequence", schema: "public", name: "free", increment: "3" } },
  { says: "alter type", op: { kind: "alterSequence", schema: "public", name: "t_n_seq", dataType: "bigint" } },
  {
    says: "alter bounds",
    op: { kind: "alterSequence", schema: "public", name: "free", minValue: null, maxValue: null, start: "1", cache: "1", cycle: false },
  },
  {
    says: "turn round",
    op: {
      kind: "alterSequence",
      schema: "Other.s",
      name: "Se.q",
      increment: "-1",
      minValue: null,
      maxValue: null,
      start: "-1",
      restart: true,
    },
  },
  { says: "turn round within its bounds", op: { kind: "alterSequence", schema: "Other.s", name: "Se.q", increment: "-1" } },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major, keepsConnection: true });
  });
  afterAll(() => database.drop());

  test.each(rows)("$says", ({ op }) => checkLaw(database.url, setup, op));
});

test("a number that is none is refused", () => {
  const op: Operation = { kind: "createSequence", schema: "public", name: "s", start: "1; drop table t" };
  expect(() => kinds.specOf(op).sql(op, kinds)).toThrow(SyntaxError);
});
