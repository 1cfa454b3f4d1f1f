import { describe, expect, test } from "vitest";
import { servers, withDatabase } from "../scratch-database.ts";
import { fillTables } from "./fill.ts";
import { readTables } from "./read.ts";

/** A type of every sort; no column may be left without a value. */
const setup = `
  create type mood as enum ('sad', 'it''s');
  create domain positive as integer check (value > 0);
  create domain over as positive not null default 3;
  create domain words as text[];
  create domain feeling as mood;
  create type inner_one as (n integer, m mood);
  create type pair as (a text, "b b" over, c inner_one);
  create type span as range (subtype = float8);
  create table t (
    a smallint, b bigint, c numeric(10,2), d real, e money, f boolean, g varchar(3), h char(2), i "char", j name, k date, l timestamp, m timestamptz(3),
    n time, o timetz, p interval, q uuid, r json, s jsonb, u bytea, v inet, w cidr, x macaddr, y bit(3), z varbit, aa point, ab tsvector, ac int4range,
    ad tstzrange, ae mood, af mood[], ag text[], ah integer[][], ai positive, aj over, ak words, al feeling, am positive[], an pair, ao span, ap xml
  );
`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("columns of every sort of type get values", () =>
    withDatabase({ major, setup }, async ({ url }) => {
      await fillTables(url);
      const { columns = [], rows = [] } = (await readTables(url)).get("public.t") ?? {};
      expect(rows.length).toBe(4);
      const empty = columns.filter((_, at) => rows.every((row) => row[at] === null || row[at] === "{}")).map(({ name }) => name);
      expect(empty).toEqual([]);
    }));
});
