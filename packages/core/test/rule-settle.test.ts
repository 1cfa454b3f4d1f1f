import { servers, withClient, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { kinds } from "../src/postgres/objects/index.ts";
import type { Column } from "../src/postgres/objects/relations/columns.ts";
import type { Rule } from "../src/postgres/objects/relations/rule/model.ts";
import type { Trigger } from "../src/postgres/objects/relations/trigger/model.ts";
import { settle } from "../src/postgres/settle.ts";
import { getObject, putObjects } from "../src/schema/database-schema.ts";
import type { SchemaObject } from "../src/schema/object.ts";
import { operationsBetween, readSchema } from "./database-diff.ts";

// Rules and triggers that people wrote, beside those that the server prints.

const base = `
  create type mood as enum ('sad', 'ok');
  create table t (id int primary key, a text, m mood);
  create table log (id int, note text);
  create view v as select id, a from t;
  create function touch() returns trigger language plpgsql as 'begin return new; end';`;

interface Row {
  readonly live: string;
  /** Fields as people wrote them, beside those of the live object. */
  readonly wanted: Partial<Rule> | Partial<Trigger>;
  /** What else is wanted. */
  readonly also?: readonly SchemaObject[];
  /** Operations that come out, beside those for `also`. Absent: none. */
  readonly gives?: readonly string[];
  /** Codes of diagnostics. Absent: none. */
  readonly warns?: readonly string[];
}

const column = (name: string, type: string): Column => ({ kind: "column", schema: "public", table: "t", name, type });

const rows: readonly Row[] = [
  {
    live: "create rule x as on update to t where old.a <> new.a and new.m = 'ok' do also insert into log values (new.id, 'x')",
    wanted: { where: "(old.a!=new.a AND new.m='ok')", commands: ["Insert into log(id, note) values (new.id, 'x');"] },
  },
  {
    live: "create rule x as on delete to t do also (delete from log where log.id = old.id; notify gone)",
    wanted: { commands: ["delete from public.log where id = old.id -- all", "NOTIFY gone"] },
  },
  {
    live: "create rule x as on insert to v do instead insert into t (id) values (new.id)",
    wanted: { commands: ["insert into t (id) select new.id"] },
    gives: ["replaceRule"],
  },
  { live: "create rule x as on update to t do instead nothing", wanted: { where: "true" }, gives: ["replaceRule"] },
  {
    live: "create rule x as on update to t do also insert into log values (old.id, old.a)",
    wanted: { commands: ["insert into log (id, note) values (old.id, old.b)"] },
    also: [column("b", "text")],
    gives: ["replaceRule"],
  },
  {
    live: "create rule x as on update to t do also update t set a = old.a where t.id = old.id",
    wanted: { commands: ["update t set a = old.a where id = old.id"] },
    also: [column("b", "text")],
  },
  {
    live: "create rule x as on update to t do also delete from log",
    wanted: { commands: ["delete from log where no_such > 0"] },
    gives: ["replaceRule"],
    warns: ["EXPRESSION_REFUSED"],
  },
  {
    live: "create rule x as on update to t do also delete from log",
    wanted: { commands: ["delete from log) ; (drop table log"] },
    gives: ["replaceRule"],
    warns: ["EXPRESSION_REFUSED"],
  },
  {
    live: "create trigger x before update on t for each row when (old.a <> new.a and new.m = 'ok') execute function touch()",
    wanted: { when: "(old.a!=new.a AND new.m='ok')" },
  },
  {
    live: "create trigger x before update on t for each row when (old.a <> new.a) execute function touch()",
    wanted: { when: "old.a <> new.b" },
    also: [column("b", "text")],
    gives: ["replaceTrigger"],
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(rows)("$live | $wanted", async ({ live: sql, wanted: fields, also = [], gives = [], warns = [] }) => {
    await withDatabase({ major, setup: `${base} ${sql}` }, async (database) => {
      const { schema: live } = await readSchema(database);
      const had = ["t", "v"]
        .flatMap((table) => ["rule", "trigger"].map((kind) => getObject(live, { kind, schema: "public", table, name: "x" })))
        .find((found) => found !== undefined);
      const wanted = putObjects(putObjects(live, also), [{ ...had, ...fields } as SchemaObject]);
      const settled = await withClient(database.url, (client) =>
        settle({
          wanted,
          live,
          kinds,
          query: async (text) => {
            const results: unknown = await client.query(text);
            // several statements give several results
            return (results as readonly { readonly rows: readonly object[] }[]).map((result) => result.rows);
          },
        }),
      );
      expect(settled.diagnostics.map(({ code }) => code)).toEqual(warns);
      const isAbout = (op: object): boolean => "name" in op && op.name === "x";
      expect(
        operationsBetween(live, settled.schema)
          .filter(isAbout)
          .map(({ kind }) => kind),
      ).toEqual(gives);
      expect((await readSchema(database)).schema, "nothing stays behind").toEqual(live);
    });
  });
});
