import { catalogSnapshot, createDatabasePool, queryRows, runScript, servers } from "@migts/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { statementsOf } from "../src/plan/plan.ts";
import { diffDatabases, runPlan } from "./database-diff.ts";

// What tables that inherit keep of what the table above loses: it is left to them, and all else stays inherited. On the way back they have
// it themselves as well, since PostgreSQL forgets nothing that a table says itself.

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly rows: string;
  readonly kept: readonly [query: string, rows: readonly object[]];
  readonly sql: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "a column that one of them keeps",
    before: "create table p (id int, c int, d int); create table k (e int) inherits (p); create table l () inherits (p)",
    after: "create table p (id int, d int); create table k (e int, c int) inherits (p); create table l () inherits (p)",
    rows: "insert into p values (1, 2, 3); insert into k values (4, 5, 6, 7); insert into l values (8, 9, 10)",
    kept: ["select id, c, d, e from k", [{ id: 4, c: 5, d: 6, e: 7 }]],
    sql: ["alter table only public.p drop column c", "alter table public.l drop column c"],
  },
  {
    what: "a column with all that is on it, in another form",
    before: `create table p (id int not null, c int not null default 3 constraint c_check check (c > 0), d int);
      create table k (e int) inherits (p); create index i on k (c); create view v as select c from k`,
    after: `create table p (id int not null, d int); create table k (e int, c bigint not null default 3 constraint c_check check (c > 0)) inherits (p);
      create index i on k (c); create view v as select c from k`,
    rows: "insert into k values (4, 5, 6, 7)",
    kept: ["select c::int as c from v", [{ c: 5 }]],
    sql: [
      "drop view public.v",
      "alter table only public.p drop constraint c_check",
      "alter table public.k drop constraint c_check",
      "alter table only public.p alter column c drop not null",
      "alter table only public.p drop column c",
      "alter table public.k alter column c type bigint",
      "alter table public.k rename constraint p_c_not_null to k_c_not_null",
      "alter table public.k add constraint c_check check (c > 0)",
      "create view public.v as SELECT c\n   FROM public.k",
    ],
  },
  {
    what: "a column that one keeps two levels below",
    before:
      "create table p (id int, c int); create table k (e int) inherits (p); create table g () inherits (k); create table h () inherits (k)",
    after:
      "create table p (id int); create table k (e int) inherits (p); create table g (c int) inherits (k); create table h () inherits (k)",
    rows: "insert into g values (1, 2, 3)",
    kept: ["select c from g", [{ c: 2 }]],
    sql: ["alter table only public.p drop column c", "alter table only public.k drop column c", "alter table public.h drop column c"],
  },
  {
    what: "a check that one of them keeps",
    before:
      "create table p (id int, d int constraint d_check check (d > 0)); create table k () inherits (p); create table l () inherits (p)",
    after: "create table p (id int, d int); create table k (constraint d_check check (d > 0)) inherits (p); create table l () inherits (p)",
    rows: "insert into k values (1, 2)",
    kept: ["select d from k", [{ d: 2 }]],
    sql: ["alter table only public.p drop constraint d_check", "alter table public.l drop constraint d_check"],
  },
];

/** Before PostgreSQL 18 a NOT NULL is no constraint that something is to be done with. */
const isOfNotNull = (text: string): boolean => text.includes("not_null") || text.includes("drop not null");

/** The server prints a query with the table of its columns. */
const plain = (text: string): string => text.replaceAll(/\bk\.c\b/gu, "c").replaceAll("public.c ", "public.k.c ");

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const databases = createDatabasePool({ major });
  afterAll(databases.close);

  test.each(cases)("$what", ({ before, after, rows, kept, sql }) =>
    databases.use(before, (live) =>
      databases.use(after, async (wanted) => {
        await runScript(live.url, rows);
        const diff = await diffDatabases(live, wanted);
        expect(statementsOf(diff.forth).map((statement) => plain(statement.sql))).toEqual(
          major < 18 ? sql.filter((text) => !isOfNotNull(text)) : sql,
        );
        await runPlan(live, diff.forth);
        expect(await catalogSnapshot(live.url)).toBe(await catalogSnapshot(wanted.url));
        expect((await diffDatabases(live, wanted)).upgrade).toEqual([]);
        expect(await queryRows(live.url, kept[0])).toEqual(kept[1]);
        await runPlan(live, diff.back);
        await databases.use(before, async (start) => {
          expect((await diffDatabases(live, start)).upgrade).toEqual([]);
        });
        expect(await queryRows(live.url, kept[0])).toEqual(kept[1]);
      }),
    ),
  );
});
