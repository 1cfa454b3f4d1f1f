import { newestServer, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { diffDatabases, runPlan } from "./database-diff.ts";

// The name of an identity column's sequence is the database's business: what else is said of the sequence finds it under that.
describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each([
    {
      name: "bounds, comments, grants and texts",
      live: "create table t (a int generated always as identity (sequence name one maxvalue 90)); comment on sequence one is 'x'",
      wanted: `create table t (a int generated always as identity (sequence name two minvalue 5)); comment on sequence two is 'y';
        grant usage on sequence two to public; create view v as select nextval('two'::regclass)`,
      kinds: ["alterColumnIdentity", "createView", "grant", "setComment"],
    },
    {
      name: "names that two sequences have the other way round",
      live: "create table t (a int generated always as identity (sequence name one)); create table u (a int generated always as identity (sequence name two))",
      wanted: `create table t (a int generated always as identity (sequence name two)); create table u (a int generated always as identity (sequence name one));
        comment on sequence one is 'of u'`,
      kinds: ["setComment"],
    },
    {
      name: "a usual name, where the table had another one",
      live: "create table old (a int generated always as identity); alter table old rename to t",
      wanted: "create table t (a int generated always as identity (maxvalue 90)); grant usage on sequence t_a_seq to public",
      kinds: ["alterColumnIdentity", "grant", "renameConstraint"],
    },
  ])("$name", ({ live: setup, wanted: other, kinds }) =>
    withDatabase({ major, setup }, (live) =>
      withDatabase({ major, setup: other }, async (wanted) => {
        const { upgrade, forth, back } = await diffDatabases(live, wanted);
        expect(upgrade.map(({ kind }) => kind).toSorted()).toEqual(kinds);
        await runPlan(live, forth);
        expect((await diffDatabases(live, wanted)).upgrade).toEqual([]);
        await runPlan(live, back);
        expect((await diffDatabases(live, wanted)).upgrade).toEqual(upgrade);
      }),
    ),
  );
});
