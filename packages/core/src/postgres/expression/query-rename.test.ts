import { servers, withClient, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { plainQuery } from "./query-names.ts";
import { resource } from "../objects/resources.ts";
import { outputsOf, withColumn, withNames, withOutput, withRelation } from "./query-rename.ts";

const base = `
  create schema app;
  create table t (id int primary key, a text, b numeric, "Odd name" int);
  create table app.t (id int, a text);
  create table u (id int, tid int, a text);
  create function f(int) returns int immutable language sql as 'select $1';`;

/** Queries whose printed form has the name of the table, or of a column, in many places. */
const queries: readonly string[] = [
  "select id, a, b from t",
  "select a as id, id as a from t where a <> '' and id > 0",
  "select a as x, id as y from t order by a, id",
  'select "Odd name", count(*) as a from t group by "Odd name", a having max(id) > 1',
  "select t.id, u.a as ua, t.a || u.a as both from t join u on u.tid = t.id where t.a is not null",
  "select x.a from t x, u where x.id = u.tid",
  "select distinct a from t",
  "select distinct on (b, (id + 1)) a, id from t order by b, (id + 1), a",
  "select (select max(u.id) from u where u.tid = t.id) as m, id, a from t",
  "select id from t where exists (select from u where u.a = t.a)",
  "with c as (select id, a from t) select c.id, c.a from c",
  "select id, a from t union all select id, a from u",
  "select case when a = 'a' then id else f(id) end as k, id::text, array[id, 1] as l from t",
  "select id, sum(b) over (partition by a order by id) from t",
  "select t.id, s.a from t left join lateral (select u.a from u where u.tid = t.id limit 1) s on true",
  "select b.id, b.a from app.t b join t on t.id = b.id",
  "select id, a, row(t.*) is null as k, count(t.*) over () as n, to_json(t) as j from t",
  "select x.id, x.a, to_json(x.*) as j, to_json(t.*) as k from t x, app.t",
];

interface Renamed {
  readonly sql: string;
  readonly expected: (printed: string) => string;
}

const renames: readonly Renamed[] = [
  { sql: "alter table t rename column a to aa", expected: (text) => withColumn(text, { relation: ["public", "t"], from: "a", to: "aa" }) },
  {
    sql: 'alter table t rename column id to "Id"',
    expected: (text) => withColumn(text, { relation: ["public", "t"], from: "id", to: "Id" }),
  },
  { sql: 'alter table t rename to "T t"', expected: (text) => withRelation(text, { from: ["public", "t"], to: ["public", "T t"] }) },
  { sql: "alter table t set schema app", expected: (text) => withRelation(text, { from: ["public", "t"], to: ["app", "t"] }) },
  {
    sql: "do $$ begin execute format('alter view v rename column %I to first', (select attname from pg_attribute where attrelid = 'v'::regclass and attnum = 1)); end $$",
    expected: (text) => withOutput(text, 0, "first"),
  },
];

const outputs: readonly { readonly query: string; readonly names: readonly string[] }[] = [
  { query: "SELECT id, count(*) AS n FROM t", names: ["id", "n"] },
  { query: "SELECT DISTINCT ON (t.a, (t.id + 1)) t.id, t.b FROM t", names: ["id", "b"] },
  { query: "( SELECT id FROM t LIMIT 1) UNION ALL SELECT b AS other FROM t", names: ["id"] },
  { query: "WITH c(x) AS ( SELECT id FROM t), d AS ( SELECT 1 AS y) ( SELECT x FROM c LIMIT 1) UNION SELECT y FROM d", names: ["x"] },
  { query: "WITH c AS MATERIALIZED ( SELECT id FROM t) SELECT id AS z FROM c", names: ["z"] },
  { query: "(( SELECT id FROM t LIMIT 2) LIMIT 1) UNION SELECT 1 AS one", names: ["id"] },
];

test.each(outputs)("$query has columns", ({ query, names }) => {
  expect(outputsOf(query)).toEqual(names);
});

test("relations that are named in strings follow, also where they change names with each other", () => {
  const names = new Map([
    [resource.relation("public", "s"), { schema: "public", name: "It's" }],
    [resource.relation("public", "It's"), { schema: "app", name: "s" }],
  ]);
  const query = "SELECT nextval('public.s'::regclass) AS s, currval('public.\"It''s\"'::regclass) AS b, 'public.s'::text AS c";
  expect(withNames({ schema: "public", query }, names).query).toBe(
    "SELECT nextval('public.\"It''s\"'::regclass) AS s, currval('app.s'::regclass) AS b, 'public.s'::text AS c",
  );
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  describe.each(renames)("$sql", ({ sql, expected }) => {
    test.for(queries)("%s", async (query, { skip }) => {
      if (sql.includes("set schema app") && query.includes("app.t")) return skip("the name is taken");
      await withDatabase(
        { major, setup: `${base} ${sql.includes("set schema") ? "drop table app.t;" : ""} create view v as ${query}` },
        async ({ url }) => {
          await withClient(url, async (client) => {
            const printed = async (): Promise<string> => {
              const [, { rows } = { rows: [] }] = (await client.query(
                "set search_path = ''; select pg_get_viewdef('public.v'::regclass) as text",
              )) as unknown as readonly { readonly rows: readonly { readonly text: string }[] }[];
              await client.query("reset search_path");
              return rows[0]?.text ?? "";
            };
            const before = await printed();
            await client.query(sql);
            expect(plainQuery(expected(before))).toBe(plainQuery(await printed()));
          });
        },
      );
    });
  });
});
