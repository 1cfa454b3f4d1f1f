import { runScript, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { kinds, type Operation } from "../../index.ts";

const drop: Operation = { kind: "dropRangeType", schema: "public", name: 'Odd "range', canonical: "public.form" };

const made = `create type "Odd ""range"; create function form("Odd ""range") returns "Odd ""range" language internal immutable as 'int4range_canonical';
  create type "Odd ""range" as range (subtype = int, canonical = form)`;

const rows: readonly { readonly also: string; readonly names?: string }[] = [
  { also: "" },
  { also: `create table t (a "Odd ""range")`, names: "column a of table t" },
  { also: `create table t (a "Odd ""multirange"[])`, names: "column a of table t" },
  { also: `create view v as select form(null)`, names: "column form of view v, rule _RETURN on view v" },
  { also: `create function f("Odd ""range"[]) returns int language sql return 1`, names: 'function f("Odd ""range"[])' },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(rows)("a range type goes with its canonical function, and with nothing else: $also", ({ also, names }) =>
    withDatabase({ major, setup: `${made}; ${also}` }, async ({ url, query }) => {
      const statements = kinds.specOf(drop).sql(drop, kinds);
      const dropped = runScript(url, statements.map(({ sql }) => sql).join(";\n"));
      if (names !== undefined) return expect(dropped).rejects.toMatchObject({ code: "2BP01", detail: names });
      await dropped;
      expect(await query("select proname from pg_proc where pronamespace = 'public'::regnamespace")).toEqual([]);
    }),
  );
});
