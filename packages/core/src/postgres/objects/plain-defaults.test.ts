import { newestServer, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { plainDefault } from "./plain-defaults.ts";

// Each is what the server prints; the plain form, in a column of the type, prints the same again.
const rows: readonly (readonly [text: string, type: string, plain: string])[] = [
  ["'new'::text", "text", "'new'"],
  ["'it''s'::character varying", "character varying(20)", "'it''s'"],
  ["'sad'::public.mood", "public.mood", "'sad'"],
  ["'{}'::text[]", "text[]", "'{}'"],
  ["'{sad}'::public.mood[]", "public.mood[]", "'{sad}'"],
  ["'{}'::jsonb", "jsonb", "'{}'"],
  ["'-1'::integer", "integer", "'-1'"],
  ["'2020-01-01 00:00:00'::timestamp without time zone", "timestamp without time zone", "'2020-01-01 00:00:00'"],
  ["'01:00:00'::interval", "interval", "'01:00:00'"],
  ["'x'::bpchar", "character(3)", "'x'::bpchar"],
  ["'a'::text", "character varying", "'a'::text"],
  [
    "'2020-01-01 00:00:00'::timestamp without time zone",
    "timestamp(3) without time zone",
    "'2020-01-01 00:00:00'::timestamp without time zone",
  ],
  ["('now'::text)::date", "date", "('now'::text)::date"],
  ["nextval('public.s'::regclass)", "bigint", "nextval('public.s'::regclass)"],
  ["('a'::text || 'b'::text)", "text", "('a'::text || 'b'::text)"],
  ["'a'::text COLLATE \"C\"", "text", "'a'::text COLLATE \"C\""],
];

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test("constants lose a cast that says nothing", () =>
    withDatabase({ major, setup: "create type mood as enum ('sad'); create sequence s" }, async (database) => {
      for (const [text, type, plain] of rows) {
        expect([text, plainDefault(text, type)]).toEqual([text, plain]);
        const printed = async (written: string): Promise<unknown> => {
          await database.query(
            `create table t (c ${type} default ${written.includes("||") || /collate/iu.test(written) ? `(${written})` : written})`,
          );
          const [row] = await database.query<{ text: string }>(
            "select pg_get_expr(d.adbin, d.adrelid) as text from pg_attrdef d where d.adrelid = 't'::regclass",
          );
          await database.query("drop table t");
          return row?.text;
        };
        expect([text, await printed(plain)]).toEqual([text, await printed(text)]);
      }
    }));
});
