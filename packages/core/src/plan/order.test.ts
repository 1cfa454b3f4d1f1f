import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kinds } from "../operation/kinds.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { OperationSpec } from "../operation/kinds.ts";
import type { Touches } from "../operation/spec.ts";
import { emptySchema } from "../schema/database-schema.ts";
import { orderOperations } from "./order.ts";

interface Op {
  readonly kind: string;
  readonly touches: Touches;
}

const specOf = (): OperationSpec<Op> => ({
  about: () => undefined,
  apply: (before) => before,
  reverse: () => [],
  touches: (op) => op.touches,
  sql: () => [],
  facts: () => ({ lock: "none", rewrites: false, scans: false, transactional: true }),
});

const kinds: Kinds = {
  all: [],
  of: (kind) => {
    throw new Error(`There is no kind ${kind}.`);
  },
  specOf: () => specOf() as unknown as OperationSpec<AnyOperation>, // it is handed its own operations
  tableOf: () => undefined,
  rankOf: () => 0,
};

const order = (ops: readonly Op[]): readonly string[] => orderOperations(ops, emptySchema, kinds).map(({ kind }) => kind);

test.each<{ readonly rule: string; readonly ops: readonly Op[]; readonly gives: readonly string[] }>([
  {
    rule: "what is needed is made first",
    ops: [
      { kind: "foreign key", touches: { needs: ["a", "b"] } },
      { kind: "table a", touches: { creates: ["a"] } },
      { kind: "table b", touches: { creates: ["b"] } },
    ],
    gives: ["table a", "table b", "foreign key"],
  },
  {
    rule: "what uses a thing lets go before it is dropped",
    ops: [
      { kind: "drop type", touches: { drops: ["t"] } },
      { kind: "drop column", touches: { frees: ["t"] } },
    ],
    gives: ["drop column", "drop type"],
  },
  {
    rule: "what changes a thing that is made anew needs nothing of what the old one used",
    ops: [
      { kind: "replace type", touches: { alters: ["t"] } },
      { kind: "create table", touches: { creates: ["new"], needs: ["t"] } },
      { kind: "create statistics", touches: { creates: ["s"], needs: ["new"] } },
      { kind: "set target", touches: { alters: ["s"], needs: ["old"] } },
      { kind: "drop statistics", touches: { drops: ["s"], frees: ["old"] } },
      { kind: "drop table", touches: { drops: ["old"], frees: ["t"] } },
    ],
    gives: ["drop statistics", "drop table", "replace type", "create table", "create statistics", "set target"],
  },
  {
    rule: "a name is free before it is taken again",
    ops: [
      { kind: "create", touches: { creates: ["n"] } },
      { kind: "drop", touches: { drops: ["n"] } },
    ],
    gives: ["drop", "create"],
  },
  {
    rule: "old users go before an alteration, new ones come after it",
    ops: [
      { kind: "new check", touches: { needs: ["c"] } },
      { kind: "retype", touches: { alters: ["c"], needs: ["c"] } },
      { kind: "default", touches: { alters: ["c"], needs: ["c"] } },
      { kind: "drop check", touches: { frees: ["c"] } },
    ],
    gives: ["drop check", "retype", "default", "new check"],
  },
  {
    rule: "alterations keep their order unless another reason turns them round",
    ops: [
      { kind: "replace type", touches: { alters: ["type", "c"] } },
      { kind: "drop default", touches: { alters: ["c"], frees: ["type"] } },
      { kind: "set default", touches: { alters: ["c"], needs: ["type"] } },
    ],
    gives: ["drop default", "replace type", "set default"],
  },
  {
    rule: "what two things change places over is let go of once",
    ops: [
      { kind: "one lets go", touches: { alters: ["one"], frees: ["a"] } },
      { kind: "two lets go", touches: { alters: ["two"], frees: ["b"] } },
      { kind: "drop a", touches: { drops: ["a"] } },
      { kind: "drop b", touches: { drops: ["b"] } },
      { kind: "create a", touches: { creates: ["a"] } },
      { kind: "create b", touches: { creates: ["b"] } },
      { kind: "one takes b", touches: { alters: ["one"], needs: ["b"], frees: ["a"] } },
      { kind: "two takes a", touches: { alters: ["two"], needs: ["a"], frees: ["b"] } },
    ],
    gives: ["one lets go", "two lets go", "drop a", "drop b", "create a", "create b", "one takes b", "two takes a"],
  },
  {
    rule: "what is made anew is altered after that",
    ops: [
      { kind: "retype", touches: { alters: ["c"] } },
      { kind: "drop column", touches: { drops: ["c"] } },
      { kind: "add column", touches: { creates: ["c"] } },
    ],
    gives: ["drop column", "add column", "retype"],
  },
  {
    rule: "what others may use in ways unknown comes first and goes last",
    ops: [
      { kind: "add column", touches: { creates: ["c"], needs: ["b"] } },
      { kind: "drop extension", touches: { stage: "last", drops: ["old"] } },
      { kind: "drop schema", touches: { stage: "last", drops: ["s"] } },
      { kind: "create extension", touches: { stage: "first", creates: ["new"], needs: ["s2"] } },
      { kind: "create schema", touches: { stage: "first", creates: ["s2"] } },
      { kind: "drop column", touches: { drops: ["b"] } },
    ],
    gives: ["create schema", "create extension", "add column", "drop column", "drop extension", "drop schema"],
  },
  {
    rule: "a ring is cut at its first operation",
    ops: [
      { kind: "one", touches: { creates: ["x"], needs: ["y"] } },
      { kind: "two", touches: { creates: ["y"], needs: ["x"] } },
    ],
    gives: ["one", "two"],
  },
  {
    rule: "what comes behind a ring, or between two, waits for it",
    ops: [
      { kind: "users", touches: { drops: ["u"] } },
      { kind: "posts", touches: { drops: ["p"], frees: ["u", "v"] } },
      { kind: "versions", touches: { drops: ["v"], frees: ["p", "m"] } },
      { kind: "members", touches: { drops: ["m"], frees: ["w"] } },
      { kind: "teams", touches: { drops: ["t"], frees: ["w"] } },
      { kind: "owners", touches: { drops: ["w"], frees: ["t"] } },
    ],
    gives: ["posts", "users", "versions", "members", "teams", "owners"],
  },
  {
    rule: "what watches all others ends before them and begins after them, unless the order is given",
    ops: [
      { kind: "begins", touches: { creates: ["w"], watch: "begins", stage: "last" } },
      { kind: "about it", touches: { needs: ["w"] } },
      { kind: "last", touches: { stage: "last" } },
      { kind: "enables", touches: { alters: ["m"], watch: "begins" } },
      { kind: "renames", touches: { creates: ["n"], drops: ["o"], renames: true } },
      { kind: "disables", touches: { alters: ["n"], watch: "ends" } },
      { kind: "other", touches: {} },
      { kind: "ends", touches: { drops: ["e"], watch: "ends", stage: "first" } },
      { kind: "first", touches: { stage: "first" } },
    ],
    gives: ["ends", "first", "renames", "disables", "other", "enables", "last", "begins", "about it"],
  },
  {
    rule: "nothing decides: the order stays",
    ops: [
      { kind: "b", touches: {} },
      { kind: "a", touches: {} },
    ],
    gives: ["b", "a"],
  },
])("$rule", ({ ops, gives }) => expect(order(ops)).toEqual(gives));

test("every operation comes out once, and what is needed comes before its user", () => {
  const resources = fc.subarray(["a", "b", "c", "d"]);
  const op = fc.record({ needs: resources, frees: resources });
  fc.assert(
    fc.property(fc.array(op, { maxLength: 12 }), fc.constantFrom("a", "b", "c", "d"), (users, made) => {
      const ops = [...users.map((touches, at) => ({ kind: `user ${at}`, touches })), { kind: "maker", touches: { creates: [made] } }];
      const ordered = order(ops);
      expect(ordered.toSorted()).toEqual(ops.map(({ kind }) => kind).toSorted());
      users.forEach(
        ({ needs }, at) => needs.includes(made) && expect(ordered.indexOf("maker")).toBeLessThan(ordered.indexOf(`user ${at}`)),
      );
    }),
  );
});
