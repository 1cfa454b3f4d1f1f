import type { RoutineDesign } from "./routine-design.ts";
import { placed, quoted, typesOf, type Shown } from "./shown.ts";

/** Functions and procedures after all that they can use, with what calls them. */
export function routinesSql(design: Shown): readonly string[] {
  const taken = new Set<string>();
  return design.routines.flatMap((routine) => {
    const made = makingOf(routine, design);
    const identity = made === undefined ? "" : `${placed(routine)}(${made.types})`;
    if (made === undefined || taken.has(identity)) return [];
    taken.add(identity);
    const word = made.word ?? "function";
    return [
      made.sql,
      ...(routine.comment ? [`comment on ${word} ${identity} is 'it''s ${made.types.replaceAll("'", "''")}'`] : []),
      ...(routine.isCalled && made.called !== undefined ? callsSql(routine, made.called) : []),
    ];
  });
}

interface Making {
  readonly sql: string;
  /** Of its arguments. */
  readonly types: string;
  /** Absent: it is a function. */
  readonly word?: "procedure" | "aggregate";
  /** The type that an immutable function takes and, with a number, gives. Absent: nothing calls it. */
  readonly called?: string;
}

function makingOf({ shape, on, column, variant, options, ...routine }: RoutineDesign, design: Shown): Making | undefined {
  const place = placed(routine);
  const table = design.tables[on % Math.max(design.tables.length, 1)];
  const pick = (...texts: readonly string[]): string => texts[variant % texts.length] ?? "";
  const own = table === undefined ? "id" : quoted([...typesOf(table).keys()][column % typesOf(table).size] ?? "id");
  const from = table === undefined ? "" : placed(table);
  const inText = (sql: string): string => sql.replaceAll("'", "''");
  const [type] = design.enums;
  const [domain] = design.domains;
  const ofTable = (made: Making): Making | undefined => (table === undefined ? undefined : made);
  const named = (start: string, rest: string): string => `create ${start.replace("@", place)} ${options} ${rest}`;
  switch (shape) {
    case "number": {
      const n = pick("n", "m", "n");
      const result = pick("integer", "integer", "bigint", "numeric");
      const body = `as 'select ${n}${pick(" + 1", " + 2", "")}'`;
      return { sql: named(`function @(${n} integer) returns ${result} language sql immutable`, body), types: "integer", called: "integer" };
    }
    case "text": {
      const given = pick("'it''s'", "null", "upper('x')");
      const body = pick("return a || b", "as 'select $1'", "as $$ select b || '$' $$");
      const start = `function @(a text, b text default ${given}) returns ${pick("text", "setof text")} language sql immutable`;
      return { sql: named(start, body), types: "text, text" };
    }
    case "row":
      return ofTable({ sql: named(`function @(${from}) returns text language sql`, "as 'select $1.id::text'"), types: from });
    case "rows": {
      const start = `function @(n smallint) returns setof ${from} language sql stable`;
      return ofTable({ sql: named(start, `as 'select * from ${inText(from)}'`), types: "smallint" });
    }
    case "table": {
      const columns = pick("a bigint", "b text, c bigint", "a text");
      const start = `function @(n bigint, variadic m bigint[]${pick("", " default '{}'")}) returns table (${columns}) language plpgsql`;
      return { sql: named(start, "as 'begin end'"), types: "bigint, bigint[]" };
    }
    case "enum": {
      const types = type === undefined ? undefined : `${placed(type)}${pick("", "[]")}`;
      if (types === undefined) return undefined;
      return { sql: named(`function @(m ${types}) returns text language sql immutable`, "as 'select m::text'"), types };
    }
    case "domain": {
      if (domain === undefined) return undefined;
      const body = `as 'select null::${inText(placed(domain))}'`;
      return { sql: named(`function @(date) returns ${placed(domain)} language sql`, body), types: "date" };
    }
    case "atomic":
      return ofTable({
        sql: named("function @(real) returns bigint", `begin atomic select count(${own}) from ${from}; end`),
        types: "real",
      });
    case "view": {
      const view = design.views.find((one) => !one.isMaterialized && one.shape === "some");
      if (view === undefined) return undefined;
      const body = `as 'begin return (select count(*) from ${inText(placed(view))}); end'`;
      return ofTable({ sql: named("function @(json) returns bigint language plpgsql", body), types: "json" });
    }
    case "plpgsql": {
      const start = `function @(x uuid, out y ${pick("integer", "text")}, inout z text) language plpgsql`;
      const body = `as $body$\nbegin\n  -- ${pick("one", "$$two$$")} \\\n  y := 1;\nend $body$`;
      return { sql: named(start, body), types: "uuid, text" };
    }
    case "procedure": {
      const body = pick("plpgsql as 'begin y := 2; end'", "sql as 'select 2'");
      const sql = `create procedure ${place}(x bytea, inout y integer${pick("", " default 5")}) language ${body}`;
      return { sql, types: "bytea, integer", word: "procedure" };
    }
    case "call": {
      const also = pick("", `delete from ${from} where id is null;`);
      const sql = `create procedure ${place}(time) begin atomic delete from ${from} where ${own} is null; ${also} end`;
      return ofTable({ sql, types: "time", word: "procedure" });
    }
    case "aggregate": {
      if (variant > 2 && type !== undefined) {
        const sql = `create aggregate ${place}(${placed(type)}) (sfunc = array_append, stype = ${placed(type)}[]${pick("", ", initcond = '{}'")})`;
        return { sql, types: placed(type), word: "aggregate" };
      }
      const rest = pick("", ", initcond = '0', parallel = safe", ", combinefunc = float8larger, sortop = >");
      const sql = `create aggregate ${place}(${pick("", "x ", "x ")}double precision) (sfunc = float8larger, stype = double precision${rest})`;
      return { sql, types: "double precision", word: "aggregate" };
    }
  }
}

function callsSql({ schema, name, variant }: RoutineDesign, type: string): readonly string[] {
  const called = placed({ schema, name });
  const own = (what: string): string => placed({ schema, name: `${what} ${name}` });
  const generated = variant % 2 === 0 ? `, c ${type} generated always as (${called}(a)) stored` : "";
  const columns = `id ${type} primary key, a ${type} default ${called}(1), b ${type} check (${called}(b) > 0)${generated}`;
  return [
    `create table ${own("table of")} (${columns})`,
    `create index ${quoted(`index of ${name}`)} on ${own("table of")} (${called}(a)) where ${called}(id) > 1`,
    `create view ${own("view of")} as select ${called}(id) as n from ${own("table of")}`,
  ];
}
