import { createDatabase, servers } from "@migts/testkit";
import { expect, test } from "vitest";
import { quoteIdentifier } from "./identifier.ts";
import { quoteLiteral } from "./literal.ts";
import { identifiers, literal, sql } from "./sql.ts";
import { normalizeType } from "../type/name.ts";

test("a template quotes what it is given", () => {
  expect(sql`drop table ${{ schema: "public", name: "Order" }}`.sql).toBe('drop table public."Order"');
  expect(sql`(${identifiers(["a", "select", 'x"y'])}) ${literal("it's")}`.sql).toBe(`(a, "select", "x""y") 'it''s'`);
});

const names = ["users", "Order", "select", 'a"b', "dot.ted", "é", "x".repeat(63), "_a1", "1a", "user", "name", "with space", "a$b"];
const texts = ["", "it's", "back\\slash", "two\nlines", "'; drop table x; --", "é😀"];

test.each(servers())("PostgreSQL $major reads back every name and text", async ({ major }) => {
  const database = await createDatabase({ major });
  try {
    for (const name of names) {
      const rows = await database.query(`select 1 as ${quoteIdentifier(name)}`);
      expect(Object.keys(rows[0] ?? {})).toEqual([name]);
    }
    for (const conforming of ["on", "off"]) {
      await database.query(`alter database ${quoteIdentifier(database.name)} set standard_conforming_strings = ${conforming}`);
      for (const text of texts) expect(await database.query(`select ${quoteLiteral(text)} as text`)).toEqual([{ text }]);
    }
  } finally {
    await database.drop();
  }
});

const types = [
  "int",
  "int4[]",
  "INTEGER",
  "smallint",
  "int8",
  "serial4",
  "decimal(10,2)",
  "numeric(8)",
  "numeric",
  "dec(3,1)",
  "float",
  "float4",
  "float(20)",
  "float(53)",
  "double precision",
  "bool",
  "varchar",
  "varchar(255)",
  "VarChar ( 12 )",
  "character varying(5)[]",
  "char",
  "char(3)",
  "character(7)",
  "bpchar",
  "text",
  "text[]",
  "text[][]",
  "text array",
  "name",
  "timestamp",
  "timestamp(3)",
  "timestamptz",
  "timestamptz(6)",
  "timestamp(3) with time zone",
  "timestamp with time zone[]",
  "time(0)",
  "timetz(2)",
  "time without time zone",
  "interval",
  "date",
  "bit",
  "bit(5)",
  "varbit(9)",
  "bit varying",
  "json",
  "jsonb[]",
  "uuid",
  "inet",
  "cidr",
  "macaddr",
  "money",
  "bytea",
  "xml",
  "oid",
  "int4range",
  "tsvector",
  "point",
  "pg_catalog.int4",
].filter((type) => type !== "serial4");

test.each(servers())("PostgreSQL $major names types as normalizeType does", async ({ major }) => {
  const database = await createDatabase({ major });
  try {
    await database.query(`create table typed (${types.map((type, at) => `c${at} ${type}`).join(", ")})`);
    const rows = await database.query<{ type: string }>(
      "select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 'typed'::regclass and attnum > 0 order by attnum",
    );
    expect(types.map((type) => [type, normalizeType(type)])).toEqual(types.map((type, at) => [type, rows[at]?.type]));
  } finally {
    await database.drop();
  }
});
