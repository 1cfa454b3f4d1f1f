import { describe, expect, test } from "vitest";
import { newestServer, withDatabase } from "../scratch-database.ts";
import { rowsAsWanted } from "./kept.ts";

const ownCast = `
  create function as_text(pair) returns text language sql immutable as 'select $1.word';
  create cast (pair as text) with function as_text(pair) as assignment;
`;

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each([
    {
      name: "values of a composite type go by the names of its attributes",
      live: "create type pair as (n int, word text)",
      wanted: "create type pair as (word text, n int)",
      column: { name: "p", cells: ["(one,1)"] },
    },
    {
      name: "an attribute that becomes one of a composite type leaves the column out",
      live: "create type inner_one as enum ('one'); create type pair as (n int, word inner_one)",
      wanted: "create type inner_one as (a int); create type pair as (word inner_one, n int)",
    },
    {
      name: "a type with a cast to text of its own leaves the column out",
      live: `create type pair as (n int, word text); ${ownCast}`,
      wanted: `create type pair as (n bigint, word text, more int); ${ownCast}`,
    },
  ])("$name", ({ live, wanted, column }) => {
    const table = "create table t (id int, p pair)";
    return withDatabase({ major, setup: `${live}; ${table}; insert into t values (1, '(1,one)')` }, ({ url }) =>
      withDatabase({ major, setup: `${wanted}; ${table}` }, async (other) => {
        const { columns = [], rows = [] } = (await rowsAsWanted(url, other.url)).get("public.t") ?? {};
        expect(columns.map(({ name }) => name)).toEqual(column === undefined ? ["id"] : ["id", column.name]);
        expect(rows).toEqual([["1", ...(column?.cells ?? [])]]);
      }),
    );
  });
});
