import { servers, withClient, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { kinds } from "../src/postgres/objects/index.ts";
import type { Column } from "../src/postgres/objects/relations/columns.ts";
import type { View } from "../src/postgres/objects/relations/view/model.ts";
import { settle } from "../src/postgres/settle.ts";
import { getObject, putObjects, type DatabaseSchema } from "../src/schema/database-schema.ts";
import type { SchemaObject } from "../src/schema/object.ts";
import { operationsBetween, readSchema } from "./database-diff.ts";

const base = `
  create schema app;
  create type mood as enum ('sad', 'ok');
  create table t (id int primary key, a text, b numeric, m mood);
  create table app.t (id int primary key, tid int, "Name" varchar(20));
  create function f(int) returns int immutable language sql as 'select $1';
  create view low as select id, a from t where b > 0;`;

interface Row {
  /** The query of the live view. */
  readonly live: string;
  /** The query that people wrote. */
  readonly wanted: string;
  /** Names of the columns. */
  readonly columns?: readonly string[];
  /** What else is wanted. */
  readonly also?: readonly SchemaObject[];
  /** Operations that come out, beside those for \`also\`. Absent: none. */
  readonly gives?: readonly string[];
  /** Codes of diagnostics. Absent: none. */
  readonly warns?: readonly string[];
}

const column = (table: string, name: string, type: string): Column => ({ kind: "column", schema: "public", table, name, type });
const low = (query: string): View => ({ kind: "view", schema: "public", name: "low", query });

const rows: readonly Row[] = [
  { live: "select id, a from t", wanted: "Select  ID,\n\n a /* here */ from public.t; -- all of it" },
  { live: "select id, a from t", wanted: "select t.id as id, t.a from t as t" },
  { live: "select id, a from t", wanted: "select x.id, x.a from t x", gives: ["replaceView"] },
  { live: "select * from t", wanted: "select * from t" },
  { live: "select * from t", wanted: "table t" },
  { live: "select id as x, a as y from t", wanted: "select id, a from t", columns: ["x", "y"] },
  { live: "select id as x from t where a in ('a', 'b')", wanted: "SELECT id AS x FROM t WHERE a = 'a' OR a = 'b'", gives: ["replaceView"] },
  { live: "select id from t where a in ('a', 'b')", wanted: "select id from t where a = any (array['a', 'b'])" },
  {
    live: "select id, count(*) from t group by id order by 2 desc",
    wanted: "select id, count(*) as count from t group by 1 order by count(*) desc",
  },
  {
    live: 'select t.a, x."Name" from t join app.t x on x.tid = t.id',
    wanted: 'select t.a, x."Name" from public.t inner join app.t as x on (x.tid = t.id)',
  },
  {
    live: "select 'sad'::mood as m, f(1) as f, now() as n",
    wanted: "select cast('sad' as mood) as m, public.f((1)) as f, current_timestamp as n",
  },
  {
    live: "with recursive r(n) as (values (1) union all select n + 1 from r where n < 5) select n from r",
    wanted: "with recursive r as (select 1 as n union all (select r.n + 1 from r where r.n < 5)) select * from r",
    gives: ["replaceView"],
  },
  { live: "select id, a from t group by id", wanted: "select t.id, t.a from t group by t.id" },
  { live: "select id from t where b > 0", wanted: "select id from t where b > 1", gives: ["replaceView"] },
  { live: "select 1 as id, 'a' as a", wanted: "select id, a from (values (1, 'a')) as x(id, a)", gives: ["replaceView"] },
  // The wanted columns of a relation count, not those that it has now.
  { live: "select id, a from t", wanted: "select id, a from t where c > 0", also: [column("t", "c", "integer")], gives: ["replaceView"] },
  { live: "select id, a from t", wanted: "select t.id, a from public.t", also: [column("t", "c", "integer")] },
  { live: "select id, a, b, m from t", wanted: "select * from t", also: [column("t", "c", "integer")], gives: ["replaceView"] },
  {
    live: "select id, a from low",
    wanted: "select * from low",
    also: [low("select id, a from t where b > 1")],
    gives: ["dropView", "createView"],
  },
  {
    live: "select id, a from low",
    wanted: "select * from low",
    also: [low("select id, a, b from public.t")],
    gives: ["dropView", "createView"],
  },
  { live: "select id, a from t group by id", wanted: "select id, a from public.t group by t.id", also: [column("t", "c", "integer")] },
  // A text that the server refuses is said.
  { live: "select id from t", wanted: "select id from t where no_such > 0", gives: ["replaceView"], warns: ["EXPRESSION_REFUSED"] },
  { live: "select id from t", wanted: "select id frm t", gives: ["replaceView"], warns: ["EXPRESSION_REFUSED"] },
  { live: "select id from t", wanted: "select 1; drop table t", gives: ["replaceView"], warns: ["EXPRESSION_REFUSED"] },
  { live: "select id from t", wanted: "delete from t", gives: ["replaceView"], warns: ["EXPRESSION_REFUSED"] },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  describe.each(["view", "materialized view"])("%s", (word) => {
    test.each(rows)("$live | $wanted", async ({ live: query, wanted: text, columns, also = [], gives = [], warns = [] }) => {
      await withDatabase({ major, setup: `${base} create ${word} v as ${query}` }, async (database) => {
        const { schema: live } = await readSchema(database);
        const had = ["view", "materializedView"]
          .map((kind) => getObject(live, { kind, schema: "public", name: "v" }))
          .find((found) => found !== undefined) as View;
        const { shape } = had;
        const written = {
          kind: had.kind,
          schema: "public",
          name: "v",
          query: text,
          ...(columns === undefined ? {} : { columns }),
          shape,
        } as View;
        const others = putObjects(live, also);
        const wanted: DatabaseSchema = putObjects(others, [written]);
        const settled = await withClient(database.url, (client) =>
          settle({
            wanted,
            live,
            kinds,
            query: async (sql) => {
              const results: unknown = await client.query(sql);
              // several statements give several results
              return (results as readonly { readonly rows: readonly object[] }[]).map((result) => result.rows);
            },
          }),
        );
        expect(settled.diagnostics.map(({ code }) => code)).toEqual(warns);
        const isAbout = (op: object): boolean => "name" in op && op.name === "v";
        const ops = operationsBetween(live, settled.schema)
          .filter(isAbout)
          .map(({ kind }) => kind);
        expect(ops.length === 0 ? [] : ["changed"]).toEqual(gives.length === 0 ? [] : ["changed"]);
        if (word === "view") expect(ops).toEqual(gives);
        expect((await readSchema(database)).schema, "nothing stays behind").toEqual(live);
      });
    });
  });
});
