import { createDatabase, servers } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { diffDatabases } from "../../../../../test/database-diff.ts";
import { statementsOf } from "../../../../plan/plan.ts";
import { isMigError } from "../../../../errors.ts";

// What PostgreSQL never changes is refused before anything is written, whatever it is that changes the type of the key.

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly says: string;
}

const ranges = "create table p1 partition of p for values from (0) to (10)";
const lists = "create table p1 partition of p for values in ('a'); create table p2 partition of p default";

const cases: readonly Case[] = [
  {
    what: "a type",
    before: `create table p (k int, v text) partition by range (k); ${ranges}`,
    after: `create table p (k bigint, v text) partition by range (k); ${ranges}`,
    says: "public.p is partitioned by RANGE (k)",
  },
  {
    what: "a type in a hash",
    before: "create table p (k int, v text) partition by hash (k)",
    after: "create table p (k bigint, v text) partition by hash (k)",
    says: "public.p is partitioned by HASH (k)",
  },
  {
    what: "a type in an expression",
    before: `create table p (k int, j int) partition by range ((k + j)); ${ranges}`,
    after: `create table p (k int, j bigint) partition by range ((k + j)); ${ranges}`,
    says: "public.p is partitioned by RANGE (((k + j)))",
  },
  {
    what: "a type in the key of a partition",
    before: `create table p (k int, j int) partition by range (k); ${ranges} partition by list (j)`,
    after: `create table p (k int, j bigint) partition by range (k); ${ranges} partition by list (j)`,
    says: "public.p1 is partitioned by LIST (j)",
  },
  {
    what: "a value of an enum that goes",
    before: `create type e as enum ('a', 'b', 'c'); create table p (k e) partition by list (k); ${lists}`,
    after: `create type e as enum ('a', 'b'); create table p (k e) partition by list (k); ${lists}`,
    says: "public.p is partitioned by LIST (k)",
  },
  {
    what: "the type under a domain",
    before: `create domain d as text; create table p (k d) partition by list (k); ${lists}`,
    after: `create domain d as varchar(5); create table p (k d) partition by list (k); ${lists}`,
    says: "public.p is partitioned by LIST (k)",
  },
  {
    what: "a collation",
    before: `create table p (k text) partition by list (k); ${lists}`,
    after: `create table p (k text collate "C") partition by list (k); ${lists}`,
    says: "public.p is partitioned by LIST (k)",
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(cases)("$what of a key is refused", async ({ before, after, says }) => {
    const [live, wanted] = [await createDatabase({ major, setup: before }), await createDatabase({ major, setup: after })];
    try {
      const refused = await diffDatabases(live, wanted).catch((error: unknown) => error);
      if (!isMigError(refused)) throw new Error("It was not refused.", { cause: refused });
      expect(refused.code).toBe("PARTITION_KEY_FIXED");
      expect(refused.message).toContain(says);
    } finally {
      for (const made of [live, wanted]) await made.drop();
    }
  });

  test("a value is added to an enum in a key, and the way back says what is in its way", async () => {
    const setup = (values: string): string => `create type e as enum (${values}); create table p (k e) partition by list (k); ${lists}`;
    const [live, wanted] = [
      await createDatabase({ major, setup: setup("'a'") }),
      await createDatabase({ major, setup: setup("'a', 'b'") }),
    ];
    try {
      const { upgrade, back } = await diffDatabases(live, wanted);
      expect(upgrade.map(({ kind }) => kind)).toEqual(["addEnumValue"]);
      expect(statementsOf(back).flatMap(({ facts }) => facts.inTheWay ?? [])).toContain("table public.p");
    } finally {
      for (const made of [live, wanted]) await made.drop();
    }
  });
});
